"""What readers are sent of a photo: encoded by us, named by its content."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from .photo import Photo, PhotoStatus


def rendition_storage() -> Storage:
    return storages["renditions"]


class Crop(models.TextChoices):
    FULL = "full", "全图"
    WIDE = "16x9", "16:9"
    CLASSIC = "4x3", "4:3"
    SQUARE = "1x1", "1:1"


class Format(models.TextChoices):
    AVIF = "avif", "AVIF"
    WEBP = "webp", "WebP"
    JPEG = "jpeg", "JPEG"


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def public(self) -> RenditionQuerySet:
        """Of public photos, and of those that went into a public one: pages kept elsewhere still name them."""
        return self.filter(Q(photo__in=Photo.objects.public()) | Q(photo__merged_into__in=Photo.objects.public()))

    def visible_to(self, user: Any) -> RenditionQuerySet:
        """Staff with a right to the library see the renditions of every photo that is ready."""
        if user.is_active and user.is_staff and user.has_perm("articles.view_photo"):
            return self.filter(photo__status=PhotoStatus.READY)
        return self.public()


class Rendition(models.Model):
    photo = models.ForeignKey(Photo, models.CASCADE, verbose_name="图片", related_name="renditions")
    crop = models.CharField("裁切", max_length=5, choices=Crop, default=Crop.FULL)
    format = models.CharField("格式", max_length=5, choices=Format)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    size = models.PositiveIntegerField("字节数")
    # Named by its content, so two rows may share a file: a 4:3 picture cut to 4:3 is the same picture.
    file = models.FileField("文件", storage=rendition_storage, max_length=100, db_index=True)
    # Hash of everything that it was made from (articles.workflow.renditions): another one means, make it anew.
    recipe = models.CharField("配方", max_length=16, blank=True, editable=False)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = "图片规格"
        verbose_name_plural = "图片规格"
        ordering = ["photo", "crop", "width", "format"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "crop", "width", "format"], name="rendition_once"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, size__gt=0), name="rendition_is_measured"),
        ]

    def __str__(self) -> str:
        return f"{self.get_crop_display()} {self.width}×{self.height} {self.get_format_display()}"

    @property
    def url(self) -> str:
        return str(self.file.url)


class FormerRendition(models.Model):
    """A public file that was made anew: pages that are open in browsers name it still, so it stays for a day.

    Not kept where the picture itself was replaced: what was wrong in the old one must not be shown on.
    """

    photo = models.ForeignKey(Photo, models.CASCADE, verbose_name="图片", related_name="former_renditions")
    format = models.CharField("格式", max_length=5, choices=Format)
    file = models.FileField("文件", storage=rendition_storage, max_length=100, unique=True)
    until = models.DateTimeField("保留到", db_index=True)

    class Meta:
        verbose_name = "旧图片规格"
        verbose_name_plural = "旧图片规格"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.file)
