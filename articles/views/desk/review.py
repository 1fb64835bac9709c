"""/desk/articles/<pk>/ : one piece as readers will see it, and beside it everything by which it is decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from articles.forms.comments import CommentForm
from articles.forms.review import CatchForm, DiscardForm, EmergencyForm, ProofForm, ReturnForm
from articles.forms.verbs import PublishForm, WithdrawForm
from articles.models import Article, Comment, LogEntry, Notification, Resolution, Review, Revision, SiteSettings
from articles.views.site.body import Body, placed, with_dateline
from articles.views.site.unpublished import as_read, revised, uses_of
from articles.workflow import LOG_LABELS, VERB_LABELS, allowed_verbs, compare, presence, standing
from articles.workflow.adopting import adopted
from articles.workflow.comments import may_resolve
from articles.workflow.errors import Forbidden, WorkflowError
from articles.workflow.links import may_share
from articles.workflow.roles import is_author, may_change
from articles.workflow.standing import PROOFS, Standing

from .access import answer, desk, worked_on
from .differences import shown_changes
from .passages import FIELDS, Passage, marked, passages_of

SHOWN_WITH = ("column", "page__edition", "pending", "created_by")
HISTORY = 12  # entries of the log; the signed sheet has them all
# Buttons without a question, in the order of the work; the others have forms of their own on the screen.
PLAIN = ("submit", "take_back", "unschedule", "republish", "reopen")


@require_safe
@desk
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """`?since=4` compares with revision 4 instead of the text last reviewed."""
    return shown(request, worked_on(request, pk, *SHOWN_WITH))


@require_safe
@desk
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """`{"version", "present", "unread"}`: whether the screen still shows what stands, for pages that stay open."""
    article = worked_on(request, pk)
    others = [one.sentence for one in presence.at([pk]).get(pk, []) if one.user_id != request.user.pk]
    unread = Notification.objects.filter(user=request.user.pk, read_at=None).count()
    return answer({"version": article.version, "present": others, "unread": unread})


def refused(
    request: HttpRequest, article: Article, refusal: WorkflowError | str, status: int = 0, **forms: Any
) -> HttpResponse:
    """The screen as it is by now, with the refusal on it and what was typed still in its forms. 403 and 409 by what
    the workflow says."""
    status = status or (403 if isinstance(refusal, Forbidden) else 409)
    fresh = worked_on(request, article.pk, *SHOWN_WITH)
    return shown(request, fresh, refusal=str(refusal), status=status, **forms)


def back(article: Article, anchor: str = "") -> HttpResponse:
    return redirect(reverse("desk_article", args=[article.pk]) + (f"#{anchor}" if anchor else ""))


def shown(
    request: HttpRequest, article: Article, *, refusal: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """`forms`: bound ones by the names of `_forms`. The number of queries does not grow with what is shown."""
    user = request.user
    held = standing(article)
    verbs = allowed_verbs(article, user)
    author = is_author(article, user)
    uses = revised(article, article.pending) if article.pending else uses_of(article)
    catches = list(article.catches.select_related("found_by", "resolved_by"))
    threads = _threads(article, user, author)
    passages = passages_of(article, [one for one in catches if one.resolution == Resolution.OPEN],
                           [one for one in threads if one.resolved_at is None])  # fmt: skip
    changeable = may_change(article, user)
    for one in catches:
        one.is_simple = changeable and adopted(getattr(article, one.field, ""), one) is not None
    context = {
        "article": as_read(article), "title": str(article), "refusal": refusal, "standing": held,
        "heads": {name: marked(getattr(article, name), _of(passages, name), plain=True)
                  for name in FIELDS if name != "body"},
        "body": _body(article, uses, passages),
        "catches": catches, "open_catches": sum(one.resolution == Resolution.OPEN for one in catches),
        "threads": threads, "open_threads": sum(one.resolved_at is None for one in threads),
        "verbs": verbs, "plain_verbs": [(verb, VERB_LABELS[verb]) for verb in verbs if verb in PLAIN],
        "why_not": _why_not(held, verbs, user, author),
        "next_proof": _next_proof(held, verbs), "next_proof_name": "",
        "may_change": changeable, "may_catch": "sign_proof" in verbs, "is_author": author,
        "may_share": may_share(article, user),
        "present": [one for one in presence.at([article.pk]).get(article.pk, []) if one.user_id != user.pk],
        "difference": _difference(request, article, held), "history": _history(article),
        **_forms(article, held), **forms,
    }  # fmt: skip
    if context["next_proof"]:
        context["next_proof_name"] = PROOFS[context["next_proof"] - 1]
    context["settings"] = SiteSettings.current()
    return render(request, "desk/article.html", context, status=status)


def _forms(article: Article, held: Standing) -> dict[str, Any]:
    return {
        "review": ReturnForm(article=article), "publish": PublishForm(), "withdraw": WithdrawForm(),
        "emergency": EmergencyForm(), "discard": DiscardForm(), "proof": ProofForm(), "catch": CatchForm(),
        "comment": CommentForm(),
    }  # fmt: skip


def _of(passages: list[Passage], field: str) -> list[Passage]:
    return [passage for passage in passages if passage.field == field]


def _body(article: Article, uses: list[Any], passages: list[Passage]) -> Body:
    """The readers' body with marks in it. `article` is never saved."""
    dateline = article.dateline
    article.body, article.dateline = marked(article.body, _of(passages, "body")), ""
    body = placed(article, uses)
    article.dateline = dateline
    if not dateline:
        return body
    # A dateline of the same shape, in which passages may be marked too.
    told = with_dateline(body.html, "\0")
    words = f'<span data-field="dateline">{marked(dateline, _of(passages, "dateline"), plain=True)}</span>'
    return replace(body, html=_safe(told.replace("\0", words, 1)))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - the readers' body, which is clean, and marks that are escaped


