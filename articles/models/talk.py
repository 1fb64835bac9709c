"""What colleagues say to one another about a piece: comments, notifications, assignments, links to look at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .article import Article
from .column import Column
from .district import District
from .revision import Revision


class PreviewLink(models.Model):
    """A secret address for people without an account. Only the SHA-256 of the token is kept.

    `revision` empty: the piece as it stands when it is looked at.
    """

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="preview_links")
    revision = models.ForeignKey(Revision, models.CASCADE, verbose_name="修订", null=True, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("给谁看", max_length=60, blank=True)
    allows_remarks = models.BooleanField("可以留言", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="建立人", related_name="preview_links"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="收回人", related_name="+"
    )

    class Meta:
        verbose_name = "预览链接"
        verbose_name_plural = "预览链接"
        ordering = ["-created_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="preview_link_expires",
                violation_error_message="到期时间须在建立时间之后。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.purpose or f"预览链接 {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class PreviewVisit(models.Model):
    """One look through a preview link."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, verbose_name="链接", related_name="visits")
    at = models.DateTimeField("时间", default=timezone.now)
    address = models.GenericIPAddressField("地址", null=True, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = "预览记录"
        verbose_name_plural = "预览记录"
        ordering = ["-at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Comment(models.Model):
    """批注: on a piece as a whole, or on a passage (`quote` with its surroundings), with answers below."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作者", null=True, blank=True, related_name="comments"
    )
    link = models.ForeignKey(PreviewLink, models.SET_NULL, null=True, blank=True, related_name="remarks")
    guest_name = models.CharField("署名", max_length=30, blank=True)
    text = models.TextField("批注", max_length=2000)
    field = models.CharField("位置", max_length=20, blank=True)
    quote = models.CharField("原文", max_length=300, blank=True)
    prefix = models.CharField("前文", max_length=40, blank=True)
    suffix = models.CharField("后文", max_length=40, blank=True)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in")
    created_at = models.DateTimeField("时间", default=timezone.now)
    resolved_at = models.DateTimeField("解决时间", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="解决人", related_name="+"
    )

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = "批注"
        ordering = ["created_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_says_something", violation_error_message="批注是空的：请写几个字。"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(link__isnull=False) | ~Q(guest_name=""),
                name="comment_has_author", violation_error_message="批注须有作者。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:30]


class Notification(models.Model):
    """通知: one line for one person, with where it leads."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField("类别", max_length=20)
    text = models.CharField("内容", max_length=300)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="notifications")
    address = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-created_at"], name="notifications_of", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return self.text[:30]


class AssignmentStatus(models.TextChoices):
    PLANNED = "planned", "待认领"
    ACCEPTED = "accepted", "进行中"
    DONE = "done", "已交稿"
    DROPPED = "dropped", "已取消"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Any) -> AssignmentQuerySet:
        """Editors see the whole plan; others what is theirs, and what still looks for somebody."""
        if user.has_perm("articles.review_article"):
            return self
        return self.filter(
            Q(assignee=user.pk) | Q(created_by=user.pk) | Q(assignee=None, status=AssignmentStatus.PLANNED)
        )

    def unfinished(self) -> AssignmentQuerySet:
        return self.filter(status__in=[AssignmentStatus.PLANNED, AssignmentStatus.ACCEPTED])

    def overdue(self) -> AssignmentQuerySet:
        """Nobody has handed it in, and its time has passed."""
        return self.unfinished().filter(due_at__lt=timezone.now())


class Assignment(models.Model):
    """选题: what is planned for which edition and page, who does it, and by when."""

    title = models.CharField("选题", max_length=100)
    details = models.TextField("要求", max_length=2000, blank=True)
    edition_date = models.DateField("见报日期", null=True, blank=True, db_index=True)
    page_number = models.PositiveSmallIntegerField("版序", null=True, blank=True)
    district = models.ForeignKey(District, models.SET_NULL, verbose_name="旗县区", null=True, blank=True)
    column = models.ForeignKey(Column, models.SET_NULL, verbose_name="栏目", null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="承担人", null=True, blank=True,
        related_name="assignments",
    )  # fmt: skip
    due_at = models.DateTimeField("交稿时间", null=True, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=AssignmentStatus, default=AssignmentStatus.PLANNED, editable=False
    )
    article = models.ForeignKey(
        Article, models.SET_NULL, verbose_name="稿件", null=True, blank=True, related_name="assignments"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="建立人", null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "选题"
        verbose_name_plural = "选题"
        ordering = ["edition_date", "page_number", "due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="assignment_titled", violation_error_message="请填写选题。"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """The same question as `overdue()`, of one row that is already here."""
        return (
            self.status in (AssignmentStatus.PLANNED, AssignmentStatus.ACCEPTED)
            and self.due_at is not None
            and self.due_at < timezone.now()
        )
