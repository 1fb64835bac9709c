"""People -> the byline that a newspaper prints. The way back is articles.text.byline."""

from __future__ import annotations

from collections.abc import Sequence

from articles.text.byline import Credit
from articles.text.roles import OWN


def format_byline(credits: Sequence[Credit], own: str = "本报") -> str:
    """Return the byline as printed: `本报记者 甲某 乙某 通讯员 丙某`, `本报记者 甲某/文 乙某/图`, `甲某 摄`.

    `own` stands before the role of a reporter whose organisation is empty. Reading the result again gives
    the same people, roles and organisations; people who wrote and photographed alike end in `文/图`.
    """
    people = [c for c in credits if c.name.strip()]
    writers = [c for c in people if c.role != "摄影"]
    pictures = [c for c in people if c.role == "摄影"]
    if not pictures:
        return _print(writers, own)
    if not writers:
        return f"{_print(pictures, own)} 摄"
    if [c.name for c in writers] == [c.name for c in pictures]:
        return f"{_print(writers, own)} 文/图"
    # A label said for the last writer need not be said again for the first photographer.
    return f"{_print(writers, own)}/文 {_print(pictures, own, _label(writers[-1], own))}/图"


def _print(people: Sequence[Credit], own: str, label: str = "") -> str:
    words: list[str] = []
    for credit in people:
        new = _label(credit, own)
        if credit.name == credit.role_as_printed:  # 本报评论员: the role signs
            new = label
        if new != label:
            # 甲某 before 本报记者 乙某 is a contributor; after a role he needs a word of his own.
            words += [new] if new else ["作者"] if credit.role == "作者" else []
            label = new
        words.append(credit.name)
    return " ".join(words)


def _label(credit: Credit, own: str) -> str:
    """Return the role words to print: the printed ones where they are kept, with the house in front of 记者."""
    printed = credit.role_as_printed.strip()
    if printed in ("摄", "图", "图片", "文", "供图", "摄影"):
        printed = ""
    if not printed:
        if credit.role == "作者" and not credit.organisation:
            return ""
        printed = "" if credit.role == "摄影" and not credit.organisation else credit.role
        if credit.role == "摄影" and credit.organisation:
            printed = "记者"
    if not printed:
        return ""
    if credit.organisation:
        return printed if printed.startswith(credit.organisation) else credit.organisation + printed
    for house in OWN:
        printed = printed.removeprefix(house)
    return own + printed if printed.endswith(("记者", "评论员")) else printed
