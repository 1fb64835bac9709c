"""The halves of one article on two pages find each other, whichever is imported first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from articles.models import Article, Jump, Page

MAX_LABEL, MAX_TEXT = 20, 200
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def store_jumps(article: Article, jumps: Iterable[tuple[str, str, str]]) -> bool:
    """Add the jumps of an article that it does not have; whether there were any."""
    known = set(article.jumps.values_list("direction", "page_label"))
    wanted = {(direction, page[:MAX_LABEL]): text[:MAX_TEXT] for direction, page, text in jumps}
    made = [
        Jump(article=article, direction=direction, page_label=label, text=text)
        for (direction, label), text in wanted.items()
        if (direction, label) not in known and direction in Jump.Direction.values
    ]
    Jump.objects.bulk_create(made)
    return bool(made)


def connect_jumps(page: Page) -> None:
    """Connect the open jumps between this page and others of its edition, each pair that is the only one of its kind.

    Of two stories that go on on one page nobody can say which is which: they are left to the editor.
    """
    pages = list(Page.objects.filter(edition=page.edition_id))
    halves: dict[tuple[int, int], dict[str, list[Jump]]] = {}
    open_jumps = Jump.objects.filter(other=None, article__page__edition=page.edition_id, article__binned_at=None)
    for jump in open_jumps.select_related("article"):
        here, there = jump.article.page_id, _named(pages, jump.page_label)
        if here is None or there is None or page.pk not in (here, there):
            continue
        ends = (here, there) if jump.direction == Jump.Direction.TO else (there, here)
        halves.setdefault(ends, {}).setdefault(jump.direction, []).append(jump)
    for pair in halves.values():
        to, back = pair.get(Jump.Direction.TO, []), pair.get(Jump.Direction.FROM, [])
        if len(to) == len(back) == 1 and to[0].article_id != back[0].article_id:
            Jump.objects.filter(pk=to[0].pk).update(other=back[0].article)
            Jump.objects.filter(pk=back[0].pk).update(other=to[0].article)


def _named(pages: Iterable[Page], label: str) -> int | None:
    """The page that a jump names, by its label (`A3`, `A03`) or its number (`3`, `03`, `三`)."""
    wanted = _plain(label)
    found = [page for page in pages if wanted and wanted in (_plain(page.label), str(page.number))]
    by_label = [page for page in found if _plain(page.label) == wanted]
    chosen = by_label or found
    return chosen[0].pk if len(chosen) == 1 else None


def _plain(label: str) -> str:
    label = unicodedata.normalize("NFKC", label).upper()
    label = re.sub(r"[\s第版]", "", label)
    tens = re.fullmatch("([一二三四五六七八九]?)十([一二三四五六七八九]?)", label)
    if tens:
        label = f"{tens[1] or '一'}{tens[2] or '0'}"
    return re.sub(r"(?<!\d)0+(?=\d)", "", label.translate(_DIGITS))
