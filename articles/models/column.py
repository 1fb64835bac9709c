"""栏目: the standing labels under which stories run."""

from __future__ import annotations

from django.db import models

from .addresses import address
from .slug import PinyinSlugField


class Column(models.Model):
    name = models.CharField("名称", max_length=30, unique=True)
    slug = PinyinSlugField("name")
    description = models.CharField("说明", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("启用", default=True, help_text="停用的栏目不再出现在导航里，旧稿仍可读。")

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("column", self.slug)
