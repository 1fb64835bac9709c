"""图片: pictures, the page images of the 数字报 and portraits, and their use in stories."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.utils import timezone

from articles.text.searchable import parse

from .addresses import address
from .article import Article
from .district import District
from .edition import Page
from .photo_search import photos_with
from .reporter import Reporter
from .topic import Topic


class PhotoPurpose(models.TextChoices):
    NEWS = "news", "新闻图片"
    PAGE = "page", "版面图"
    PORTRAIT = "portrait", "头像"


class PhotoStatus(models.TextChoices):
    PENDING = "pending", "处理中"
    READY = "ready", "可用"
    REJECTED = "rejected", "未接收"


class Rights(models.TextChoices):
    OWN = "own", "本报拍摄"
    SUPPLIED = "supplied", "供图"
    AGENCY = "agency", "通讯社"
    FILE = "file", "资料图片"
    LICENSED = "licensed", "授权使用"
    AI = "ai", "人工智能生成"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def public(self) -> PhotoQuerySet:
        """Pictures that readers may see: ready, not in the bin, and in use by something that is public itself."""
        in_story = ArticlePhoto.objects.filter(photo=OuterRef("pk"), article__in=Article.objects.public())
        on_page = Page.objects.public().filter(image=OuterRef("pk"))
        of_person = Reporter.objects.filter(portrait=OuterRef("pk"), active=True)
        of_topic = Topic.objects.public().filter(picture=OuterRef("pk"))
        return self.filter(status=PhotoStatus.READY, binned_at=None).filter(
            Q(Exists(in_story) | Exists(of_topic), purpose=PhotoPurpose.NEWS)
            | Q(Exists(on_page), purpose=PhotoPurpose.PAGE)
            | Q(Exists(of_person), purpose=PhotoPurpose.PORTRAIT)
        )

    def of_public_story(self) -> PhotoQuerySet:
        """`public()` of pictures that a story uses that is known to be public: what is left to ask of them."""
        return self.filter(status=PhotoStatus.READY, binned_at=None, purpose=PhotoPurpose.NEWS)

    def news(self) -> PhotoQuerySet:
        return self.filter(purpose=PhotoPurpose.NEWS)

    def kept(self) -> PhotoQuerySet:
        """Those that do not lie in the bin."""
        return self.filter(binned_at=None)

    def usable(self) -> PhotoQuerySet:
        """Pictures that may be put into a story: news pictures, ready, not in the bin, with rights that last."""
        over = Q(rights_until__lt=timezone.localdate())
        return self.news().kept().filter(status=PhotoStatus.READY).exclude(over)

    def matching(self, text: str) -> PhotoQuerySet:
        """Pictures that have the words of `text`, as stories are searched (`老井 "清泉巷" -通知`): in caption, place,
        people, credit, photographer and district (in pinyin, too), keywords, shoot, and captions in stories. A number
        is also that of a picture."""
        if not text.strip():
            return self
        query = parse(text)
        return self.filter(pk__in=photos_with(query)) if query else self.none()

    def in_use(self) -> PhotoQuerySet:
        """Pictures that something refers to: a story in any state, its change that waits, a page, a person, a topic."""
        return self.filter(_in_use())

    def unused(self) -> PhotoQuerySet:
        return self.exclude(_in_use())


def _in_use() -> Q:
    used = ArticlePhoto.objects.filter(photo=OuterRef("pk"))
    on_page = Page.objects.filter(image=OuterRef("pk"))
    of_person = Reporter.objects.filter(portrait=OuterRef("pk"))
    of_topic = Topic.objects.filter(picture=OuterRef("pk"))
    waiting = Article.objects.filter(
        pending__snapshot__text__photos__contains=Func(
            Func(Value("photo"), OuterRef("pk"), function="jsonb_build_object"), function="jsonb_build_array",
            output_field=models.JSONField(),
        )
    )  # fmt: skip
    return Q(Exists(used)) | Q(Exists(on_page)) | Q(Exists(of_person)) | Q(Exists(of_topic)) | Q(Exists(waiting))


class Photo(models.Model):
    original = models.FileField("原图", upload_to="photos/%Y/%m", max_length=200)
    purpose = models.CharField("用途", max_length=10, choices=PhotoPurpose, default=PhotoPurpose.NEWS)
    width = models.PositiveIntegerField("宽（像素）", default=0, editable=False)
    height = models.PositiveIntegerField("高（像素）", default=0, editable=False)
    size = models.PositiveBigIntegerField("字节数", default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    colour = models.CharField("占位颜色", max_length=7, blank=True, editable=False)

    caption = models.TextField("图片说明", max_length=1000, blank=True)
    alternative = models.CharField(
        "替代文字", max_length=300, blank=True, help_text="给看不见图片的读者：图上是什么；留空用图片说明。"
    )
    credit_line = models.CharField("署名行", max_length=100, blank=True, help_text="如“本报记者 某某 摄”。")
    photographer = models.ForeignKey(
        Reporter, models.PROTECT, verbose_name="摄影者", null=True, blank=True, related_name="photos"
    )
    agency = models.CharField("供图单位", max_length=60, blank=True)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    district = models.ForeignKey(
        District, models.SET_NULL, verbose_name="旗县区", null=True, blank=True, related_name="photos"
    )
    keywords = ArrayField(models.CharField(max_length=40), verbose_name="关键词", default=list, blank=True)
    focal_x = models.FloatField("焦点（横）", default=0.5, help_text="0 是左边，1 是右边；裁切时围绕焦点。")
    focal_y = models.FloatField("焦点（纵）", default=0.5, help_text="0 是上边，1 是下边。")
    rights = models.CharField("版权", max_length=10, choices=Rights, default=Rights.OWN)
    rights_note = models.CharField("版权说明", max_length=200, blank=True)
    rights_until = models.DateField("授权到期", null=True, blank=True, help_text="过了这一天不能再用；留空即不限。")
    people = models.CharField("图中人物", max_length=300, blank=True, help_text="从左到右，用顿号隔开。")

    shoot = models.ForeignKey(
        "articles.Shoot", models.SET_NULL, verbose_name="一组图片", null=True, blank=True, related_name="photos",
        editable=False,
    )  # fmt: skip
    shoot_order = models.PositiveIntegerField("组内次序", default=0, editable=False)
    rotation = models.PositiveSmallIntegerField(
        "旋转", default=0, editable=False, choices=[(0, "不转"), (90, "右转"), (180, "倒转"), (270, "左转")]
    )
    # What is left of the turned picture, as fractions of it: left, top, right, bottom; empty while nothing is cut away.
    # `width` and `height` are those of what is left, these here of the whole.
    cut = ArrayField(models.FloatField(), verbose_name="裁剪", size=4, default=list, blank=True, editable=False)
    whole_width = models.PositiveIntegerField("全宽（像素）", default=0, editable=False)
    whole_height = models.PositiveIntegerField("全高（像素）", default=0, editable=False)
    # Signed 64-bit difference hash (articles.imaging.similarity): near-duplicates differ in few bits.
    fingerprint = models.BigIntegerField("指纹", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    binned_at = models.DateTimeField("删除时间", null=True, blank=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="删除人", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip

    # A near-duplicate that went into another photo: its address leads there, its uses have moved.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="并入", null=True, blank=True, editable=False, related_name="merged"
    )

    status = models.CharField("状态", max_length=10, choices=PhotoStatus, default=PhotoStatus.PENDING, editable=False)
    rejected_reason = models.CharField("未接收的原因", max_length=300, blank=True, editable=False)
    metadata = models.JSONField("元数据", default=dict, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", null=True, blank=True, editable=False,
        related_name="photos_uploaded",
    )  # fmt: skip
    created_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["purpose", "status", "-created_at"], name="photo_library"),
            models.Index(fields=["fingerprint"], name="photo_by_fingerprint"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="photo_focal_point_inside",
                violation_error_message="焦点的横、纵坐标都在0和1之间，正中是0.5。",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(width__gt=0, height__gt=0, size__gt=0),
                name="photo_ready_is_measured",
                violation_error_message="可用的图片须量过尺寸。",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(rejected_reason=""),
                name="photo_rejected_has_reason",
                violation_error_message="未接收的图片须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:30] or f"图片 {self.pk}"

    def get_absolute_url(self) -> str:
        return address("photo", self.pk)

    @property
    def alt(self) -> str:
        return self.alternative or self.caption

    @property
    def is_expired(self) -> bool:
        return self.rights_until is not None and self.rights_until < timezone.localdate()

    @property
    def dimensions(self) -> str:
        return f"{self.width}×{self.height}" if self.width else "—"


class ArticlePhoto(models.Model):
    """One use of a photo: its place in the order and, where it differs, its caption here."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="uses")
    photo = models.ForeignKey(Photo, models.PROTECT, verbose_name="图片", related_name="uses")
    order = models.PositiveSmallIntegerField("次序", default=0)
    caption = models.TextField("本次说明", max_length=1000, blank=True, help_text="留空用图片自己的说明。")

    class Meta:
        verbose_name = "配图"
        verbose_name_plural = "配图"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"],
                name="photo_once_in_article",
                violation_error_message="这张图片已经在这篇稿件里：请删去重复的一行。",
            )
        ]

    def __str__(self) -> str:
        return f"配图 {self.order}"

    @property
    def printed_caption(self) -> str:
        return self.caption or self.photo.caption
