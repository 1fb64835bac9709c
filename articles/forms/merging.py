"""A form posted over a version that is not its own: what goes together does, what does not becomes a choice.

Nothing typed is dropped. Where both changed the same thing, mine stays in the form, and both stand in the choice
(`choices.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import ModelChoiceField
from django.http import QueryDict

from articles.richtext import clean
from articles.text.compare import Block, Change, blocks_of, compare, compare_blocks, html_of
from articles.text.merge import Conflict, Merged, merge, merge_set, merge_text
from articles.text.tags import split_tags

from .choices import BOTH, MINE, THEIRS, Choice
from .typed import Typed, Values, put_rows, same

WHO = {MINE: "您改的", THEIRS: "对方改的", BOTH: "两人都改了"}
TEXTS = ("kicker", "headline", "subheadline", "summary", "dateline", "note", "source", "original_headline",
         "original_author", "withdrawn_reason")  # fmt: skip
SETS = ("districts",)


@dataclass
class Row:
    """A line of what came out: unchanged paragraphs (`same` of them), a change with who made it, or a choice."""

    same: int = 0
    who: str = ""
    pieces: list[Change] = field(default_factory=list)
    choice: Choice | None = None

    @property
    def who_label(self) -> str:
        return WHO.get(self.who, "")


@dataclass
class Part:
    label: str
    rows: list[Row]


@dataclass
class FormMerge:
    """`post` is the data with which the form goes on; `version` the one that was merged with; `theirs` the new base."""

    post: QueryDict
    version: int
    theirs: Typed
    parts: list[Part] = field(default_factory=list)
    has_base: bool = True

    @property
    def choices(self) -> int:
        return sum(row.choice is not None for part in self.parts for row in part.rows)


def merge_forms(
    post: QueryDict, base: Typed | None, mine: Typed, theirs: Typed, version: int, form: Any, formsets: list[Any]
) -> FormMerge:
    """`form` and `formsets`: unbound, for labels and for the names of what is chosen."""
    result = FormMerge(post.copy(), version, theirs, has_base=base is not None)
    merging = _Merging(base or Typed(), mine, theirs, result)
    for name, found in theirs.fields.items():
        merging.take_field(name, found, _bound(form, name))
    for formset in formsets:
        merging.take_rows(formset)
    return result


def _bound(form: Any, name: str) -> Any:
    if name not in form.fields:
        name = name.rpartition("_")[0]  # the halves of a moment
    return form[name]


class _Merging:
    def __init__(self, base: Typed, mine: Typed, theirs: Typed, result: FormMerge) -> None:
        self.base, self.mine, self.theirs, self.result = base, mine, theirs, result
        self.number = 0

    def take_field(self, name: str, theirs: list[str], bound: Any) -> None:
        base, mine = self.base.fields.get(name), self.mine.fields.get(name, [])
        if same(name, mine, theirs):
            return
        label = str(bound.label)
        if name == "body":
            self.take_body(label, base, mine, theirs)
            return
        row, value = self.merged_value(name, base, mine, theirs, bound, name)
        self.result.parts.append(Part(label, [row]))
        self.result.post.setlist(name, value)

    def merged_value(
        self, name: str, base: list[str] | None, mine: list[str], theirs: list[str], bound: Any, input_name: str
    ) -> tuple[Row, list[str]]:
        """What one input holds from here on, and the line that says so."""
        before = "" if base is None else said(bound, base)
        if base is not None and same(name, mine, base):
            return Row(who=THEIRS, pieces=compare(before, said(bound, theirs))), theirs
        if base is not None and same(name, theirs, base):
            return Row(who=MINE, pieces=compare(before, said(bound, mine))), mine
        together = _together(name, base, mine, theirs)
        if together is not None:
            return Row(who=BOTH, pieces=compare(before, said(bound, together))), together
        choice = self.choice(
            input_name, str(bound.label), "".join(mine), "".join(theirs), "".join(mine), MINE,
            pieces_of(before, said(bound, mine)), pieces_of(before, said(bound, theirs)),
        )  # fmt: skip
        return Row(choice=choice), mine

    def choice(self, *parts: Any, takes_both: bool = False) -> Choice:
        made = Choice(self.number, *parts, takes_both=takes_both)
        self.number += 1
        return made

    # The body, paragraph by paragraph ---------------------------------------------------------------------------------
    def take_body(self, label: str, base: list[str] | None, mine: list[str], theirs: list[str]) -> None:
        before, ours, others = (blocks_of(clean("".join(found or []))) for found in (base, mine, theirs))
        merged = merge(before, ours, others)
        rows = self.body_rows(label, before, ours, others, merged)
        self.result.parts.append(Part(label, _folded(rows)))
        self.result.post["body"] = html_of(merged.blocks)

    def body_rows(
        self, label: str, base: list[Block], mine: list[Block], theirs: list[Block], merged: Merged
    ) -> list[Row]:
        clashes = {clash.index: clash for clash in merged.conflicts}
        decided = {n for clash in merged.conflicts for n in range(clash.index, clash.index + clash.shown)}
        disputed = {block.html for clash in merged.conflicts for block in clash.base}
        ours, others = {block.html for block in mine}, {block.html for block in theirs}
        rows: list[Row] = []
        taken: set[int] = set()
        for change in compare_blocks(base, merged.blocks):
            if change.now is None:
                if change.before and change.before.html not in disputed and change.kind == "removed":
                    gone = [
                        side for side, blocks in ((MINE, ours), (THEIRS, others)) if change.before.html not in blocks
                    ]
                    rows.append(Row(who=gone[0] if len(gone) == 1 else BOTH, pieces=list(change.changes)))
                continue
            for index in sorted(n for n in clashes if n <= change.now and n not in taken):
                taken.add(index)
                rows.append(Row(choice=self.block_choice(label, clashes[index], merged)))
            if change.now in decided:
                continue
            if change.kind == "same":
                rows.append(Row(same=1))
            elif change.after is not None:
                made = [side for side, blocks in ((MINE, ours), (THEIRS, others)) if change.after.html in blocks]
                pieces = list(change.changes) or [Change("added", wording(change.after))]
                rows.append(Row(who=made[0] if len(made) == 1 else BOTH, pieces=pieces))
        rows += [Row(choice=self.block_choice(label, clashes[n], merged)) for n in sorted(set(clashes) - taken)]
        return rows

    def block_choice(self, label: str, clash: Conflict, merged: Merged) -> Choice:
        mine, theirs = html_of(clash.mine), html_of(clash.theirs)
        shown = html_of(merged.blocks[clash.index : clash.index + clash.shown])
        selected = (
            BOTH
            if clash.mine and clash.theirs and clash.shown > max(len(clash.mine), len(clash.theirs))
            else (MINE if clash.mine else THEIRS)
        )
        before = wordings(clash.base)
        return self.choice(
            "body", label, mine, theirs, shown, selected,
            pieces_of(before, wordings(clash.mine)), pieces_of(before, wordings(clash.theirs)),
            takes_both=bool(clash.mine and clash.theirs),
        )  # fmt: skip

    # Rows of bylines and pictures -------------------------------------------------------------------------------------
    def take_rows(self, formset: Any) -> None:
        prefix = formset.prefix
        base = _by_id(self.base.rows.get(prefix, []))
        theirs = self.theirs.rows.get(prefix, [])
        mine = self.mine.rows.get(prefix, [])
        mine_by_id = _by_id(mine)
        part = Part(str(formset.model._meta.verbose_name), [])
        kept: list[Values] = []
        for place, row in enumerate(theirs):
            key, posted = _id(row), mine_by_id.get(_id(row))
            if posted is None:
                kept.append(row)
                if key not in base:
                    part.rows.append(Row(who=THEIRS, pieces=[Change("added", self.row_text(formset, row))]))
                continue
            kept.append(self.merged_row(formset, base.get(key), posted, row, place, part))
        stored = {_id(row) for row in theirs}
        for row in mine:
            if _id(row) in stored or self.is_gone(formset, row, base, theirs, part):
                continue
            kept.append({**row, "id": [""]})
        if part.rows:
            self.result.parts.append(part)
        put_rows(self.result.post, prefix, kept)

    def is_gone(self, formset: Any, row: Values, base: dict[str, Values], theirs: list[Values], part: Part) -> bool:
        """Whether a row of mine that is not stored (any more) is left out: nobody typed into it, or it is twice."""
        if _id(row):
            if "DELETE" in row:
                return True
            opened = base.get(_id(row))
            if opened is not None and all(same(name, row.get(name, []), found) for name, found in opened.items()):
                part.rows.append(Row(who=THEIRS, pieces=[Change("removed", self.row_text(formset, row))]))
                return True
            return False
        fresh = [other for other in theirs if _id(other) not in base]
        return any(_said_in(row) == _said_in(other) for other in fresh)

    def merged_row(
        self, formset: Any, base: Values | None, mine: Values, theirs: Values, place: int, part: Part
    ) -> Values:
        merged = dict(mine)
        form = formset.initial_forms[place]
        changed_there = base is None or any(not same(name, base.get(name), found) for name, found in theirs.items())
        if "DELETE" in mine:
            text = self.row_text(formset, theirs)
            if changed_there and base is not None:
                del merged["DELETE"]  # taken out here and changed there: it stays until somebody who knows decides
                merged |= theirs
                part.rows.append(
                    Row(who=THEIRS, pieces=[Change("added", f"{text}（您删去了这一行，对方改了它：先留着）")])
                )
            else:
                part.rows.append(Row(who=MINE, pieces=[Change("removed", text)]))
            return merged
        for name, found in theirs.items():
            posted, opened = mine.get(name, []), None if base is None else base.get(name)
            if name in ("id", formset.fk.name) or same(name, posted, found):
                continue
            if name == "order":
                merged[name] = found if opened is not None and same(name, posted, opened) else posted
                continue
            row, merged[name] = self.merged_value(
                name, opened, posted, found, form[name], f"{formset.prefix}-{place}-{name}"
            )
            part.rows.append(row)
        return merged

    def row_text(self, formset: Any, row: Values) -> str:
        """A row in one line."""
        form = formset.empty_form
        words = [said(form[name], found) for name, found in row.items()
                 if name in form.fields and name not in ("id", "order", "DELETE", formset.fk.name)]  # fmt: skip
        return " ".join(filter(None, words))


def _by_id(rows: list[Values]) -> dict[str, Values]:
    return {_id(row): row for row in rows if _id(row)}


def _id(row: Values) -> str:
    return "".join(row.get("id", []))


def _said_in(row: Values) -> dict[str, list[str]]:
    return {name: sorted(filter(None, found)) for name, found in row.items()
            if any(found) and name not in ("id", "order", "article", "DELETE")}  # fmt: skip


def _together(name: str, base: list[str] | None, mine: list[str], theirs: list[str]) -> list[str] | None:
    """What both changed and what goes together all the same; None where it does not."""
    if name == "tags":
        names = merge_set(*(split_tags("".join(found or [])) for found in (base, mine, theirs)))
        return ["、".join(names) + ("、" if len(names) == 1 else "")]  # so that a blank within the only tag stays one
    if name in SETS:
        return merge_set(base or [], mine, theirs)
    if name in TEXTS and base is not None:
        merged = merge_text("".join(base), "".join(mine), "".join(theirs))
        return None if merged.conflict else [merged.text]
    return None


def _folded(rows: list[Row]) -> list[Row]:
    """Unchanged paragraphs in a row as one line."""
    folded: list[Row] = []
    for row in rows:
        if row.same and folded and folded[-1].same:
            folded[-1].same += row.same
        else:
            folded.append(row)
    return folded


# In words -----------------------------------------------------------------------------------------------------------


def said(bound: Any, found: list[str]) -> str:
    """A value as people say it: the name of what is chosen, 是 and 否 for a box."""
    chosen = bound.field
    text = "".join(found)
    if isinstance(chosen, ModelChoiceField):
        ids = [int(one) for one in found if one.isascii() and one.isdecimal() and len(one) < 19]
        return "、".join(map(str, chosen.queryset.filter(pk__in=ids))) if ids else ""
    if isinstance(chosen, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in chosen.choices}
        return "、".join(labels.get(one, one) for one in found)
    if isinstance(chosen, forms.BooleanField):
        return "是" if found else "否"
    return text


def pieces_of(before: str, after: str) -> list[Change]:
    return compare(before, after) if before else [Change("same", after)] if after else []


def wording(block: Block) -> str:
    picture = f"〔图片 {block.photo}〕" if block.photo is not None else ""
    return picture + block.text


def wordings(blocks: Any) -> str:
    return "\n".join(wording(block) for block in blocks)
