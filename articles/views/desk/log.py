"""/desk/log/ : the log, and its CSV for an inspection."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles.forms.log import LogFilter
from articles.models import LogEntry, Status
from articles.workflow.log import broken_links, hash_of
from articles.workflow.states import LOG_LABELS

from .imports.access import desk_page
from .log_words import told

log_page = partial(desk_page, permission="articles.view_logentry")

PER_PAGE = 50
MOST_BROKEN = 20
CHUNK = 2_000
COLUMNS = ("序号", "时间", "稿件号", "标题", "动作", "操作人", "账号", "原状态", "新状态", "修订号", "文字SHA-256",
           "醒目", "详情", "上一条的哈希", "哈希")  # fmt: skip
STATUS = dict(Status.choices)


@require_safe
@log_page
def log(request: HttpRequest) -> HttpResponse:
    """Every entry that is shown is held against its hash; `?verify=1` walks the whole chain."""
    form = LogFilter(request.GET)
    before = LogEntry.objects.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("hash")[:1]
    entries: QuerySet[Any] = LogEntry.objects.annotate(hash_before=Subquery(before)).order_by("-pk")
    entries = form.narrow(entries) if form.is_valid() else entries.none()
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    for entry in rows:
        entry.label = LOG_LABELS.get(entry.verb, entry.verb)
        entry.states = "→".join(dict.fromkeys(STATUS.get(s, s) for s in (entry.from_status, entry.to_status) if s))
        entry.is_broken = hash_of(entry) != entry.hash or entry.previous_hash != (entry.hash_before or "")
        entry.told = told(entry.details)
    query = request.GET.copy()
    for name in ("page", "verify"):
        query.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "query": query.urlencode(),
        "total": LogEntry.objects.count(),
        "last": LogEntry.objects.order_by("-pk").first(),
        "verified": "verify" in request.GET,
        "broken": _first(broken_links()) if "verify" in request.GET else [],
        "title": "流程记录",
    }
    return render(request, "desk/log.html", context, status=200 if form.is_valid() else 400)


@require_safe
@log_page
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """The same entries, oldest first, streamed; UTF-8 with a mark, so that spreadsheets read Chinese as Chinese."""
    form = LogFilter(request.GET)
    if not form.is_valid():
        return log(request)
    entries = form.narrow(LogEntry.objects.select_related("actor").order_by("pk"))
    response = StreamingHttpResponse(csv_lines(entries), content_type="text/csv; charset=utf-8")
    name = f"流程记录-{timezone.localdate():%Y%m%d}.csv"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


class _Echo:
    """What the csv module writes into: it gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(entries: QuerySet[LogEntry]) -> Iterator[str]:
    """The entries as lines of CSV, streamed, the headings first."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for entry in entries.iterator(chunk_size=CHUNK):
        yield writer.writerow([harmless(cell) for cell in _cells(entry)])


def _cells(entry: LogEntry) -> tuple[Any, ...]:
    details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""
    return (
        entry.pk, timezone.localtime(entry.at).isoformat(timespec="microseconds"), entry.article_id, entry.headline,
        LOG_LABELS.get(entry.verb, entry.verb), entry.actor_name, entry.actor.get_username() if entry.actor else "",
        STATUS.get(entry.from_status, entry.from_status), STATUS.get(entry.to_status, entry.to_status), entry.revision,
        entry.text_sha256, "是" if entry.is_loud else "", details, entry.previous_hash, entry.hash,
    )  # fmt: skip


def harmless(cell: Any) -> Any:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP: CSV injection)."""
    text = str(cell)
    risky = text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or text.startswith(
        ("\t", "\r", "\n")
    )
    return f"'{text}" if isinstance(cell, str) and risky else cell


def _first(lines: Iterator[str]) -> list[str]:
    return [line for _, line in zip(range(MOST_BROKEN), lines, strict=False)]
