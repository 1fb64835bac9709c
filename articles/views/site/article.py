"""/articles/<id>/ : one story, or the notice that it was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from ..remembered import remembered
from . import shell
from .selectors import stories
from .selectors.frame import frame
from .selectors.related import related
from .story import story_page


@remembered
def article(request: HttpRequest, pk: int) -> HttpResponse:
    story = stories.one(pk)
    if story is None:
        return _withdrawn(request, pk)
    around = frame()
    page = story_page(request, story, around.settings)
    # The other half of a story that jumps to another page is linked in the text.
    without = [jump.other_id for jump in story.continued_from + story.continued_on]
    context = {
        "text": page.text,
        "slides": page.body.slides,
        "related": related(story, without),
        "is_public": True,
    }
    return shell.page(request, "site/article.html", context, metadata=page.metadata, around=around)


def _withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """410 with the time, without title and reason; 404 for what readers never saw."""
    story = stories.withdrawn(pk)
    if story is None:
        raise Http404(f"no public story {pk}")
    return shell.page(request, "site/withdrawn.html", {"at": story.withdrawn_at}, title="撤稿说明", status=410)
