"""稿件: the story, from draft to withdrawal. What may happen to it stands in `articles.workflow`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.richtext import RichTextField

from .addresses import address
from .column import Column
from .district import District
from .edition import Page
from .prepared import Given, Prepared, columns, instance
from .present import present
from .tag import TaggedArticle

MAX_HEADLINE = 300


class ArticleKind(models.TextChoices):
    NEWS = "news", "消息"
    FEATURE = "feature", "通讯"
    COMMENT = "comment", "评论"
    PHOTO = "photo", "图片新闻"
    INTERVIEW = "interview", "专访"
    ESSAY = "essay", "副刊"
    SERVICE = "service", "服务"
    NOTICE = "notice", "公告"
    AD = "ad", "广告"


NEWS_KINDS = [kind for kind in ArticleKind if kind not in (ArticleKind.NOTICE, ArticleKind.AD)]


class Status(models.TextChoices):
    """The steps of 三审. `approved` has all signatures; `published` shows itself once `publish_at` has passed."""

    DRAFT = "draft", "草稿"
    FIRST_REVIEW = "first_review", "初审"
    SECOND_REVIEW = "second_review", "复审"
    FINAL_REVIEW = "final_review", "终审"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤稿"


IN_REVIEW = frozenset({Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW})


class AiLabel(models.TextChoices):
    NONE = "", "无"
    TEXT = "text", "文字由人工智能辅助生成"
    PICTURE = "picture", "图片由人工智能生成"
    BOTH = "both", "文字和图片由人工智能辅助生成"


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> ArticleQuerySet:
        """What a reader may see: published, its time has come, not withdrawn. The only place that says so."""
        return self.filter(status=Status.PUBLISHED, publish_at__lte=present())

    def withdrawn(self) -> ArticleQuerySet:
        """What readers could see once and can no more: the address answers 410. Not what was stopped before its time.

        A piece that was taken back to be written anew stays withdrawn for its readers until it appears again.
        """
        seen_once = self.filter(first_published_at__lte=F("withdrawn_at"))
        return seen_once.exclude(status=Status.PUBLISHED, publish_at__lte=timezone.now())

    def overdue(self) -> ArticleQuerySet:
        """Was to appear by now and did not: its text changed after it was scheduled, and the signatures are void."""
        return self.filter(publish_at__lte=timezone.now(), status__in=[Status.DRAFT, *IN_REVIEW, Status.APPROVED])

    def newest(self) -> ArticleQuerySet:
        return self.order_by("-publish_at", "-pk")

    def visible_to(self, user: Any) -> ArticleQuerySet:
        """On staff pages editors see everything, proofreaders what is in review besides, writers what is theirs.

        Not what lies in the bin: see `binned()`.
        """
        if user.has_perm("articles.review_article"):
            return self.unbinned()
        seen = (
            Q(status=Status.PUBLISHED, publish_at__lte=timezone.now())
            | Q(created_by=user.pk)
            | Q(pk__in=self.model.objects.filter(bylines__reporter__user=user.pk).values("pk"))
        )
        if user.has_perm("articles.proof_article"):
            seen |= Q(status__in=[*IN_REVIEW, Status.APPROVED]) | Q(pending__isnull=False)
        return self.filter(seen, binned_at=None)

    def unbinned(self) -> ArticleQuerySet:
        """What editors see."""
        return self.filter(binned_at=None)

    def binned(self) -> ArticleQuerySet:
        return self.filter(binned_at__isnull=False)


def _replaced(text: Any, pattern: str, by: str) -> Func:
    return Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace", output_field=models.TextField())


class Article(models.Model):
    kicker = models.CharField("引题", max_length=200, blank=True, help_text="主题上方的小字，如“新城区：”。")
    headline = models.CharField("标题", max_length=MAX_HEADLINE, blank=True, help_text="主题；发布前必须有。")
    subheadline = models.CharField("副题", max_length=MAX_HEADLINE, blank=True)
    summary = models.TextField("提要", max_length=500, blank=True, help_text="列表和分享时用，留空取正文开头。")
    dateline = models.CharField("电头", max_length=60, blank=True, help_text="如“本报讯”“新华社北京4月7日电”。")
    body = RichTextField("正文", blank=True)
    # Marks and blanks do not count; an entity (&amp;) counts as the one character that it is.
    length = models.GeneratedField(
        expression=Length(_replaced(_replaced(F("body"), r"<[^>]*>|\s|\u00a0|\u3000", ""), "&[a-z]+;", "x")),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="字数",
    )
    kind = models.CharField("体裁", max_length=10, choices=ArticleKind, default=ArticleKind.NEWS)
    column = models.ForeignKey(
        Column, models.PROTECT, verbose_name="栏目", null=True, blank=True, related_name="articles"
    )
    districts = models.ManyToManyField(District, verbose_name="旗县区", blank=True, related_name="articles")
    tags = TaggableManager(through=TaggedArticle, verbose_name="标签", blank=True, help_text="用顿号或逗号隔开。")

    source = models.CharField("来源", max_length=60, blank=True, help_text="转载稿填原媒体，如“新华社”；本报稿留空。")
    original_headline = models.CharField("原标题", max_length=MAX_HEADLINE, blank=True)
    original_author = models.CharField("原作者", max_length=100, blank=True)
    ai_label = models.CharField("人工智能标识", max_length=10, choices=AiLabel, blank=True, default=AiLabel.NONE)

    page = models.ForeignKey(
        Page, models.PROTECT, verbose_name="版面", null=True, blank=True, related_name="articles",
        help_text="见报的期次和版次；网络稿留空。",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("版内位置", null=True, blank=True, help_text="1 是头条。")
    is_lead = models.BooleanField("首页头条", default=False)

    note = models.TextField(
        "内部备注", max_length=2000, blank=True, default="",
        help_text="只有采编人员看得到；导入时的疑点也记在这里。",
    )  # fmt: skip

    archive_key = models.CharField(
        "旧库编号", max_length=200, null=True, blank=True, unique=True, editable=False,
        help_text="从旧系统迁入的稿件：来源和原编号。",
    )  # fmt: skip
    page_import = models.ForeignKey(
        "articles.PageImport", models.SET_NULL, verbose_name="版面导入", null=True, blank=True, editable=False,
        related_name="articles",
    )  # fmt: skip
    import_item = models.CharField("导入的第几条", max_length=20, blank=True, default="", editable=False)

    status = models.CharField("状态", max_length=15, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField("首次发布", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("撤稿时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤稿原因", max_length=200, blank=True, editable=False)

    version = models.PositiveIntegerField("版本", default=1, editable=False)
    round = models.PositiveIntegerField("审校轮次", default=1, editable=False)
    # A change of a published piece that waits for its reviews; readers see the old text until then.
    pending = models.ForeignKey(
        "articles.Revision", models.SET_NULL, verbose_name="待审的修改", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    pending_step = models.CharField("修改待哪一审", max_length=20, choices=Status, blank=True, editable=False)
    embargo_until = models.DateTimeField("解禁时间", null=True, blank=True, help_text="在此之前不能上线；留空即不限。")
    binned_at = models.DateTimeField("删除时间", null=True, blank=True, editable=False, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="删除人", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField("建稿时间", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="建稿人", null=True, blank=True, editable=False,
        related_name="articles_created",
    )  # fmt: skip
    updated_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", null=True, blank=True, editable=False,
        related_name="articles_updated",
    )  # fmt: skip

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件"
        verbose_name_plural = "稿件"
        ordering = ["-pk"]
        permissions = [
            ("submit_article", "可以送审稿件"),
            ("review_article", "可以看和编辑全部稿件、退回稿件"),
            ("first_review_article", "可以初审"),
            ("second_review_article", "可以复审"),
            ("final_review_article", "可以终审"),
            ("emergency_publish_article", "可以紧急发布（不等审校签完）"),
            ("proof_article", "可以校对"),
            ("publish_article", "可以发布、更正和撤稿"),
        ]
        indexes = [
            models.Index(
                F("publish_at").desc(), F("id").desc(),
                name="article_newest_public", condition=Q(status="published"),
            ),
            models.Index(
                F("column"), F("publish_at").desc(), F("id").desc(),
                name="article_newest_in_column", condition=Q(status="published"),
            ),
            models.Index(
                F("kind"), F("publish_at").desc(), F("id").desc(),
                name="article_newest_of_kind", condition=Q(status="published"),
            ),
            models.Index(
                F("publish_at").desc(), F("id").desc(),
                name="article_newest_lead", condition=Q(status="published", is_lead=True),
            ),
            # Lists of a district, a tag or a person are joined and ordered from indexes alone.
            models.Index("id", include=["publish_at"], name="article_time_by_key", condition=Q(status="published")),
            models.Index("status", F("updated_at").desc(), name="article_by_status"),
            # The admin's list begins with what was changed last.
            models.Index(
                F("updated_at").desc(), F("id").desc(), name="article_changed_last", condition=Q(binned_at=None)
            ),
            # Or, of a year, a month or a day that was chosen there, with what appeared last.
            models.Index(
                F("publish_at").desc(), F("id").desc(), name="article_appeared_last", condition=Q(binned_at=None)
            ),
            models.Index(fields=["headline"], name="article_headline"),  # whether an imported story is here already
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | (Q(publish_at__isnull=False) & ~Q(headline="")),
                name="article_published_has_time_and_headline",
                violation_error_message="发布的稿件须有标题和发布时间：请先填写标题。",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="article_withdrawn_has_time_and_reason",
                violation_error_message="撤稿须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | (Q(page__isnull=False) & Q(position__gte=1)),
                name="article_position_on_a_page",
                violation_error_message="版内位置从1数起，并且只有选了版面才有：请选版面，或把位置留空。",
            ),
            models.CheckConstraint(
                condition=Q(binned_at__isnull=True) | (Q(status="draft") & Q(first_published_at__isnull=True)),
                name="article_only_drafts_are_binned",
                violation_error_message="只有没有发布过的草稿能删除：审稿中的先退回，发布过的用撤稿。",
            ),
            models.CheckConstraint(
                condition=(Q(pending__isnull=True) & Q(pending_step="")) | Q(status="published"),
                name="article_pending_only_when_published",
                violation_error_message="只有已发布的稿件有待审的修改。",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="article_version_counts_from_one",
                violation_error_message="版本号从1数起。",
            ),
            models.CheckConstraint(
                condition=Q(source__gt="") | (Q(original_headline="") & Q(original_author="")),
                name="article_reprint_has_source",
                violation_error_message="填了原标题或原作者的是转载稿：请填写来源。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.headline or f"（无标题 {self.pk or '新稿'}）"

    def get_absolute_url(self) -> str:
        return address("article", self.pk)

    @classmethod
    def stored(cls, pk: int | None) -> Article:
        """The row as it is now, read from the database that is written to. Raises `Article.DoesNotExist`."""
        for row in _STORED(pk=pk):
            return instance(cls, row)
        raise cls.DoesNotExist

    @classmethod
    def locked(cls, pk: int | None) -> Article:
        """The same, with a lock on the row until the end of the transaction that the caller has begun."""
        for row in _LOCKED(pk=pk):
            return instance(cls, row)
        raise cls.DoesNotExist

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """As Django's; for whole rows by a prepared query, since a verb looks again at what it has done."""
        if using or fields is not None or from_queryset is not None or self.get_deferred_fields():
            super().refresh_from_db(using, fields, from_queryset)
        else:
            self.become(Article.stored(self.pk))

    def become(self, other: Article) -> None:
        """Take the columns of another instance of this row; what is known of related rows is forgotten."""
        for field in self._meta.concrete_fields:
            self.__dict__[field.attname] = getattr(other, field.attname)
        self._state.fields_cache = {}
        self._prefetched_objects_cache: dict[str, Any] = {}

    @property
    def is_public(self) -> bool:
        """The same question as `public()`, of one row that is already here."""
        return self.status == Status.PUBLISHED and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and not self.is_public

    @property
    def status_label(self) -> str:
        return "定时发布" if self.is_scheduled else Status(self.status).label


_STORED = Prepared(lambda: Article._base_manager.filter(pk=Given("pk")).values(*columns(Article)), for_write=True)
_LOCKED = Prepared(
    lambda: Article._base_manager.select_for_update(no_key=True).filter(pk=Given("pk")).values(*columns(Article)),
    for_write=True,
)
