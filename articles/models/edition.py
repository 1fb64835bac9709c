"""期, 版 and 热区: the printed paper on screen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.text.calendar import date_line

from .addresses import dated
from .present import present
from .reporter import Reporter


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> EditionQuerySet:
        """Editions that readers may leaf through: released, and the time has come."""
        return self.filter(publish_at__lte=present())


class Edition(models.Model):
    date = models.DateField("日期", unique=True)
    number = models.PositiveIntegerField("期号", unique=True, null=True, blank=True, help_text="总第几期。")
    publish_at = models.DateTimeField(
        "上线时间", null=True, blank=True, db_index=True, help_text="留空则读者看不到这一期。"
    )

    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "期"
        verbose_name_plural = "数字报"
        ordering = ["-date"]
        permissions = [("publish_edition", "发布数字报")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}" + (f" 第{self.number}期" if self.number else "")

    def get_absolute_url(self) -> str:
        return dated("edition", self.date)

    @property
    def date_line(self) -> str:
        return date_line(self.date)

    @property
    def is_public(self) -> bool:
        return self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def state(self) -> str:
        """`preparing`, `scheduled`, `published` or `withdrawn`."""
        if self.publish_at is None:
            return "withdrawn" if self.withdrawn_at else "preparing"
        return "published" if self.is_public else "scheduled"

    @property
    def state_label(self) -> str:
        labels = {"preparing": "编辑中", "scheduled": "已定时", "published": "已上线", "withdrawn": "已撤下"}
        return labels[self.state]


class PageQuerySet(models.QuerySet["Page"]):
    def public(self) -> PageQuerySet:
        return self.filter(edition__publish_at__lte=present())


class Page(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name="期", related_name="pages")
    number = models.PositiveSmallIntegerField("版序", help_text="从1数起。")
    label = models.CharField("版次", max_length=8, blank=True, help_text="报上印的版次，如 A03；留空为两位数字。")
    name = models.CharField("版名", max_length=30, blank=True, help_text="如“要闻”。")
    image = models.ForeignKey(
        "articles.Photo", models.SET_NULL, verbose_name="版面图", null=True, blank=True, related_name="page_image_of"
    )
    pdf = models.FileField(
        "PDF", upload_to="pages/%Y/%m", blank=True, validators=[FileExtensionValidator(["pdf"])], max_length=200
    )

    # 签发: whoever changes what is signed takes the signature away (articles.workflow.editions).
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    signed_at = models.DateTimeField("签发时间", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "版面"
        verbose_name_plural = "版面"
        ordering = ["edition", "number"]
        permissions = [("sign_page", "签发版面")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="page_signed_by_somebody",
                violation_error_message="签发须有签发人和时间。",
            ),
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="page_once_in_edition",
                violation_error_message="这一期已有这个版序：请改用另一个数字。",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=200),
                name="page_number_from_one",
                violation_error_message="版序是1到200之间的数字。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.printed_label}"

    def get_absolute_url(self) -> str:
        return dated("page", self.edition.date, self.number)

    @property
    def printed_label(self) -> str:
        """`第01版：要闻`."""
        return f"第{self.label or f'{self.number:02}'}版" + (f"：{self.name}" if self.name else "")


class PageCredit(models.Model):
    """责任编辑, 版式, 校对 … of a page, as its foot names them (DOMAIN §1.6: stored, not dropped)."""

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="版面", related_name="credits")
    role = models.CharField("职责", max_length=20, help_text="如“责任编辑”“校对”。")
    name = models.CharField("姓名", max_length=40)
    reporter = models.ForeignKey(Reporter, models.SET_NULL, verbose_name="人员", null=True, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "版面署名"
        verbose_name_plural = "版面署名"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class HotAreaQuerySet(models.QuerySet["HotArea"]):
    def visible_to(self, user: Any) -> HotAreaQuerySet:
        """On staff pages: those of stories that the user may see, and those without a story."""
        from .article import Article  # which needs this module first

        return self.filter(Q(article=None) | Q(article__in=Article.objects.visible_to(user)))


class HotArea(models.Model):
    """Where an article stands on the image of its page, in percent of the image's width and height."""

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="版面", related_name="hot_areas")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, verbose_name="稿件", null=True, blank=True, related_name="hot_areas"
    )
    name = models.CharField("名称", max_length=100, blank=True, help_text="没有连稿件时看它，如“天气”“广告”。")
    order = models.PositiveSmallIntegerField("次序", default=0)
    left = models.DecimalField("左（%）", max_digits=5, decimal_places=2)
    top = models.DecimalField("上（%）", max_digits=5, decimal_places=2)
    width = models.DecimalField("宽（%）", max_digits=5, decimal_places=2)
    height = models.DecimalField("高（%）", max_digits=5, decimal_places=2)

    objects = HotAreaQuerySet.as_manager()

    class Meta:
        verbose_name = "热区"
        verbose_name_plural = "热区"
        ordering = ["order", "top", "left"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, top__gte=0, width__gt=0, height__gt=0)
                & Q(left__lte=100 - F("width"))
                & Q(top__lte=100 - F("height")),
                name="hot_area_inside_page",
                violation_error_message="热区须在版面之内：左、上不小于0，左+宽、上+高不大于100。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.left},{self.top} {self.width}×{self.height}"
