"""/desk/articles/<pk>/sheet/ : 发稿单, who signed what and when, for the file (DOMAIN §2). To print, or as a PDF.

The sheet is tables of words, made once here; the page and the PDF only set them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles.models import (
    Article,
    Catch,
    Decision,
    LogEntry,
    Proof,
    Resolution,
    Review,
    SiteSettings,
    Status,
    byline_line,
)
from articles.models.article import IN_REVIEW
from articles.models.review import REVIEW_STEPS
from articles.workflow.comparing import LABELS
from articles.workflow.roles import full_name
from articles.workflow.states import LOG_LABELS

from .access import desk, worked_on

PASSES = Decimal(3)  # of 10,000 characters
REPEATED = 3  # one error that occurs again counts so often at most
PROOFS = "一二三"
MOST = 300  # rows of a table; the log is whole in its CSV


@dataclass(frozen=True, slots=True)
class Row:
    """`said`, `void` and `small` are lines of their own below the cells; what is void is struck through."""

    cells: tuple[str, ...]
    said: str = ""
    small: str = ""
    void: str = ""
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are headings with their share of the width."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    paper: str
    number: int
    headline: str
    facts: list[tuple[str, str]]
    alarms: list[str]
    tables: list[Table] = field(default_factory=list)
    printed: str = ""
    text_sha256: str = ""


@require_safe
@desk
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    return render(request, "desk/signed_sheet.html", {"sheet": sheet_of(article, request.user), "article": article})


@require_safe
@desk
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    from .sheet_pdf import pdf_of  # its library takes a moment to load, and few ask for it

    article = _article(request, pk)
    response = HttpResponse(pdf_of(sheet_of(article, request.user)), content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, f"发稿单-{article.pk}.pdf"))
    return response


def _article(request: HttpRequest, pk: int) -> Article:
    return worked_on(request, pk, "column", "page__edition", "created_by", "pending")


def sheet_of(article: Article, by: Any) -> Sheet:
    """Everything that is on record about a piece, as words. Ten queries."""
    site = SiteSettings.current()
    reviews = list(article.reviews.select_related("reviewer", "revision", "voided_by"))
    proofs = list(article.proofs.select_related("proofreader", "revision", "voided_by"))
    log = list(article.log.order_by("-pk").select_related("actor")[: MOST + 1])
    newest = article.pending or article.revisions.exclude(kind="pending").order_by("-number").first()
    tables = [
        *_rounds(article, reviews, proofs, site),
        _catches(article),
        _revisions(article),
        _corrections(article),
        _log(log),
    ]
    return Sheet(
        paper=site.name,
        number=article.pk,
        headline=str(article),
        facts=_facts(article, newest),
        alarms=_alarms(article, log),
        tables=[table for table in tables if table.rows],
        printed=f"{full_name(by)}于{_moment(timezone.now())}打印",
        text_sha256=newest.text_sha256 if newest else "",
    )


def _facts(article: Article, newest: Any) -> list[tuple[str, str]]:
    found = [
        ("引题", article.kicker),
        ("副题", article.subheadline),
        ("署名", byline_line(article)),
        ("来源", article.source),
        ("体裁", article.get_kind_display()),
        ("栏目", str(article.column or "")),
        ("版面", str(article.page or "")),
        ("字数", f"{article.length}"),
        ("建稿", f"{full_name(article.created_by)} {_moment(article.created_at)}" if article.created_by else
         _moment(article.created_at)),
        ("状态", article.status_label + ("，有修改待审" if article.pending_id else "")),
        ("首次发布", _moment(article.first_published_at)),
        ("发布时间", _moment(article.publish_at)),
        ("人工智能标识", article.get_ai_label_display() if article.ai_label else ""),
        ("修订", f"修订{newest.number}，{_moment(newest.created_at)}" if newest else "没有修订记录"),
        ("文字的SHA-256", newest.text_sha256 if newest else ""),
        ("全稿的SHA-256", newest.sha256 if newest else ""),
    ]  # fmt: skip
    return [(label, value) for label, value in found if value]


def _alarms(article: Article, log: list[LogEntry]) -> list[str]:
    """What nobody may overlook: marks from the log, oldest first, and a withdrawal."""
    found = [
        f"{LOG_LABELS.get(entry.verb, entry.verb)}：{entry.actor_name}，{_moment(entry.at)}"
        + (f"。理由：{_reason(entry)}" if _reason(entry) else "")
        + (f"。当时缺：{'、'.join(map(str, entry.details['missing']))}" if entry.details.get("missing") else "")
        for entry in reversed(log)
        if entry.is_loud
    ]
    if article.status == Status.WITHDRAWN:
        found.append(f"已撤稿：{_moment(article.withdrawn_at)}。原因：{article.withdrawn_reason}")
    return found


def _rounds(article: Article, reviews: list[Review], proofs: list[Proof], site: SiteSettings) -> Iterable[Table]:
    columns = (("审校", 10), ("签字人", 18), ("岗位", 22), ("决定", 18), ("时间", 20), ("修订", 12))
    every: list[Review | Proof] = [*reviews, *proofs]
    numbers = {row.round for row in every} | {article.round}
    for number in sorted(numbers):
        signed = sorted((row for row in every if row.round == number), key=lambda row: (row.signed_at, row.pk))
        missing = _missing(article, signed, site) if number == article.round else []
        rows = [_signature(row) for row in signed]
        rows += [Row((name, "", "", "还没有签", "", "")) for name in missing]
        yield Table(f"第{number}轮审校", columns, rows)


def _signature(row: Review | Proof) -> Row:
    if isinstance(row, Review):
        decision = row.get_decision_display()
        if row.decision == Decision.RETURNED:
            decision += f"到{Status(row.returned_to).label}"
        name, person, opinion = row.get_step_display(), row.reviewer, row.opinion
    else:
        name, person, opinion, decision = f"{PROOFS[row.number - 1]}校", row.proofreader, row.note, "已校"
    void = ""
    if not row.stands:
        void = f"已作废：{_moment(row.voided_at)}" + (f"，{full_name(row.voided_by)}" if row.voided_by else "")
        void += f"，{_line(row.voided_reason)}" if row.voided_reason else ""
    cells = (name, full_name(person), row.signed_as, decision, _moment(row.signed_at), f"修订{row.revision.number}")
    said = f"意见：{_line(opinion)}" if opinion else ""
    return Row(cells, said=said, small=f"签的文字 {row.text_sha256[:8]}　SHA-256 {row.text_sha256}", void=void)


def _missing(article: Article, signed: Sequence[Review | Proof], site: SiteSettings) -> list[str]:
    """Reviews and proofs of the round that still lack a standing signature, while the piece is on its way."""
    if article.status not in (*IN_REVIEW, Status.APPROVED):
        return []
    passed = {row.step for row in signed if isinstance(row, Review) and row.stands and row.decision == Decision.PASSED}
    proofread = {row.number for row in signed if isinstance(row, Proof) and row.stands}
    return [str(step.label) for step in REVIEW_STEPS if step not in passed] + [
        f"{PROOFS[number - 1]}校" for number in range(1, site.proofs_required + 1) if number not in proofread
    ]


def _catches(article: Article) -> Table:
    catches = list(article.catches.select_related("found_by", "resolved_by"))
    columns = (("校次", 8), ("位置", 10), ("原文", 26), ("应为", 26), ("类别", 11), ("计错", 8), ("校对人", 12),
               ("处理", 12))  # fmt: skip
    rows = [
        Row(
            (f"{PROOFS[catch.number - 1]}校", str(LABELS.get(catch.field, catch.field)), _line(catch.quote),
             _line(catch.correction), catch.get_kind_display(), f"{catch.weight}", full_name(catch.found_by),
             catch.get_resolution_display()),
            small=_line(catch.note),
        )
        for catch in catches
    ]  # fmt: skip
    return Table("校对发现", columns, rows, note=_rates(catches, characters_of(article)))


def _rates(catches: list[Catch], characters: int) -> str:
    left = [catch for catch in catches if catch.resolution == Resolution.OPEN]
    found, open_ = error_rate(catches, characters), error_rate(left, characters)
    if found is None or open_ is None:
        return "没有文字，差错率无从算起。"
    verdict = "在万分之三以内" if open_ <= PASSES else "超过万分之三"
    return (
        f"全文{characters}字。校对发现{len(catches)}处，计错{weight_of(catches)}，合每万字{found}；"
        f"其中还没有处理的{len(left)}处，计错{weight_of(left)}，合每万字{open_}，{verdict}。"
    )


def characters_of(article: Article) -> int:
    """What an inspection counts: headline block and body, without blanks."""
    heads = (article.kicker, article.headline, article.subheadline)
    return article.length + sum(len("".join(head.split())) for head in heads)


def weight_of(catches: Iterable[Catch]) -> Decimal:
    """The errors of DOMAIN §2: one that is repeated counts three times at most."""
    seen: Counter[tuple[str, str]] = Counter()
    total = Decimal(0)
    for catch in catches:
        seen[catch.quote, catch.correction] += 1
        if seen[catch.quote, catch.correction] <= REPEATED:
            total += catch.weight
    return total


def error_rate(catches: Iterable[Catch], characters: int) -> Decimal | None:
    """Errors in 10,000 characters, two decimals; None where there is no text."""
    return (weight_of(catches) * 10_000 / characters).quantize(Decimal("0.01")) if characters else None


def _revisions(article: Article) -> Table:
    revisions = list(article.revisions.select_related("author")[: MOST + 1])
    columns = (("修订", 9), ("由来", 18), ("改动", 37), ("修改人", 14), ("时间", 22))
    rows = [
        Row(
            (f"修订{one.number}", one.get_kind_display(),
             "、".join(str(LABELS.get(name, name)) for name in one.changes),
             full_name(one.author) if one.author else "", _moment(one.created_at)),
            small=f"文字 SHA-256 {one.text_sha256}",
        )
        for one in reversed(revisions[:MOST])
    ]  # fmt: skip
    return Table("修订", columns, rows, note=f"只列最近{MOST}次。" if len(revisions) > MOST else "")


def _corrections(article: Article) -> Table:
    rows = [
        Row((_moment(one.published_at), _line(one.text), full_name(one.created_by) if one.created_by else ""))
        for one in article.corrections.select_related("created_by").order_by("published_at", "pk")
    ]
    return Table("更正", (("时间", 20), ("内容", 66), ("更正人", 14)), rows)


def _log(log: list[LogEntry]) -> Table:
    columns = (("时间", 22), ("动作", 20), ("操作人", 18), ("状态", 28), ("修订", 12))
    rows = [
        Row(
            (_moment(entry.at), str(LOG_LABELS.get(entry.verb, entry.verb)), entry.actor_name, _states(entry),
             f"修订{entry.revision}" if entry.revision else ""),
            said=_line(_reason(entry)),
            small=f"第{entry.pk}条　哈希 {entry.hash}",
            is_loud=entry.is_loud,
        )
        for entry in reversed(log[:MOST])
    ]  # fmt: skip
    return Table("流程记录", columns, rows, note=f"只列最近{MOST}条，其余见流程记录。" if len(log) > MOST else "")


def _states(entry: LogEntry) -> str:
    names = [dict(Status.choices).get(name, name) for name in (entry.from_status, entry.to_status) if name]
    return "→".join(str(name) for name in dict.fromkeys(names))


def _reason(entry: LogEntry) -> str:
    return str(next((entry.details[key] for key in ("reason", "opinion", "why") if entry.details.get(key)), ""))


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _line(text: str) -> str:
    """In one line: a thousand line ends in an opinion would push everything else off the sheet."""
    return " ".join(text.split())
