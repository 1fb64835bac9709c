"""The questions that the board asks: pieces by step, with everything that their cards show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, Extract, RowNumber
from django.utils import timezone

from articles.models import Article, Byline, Catch, Comment, LogEntry, Proof, Resolution, Review, Status
from articles.models.article import IN_REVIEW, ArticleQuerySet
from articles.workflow import presence

LANES = {
    Status.DRAFT: "草稿",
    Status.FIRST_REVIEW: "初审",
    Status.SECOND_REVIEW: "复审",
    Status.FINAL_REVIEW: "终审",
    Status.APPROVED: "待发布",
    Status.PUBLISHED: "今天已发布",
}
IN_LANE = 30  # cards shown; the count says how many there are
_NEWEST_FIRST = (Status.DRAFT, Status.PUBLISHED)


@dataclass
class Lane:
    key: str
    label: str
    count: int = 0
    cards: list[Article] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def at_work(pieces: ArticleQuerySet) -> ArticleQuerySet:
    """What the newsroom is at today, each with `step`, the lane in which it stands.

    Also published pieces whose change waits for a review, and those that appear later.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    open_states = [Status.DRAFT, *IN_REVIEW, Status.APPROVED]
    return pieces.filter(
        Q(status__in=open_states) | Q(status=Status.PUBLISHED, publish_at__gte=midnight) | Q(pending__isnull=False)
    ).annotate(
        step=Case(
            When(~Q(pending_step=""), then=F("pending_step")),
            When(status=Status.PUBLISHED, publish_at__gt=timezone.now(), then=Value(Status.APPROVED.value)),
            default=F("status"),
            output_field=CharField(),
        )
    )


def as_cards(pieces: ArticleQuerySet) -> ArticleQuerySet:
    """With what a card shows of each: since when it waits, how many proofs stand, what is still open."""
    return (
        pieces.annotate(
            since=_since(),
            proofs_done=_number_of(Proof.objects.filter(round=OuterRef("round"), voided_at=None)),
            open_catches=_number_of(Catch.objects.filter(resolution=Resolution.OPEN)),
            loud=Exists(LogEntry.objects.filter(article=OuterRef("pk"), verb="emergency_publish", is_loud=True)),
            open_comments=_number_of(Comment.objects.filter(parent=None, resolved_at=None)),
        )
        .select_related("column", "page__edition")
        .defer("body", "summary", "note")
    )


def _since() -> Coalesce:
    entered = LogEntry.objects.filter(article=OuterRef("pk"), to_status=OuterRef("step")).order_by("-id")
    return Coalesce(Subquery(entered.values("at")[:1]), F("updated_at"), output_field=DateTimeField())


def _number_of(rows: Any) -> Coalesce:
    counted = rows.filter(article=OuterRef("pk")).order_by().values("article").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def by_lane(pieces: ArticleQuerySet) -> list[Lane]:
    """`IN_LANE` of each step: what waits longest first, drafts and published pieces newest first. 2 queries."""
    working = at_work(pieces)
    counts = dict(working.order_by().values_list("step").annotate(Count("pk")))
    # Only what waits for a review asks the log since when: drafts may be many.
    newest = ExpressionWrapper(-Extract(Coalesce("publish_at", "updated_at"), "epoch"), output_field=FloatField())
    order = Case(
        When(step__in=_NEWEST_FIRST, then=newest), default=Extract(_since(), "epoch"), output_field=FloatField()
    )
    first = working.annotate(
        place=Window(RowNumber(), partition_by=[F("step")], order_by=[order, F("pk").asc()])
    ).filter(place__lte=IN_LANE)
    cards = as_cards(working.filter(pk__in=first.order_by().values("pk"))).annotate(order=order).order_by("order", "pk")
    lanes = {key.value: Lane(key.value, label, counts.get(key.value, 0)) for key, label in LANES.items()}
    for card in cards:
        if card.step in lanes:
            lanes[card.step].cards.append(card)
    return list(lanes.values())


def with_people(cards: Sequence[Any]) -> None:
    """Authors, and who is at a piece now (`present`), for all cards at once. 2 queries."""
    prefetch_related_objects(cards, Prefetch("bylines", Byline.objects.select_related("reporter")))
    present = presence.at({card.pk for card in cards})
    for card in cards:
        card.present = present.get(card.pk, [])


def authored_by(user: Any) -> Q:
    """As `workflow.roles.is_author` says of one piece: in its bylines, or its maker unless it came from a page."""
    signed = Byline.objects.filter(article=OuterRef("pk"), reporter__user=user.pk)
    return Q(Exists(signed)) | Q(created_by=user.pk, page_import=None)


def owned_by(user: Any) -> Q:
    """As `workflow.roles.is_own`: his to write and to send in."""
    return authored_by(user) | Q(created_by=user.pk)


def worked_on_by(user: Any) -> ArticleQuerySet:
    """As `workflow.comments.works_on` says of one piece."""
    pieces = Article.objects.visible_to(user)
    if any(user.has_perm(f"articles.{right}_article") for right in ("review", "proof")):
        return pieces
    return pieces.filter(owned_by(user))


def signed_by(user: Any) -> Exists:
    """One of the three reviews of this round is the user's, and stands."""
    return Exists(
        Review.objects.filter(
            article=OuterRef("pk"), round=OuterRef("round"), reviewer=user.pk, decision="passed", voided_at=None
        )
    )
