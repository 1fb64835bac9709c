"""首页: the verbs of the front page. Editors change one common draft, step by step; publishing makes it a layout.

Every step names the version of the draft that the editor saw: whoever comes second gets a `Conflict`, nothing is
written, and the same step may be tried again on the draft as it is now. What is undone is the last step of anybody.
Everything that is placed here has had its reviews; where it stands needs none, but is logged when readers see it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, ArticleKind, Column, District, HomeDraft, HomeLayout, Tag, Topic
from articles.models.home import (
    BY_HAND,
    HAND_HOURS,
    MAX_COUNT,
    MAX_ENTRIES,
    MAX_SLOTS,
    OF_STORIES,
    Entry,
    Look,
    Rule,
    RuleOf,
    Slot,
    moments_of,
    slots_from,
    stored_form,
)

from . import log
from .errors import Conflict, Forbidden, WorkflowError
from .roles import full_name

PERMISSION = "articles.curate_home"
MOST_UNDONE = 40
MAX_HOURS = 24 * 60
# Of these a layout has one slot each: they show everything of their sort.
ONCE = frozenset({Look.TOPICS, Look.COLUMNS, Look.DISTRICTS, Look.PHOTOS, Look.PAPER})

Slots = list[Slot]


def may_curate(by: Any) -> bool:
    return bool(by.has_perm(PERMISSION))


def current_draft() -> HomeDraft:
    """The draft as it stands; an unsaved one, equal to what readers see, where nobody has begun."""
    found = HomeDraft.objects.select_related("updated_by").first()
    if found is not None:
        return found
    live = HomeLayout.live()
    return HomeDraft(pk=1, slots=live.slots, based_on=live.number, version=1)


def put(
    version: int, by: Any, slot: str, chosen: Article | Topic, *, at: int | None = None, again: bool = False
) -> HomeDraft:
    """Put a public story or topic into a slot, for as many hours as the slot says. `at` counts from 0, None is first;
    `again`: although it is put somewhere already."""
    if not chosen.is_public:
        raise WorkflowError(f"《{chosen}》读者还看不到，不能放上首页：请等它发布。")
    article, topic = (chosen.pk, None) if isinstance(chosen, Article) else (None, chosen.pk)

    def change(slots: Slots) -> tuple[Slots, str]:
        here = _slot(slots, slot)
        _check_fits(here, is_topic=topic is not None)
        if sum(len(one.entries) for one in slots) >= MAX_ENTRIES:
            raise WorkflowError(f"手工放的已经有{MAX_ENTRIES}条，不能再多：请先取下几条。")
        for one in slots:
            if not again and any((entry.article, entry.topic) == (article, topic) for entry in one.entries):
                raise WorkflowError(f"《{chosen}》已经放在“{one.title}”：请移动它；要放两处，请勾选“可以重复”。")
        ends = timezone.now() + timedelta(hours=here.hours) if here.hours else None
        entry = Entry(secrets.token_hex(4), article, topic, None, ends, again)
        filled = here.with_entries(_inserted(here.entries, entry, at))
        return _with(slots, filled), f"把《{chosen}》放进“{here.title}”"

    return _step(version, by, change)


def move(version: int, by: Any, key: str, slot: str, at: int) -> HomeDraft:
    """Take an entry to a place of its own or another slot; `at` counts from 0 among the entries by hand."""

    def change(slots: Slots) -> tuple[Slots, str]:
        source, entry = _entry(slots, key)
        _check_fits(_slot(slots, slot), is_topic=entry.topic is not None)
        slots = _with(slots, source.with_entries(one for one in source.entries if one.key != key))
        target = _slot(slots, slot)
        moved = _with(slots, target.with_entries(_inserted(target.entries, entry, at)))
        return moved, f"把{_name(entry)}移到“{target.title}”第{min(at, len(target.entries)) + 1}位"

    return _step(version, by, change)


def take_out(version: int, by: Any, key: str) -> HomeDraft:
    """取下: the rule fills the place."""

    def change(slots: Slots) -> tuple[Slots, str]:
        source, entry = _entry(slots, key)
        kept = source.with_entries(one for one in source.entries if one.key != key)
        return _with(slots, kept), f"从“{source.title}”取下{_name(entry)}"

    return _step(version, by, change)


def set_times(
    version: int, by: Any, key: str, starts: datetime | None, ends: datetime | None, again: bool
) -> HomeDraft:
    """From when to when an entry stands, and whether it may stand on the page twice."""
    if starts and ends and ends <= starts:
        raise WorkflowError("结束时间须晚于开始时间：请改其中一个。")

    def change(slots: Slots) -> tuple[Slots, str]:
        source, entry = _entry(slots, key)
        timed = replace(entry, starts=starts, ends=ends, again=again)
        kept = source.with_entries(timed if one.key == key else one for one in source.entries)
        return _with(slots, kept), f"改了{_name(entry)}的起止时间"

    return _step(version, by, change)


def change_slot(version: int, by: Any, key: str, *, title: str, count: int, rule: Rule, hours: int) -> HomeDraft:
    """A slot's title, how many it holds, what its rule takes, how long what is put by hand stands."""

    def change(slots: Slots) -> tuple[Slots, str]:
        here = _slot(slots, key)
        changed = _checked(replace(here, title=title.strip(), count=count, rule=rule, hours=hours))
        return _with(slots, changed), f"改了版块“{changed.title}”"

    return _step(version, by, change)


