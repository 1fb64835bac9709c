"""旗县区: the places that a regional paper covers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .addresses import address
from .slug import PinyinSlugField


class District(models.Model):
    name = models.CharField("名称", max_length=40, unique=True, help_text="全称，如“土默特左旗”。")
    short_name = models.CharField("简称", max_length=20, blank=True, help_text="导航和标签里用，如“土左旗”。")
    aliases = ArrayField(
        models.CharField(max_length=40),
        verbose_name="别名",
        default=list,
        blank=True,
        help_text="导入版面时也认得的写法，用逗号隔开。",
    )
    slug = PinyinSlugField("name")
    code = models.CharField(
        "行政区划代码", max_length=6, null=True, blank=True, unique=True,
        help_text="六位数字（GB/T 2260），如 150102；开发区等没有代码的留空。",
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    latitude = models.FloatField("纬度", null=True, blank=True, help_text="驻地的，如 40.75；照片按它推荐旗县区。")
    longitude = models.FloatField("经度", null=True, blank=True, help_text="驻地的，如 111.67。")
    is_common_noun = models.BooleanField(
        "也是普通名词",
        default=False,
        help_text="如“新城区”“郊区”：导入时只有在引题、文首或与街道、乡镇名相邻时才算地名。",
    )

    class Meta:
        verbose_name = "旗县区"
        verbose_name_plural = "旗县区"
        ordering = ["order", "code", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=r"^[0-9]{6}$"),
                name="district_code_six_digits",
                violation_error_message="行政区划代码须是六位数字，如 150102；没有代码时留空。",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="district_on_the_globe",
                violation_error_message="纬度在-90到90之间，经度在-180到180之间，两个一起填或一起留空。",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="district_not_its_own_parent",
                violation_error_message="上级不能是自己：请选另一个旗县区，或留空。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("district", self.slug)

    @property
    def label(self) -> str:
        """What fits into a navigation bar."""
        return self.short_name or self.name
