"""关于我们, 联系我们, 版权声明: pages that are no news."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from articles.richtext import RichTextField

from .addresses import address
from .slug import PinyinSlugField


class StaticPage(models.Model):
    title = models.CharField("标题", max_length=60)
    slug = PinyinSlugField("title")
    body = RichTextField("正文")
    order = models.PositiveSmallIntegerField("次序", default=0)
    in_footer = models.BooleanField("列在页脚", default=True)
    updated_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "固定页面"
        verbose_name_plural = "固定页面"
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("static_page", self.slug)
