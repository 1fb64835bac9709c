"""What an editor changes in an open import: steps, and their undoing. Nothing is ever overwritten, all is replayed."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import PageImport
from articles.sheet import Sheet, StepError, apply_step, replay

from .errors import ImportRefused
from .imports import count, locked, refuse_unless_open, touch
from .storing import storable

MAX_STEPS = 100  # at once
MAX_VALUE = 5_000  # characters
MAX_STEP = 100_000  # characters of a step as JSON
MAX_HISTORY = 2_000
FOLDED = 500  # so many of the oldest steps become part of `first` when the history is full
TYPING = 60  # seconds within which what is typed into one field is one step to undo

# What is kept with a step and is no part of it: whose it is, when, and the ids under which it was sent.
_KEPT = ("id", "ids", "by", "when")


def take_steps(pk: int, by: Any, steps: Sequence[dict[str, Any]]) -> PageImport:
    """Do steps on an open import, in their order. A step whose `id` was done already is passed over.

    Raises `StepError` for the first that cannot be done, after those before it were stored; `ImportRefused` for an
    import that is not open.
    """
    steps = _checked(steps)
    failed: StepError | None = None
    with transaction.atomic():
        row = locked(pk, by)
        refuse_unless_open(row, "改")
        sheet, history = row.as_sheet(), row.steps[: row.steps_done]
        known = {id for step in row.steps for id in _ids(step)}
        done = 0
        for step in steps:
            if step.get("id") in known:
                continue
            try:
                apply_step(sheet, row.text, _bare(step))
            except StepError as error:
                failed = error
                break
            known.update(_ids(step))
            _remember(history, {**step, "by": by.pk, "when": int(timezone.now().timestamp())})
            done += 1
        if done:
            row.steps, row.steps_done = history, len(history)
            _fold(row)
            _write(row, by, sheet)
    if failed is not None:
        raise failed
    return row


def undo(pk: int, by: Any) -> PageImport:
    """Take the last step back; an import without any stays as it is."""
    return _go(pk, by, -1)


def redo(pk: int, by: Any) -> PageImport:
    """Do the step again that was taken back last."""
    return _go(pk, by, 1)


def _go(pk: int, by: Any, by_steps: int) -> PageImport:
    with transaction.atomic():
        row = locked(pk, by)
        refuse_unless_open(row, "改")
        goal = row.steps_done + by_steps
        if not 0 <= goal <= len(row.steps):
            return row
        if by_steps > 0:
            sheet = _replayed(row.sheet, row.text, row.steps[goal - 1 : goal])
        else:
            sheet = _replayed(row.first, row.text, row.steps[:goal])
        row.steps_done = goal
        _write(row, by, sheet)
    return row


def _write(row: PageImport, by: Any, sheet: Sheet) -> None:
    row.sheet = storable(sheet.to_json())
    count(row, sheet)
    touch(row, by, "sheet", "first", "steps", "steps_done", "item_count", "doubt_count")


def _remember(history: list[dict[str, Any]], step: dict[str, Any]) -> None:
    """Put a step behind the others; what goes on in the field just typed into replaces what was there."""
    last = history[-1] if history else None
    if last is not None and step["do"] == last["do"] == "type" and step["when"] - last["when"] < TYPING:
        same = ("item", "field", "by")
        if [step.get(name) for name in same] == [last.get(name) for name in same]:
            history[-1] = {**step, "ids": _ids(last)[-50:]}
            return
    history.append(step)


def _fold(row: PageImport) -> None:
    if row.steps_done <= MAX_HISTORY:
        return
    row.first = storable(_replayed(row.first, row.text, row.steps[:FOLDED]).to_json())
    row.steps = row.steps[FOLDED:]
    row.steps_done = len(row.steps)


def _replayed(first: dict[str, Any], text: str, steps: Sequence[dict[str, Any]]) -> Sheet:
    """The sheet after stored steps; `first` itself stays as it is."""
    try:
        return replay(deepcopy(first), text, [_bare(step) for step in steps])
    except (StepError, ValueError) as error:  # steps of an older version of the rules
        raise ImportRefused("以前的操作重做不出来了，没有改动：请直接改成您要的样子。") from error


def _ids(step: dict[str, Any]) -> list[str]:
    return [*step.get("ids", ()), *([step["id"]] if "id" in step else ())]


def _bare(step: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name not in _KEPT}


def _checked(steps: Any) -> list[dict[str, Any]]:
    """The steps of a request as they can be stored. Raises `StepError` for what no page of ours sends."""
    if not isinstance(steps, list | tuple) or not all(isinstance(step, dict) for step in steps):
        raise StepError("操作的格式不对：请刷新页面再试。")
    if len(steps) > MAX_STEPS:
        raise StepError(f"一次送来 {len(steps)} 步操作，上限 {MAX_STEPS} 步：请分几次。")
    checked = []
    for step in steps:
        _refuse_values(step)
        id = step.get("id")
        if id is not None and not (isinstance(id, str) and 0 < len(id) <= 64):
            raise StepError("操作的编号不对：请刷新页面再试。")
        kept = {name: value for name, value in storable(step).items() if name not in ("ids", "by", "when")}
        if id is None:
            kept.pop("id", None)
        checked.append(kept)
    return checked


def _refuse_values(step: dict[str, Any]) -> None:
    stack: list[Any] = [step]
    total = 0
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += value.values()
            total += sum(len(str(name)) for name in value)
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, str):
            total += len(value)
            if len(value) > MAX_VALUE:
                raise StepError(f"有一处填了 {len(value)} 个字，上限 {MAX_VALUE} 个字：请缩短。")
        elif not isinstance(value, int | None):  # no step has a fraction, and NaN is no JSON
            raise StepError("操作的格式不对：请刷新页面再试。")
        total += 4
        if total > MAX_STEP:
            raise StepError("这一步操作涉及的内容太多：请分几次做。")