def add_slot(version: int, by: Any, look: str, title: str) -> HomeDraft:
    def change(slots: Slots) -> tuple[Slots, str]:
        if look not in Look.values:
            raise WorkflowError("没有这种版块：请从列表里选一种。")
        if len(slots) >= MAX_SLOTS:
            raise WorkflowError(f"首页已经有{MAX_SLOTS}个版块，不能再加：请先去掉一个。")
        if look in ONCE and any(slot.look == look for slot in slots):
            raise WorkflowError(f"“{Look(look).label}”首页只放一个，已经有了。")
        made = _checked(Slot(secrets.token_hex(4), look, title.strip() or Look(look).label, 5))
        return [*slots, made], f"加了版块“{made.title}”"

    return _step(version, by, change)


def drop_slot(version: int, by: Any, key: str) -> HomeDraft:
    def change(slots: Slots) -> tuple[Slots, str]:
        here = _slot(slots, key)
        if len(slots) == 1:
            raise WorkflowError("首页至少留一个版块。")
        return [slot for slot in slots if slot.key != key], f"去掉版块“{here.title}”"

    return _step(version, by, change)


def move_slot(version: int, by: Any, key: str, at: int) -> HomeDraft:
    """`at` counts from 0."""

    def change(slots: Slots) -> tuple[Slots, str]:
        here = _slot(slots, key)
        rest = [slot for slot in slots if slot.key != key]
        place = max(0, min(at, len(rest)))
        return [*rest[:place], here, *rest[place:]], f"把版块“{here.title}”移到第{place + 1}位"

    return _step(version, by, change)


def bring_back(version: int, by: Any, layout: HomeLayout) -> HomeDraft:
    """恢复: the draft becomes what readers saw once; they see it again when it is published."""

    def change(slots: Slots) -> tuple[Slots, str]:
        return layout.placed, f"恢复成第{layout.number}版"

    return _step(version, by, change)


def discard(version: int, by: Any) -> HomeDraft:
    """放弃: the draft becomes what readers see."""

    def change(slots: Slots) -> tuple[Slots, str]:
        return HomeLayout.live().placed, "放弃没有发布的改动"

    return _step(version, by, change)


@transaction.atomic
def undo(version: int, by: Any) -> HomeDraft:
    """撤销: the draft before the last step, whoever took it."""
    draft = _locked(version, by, "撤销")
    if not draft.past:
        raise WorkflowError("没有可以撤销的步骤。")
    *past, last = draft.past
    return _write(draft, by, slots=last["slots"], past=past, future=[*draft.future, {**last, "slots": draft.slots}])


@transaction.atomic
def redo(version: int, by: Any) -> HomeDraft:
    """重做: what was undone last, as long as nobody has taken another step since."""
    draft = _locked(version, by, "重做")
    if not draft.future:
        raise WorkflowError("没有可以重做的步骤。")
    *future, last = draft.future
    return _write(draft, by, slots=last["slots"], past=[*draft.past, {**last, "slots": draft.slots}], future=future)


@transaction.atomic
def publish(version: int, by: Any) -> HomeLayout:
    """发布首页: the draft is what readers see from now on. What is over by then is left out of the new layout.

    Writes the layout, the entry `home_publish` in the log, and begins a new list of steps.
    """
    draft = _locked(version, by, "发布首页")
    live, now = HomeLayout.live(), timezone.now()
    slots = [slot.with_entries(entry for entry in slot.entries if not entry.is_over(now)) for slot in draft.placed]
    if stored_form(slots) == live.slots:
        raise WorkflowError("草稿和读者看到的首页一样，没有要发布的改动。")
    said = "；".join(step["said"] for step in draft.past)[-500:]
    try:
        with transaction.atomic():
            layout = HomeLayout.objects.create(
                number=live.number + 1, slots=stored_form(slots), moments=moments_of(slots), made_by=by, said=said
            )
    except IntegrityError:
        raise Conflict("首页刚刚被别人发布了，没有写入：请刷新页面再看。") from None
    _write(draft, by, slots=layout.slots, past=[], future=[], based_on=layout.number)
    log.append(None, by, "home_publish", layout=layout.number, changed=said)
    return layout


