"""记者 and everybody else whose name stands over or under a story."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .addresses import address
from .slug import PinyinSlugField


class Role(models.TextChoices):
    """The normalised roles of DOMAIN §1.1; the words as printed are kept in the byline."""

    REPORTER = "记者", "记者"
    JUNIOR = "见习记者", "见习记者"
    TRAINEE = "实习记者", "实习记者"
    CONTRIBUTING = "特约记者", "特约记者"
    CHIEF = "首席记者", "首席记者"
    CORRESPONDENT = "通讯员", "通讯员"
    SPECIAL_CORRESPONDENT = "特约通讯员", "特约通讯员"
    INTERN = "实习生", "实习生"
    AUTHOR = "作者", "作者"
    PHOTOGRAPHER = "摄影", "摄影"
    GRAPHICS = "制图", "制图"
    COMPILER = "整理", "整理"
    TRANSLATOR = "编译", "编译"
    COORDINATOR = "统筹", "统筹"


class Reporter(models.Model):
    name = models.CharField("姓名", max_length=40, db_index=True, help_text="同名的人可以并存，网址名不同。")
    slug = PinyinSlugField("name")
    role = models.CharField("常用身份", max_length=10, choices=Role, default=Role.REPORTER)
    organisation = models.CharField("单位", max_length=60, blank=True, help_text="本报人员留空。")
    press_card = models.CharField(
        "记者证号", max_length=20, null=True, blank=True, unique=True,
        help_text="没有记者证的（多为见习、实习）留空。",
    )  # fmt: skip
    portrait = models.ForeignKey(
        "articles.Photo", models.SET_NULL, verbose_name="头像", null=True, blank=True, related_name="portrait_of"
    )
    biography = models.TextField("简介", max_length=1000, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True, related_name="reporter"
    )
    active = models.BooleanField("在岗", default=True, help_text="离岗的人保留已发稿件和页面，不再出现在名录里。")

    class Meta:
        verbose_name = "采编人员"
        verbose_name_plural = "采编人员"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="reporter_named", violation_error_message="请填写姓名。"
            ),
            models.CheckConstraint(
                condition=Q(press_card__isnull=True) | Q(press_card__regex=r"^[0-9A-Za-z-]{5,20}$"),
                name="reporter_press_card_form",
                violation_error_message="记者证号由5至20位数字、字母或短横组成；没有时留空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.organisation or self.role}）"

    def get_absolute_url(self) -> str:
        return address("reporter", self.slug)
