"""署名: who wrote a story, in which role, in which order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.text import Credit, format_byline

from .article import Article
from .members import members
from .reporter import Reporter, Role


class Byline(models.Model):
    """`name` and `role_as_printed` are what stood on the page; `reporter` is who that is, once somebody says so."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="bylines")
    reporter = models.ForeignKey(
        Reporter, models.PROTECT, verbose_name="人员", null=True, blank=True, related_name="bylines"
    )
    role = models.CharField("身份", max_length=10, choices=Role, default=Role.REPORTER)
    name = models.CharField("见报姓名", max_length=40, help_text="报纸上印的名字；选了人员可以留空。", blank=True)
    role_as_printed = models.CharField("见报身份", max_length=30, blank=True, help_text="如“全媒体记者”；同左可留空。")
    organisation = models.CharField("单位", max_length=60, blank=True, help_text="非本报的，如“新华社”。")
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "署名"
        verbose_name_plural = "署名"
        indexes = [models.Index(fields=["reporter", "article"], name="byline_by_reporter")]
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(reporter__isnull=False),
                name="byline_names_somebody",
                violation_error_message="署名须有姓名：请选人员，或填写见报姓名。",
            ),
            models.UniqueConstraint(
                fields=["article", "reporter", "role"],
                name="byline_once_in_a_role",
                violation_error_message="同一个人以同一身份只能署名一次：请删去重复的一行。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.printed_name}"

    @property
    def printed_name(self) -> str:
        return self.name or (self.reporter.name if self.reporter else "")

    def credit(self) -> Credit:
        return Credit(
            role=self.role,
            name=self.printed_name,
            organisation=self.organisation,
            role_as_printed=self.role_as_printed,
        )


def byline_line(article: Article) -> str:
    """`本报记者 甲某 通讯员 乙某`, as newspapers print it; empty without bylines. Uses a prefetched `bylines`."""
    return format_byline([byline.credit() for byline in members(article, "bylines")])
