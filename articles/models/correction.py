"""更正: a visible note with a date, never a silent change (DOMAIN §2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .article import Article
from .present import present


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self) -> CorrectionQuerySet:
        return self.filter(published_at__lte=present(), article__in=Article.objects.public())


class Correction(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="corrections")
    text = models.TextField("更正内容", max_length=1000, help_text="写明错在哪里、应为什么。")
    published_at = models.DateTimeField("更正时间", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="更正人", null=True, blank=True, editable=False
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="correction_says_something", violation_error_message="请写明更正内容。"
            )
        ]

    def __str__(self) -> str:
        return self.text[:30]
