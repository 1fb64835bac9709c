"""/topics/: 专题."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from articles.models import Topic

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import topics as selected
from .selectors.nested import Filled


@remembered
def topics(request: HttpRequest) -> HttpResponse:
    sheet = cut(request, Topic.objects.public().newest(), selected.as_list)
    return shell.page(request, "site/topics.html", {"sheet": sheet}, title="专题", description="一件事，放在一起读。")


@remembered
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic that is not released is unknown to readers."""
    found = selected.by_slug(slug)
    if found is None:
        raise Http404(f"no public topic {slug}")
    return topic_page(request, found)


def topic_page(request: HttpRequest, found: Filled) -> HttpResponse:
    """The page of a topic from `selectors.topics`; also of one that is not released, for those who arrange it."""
    groups = selected.groups_of(found)
    photo = found.photo or next((story.photo for _, members in groups for story in members if story.photo), None)
    introduction = mark_safe(found.introduction)  # noqa: S308 - clean at save
    context = {"topic": found, "groups": groups, "photo": photo, "introduction": introduction}
    crumbs = [("专题", reverse("topics")), (found.title, found.get_absolute_url())]
    return shell.page(
        request, "site/topic.html", context, title=found.title, description=found.opening[:120], image=photo,
        crumbs=crumbs,
    )  # fmt: skip
