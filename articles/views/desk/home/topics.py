"""/desk/topics/: which stories stand in a topic, in which groups and order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Topic
from articles.views.desk.access import answer, version_seen, wants_json
from articles.views.desk.imports.access import desk_page
from articles.views.site.selectors.topics import for_preview
from articles.views.site.topics import topic_page
from articles.workflow import topics as arranging
from articles.workflow.errors import Conflict, Forbidden, WorkflowError
from articles.workflow.home import PERMISSION

from .board import found_stories, with_thumbnails

curator = partial(desk_page, permission=PERMISSION)
MOST = 300


@dataclass
class Part:
    """A group on the board; its number counts from 0."""

    number: int
    title: str
    stories: list[Any]


@require_safe
@curator
def listed(request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.annotate(number=Count("groups__stories")).order_by("-updated_at")[:MOST]
    return render(request, "desk/topics/list.html", {"title": "专题", "topics": topics})


@require_safe
@curator
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Topic, pk=pk))


def _page(request: HttpRequest, topic: Topic, refusal: str = "", status: int = 200) -> HttpResponse:
    query = request.GET.get("q", "")[:100]
    context = {**_context(topic), "title": f"专题：{topic}", "query": query, "found": found_stories(query)}
    context |= {"refusal": refusal, "step": reverse("desk_topic_step", args=[topic.pk]),
                "found_address": reverse("desk_topic_stories", args=[topic.pk])}  # fmt: skip
    return render(request, "desk/topics/page.html", context, status=status)


def _context(topic: Topic) -> dict[str, Any]:
    """Two queries."""
    groups = arranging.groups_of(topic)
    wanted = [pk for group in groups for pk in group.stories]
    articles = {article.pk: article for article in with_thumbnails(Article.objects.filter(pk__in=wanted))}
    parts = [
        Part(number, group.title, [articles[pk] for pk in group.stories if pk in articles])
        for number, group in enumerate(groups)
    ]
    return {"topic": topic, "parts": parts}


@require_safe
@curator
def stories(request: HttpRequest, pk: int) -> HttpResponse:
    query = request.GET.get("q", "")[:100]
    context = {**_context(get_object_or_404(Topic, pk=pk)), "found": found_stories(query), "query": query}
    return render(request, "desk/topics/found.html", context)


@require_safe
@curator
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The readers' own page, whether or not they may see it."""
    return topic_page(request, for_preview(get_object_or_404(Topic, pk=pk)))


@require_POST
@curator
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """As the front page's steps: `{"html", "version", "said"}`, or `{"error", …}` with 400, 403 or 409."""
    topic = get_object_or_404(Topic, pk=pk)
    try:
        _take(request, topic)
    except WorkflowError as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 409 if isinstance(refusal, Conflict) else 400
        topic.refresh_from_db()
        if wants_json(request):
            return answer({"error": str(refusal), **_board(request, topic)}, status=status)
        return _page(request, topic, str(refusal), status)
    if wants_json(request):
        return answer({"said": "已保存。", **_board(request, topic)})
    messages.success(request, "已保存。")
    return redirect("desk_topic", pk)


def _board(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    html = render_to_string("desk/topics/board.html", _context(topic), request=request)
    return {"html": html, "version": topic.version}


def _take(request: HttpRequest, topic: Topic) -> None:
    given, version, by = request.POST, version_seen(request), request.user
    to, item, at, number = (_number(request, name) for name in ("to", "item", "at", "group"))
    steps: dict[str, Callable[[], None]] = {
        "put": lambda: arranging.put(topic, version, by, to or 0, _article(given.get("article", "")), at),
        "move": lambda: arranging.move(topic, version, by, item or 0, to or 0, at or 0),
        "take_out": lambda: arranging.take_out(topic, version, by, item or 0),
        "group_add": lambda: arranging.add_group(topic, version, by, given.get("title", "")),
        "group": lambda: arranging.name_group(topic, version, by, number or 0, given.get("title", "")),
        "group_move": lambda: arranging.move_group(topic, version, by, number or 0, at or 0),
        "group_drop": lambda: arranging.drop_group(topic, version, by, number or 0),
    }
    if given.get("do") not in steps:
        raise Http404
    steps[given["do"]]()


def _article(key: str) -> Article:
    found = (
        Article.objects.public().filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 16 else None
    )
    if found is None:
        raise WorkflowError("这一篇不在了，或者还没有发布：请另选一篇。")
    return found


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
