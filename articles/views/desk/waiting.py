"""What concerns one person: what waits for him, what he sent on its way, what is late. Three questions, not more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from articles.models import Article, Assignment, AssignmentStatus, Comment, LogEntry, Review, SiteSettings, Status
from articles.models.article import IN_REVIEW, ArticleQuerySet
from articles.workflow.roles import full_name
from articles.workflow.states import PERMISSION_OF_STEP

from .lanes import as_cards, at_work, authored_by, owned_by, signed_by, worked_on_by

MOST = 60  # of each list; whoever has more to do than this is helped by filters, not by a longer list
PROOFS = ("一校", "二校", "三校")
_FLAGS = ("to_sign", "to_publish", "to_proof", "returned", "sent", "alarm", "late")


@dataclass
class Desk:
    waiting: list[Article] = field(default_factory=list)  # each with `reasons`, sentences of a few words
    sent: list[Article] = field(default_factory=list)
    late: list[Article] = field(default_factory=list)  # each with `alarm` and `late`
    mentions: list[Comment] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    late_assignments: list[Assignment] = field(default_factory=list)

    @property
    def pieces(self) -> list[Article]:
        """Every card once, although a piece may stand in several lists."""
        return list({id(card): card for card in (*self.waiting, *self.sent, *self.late)}.values())

    @property
    def waiting_count(self) -> int:
        return len(self.waiting) + len(self.mentions) + len(self.assignments)

    @property
    def late_count(self) -> int:
        return len(self.late) + len(self.late_assignments)


def desk_of(user: Any, settings: SiteSettings) -> Desk:
    """3 queries. Cards want `lanes.with_people` afterwards."""
    desk = Desk()
    for card in _concerning(user, settings):
        card.reasons = list(_reasons(card))
        if card.reasons:
            desk.waiting.append(card)
        if card.alarm or card.late:
            desk.late.append(card)
        if card.sent:
            desk.sent.append(card)
    desk.late.sort(key=lambda card: not card.alarm)
    desk.mentions = list(
        Comment.objects.filter(mentions=user.pk, resolved_at=None, parent__resolved_at=None)
        .filter(article__in=Article.objects.visible_to(user))
        .select_related("article", "author").defer("article__body")
        .exclude(author=user.pk).order_by("-pk")[:MOST]
    )  # fmt: skip
    for assignment in _assignments(user):
        assignment.who = full_name(assignment.assignee) if assignment.assignee else ""
        if assignment.assignee_id == user.pk:
            desk.assignments.append(assignment)
        if assignment.is_late:
            desk.late_assignments.append(assignment)
    return desk


def _concerning(user: Any, settings: SiteSettings) -> ArticleQuerySet:
    now = timezone.now()
    mine, own = authored_by(user), owned_by(user)
    steps = [step for step, permission in PERMISSION_OF_STEP.items() if user.has_perm(permission)]
    submitted = LogEntry.objects.filter(article=OuterRef("pk"), actor=user.pk, verb="submit")
    returned = Review.objects.filter(article=OuterRef("pk"), round=F("article__round"), decision="returned")
    on_its_way = Q(step__in=[*IN_REVIEW, Status.APPROVED])
    long_ago = now - timedelta(hours=settings.late_after_hours)
    flags: dict[str, Any] = {
        "to_sign": Q(step__in=steps) & ~mine & ~signed_by(user),
        "to_publish": Q(status=Status.APPROVED) & _always(user.has_perm("articles.publish_article")),
        "to_proof": on_its_way & Q(proofs_done__lt=settings.proofs_required) & ~mine
        & ~Q(status=Status.PUBLISHED) & _always(user.has_perm("articles.proof_article")),
        "returned": Q(step=Status.DRAFT) & own & Q(Exists(returned)),
        "sent": on_its_way & (own | Q(Exists(submitted))),
        "alarm": Q(publish_at__lte=now) & ~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN]),
        "late": on_its_way & Q(since__lt=long_ago) & _always(settings.late_after_hours > 0)
        & ~Q(status=Status.PUBLISHED, pending=None),
    }  # fmt: skip
    anything = Q()
    for name in _FLAGS:
        anything |= Q(**{name: True})
    return (
        as_cards(at_work(worked_on_by(user)))
        .annotate(**{name: ExpressionWrapper(flag, BooleanField()) for name, flag in flags.items()})
        .filter(anything)
        .order_by("since", "pk")[: MOST * 3]
    )


def _always(answer: bool) -> Q:
    return Q(pk__isnull=False) if answer else Q(pk__isnull=True)


def _reasons(card: Any) -> Any:
    if card.to_sign:
        yield f"等您{Status(card.step).label}"
    if card.to_proof:
        yield f"等您{PROOFS[card.proofs_done]}"
    if card.to_publish:
        yield "等您发布"
    if card.returned:
        yield "退给您改"


def _assignments(user: Any) -> list[Assignment]:
    mine = Q(assignee=user.pk, status__in=[AssignmentStatus.PLANNED, AssignmentStatus.ACCEPTED])
    return list(
        Assignment.objects.visible_to(user).unfinished().filter(mine | Q(due_at__lt=timezone.now()))
        .select_related("assignee").order_by("due_at", "pk")[: MOST * 2]
    )  # fmt: skip
