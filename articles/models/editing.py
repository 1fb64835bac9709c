"""What several people at one piece need: what each has typed and not saved, and who is at it now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .article import Article


class SideDraft(models.Model):
    """What one person has typed into a form and not saved yet. `key` tells new pieces apart, which have no article."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="side_drafts")
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="side_drafts")
    key = models.CharField(max_length=40, blank=True)
    base_version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    sequence = models.BigIntegerField(default=0)  # the browser's count: an older packet never overwrites a newer one
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "未保存的修改"
        verbose_name_plural = "未保存的修改"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "article", "key"], nulls_distinct=False, name="side_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.article or self.key}"


class Presence(models.Model):
    """Who has a piece open, and when the last key was pressed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField(default=timezone.now)
    typed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "在场"
        verbose_name_plural = "在场"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]

    def __str__(self) -> str:
        return f"{self.user}：{self.article}"
