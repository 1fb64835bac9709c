"""标签 on django-taggit, with slugs in pinyin."""

from __future__ import annotations

from django.db import models
from taggit.models import ItemBase, TagBase

from articles.text.slugs import pinyin_slug

from .addresses import address


class Tag(TagBase):
    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """`候鸟` → `hou-niao`; `TagBase.save` counts `i` up until the unique index is content."""
        slug = pinyin_slug(tag)
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return address("tag", self.slug)


class TaggedArticle(ItemBase):
    content_object: models.ForeignKey = models.ForeignKey(
        "articles.Article", models.CASCADE, verbose_name="稿件", related_name="tagged"
    )
    tag: models.ForeignKey = models.ForeignKey(Tag, models.CASCADE, verbose_name="标签", related_name="items")

    class Meta:
        verbose_name = "稿件标签"
        verbose_name_plural = "稿件标签"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_article_once")]
        indexes = [models.Index(fields=["tag", "content_object"], name="tagged_article_by_tag")]