def _threads(article: Article, user: Any, author: bool) -> list[Comment]:
    """First remarks with `said`, the answers below them. 2 queries."""
    found = article.comments.select_related("author", "resolved_by", "article").defer("article__body")
    rows = list(found.order_by("pk"))
    below: dict[int, list[Comment]] = {}
    for row in rows:
        if row.parent_id:
            below.setdefault(row.parent_id, []).append(row)
    threads = [row for row in rows if row.parent_id is None]
    for row in threads:
        row.said = below.get(row.pk, [])
        row.may_resolve = may_resolve(row, user, author=author)
    return threads


def _next_proof(held: Standing, verbs: list[str]) -> int:
    """1 to 3; 0 when there is none for this user."""
    waiting = [int(step.key) for step in held.proofs if step.is_now]
    return waiting[0] if waiting and "sign_proof" in verbs else 0


def _why_not(held: Standing, verbs: list[str], user: Any, author: bool) -> str:
    """Why somebody who holds the step may not sign it; empty when he may, or when the step is not his."""
    if not held.step or "approve" in verbs or not user.has_perm(f"articles.{held.step}_article"):
        return ""
    if author:
        return "您是这篇稿件的作者，不能审自己的稿件：等另一位同事来审。"
    return "您已经签过这篇稿件的一审，三次审稿须由三个人做：等另一位同事来审。"


def _difference(request: HttpRequest, article: Article, held: Standing) -> dict[str, Any] | None:
    """With what the text is compared, and how it differs: the text that I reviewed last, else the step before."""
    now = held.revision
    if now is None:
        return None
    signed = (
        Review.objects.filter(article=article.pk).select_related("revision", "reviewer").order_by("-signed_at", "-pk")
    )
    rows = list(signed[:40])
    mine = next((row for row in rows if row.reviewer_id == request.user.pk), None)
    last = mine or (rows[0] if rows else None)
    base = last.revision if last else None
    since = request.GET.get("since", "")
    if since.isascii() and since.isdigit() and len(since) < 9:
        base = Revision.objects.filter(article=article.pk, number=int(since)).first() or base
    if base is None:
        return None
    return {
        "base": base, "now": now, "review": last if last and last.revision_id == base.pk else None,
        "is_mine": last is mine, "fields": shown_changes(compare(base, now)) if base.pk != now.pk else [],
    }  # fmt: skip


def _history(article: Article) -> list[LogEntry]:
    rows = list(LogEntry.objects.filter(article=article.pk).order_by("-pk")[:HISTORY])
    for row in rows:
        row.label = LOG_LABELS.get(row.verb, row.verb)
        row.said = row.details.get("opinion") or row.details.get("reason") or row.details.get("why") or ""
    return rows
