"""纠错: what readers say is wrong. For the desk alone; nothing of it is ever public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .article import Article
from .correction import Correction
from .talk import Comment

MAX_QUOTE, MAX_TEXT = 300, 1000


class ReportStatus(models.TextChoices):
    OPEN = "open", "待处理"
    DONE = "done", "已处理"
    DISMISSED = "dismissed", "不采纳"


class Report(models.Model):
    """One report. `contact` and `address_hash` are personal data: they are emptied after 90 days."""

    article = models.ForeignKey(
        Article, models.SET_NULL, verbose_name="稿件", null=True, blank=True, related_name="reports"
    )
    quote = models.CharField("原文", max_length=MAX_QUOTE, blank=True)
    place = models.CharField("在哪里", max_length=200, blank=True)
    text = models.TextField("差错", max_length=MAX_TEXT)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    # Keyed (HMAC): it tells that two reports came from one place, not from which.
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    nonce = models.CharField(max_length=32, unique=True, editable=False)  # of the form: what is sent twice arrives once
    status = models.CharField("状态", max_length=10, choices=ReportStatus, default=ReportStatus.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="处理人", null=True, blank=True, related_name="reports"
    )
    answer = models.TextField("处理结果", max_length=1000, blank=True)
    comment = models.ForeignKey(Comment, models.SET_NULL, verbose_name="转成的批注", null=True, blank=True)
    correction = models.ForeignKey(Correction, models.SET_NULL, verbose_name="刊出的更正", null=True, blank=True)
    created_at = models.DateTimeField("收到时间", default=timezone.now)
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="由谁处理", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "读者纠错"
        verbose_name_plural = "读者纠错"
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["status", "-id"], name="report_by_status"),
            models.Index(fields=["created_at"], name="report_by_time"),
            models.Index(
                fields=["address_hash", "created_at"], name="report_by_address", condition=~Q(address_hash="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="report_says_something", violation_error_message="请写明错在哪里。"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None)
                | (~Q(status="open") & Q(closed_at__isnull=False) & ~Q(answer="")),
                name="report_closed_with_an_answer",
                violation_error_message="处理完的纠错须写明结果。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:30]
