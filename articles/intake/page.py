"""Parsed pages become draft stories: all of a page in one transaction, or none of it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from django.db import transaction

from articles.models import Article, ArticleKind, Byline, Column, District, Edition, Page, PageCredit, Reporter, Role
from articles.models.article import MAX_HEADLINE
from articles.text import Credit, PageResult, Place
from articles.text.result import Item

KINDS = {"article": ArticleKind.NEWS, "photo": ArticleKind.PHOTO, "box": ArticleKind.NEWS, "ad": ArticleKind.AD}
FLAGS = {
    "headline_missing": "没有找到标题，请补写。",
    "byline_missing": "没有找到署名，请核对。",
    "names_glued": "署名里的人名连在一起，是猜着拆开的，请核对。",
    "private_use": "原文有造字区字符，可能是导出时的乱码，请核对。",
}
MAX_NAME = 40


class AlreadyImported(Exception):
    """The page is here already, as `articles`."""

    def __init__(self, articles: list[Article]) -> None:
        super().__init__(f"already imported as {len(articles)} stories, the first of them number {articles[0].pk}")
        self.articles = articles


def places() -> list[Place]:
    """The districts of the database, as the parser knows them."""
    return [
        Place(
            name=district.name, short_name=district.short_name, aliases=tuple(district.aliases),
            is_common_noun=district.is_common_noun, parent=district.parent.name if district.parent else "",
        )
        for district in District.objects.select_related("parent")
    ]  # fmt: skip


def columns() -> list[str]:
    return list(Column.objects.values_list("name", flat=True))


@transaction.atomic
def draft_page(
    result: PageResult, by: Any = None, edition: date | None = None, number: int | None = None, again: bool = False
) -> list[Article]:
    """Write every item of a parsed page as a draft, in its order; returns the drafts.

    With `edition` and `number` the drafts stand on that page (made where it is missing, not shown to readers yet),
    and the page's own credits are stored with it. Raises `AlreadyImported` when a story of the same headline and
    text is here, or the page has stories, unless `again` is set.
    """
    page = _page(edition, number, result) if edition and number else None
    drafts = [_draft(item, position, page, by) for position, item in enumerate(result.items, 1)]
    if not again:
        _refuse_known(drafts, page)
    people = _people(result)
    known_columns = {column.name: column for column in Column.objects.all()}
    known_districts = {district.name: district for district in District.objects.all()}
    for draft, item in zip(drafts, result.items, strict=True):
        draft.column = known_columns.get(item.column)
        if item.column and draft.column is None:
            draft.note = f"栏目“{item.column}”还没有建立，请选择或新建。\n{draft.note}".strip()
        draft.save(force_insert=True)
        draft.districts.set(known_districts[name] for name in item.districts if name in known_districts)
        Byline.objects.bulk_create(
            Byline(
                article=draft, reporter=people.get(credit.name), role=_role(credit), name=credit.name[:MAX_NAME],
                role_as_printed=credit.role_as_printed[:30], organisation=credit.organisation[:60], order=order,
            )
            for order, credit in enumerate(item.bylines, 1)
        )  # fmt: skip
    return drafts


def _page(day: date, number: int, result: PageResult) -> Page:
    edition, _ = Edition.objects.get_or_create(date=day)
    page, created = Page.objects.get_or_create(edition=edition, number=number, defaults={"name": result.page_name[:30]})
    if created or not page.credits.exists():
        PageCredit.objects.bulk_create(
            PageCredit(page=page, role=credit.role[:20], name=credit.name[:MAX_NAME], order=order)
            for order, credit in enumerate(result.page_credits, 1)
        )
    return page


def _draft(item: Item, position: int, page: Page | None, by: Any) -> Article:
    """The item's fields; a field longer than its column goes whole into the body, so that nothing is lost."""
    overflow: list[str] = []

    def fit(text: str, limit: int) -> str:
        text = text.replace("\0", "")
        if len(text) > limit:
            overflow.append(text)
            return ""
        return text

    fields = {
        "kicker": fit(item.kicker, 200),
        "headline": fit(item.headline, MAX_HEADLINE),
        "subheadline": fit(item.subheadline, MAX_HEADLINE),
        "dateline": fit(item.dateline, 60),
        "source": fit(item.source, 60),
    }
    return Article(
        **fields,
        body=_body(item, overflow),
        kind=KINDS.get(item.kind, ArticleKind.NEWS),
        note=_note(item, overflow),
        page=page,
        position=position if page else None,
        created_by=by,
        updated_by=by,
    )


def _body(item: Item, overflow: list[str]) -> str:
    blocks = [f"<p>{escape(text, quote=False)}</p>" for text in overflow]
    for block in item.body:
        tag = "h2" if block.kind == "subhead" else "p"
        blocks.append(f"<{tag}>{escape(block.text, quote=False)}</{tag}>")
    if not item.body:
        captions = (line.strip() for photo in item.photos for line in photo.caption.splitlines())
        blocks += [f"<p>{escape(line, quote=False)}</p>" for line in captions if line]
    return "\n".join(blocks)


def _note(item: Item, overflow: list[str]) -> str:
    """What the editor must look at, a line each."""
    lines = [FLAGS.get(flag, flag) for flag in item.flags]
    lines += [f"过长的标题或电头放进了正文开头（{len(text)}字）。" for text in overflow]
    lines += [f"待配图片：{photo.credit or '没有署名'}" for photo in item.photos]
    lines += [f"文末附注：{footnote}" for footnote in item.footnotes]
    lines += [f"转版：{jump.text}" for jump in item.jumps]
    return "\n".join(lines)[:2000]


def _role(credit: Credit) -> str:
    return credit.role if credit.role in Role.values else Role.AUTHOR


def _people(result: PageResult) -> dict[str, Reporter]:
    """People whose name only one person of the newsroom has; of two namesakes the editor chooses."""
    names = {credit.name for item in result.items for credit in item.bylines}
    found: dict[str, list[Reporter]] = {}
    for reporter in Reporter.objects.filter(name__in=names, active=True):
        found.setdefault(reporter.name, []).append(reporter)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


def _refuse_known(drafts: list[Article], page: Page | None) -> None:
    if page:
        on_page = list(page.articles.order_by("position"))
        if on_page:
            raise AlreadyImported(on_page)
    same = [
        known
        for draft in drafts
        if (known := Article.objects.filter(headline=draft.headline, body=draft.body).first()) is not None
    ]
    if same:
        raise AlreadyImported(same)
