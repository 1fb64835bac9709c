"""专题: stories that belong together, under an introduction and a picture, in groups that an editor has ordered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.richtext import RichTextField, plain_text

from .addresses import address
from .article import Article
from .present import present
from .slug import PinyinSlugField


class TopicQuerySet(models.QuerySet["Topic"]):
    def public(self) -> TopicQuerySet:
        """Topics that readers may open: released, and the time has come. The only place that says so."""
        return self.filter(publish_at__lte=present())

    def newest(self) -> TopicQuerySet:
        return self.order_by("-publish_at", "-pk")


class Topic(models.Model):
    title = models.CharField("标题", max_length=40, unique=True, help_text="如“老旧小区改造”，不超过40字。")
    slug = PinyinSlugField("title")
    introduction = RichTextField("导语", blank=True, help_text="这个专题说的是什么，两三句话。")
    picture = models.ForeignKey(
        "articles.Photo", models.SET_NULL, verbose_name="题图", null=True, blank=True, related_name="topics",
        help_text="从图片库选；留空时用第一篇有图稿件的图。",
    )  # fmt: skip
    publish_at = models.DateTimeField(
        "上线时间", null=True, blank=True, db_index=True, help_text="留空则读者看不到这个专题。"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    updated_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题"
        ordering = ["-publish_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="topic_titled", violation_error_message="请填写专题的标题。"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("topic", self.slug)

    @property
    def is_public(self) -> bool:
        """The same question as `public()`, of one row that is already here."""
        return self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def state_label(self) -> str:
        if self.publish_at is None:
            return "未上线"
        return "已上线" if self.is_public else "定时上线"

    @property
    def opening(self) -> str:
        """The introduction as one line of plain text, for lists and share cards."""
        return " ".join(plain_text(self.introduction).split())


class TopicGroup(models.Model):
    """A part of a topic; the first may do without a heading."""

    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name="专题", related_name="groups")
    title = models.CharField("小标题", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "专题分组"
        verbose_name_plural = "专题分组"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or "（无小标题）"


class TopicStory(models.Model):
    """A story's place in a group. Which of them readers see says `Article.objects.public()`."""

    group = models.ForeignKey(TopicGroup, models.CASCADE, verbose_name="分组", related_name="stories")
    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="topic_places")
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "专题稿件"
        verbose_name_plural = "专题稿件"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "article"],
                name="topic_story_once_in_group",
                violation_error_message="这篇稿件已经在这一组里。",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.order + 1}篇"
