"""A newsroom with one piece in every state, all by one writer, and one of everything else: for tests that walk all
addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import models
from articles.models import Article, PhotoPurpose, SiteSettings, Status
from articles.models.home import DEFAULT_SLOTS
from articles.workflow import revisions
from articles.workflow.links import make_link
from tests import factories

STATES = ("draft", "first_review", "second_review", "final_review", "approved", "scheduled", "published", "pending",
          "withdrawn", "binned")  # fmt: skip
PUBLIC = frozenset({"published", "pending"})


@dataclass
class Newsroom:
    """`pieces` by state; `places` are values for the places of addresses: those of a piece by state, and others."""

    author: User
    pieces: dict[str, Article] = field(default_factory=dict)
    of_piece: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)


def newsroom() -> Newsroom:
    """Needs the fixture `roles`. About 250 rows."""
    SiteSettings.objects.create(pk=1, name="云川日报")
    made = Newsroom(factories.user("记者", last_name="作", first_name="者"))
    column, district, person = factories.column(), factories.district(), factories.reporter()
    page = factories.page(image=factories.photo(purpose=PhotoPurpose.PAGE))
    page.pdf.save("p1.pdf", ContentFile(b"%PDF-1.7"))
    for state in STATES:
        piece = _piece(state, made.author, column=column, districts=[district], bylines=[person], tags=["水利"],
                       page=page)  # fmt: skip
        models.HotArea.objects.create(page=page, article=piece, left=0, top=0, width=9, height=9)
        made.pieces[state] = piece
        made.of_piece[state] = _belongings(piece, made.author)
    made.rows = _others(made.author) | {
        "column": column, "district": district, "reporter": person, "page": page, "edition": page.edition,
        "tag": models.Tag.objects.get(), "photo": made.pieces["draft"].uses.get().photo,
        "hotarea": made.pieces["published"].hot_areas.get(), "article": made.pieces["published"],
    }  # fmt: skip
    made.rows["rendition"] = made.rows["photo"].renditions.first()
    return made


def _piece(state: str, author: User, **fields: Any) -> Article:
    status = {"scheduled": "published", "pending": "published", "binned": "draft"}.get(state, state)
    if state == "scheduled":
        fields |= {"publish_at": timezone.now() + timedelta(days=1)}
    piece = factories.article(
        f"{state}的标题",
        status=status,
        created_by=author,
        photos=[factories.photo()],
        body="<p>第一稿的正文。</p>",
        **fields,
    )
    first = revisions.snapshot(piece)
    revisions.record(piece, {**first, "text": {**first["text"], "body": "<p>更早的正文。</p>"}}, author, "created")
    revisions.record(piece, first, author, "saved")
    if state == "pending":
        waiting = {**first, "text": {**first["text"], "body": "<p>待审的正文。</p>"}}
        pending = revisions.record(piece, waiting, author, "pending")
        Article.objects.filter(pk=piece.pk).update(pending=pending, pending_step=Status.FIRST_REVIEW)
    if state == "binned":
        Article.objects.filter(pk=piece.pk).update(binned_at=timezone.now(), binned_by=author)
    piece.refresh_from_db()
    return piece


def _belongings(piece: Article, author: User) -> dict[str, Any]:
    """What hangs on a piece, as values for the places of its addresses."""
    comment = models.Comment.objects.create(article=piece, author=author, text="请看这一段")
    catch = models.Catch.objects.create(
        article=piece, found_by=factories.user(), quote="正文", correction="正文", number=1
    )
    now = timezone.now()
    link = models.PreviewLink.objects.create(
        article=piece, token_sha256=f"{piece.pk:064}", created_by=author, created_at=now,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    token = ""
    if piece.status != Status.WITHDRAWN and piece.binned_at is None:
        _, token = make_link(piece, author, purpose="读者", hours=24, bound=False, allows_remarks=True)
    photo = piece.uses.get().photo
    return {"pk": piece.pk, "comment": comment.pk, "catch": catch.pk, "link": link.pk, "a": 1, "b": 2, "number": 1,
            "object_id": piece.pk, "token": token or "x" * 32, "photo": photo.pk,
            "name": photo.renditions.first().file.name}  # fmt: skip


def _others(author: User) -> dict[str, Any]:
    piece = Article.objects.public().earliest("pk")
    page_import = factories.page_import(by=author)
    factories.home_layout(*DEFAULT_SLOTS)
    return {
        "page_import": page_import,
        "assignment": models.Assignment.objects.create(
            title="选题", assignee=author, created_by=author, status="accepted", edition_date=timezone.localdate()
        ),
        "redirect": models.Redirect.objects.create(old="/alt/", new="/photos/"),
        "report": models.Report.objects.create(article=piece, text="错了一个字", nonce="neu"),
        "shoot": models.Shoot.objects.create(created_by=author),
        "notification": models.Notification.objects.create(user=author, kind="mention", text="通知"),
        "side_draft": models.SideDraft.objects.create(user=author, key="neu", fields={"headline": ["没保存的"]}),
        "correction": models.Correction.objects.create(article=piece, text="更正在此"),
        "staticpage": models.StaticPage.objects.create(title="关于", body="<p>关于本报。</p>"),
        "sitesettings": SiteSettings.objects.get(),
        "topic": models.Topic.objects.create(title="一件事", publish_at=timezone.now()),
        "user": User.objects.create_user("someone"),
        "group": Group.objects.first(),
    }
