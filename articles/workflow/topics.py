"""专题: which stories stand in which group, in which order. Each step names the version that the editor saw.

Stories may be put in before they are public: readers see them when they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Topic, TopicGroup, TopicStory

from . import log
from .errors import Conflict, Forbidden, WorkflowError
from .home import may_curate

MAX_GROUPS = 20
MAX_STORIES = 300


@dataclass
class Group:
    title: str
    stories: list[int] = field(default_factory=list)
    """Primary keys of stories, in their order."""


Groups = list[Group]


def groups_of(topic: Topic) -> Groups:
    """One query."""
    found: dict[int, Group] = {}
    rows = TopicGroup.objects.filter(topic=topic).order_by("order", "pk", "stories__order", "stories__pk")
    for pk, title, story in rows.values_list("pk", "title", "stories__article"):
        group = found.setdefault(pk, Group(title))
        if story:
            group.stories.append(story)
    return list(found.values())


def put(topic: Topic, version: int, by: Any, group: int, article: Article, at: int | None = None) -> None:
    """Behind the others of the group, or at a place counted from 0. A topic without groups gets one."""

    def change(groups: Groups) -> str:
        if not groups:
            groups.append(Group(""))
        here = _group(groups, group)
        if any(article.pk in one.stories for one in groups):
            raise WorkflowError(f"《{article}》已经在这个专题里：请移动它。")
        if sum(len(one.stories) for one in groups) >= MAX_STORIES:
            raise WorkflowError(f"专题里已经有{MAX_STORIES}篇，不能再多。")
        here.stories.insert(len(here.stories) if at is None else max(0, at), article.pk)
        return f"放进《{article}》"

    _step(topic, version, by, change)


def move(topic: Topic, version: int, by: Any, story: int, group: int, at: int) -> None:
    def change(groups: Groups) -> str:
        source, target = _holding(groups, story), _group(groups, group)
        source.stories.remove(story)
        target.stories.insert(max(0, at), story)
        return "移动稿件"

    _step(topic, version, by, change)


def take_out(topic: Topic, version: int, by: Any, story: int) -> None:
    def change(groups: Groups) -> str:
        _holding(groups, story).stories.remove(story)
        return "取下稿件"

    _step(topic, version, by, change)


def add_group(topic: Topic, version: int, by: Any, title: str) -> None:
    def change(groups: Groups) -> str:
        if len(groups) >= MAX_GROUPS:
            raise WorkflowError(f"专题已经有{MAX_GROUPS}组，不能再多。")
        groups.append(Group(_title(title)))
        return f"加一组“{title}”"

    _step(topic, version, by, change)


def name_group(topic: Topic, version: int, by: Any, group: int, title: str) -> None:
    def change(groups: Groups) -> str:
        _group(groups, group).title = _title(title)
        return f"一组改名“{title}”"

    _step(topic, version, by, change)


def move_group(topic: Topic, version: int, by: Any, group: int, at: int) -> None:
    def change(groups: Groups) -> str:
        here = _group(groups, group)
        groups.remove(here)
        groups.insert(max(0, at), here)
        return "移动一组"

    _step(topic, version, by, change)


def drop_group(topic: Topic, version: int, by: Any, group: int) -> None:
    """An empty group goes; one with stories stays, so that none is lost by a slip."""

    def change(groups: Groups) -> str:
        here = _group(groups, group)
        if here.stories:
            raise WorkflowError(
                f"“{here.title or '这一组'}”里还有{len(here.stories)}篇稿件：请先移走或取下，再去掉这一组。"
            )
        groups.remove(here)
        return "去掉一组"

    _step(topic, version, by, change)


@transaction.atomic
def _step(topic: Topic, version: int, by: Any, change: Callable[[Groups], str]) -> None:
    if not may_curate(by):
        raise Forbidden("您的岗位不能编排专题：请责任编辑以上的同事来做。")
    locked = Topic.objects.select_for_update(no_key=True).filter(pk=topic.pk).first()
    if locked is None or locked.version != version:
        raise Conflict("同事刚刚改动过这个专题，您的这一步没有写入：请看过现在的样子，再决定要不要做。")
    groups = groups_of(locked)
    said = change(groups)
    _store(locked, groups)
    Topic.objects.filter(pk=topic.pk).update(version=version + 1, updated_at=timezone.now(), updated_by=by)
    if locked.publish_at is not None:
        log.append(None, by, "topic_arrange", topic=locked.title, changed=said)
    topic.refresh_from_db()


def _store(topic: Topic, groups: Groups) -> None:
    """Write the groups anew: nothing else refers to their rows."""
    TopicGroup.objects.filter(topic=topic).delete()
    made = TopicGroup.objects.bulk_create(
        TopicGroup(topic=topic, title=group.title, order=order) for order, group in enumerate(groups)
    )
    TopicStory.objects.bulk_create(
        TopicStory(group=row, article_id=story, order=order)
        for row, group in zip(made, groups, strict=True)
        for order, story in enumerate(group.stories)
    )


def _group(groups: Groups, number: int) -> Group:
    if not 0 <= number < len(groups):
        raise Conflict("这一组不在专题里了：请看过现在的样子再试。")
    return groups[number]


def _holding(groups: Groups, story: int) -> Group:
    found = next((group for group in groups if story in group.stories), None)
    if found is None:
        raise Conflict("这篇稿件不在专题里了：请看过现在的样子再试。")
    return found


def _title(title: str) -> str:
    title = title.strip()
    if len(title) > 30:
        raise WorkflowError(f"小标题有{len(title)}字：请写30字以内。")
    return title
