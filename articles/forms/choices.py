"""What two people both changed in a form: both versions, and which of them is to stay.

Choices work by JavaScript while one looks (js/admin/conflict.js), and else when the form is posted: `with_choices`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from articles.richtext import clean
from articles.text.compare import Change, blocks_of, html_of

from .typed import same

MINE, THEIRS, BOTH = "mine", "theirs", "both"
MAX_CHOICES = 500


@dataclass
class Choice:
    """One thing that both changed. `mine`, `theirs`, `shown` are values of the input `name`; of a body, HTML."""

    number: int
    name: str
    label: str
    mine: str
    theirs: str
    shown: str
    selected: str
    mine_pieces: list[Change]
    theirs_pieces: list[Change]
    takes_both: bool = False

    @property
    def key(self) -> str:
        return f"merge-{self.number}"

    @property
    def mine_text(self) -> str:
        return "".join(change.text for change in self.mine_pieces if change.kind != "removed")

    @property
    def theirs_text(self) -> str:
        return "".join(change.text for change in self.theirs_pieces if change.kind != "removed")


def with_choices(post: QueryDict) -> QueryDict:
    """Posted data in which the choices of a merge are carried out, where the form still holds what was shown."""
    if "merge-0-field" not in post:
        return post
    chosen = post.copy()
    for number in range(MAX_CHOICES):
        key = f"merge-{number}"
        name = post.get(f"{key}-field", "")
        if not name:
            break
        mine, theirs, shown = (post.get(f"{key}-{side}", "") for side in ("mine", "theirs", "shown"))
        value = {MINE: mine, THEIRS: theirs, BOTH: mine + theirs}.get(post.get(key, ""))
        if value is None:
            continue
        if name == "body":
            chosen["body"] = _replaced(chosen.get("body", ""), shown, value)
        elif same(name, chosen.getlist(name), [shown]):
            chosen.setlist(name, [value])
    for name in [name for name in chosen if name.startswith("merge-")]:
        del chosen[name]
    return chosen


def _replaced(body: str, shown: str, value: str) -> str:
    """The body with the blocks of `value` in place of those of `shown`, if these still stand there as they were."""
    blocks, old = blocks_of(clean(body)), blocks_of(clean(shown))
    if not old:
        return body
    for at in range(len(blocks) - len(old) + 1):
        if blocks[at : at + len(old)] == old:
            return html_of([*blocks[:at], *blocks_of(clean(value)), *blocks[at + len(old) :]])
    return body
