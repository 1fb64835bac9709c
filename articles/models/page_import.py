"""版面导入: a page's text or file on its way to drafts, with everything that an editor has decided about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.sheet import Sheet

STUCK_AFTER = timedelta(minutes=3)  # a file is read in 90 seconds at most; the queue may be as long again


class ImportKind(models.TextChoices):
    PASTE = "paste", "粘贴"
    TXT = "txt", "文本文件"
    DOCX = "docx", "Word 文稿"
    PDF = "pdf", "PDF 版面"


class ImportStatus(models.TextChoices):
    READING = "reading", "读取中"
    OPEN = "open", "待核对"
    DONE = "done", "已建稿"
    FAILED = "failed", "读不了"
    DISCARDED = "discarded", "已丢弃"


class PageImportQuerySet(models.QuerySet["PageImport"]):
    def visible_to(self, user: Any) -> PageImportQuerySet:
        """Editors see every import, others their own."""
        if user.has_perm("articles.review_article"):
            return self
        return self.filter(created_by=user.pk)

    def light(self) -> PageImportQuerySet:
        """For lists: without the text and what was made of it."""
        return self.defer("text", "first", "sheet", "steps", "layout")


class PageImport(models.Model):
    """One page. `sheet` is `first` after `steps[:steps_done]`; the steps behind are those that were undone.

    `layout` is what a file's typography says: of a Word file rich blocks and footnotes, of a PDF lines and pictures
    with their boxes (`articles.intake.reading` writes it). `version` grows with every change.
    """

    kind = models.CharField("来源", max_length=5, choices=ImportKind, default=ImportKind.PASTE)
    name = models.CharField("文件名", max_length=120, blank=True)
    status = models.CharField("状态", max_length=10, choices=ImportStatus, default=ImportStatus.OPEN)
    edition_date = models.DateField("期次", null=True, blank=True)
    page_number = models.PositiveSmallIntegerField("版序", null=True, blank=True)

    text = models.TextField("原文", blank=True)
    text_sha256 = models.CharField("原文 SHA-256", max_length=64, blank=True, db_index=True, help_text="空白不计。")
    first = models.JSONField("最初的判断", default=dict, blank=True)
    sheet = models.JSONField("现在的判断", default=dict, blank=True)
    steps = models.JSONField("操作", default=list, blank=True)
    steps_done = models.PositiveIntegerField("已做的操作", default=0)
    layout = models.JSONField("版式", default=dict, blank=True)
    notes = models.JSONField("读取时的说明", default=list, blank=True)

    # Both stand in the private folder: no address leads there but the desk's own, which asks `visible_to` first.
    original = models.FileField("原文件", upload_to="imports/%Y/%m", max_length=200, blank=True)
    page_image = models.FileField("版面图", upload_to="imports/%Y/%m", max_length=200, blank=True)
    error = models.TextField("读不了的原因", blank=True)
    sheet_in_file = models.PositiveSmallIntegerField("文件里的第几页", default=1)
    group = models.UUIDField("同一次上传", default=uuid4, db_index=True)
    item_count = models.PositiveIntegerField("条数", default=0)
    doubt_count = models.PositiveIntegerField("待核对处", default=0)

    version = models.PositiveIntegerField("版本", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人", null=True, blank=True,
        related_name="page_imports",
    )  # fmt: skip
    created_at = models.DateTimeField("导入时间", default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField("修改时间", default=timezone.now)
    done_at = models.DateTimeField("建稿时间", null=True, blank=True)

    objects = PageImportQuerySet.as_manager()

    class Meta:
        verbose_name = "版面导入"
        verbose_name_plural = "版面导入"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["created_by", "status", "-created_at"], name="page_import_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(page_number__isnull=True)
                | Q(edition_date__isnull=False, page_number__gte=1, page_number__lte=200),
                name="page_import_page_of_an_edition",
                violation_error_message="版序是1到200之间的数字，并且只有选了期次才有：请选期次，或把版序留空。",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_at__isnull=False),
                name="page_import_done_has_time",
                violation_error_message="已建稿的导入须有建稿时间。",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(error=""),
                name="page_import_failed_has_reason",
                violation_error_message="读不了的导入须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.get_kind_display()}（{timezone.localtime(self.created_at):%Y-%m-%d %H:%M}）"

    def as_sheet(self) -> Sheet:
        """The decisions as they stand; empty while the file is not read."""
        return Sheet.from_json(self.sheet) if self.sheet else Sheet()

    @property
    def is_open(self) -> bool:
        return self.status == ImportStatus.OPEN

    @property
    def is_stuck(self) -> bool:
        """Whether nobody seems to read the file any more: the worker was ended, or none runs."""
        return self.status == ImportStatus.READING and timezone.now() - self.updated_at > STUCK_AFTER

    @property
    def can_undo(self) -> bool:
        return self.is_open and self.steps_done > 0

    @property
    def can_redo(self) -> bool:
        return self.is_open and self.steps_done < len(self.steps)


class ImportPicture(models.Model):
    """A picture that came inside a Word file; `number` is its place there, from 0, as the sheet names it.

    One that the library would not take has no `original` and says why in `refused`. `photo` is what became of it.
    """

    page_import = models.ForeignKey(PageImport, models.CASCADE, verbose_name="版面导入", related_name="pictures")
    number = models.PositiveSmallIntegerField("序号")
    original = models.FileField("原图", upload_to="imports/%Y/%m", max_length=200, blank=True)
    thumbnail = models.FileField("小图", upload_to="imports/%Y/%m", max_length=200, blank=True)
    format = models.CharField("格式", max_length=10, blank=True)
    width = models.PositiveIntegerField("宽（像素）", default=0)
    height = models.PositiveIntegerField("高（像素）", default=0)
    caption = models.TextField("图片说明", blank=True)
    credit = models.TextField("署名", blank=True)
    refused = models.TextField("未接收的原因", blank=True)
    photo = models.ForeignKey("articles.Photo", models.SET_NULL, verbose_name="图片", null=True, blank=True,
                              related_name="+")  # fmt: skip

    class Meta:
        verbose_name = "导入的图片"
        verbose_name_plural = "导入的图片"
        ordering = ["page_import", "number"]
        constraints = [models.UniqueConstraint(fields=["page_import", "number"], name="import_picture_once")]

    def __str__(self) -> str:
        return f"图片 {self.number + 1}"