def _step(version: int, by: Any, change: Callable[[Slots], tuple[Slots, str]]) -> HomeDraft:
    with transaction.atomic():
        draft = _locked(version, by, "编排首页")
        before = draft.slots
        slots, said = change(slots_from(before))
        step = {"slots": before, "said": said, "by": full_name(by), "at": timezone.now().isoformat()}
        return _write(draft, by, slots=stored_form(slots), past=[*draft.past, step][-MOST_UNDONE:], future=[])


def _locked(version: int, by: Any, what: str) -> HomeDraft:
    if not may_curate(by):
        raise Forbidden(f"您的岗位不能{what}：请责任编辑以上的同事来做。")
    draft = HomeDraft.objects.select_for_update().first()
    if draft is None:
        live = HomeLayout.live()
        made = {"slots": live.slots, "based_on": live.number}
        HomeDraft.objects.get_or_create(pk=1, defaults=made)
        draft = HomeDraft.objects.select_for_update().get()
    if draft.version != version:
        who = full_name(draft.updated_by) if draft.updated_by else "同事"
        raise Conflict(f"{who}刚刚改动过首页草稿，您的这一步没有写入：请看过现在的样子，再决定要不要做。")
    return draft


def _write(draft: HomeDraft, by: Any, **changes: Any) -> HomeDraft:
    changes |= {"version": draft.version + 1, "updated_at": timezone.now(), "updated_by": by}
    HomeDraft.objects.filter(pk=draft.pk, version=draft.version).update(**changes)
    draft.refresh_from_db()
    return draft


def _slot(slots: Iterable[Slot], key: str) -> Slot:
    found = next((slot for slot in slots if slot.key == key), None)
    if found is None:
        raise Conflict("这个版块不在草稿里了：请看过现在的样子再试。")
    return found


def _check_fits(slot: Slot, *, is_topic: bool) -> None:
    if slot.look not in BY_HAND or (slot.look == Look.TOPICS) != is_topic:
        raise WorkflowError(f"“{slot.title}”放不了{'专题' if is_topic else '稿件'}：请选别的位置。")


def _entry(slots: Iterable[Slot], key: str) -> tuple[Slot, Entry]:
    for slot in slots:
        for entry in slot.entries:
            if entry.key == key:
                return slot, entry
    raise Conflict("这一条不在草稿里了：请看过现在的样子再试。")


def _with(slots: Iterable[Slot], changed: Slot) -> Slots:
    return [changed if slot.key == changed.key else slot for slot in slots]


def _inserted(entries: tuple[Entry, ...], entry: Entry, at: int | None) -> list[Entry]:
    place = max(0, min(at or 0, len(entries)))
    return [*entries[:place], entry, *entries[place:]]


def _name(entry: Entry) -> str:
    model: Any = Article if entry.article else Topic
    return f"《{model.objects.filter(pk=entry.article or entry.topic).first() or '已删除'}》"


_VALUES: dict[str, Any] = {RuleOf.COLUMN: Column, RuleOf.DISTRICT: District, RuleOf.TAG: Tag}


def _checked(slot: Slot) -> Slot:
    """Raises `WorkflowError` for a slot that could not be shown."""
    rule = slot.rule
    if not 1 <= len(slot.title) <= 20:
        raise WorkflowError(f"版块的名称有{len(slot.title)}字：请填1到20字。")
    if not 1 <= slot.count <= MAX_COUNT:
        raise WorkflowError(f"条数填了{slot.count}：请填1到{MAX_COUNT}。")
    if not 0 <= slot.hours <= MAX_HOURS:
        raise WorkflowError(f"手工放的保留{slot.hours}小时：请填0到{MAX_HOURS}，0是一直保留，通常{HAND_HOURS}。")
    if rule.of not in RuleOf.values:
        raise WorkflowError("没有这种自动规则：请从列表里选一种。")
    if slot.look not in OF_STORIES:
        return replace(slot, rule=Rule(RuleOf.NOTHING if rule.of == RuleOf.NOTHING else RuleOf.EVERYTHING))
    if rule.of in _VALUES:
        is_key = rule.value.isascii() and rule.value.isdigit() and len(rule.value) < 16
        if not (is_key and _VALUES[rule.of].objects.filter(pk=rule.value).exists()):
            raise WorkflowError(f"自动规则“{RuleOf(rule.of).label}”要选是哪一个：请从列表里选。")
    elif rule.of == RuleOf.KIND and rule.value not in ArticleKind.values:
        raise WorkflowError("自动规则“一种体裁”要选是哪一种：请从列表里选。")
    elif rule.of != RuleOf.KIND:
        return replace(slot, rule=replace(rule, value=""))
    return slot
