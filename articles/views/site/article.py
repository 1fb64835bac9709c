"""/articles/<id>/ : one story, or the notice that it was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from ..remembered import remembered
from . import shell
from .body import placed
from .metadata import metadata_for_article
from .qr import qr_code
from .selectors import stories
from .selectors.frame import frame
from .selectors.related import related


@remembered
def article(request: HttpRequest, pk: int) -> HttpResponse:
    story = stories.one(pk)
    if story is None:
        return _withdrawn(request, pk)
    around, uses = frame(), story.shown_uses
    older, newer = stories.neighbours(story)
    metadata = metadata_for_article(request, story, [use.photo for use in uses], site=around.settings)
    context = {
        "article": story,
        "body": placed(story, uses),
        "older": older,
        "newer": newer,
        # The other half of a story that jumps to another page is linked in the text.
        "related": related(story, [jump.other_id for jump in story.continued_from + story.continued_on]),
        "qr": qr_code(metadata.canonical),
    }
    return shell.page(request, "site/article.html", context, metadata=metadata, around=around)


def _withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """410 with the time, without title and reason; 404 for what readers never saw."""
    story = stories.withdrawn(pk)
    if story is None:
        raise Http404(f"no public story {pk}")
    return shell.page(request, "site/withdrawn.html", {"at": story.withdrawn_at}, title="撤稿说明", status=410)
