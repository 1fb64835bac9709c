"""The body of a draft, as clean HTML: paragraphs, sub-headings, lists, tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from articles.richtext import clean
from articles.sheet import BodyText, Fields, Item, Sheet
from articles.text.flow import BLANK, Span

from .rich import RichBlock, RichText, list_html


def paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def body_html(
    sheet: Sheet, item: Item, fields: Fields, rich: RichText, *, before: Sequence[str] = (), after: Sequence[str] = ()
) -> str:
    """The item's body; `before` and `after` are texts that found no room in a field, each a paragraph.

    A photo without text has its captions as paragraphs, since there is nothing else to read.
    """
    parts = [paragraph(text) for text in before]
    parts += _texts(sheet, fields.body, rich)
    if item.kind == "photo" and not fields.body:
        lines = (line.strip() for photo in fields.captions for line in photo.caption.splitlines())
        parts += [paragraph(line) for line in lines if line]
    parts += _footnotes(rich, notes_of(sheet, item, rich))
    parts += [paragraph(text) for text in after]
    return clean("\n".join(parts))


def _texts(sheet: Sheet, body: Sequence[BodyText], rich: RichText) -> Iterator[str]:
    rows: list[tuple[int, bool, str]] = []  # of a list that goes on
    n = 0
    while n < len(body):
        spans = sheet.blocks[body[n].block].spans
        whole = rich.whole(spans)
        if whole is not None and whole.kind == "list_item" and body[n].kind == "paragraph":
            rows.append((whole.level, whole.ordered, rich.html(spans)))
            n += 1
            continue
        if rows:
            yield list_html(rows)
            rows = []
        table = rich.table(spans)
        last = _last_of_table(sheet, body, n, table, rich) if table is not None else None
        if table is not None and last is not None:
            yield table.html
            n = last + 1
            continue
        yield _text(body[n], spans, rich)
        n += 1
    if rows:
        yield list_html(rows)


def _last_of_table(
    sheet: Sheet, body: Sequence[BodyText], first: int, table: RichBlock, rich: RichText
) -> int | None:  # fmt: skip
    """Where in the body a table ends that begins at `first`; None unless the whole of it stands there untouched."""
    text = ""
    whole = BLANK.sub("", rich.text[table.start : table.end])
    for n in range(first, len(body)):
        block = sheet.blocks[body[n].block]
        if rich.table(block.spans) is not table or body[n].kind != "paragraph":
            return None
        text += BLANK.sub("", block.text(rich.text))
        if text == whole:
            return n
        if not whole.startswith(text):
            return None
    return None


def _text(block: BodyText, spans: Sequence[Span], rich: RichText) -> str:
    if block.kind == "subhead":
        return f"<h2>{rich.html(spans)}</h2>"
    html = rich.html(spans)
    lead = escape(block.lead, quote=False)
    if lead and html.startswith(lead):  # set in the line like a small heading, and not marked as such by a file
        html = f"<strong>{lead}</strong>{html[len(lead) :]}"
    return f"<p>{html}</p>"


def notes_of(sheet: Sheet, item: Item, rich: RichText) -> list[int]:
    """Numbers of the footnotes to which the item's text refers; the first item takes those of nobody's text."""
    places = rich.note_places()
    if not places and not rich.footnotes:
        return []
    taken = [other for other in sheet.items if not other.left_out]
    owners = {number: _owner(sheet, taken, place) for place, number in places}
    first = taken[0] if taken else item
    return [number for number in sorted(rich.footnotes) if (owners.get(number) or first) is item]


def _owner(sheet: Sheet, items: Sequence[Item], place: int) -> Item | None:
    for item in items:
        if any(a <= place <= b for id in item.blocks for a, b in sheet.blocks[id].spans):
            return item
    return None


def _footnotes(rich: RichText, numbers: Sequence[int]) -> Iterator[str]:
    """Lists that begin with the numbers by which the text refers to them."""
    at = 0
    while at < len(numbers):
        end = at + 1
        while end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            end += 1
        rows = "".join(f"<li>{rich.footnotes[number]}</li>" for number in numbers[at:end])
        start = f' start="{numbers[at]}"' if numbers[at] > 1 else ""
        yield f"<ol{start}>{rows}</ol>"
        at = end
