"""转版: the two halves of one article on two pages."""

from __future__ import annotations

from django.db import models

from .article import Article


class Jump(models.Model):
    """`（下转第3版）` or `（上接第1版）` as it stood in an article; `other` is the other half, once it is known."""

    class Direction(models.TextChoices):
        TO = "to", "下转"
        FROM = "from", "上接"

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="jumps")
    direction = models.CharField("方向", max_length=4, choices=Direction)
    page_label = models.CharField("版次", max_length=20, blank=True, help_text="报上印的版次，如“3”“A3”。")
    text = models.CharField("原文", max_length=200, blank=True)
    other = models.ForeignKey(
        Article, models.SET_NULL, verbose_name="另一半", null=True, blank=True, related_name="jumps_here"
    )

    class Meta:
        verbose_name = "转版"
        verbose_name_plural = "转版"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "direction", "page_label"],
                name="jump_once",
                violation_error_message="这篇稿件已有这一处转版：请删去重复的一行。",
            )
        ]

    def __str__(self) -> str:
        return self.text or f"{self.get_direction_display()}第{self.page_label}版"
