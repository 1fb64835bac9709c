"""What photographers send: uploads that may stop and go on, and the shoots that they belong to."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .district import District
from .photo import Photo, Rights
from .reporter import Reporter


class Shoot(models.Model):
    """一组图片: pictures of one event, and what is said of all of them; each picture adds only what differs."""

    title = models.CharField("名称", max_length=60, blank=True, help_text="如“石榴巷亮灯”；留空用日期。")
    caption = models.TextField("共同说明", max_length=1000, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    district = models.ForeignKey(District, models.SET_NULL, verbose_name="旗县区", null=True, blank=True)
    photographer = models.ForeignKey(
        Reporter, models.PROTECT, verbose_name="摄影者", null=True, blank=True, related_name="shoots"
    )
    credit_line = models.CharField("署名行", max_length=100, blank=True)
    agency = models.CharField("供图单位", max_length=60, blank=True)
    rights = models.CharField("版权", max_length=10, choices=Rights, default=Rights.OWN)
    keywords = ArrayField(models.CharField(max_length=40), verbose_name="标签", default=list, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="建立人", editable=False, related_name="shoots"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "一组图片"
        verbose_name_plural = "成组图片"
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.title or f"{timezone.localtime(self.created_at):%m月%d日 %H:%M} 上传"


class UploadStatus(models.TextChoices):
    RECEIVING = "receiving", "上传中"
    RECEIVED = "received", "等待处理"
    DONE = "done", "已入库"
    DUPLICATE = "duplicate", "已在库里"
    REFUSED = "refused", "未接收"


class Upload(models.Model):
    """One file on its way in. `offset` is how many bytes are safely here; the file itself may hold more after a crash.

    Protocol: tus 1.0.0 (https://tus.io/protocols/resumable-upload).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="上传人", related_name="uploads")
    shoot = models.ForeignKey(
        Shoot, models.SET_NULL, verbose_name="一组图片", null=True, blank=True, related_name="uploads"
    )
    name = models.CharField("文件名", max_length=200, blank=True)
    length = models.PositiveBigIntegerField("字节数")
    offset = models.PositiveBigIntegerField("已收到", default=0)
    sha256 = models.CharField("上传者说的SHA-256", max_length=64, blank=True)
    status = models.CharField("状态", max_length=10, choices=UploadStatus, default=UploadStatus.RECEIVING)
    reason = models.CharField("原因", max_length=300, blank=True)
    photo = models.ForeignKey(
        Photo, models.SET_NULL, verbose_name="图片", null=True, blank=True, related_name="uploads"
    )
    order = models.PositiveIntegerField("次序", default=0)
    created_at = models.DateTimeField("开始时间", default=timezone.now)
    updated_at = models.DateTimeField("最近收到", default=timezone.now)
    expires_at = models.DateTimeField("作废时间", db_index=True)

    class Meta:
        verbose_name = "上传"
        verbose_name_plural = "上传"
        ordering = ["created_at", "order"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=1) & Q(offset__lte=F("length")), name="upload_within_its_length"
            ),
            models.CheckConstraint(
                condition=~Q(status="receiving") | Q(offset__lt=F("length")), name="upload_receiving_is_incomplete"
            ),
        ]
        indexes = [models.Index(fields=["user", "status"], name="upload_of_user")]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class PhotoFile(models.Model):
    """An earlier file of a photo that was replaced: the address stayed, the picture changed."""

    photo = models.ForeignKey(Photo, models.CASCADE, verbose_name="图片", related_name="earlier_files")
    original = models.FileField("原图", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    size = models.PositiveBigIntegerField("字节数")
    reason = models.CharField("原因", max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="更换人", null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField("更换时间", default=timezone.now)

    class Meta:
        verbose_name = "旧原图"
        verbose_name_plural = "旧原图"
        ordering = ["-replaced_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.photo}（{self.replaced_at:%Y-%m-%d}以前）"
