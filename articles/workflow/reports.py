"""纠错: a reader's report on its way from the form to its answer.

Whoever may review pieces handles reports. What a reader wrote stays in the report; the log names its number only,
because the log cannot forget, and a reader may have put anything into his words.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Article, Comment, Correction, Report, ReportStatus

from . import comments, log, notify
from .errors import Conflict, Forbidden, WorkflowError
from .publishing import correct
from .roles import full_name

PER_HOUR, PER_DAY = 5, 15  # from one address
PER_STORY_AND_HOUR = 30
ALL_PER_HOUR = 300
KEPT = timedelta(days=90)  # contact and address
PERMISSION = "articles.change_report"


class TooMany(WorkflowError):
    """More reports than people write."""


def hash_of_address(address: str | None) -> str:
    """A keyed hash of an IP address, of IPv6 of the network of a household (/64); empty for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if found.version == 6:
        found = ipaddress.ip_network((found, 64), strict=False).network_address
    return salted_hmac("articles.workflow.reports", str(found), algorithm="sha256").hexdigest()


def refuse_too_many(article_id: int | None, address_hash: str) -> None:
    """Raises `TooMany`. At most three counts over an index, before anything else is done with what was sent."""
    now = timezone.now()
    hour = Report.objects.filter(created_at__gt=now - timedelta(hours=1))
    from_here = Report.objects.filter(address_hash=address_hash, created_at__gt=now - timedelta(days=1))
    if address_hash and from_here.count() >= PER_DAY:
        raise TooMany(f"今天从您这里已经收到{PER_DAY}条纠错：请明天再来，急事请打电话。")
    if address_hash and from_here.filter(created_at__gt=now - timedelta(hours=1)).count() >= PER_HOUR:
        raise TooMany(f"一小时内从您这里已经收到{PER_HOUR}条纠错：请过一会儿再试，急事请打电话。")
    if hour.count() >= ALL_PER_HOUR or (article_id and hour.filter(article=article_id).count() >= PER_STORY_AND_HOUR):
        raise TooMany("现在纠错太多，一时收不下：请过一会儿再试，急事请打电话。")


def take_report(
    article: Article | None, *, text: str, nonce: str, quote: str = "", place: str = "", contact: str = "",
    address_hash: str = "",
) -> Report | None:  # fmt: skip
    """Keep a report and tell the editors: those who signed the piece, or everybody who handles reports.

    None where the same form was sent before. Raises `TooMany`.
    """
    refuse_too_many(article.pk if article else None, address_hash)
    try:
        with transaction.atomic():
            made = Report.objects.create(
                article=article, text=text, nonce=nonce, quote=quote, place=place, contact=contact,
                address_hash=address_hash,
            )  # fmt: skip
            about = f"《{article}》" if article else "本报"
            notify.tell(responsible_for(article), "report", f"读者对{about}纠错：{text[:80]}", article=article,
                        address=address_of(made))  # fmt: skip
            log.append(article, None, "report", report=made.pk)
    except IntegrityError as error:
        if is_taken(nonce):
            return None
        raise error
    return made


def is_taken(nonce: str) -> bool:
    """Whether this very form has arrived before: a second press of the button, a page sent again."""
    return Report.objects.filter(nonce=nonce).exists()


def responsible_for(article: Article | None) -> list[Any]:
    """The editors who signed the piece and still handle reports; without any, everybody who does."""
    editors = get_user_model().objects.with_perm(PERMISSION, include_superusers=False).filter(is_staff=True)
    if article is not None:
        signed = list(editors.filter(reviews__article=article).distinct())
        if signed:
            return signed
    return list(editors)


def address_of(report: Report) -> str:
    return f"/desk/reports/{report.pk}/"


@transaction.atomic
def assign(report: Report, by: Any, to: Any) -> None:
    """Give a report to a colleague (None: to nobody), who is told."""
    _require_right(by)
    if to is not None and not to.has_perm(PERMISSION):
        raise WorkflowError(f"{full_name(to)}不处理纠错：请选一位编辑。")
    if not Report.objects.filter(pk=report.pk, status=ReportStatus.OPEN).update(assignee=to):
        raise Conflict("这条纠错已经处理过了：请刷新页面再看。")
    if to is not None:
        notify.tell([to], "report", f"{full_name(by)}请您处理一条纠错：{report.text[:80]}", article=report.article,
                    address=address_of(report), by=by)  # fmt: skip
    log.append(report.article, by, "report_assign", report=report.pk, assignee=full_name(to) if to else "")
    report.refresh_from_db()


@transaction.atomic
def close(report: Report, by: Any, answer: str, *, taken: bool = True, becomes: str = "") -> None:
    """Say what came of it. `becomes`: "comment" puts it beside the piece's text, "correction" publishes `answer` as
    更正 under the piece, which asks for the right to publish. Raises `WorkflowError` without an answer."""
    _require_right(by)
    answer = answer.replace("\0", "").strip()[:1000]
    if not answer:
        raise WorkflowError("还没有写处理结果：请写几个字，再按按钮。")
    if becomes and (not taken or report.article is None):
        raise WorkflowError("这条纠错没有连到稿件，不能转成批注或更正：请只写处理结果。")
    changes: dict[str, Any] = {
        "status": ReportStatus.DONE if taken else ReportStatus.DISMISSED, "answer": answer,
        "closed_at": timezone.now(), "closed_by": by,
    }  # fmt: skip
    if not Report.objects.filter(pk=report.pk, status=ReportStatus.OPEN).update(**changes):
        raise Conflict("这条纠错刚刚被别人处理过：请刷新页面再看。")
    made = _become(report, by, answer, becomes)
    if made:
        Report.objects.filter(pk=report.pk).update(**made)
    log.append(report.article, by, "report_close", report=report.pk, result=ReportStatus(changes["status"]).label)
    report.refresh_from_db()


@transaction.atomic
def reopen(report: Report, by: Any) -> None:
    """Open again what was closed; a comment or correction that came of it stays."""
    _require_right(by)
    closed = Report.objects.filter(pk=report.pk).exclude(status=ReportStatus.OPEN)
    if not closed.update(status=ReportStatus.OPEN, closed_at=None, closed_by=None):
        raise Conflict("这条纠错没有处理过，不用重开：请刷新页面再看。")
    log.append(report.article, by, "report_reopen", report=report.pk)
    report.refresh_from_db()


def forget_readers(now: Any = None) -> int:
    """Empty contact and address of reports that are 90 days old, whatever became of them; how many that were."""
    old = Report.objects.filter(created_at__lt=(now or timezone.now()) - KEPT)
    return old.exclude(contact="", address_hash="").update(contact="", address_hash="")


def _become(report: Report, by: Any, answer: str, becomes: str) -> dict[str, Comment | Correction]:
    if report.article is None:
        return {}
    if becomes == "comment":
        said = f"读者纠错：{report.text}\n{answer}"
        return {"comment": comments.comment(report.article, by, said, field="body", quote=report.quote)}
    if becomes == "correction":
        return {"correction": correct(report.article, by, answer)}
    return {}


def _require_right(by: Any) -> None:
    if not by.has_perm(PERMISSION):
        raise Forbidden("您的岗位不处理纠错：请编辑来做。")
