"""Changes between two revisions as a screen shows them: unchanged paragraphs folded, every change a stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from articles.workflow import FieldChange


@dataclass(frozen=True, slots=True)
class Fold:
    """Paragraphs that stayed as they are."""

    blocks: list[Any]


@dataclass(frozen=True, slots=True)
class Shown:
    change: FieldChange
    folds: list[Fold | Any]  # of a body: folds, and block changes between them


def shown_changes(changes: Iterable[FieldChange]) -> list[Shown]:
    return [Shown(change, _folded(change)) for change in changes]


def _folded(change: FieldChange) -> list[Fold | Any]:
    rows: list[Fold | Any] = []
    for is_same, blocks in groupby(change.blocks, key=lambda block: block.kind == "same"):
        found = list(blocks)
        rows += [Fold(found)] if is_same else found
    return rows
