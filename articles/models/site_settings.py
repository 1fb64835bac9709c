"""The newspaper's name, numbers and contacts: one row that an administrator edits (DOMAIN §5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .prepared import Prepared, columns, instance


class SiteSettings(models.Model):
    name = models.CharField("报名", max_length=40, default="未命名的报纸")
    slogan = models.CharField("口号", max_length=60, blank=True)
    supervisor = models.CharField("主管单位", max_length=60, blank=True)
    organiser = models.CharField("主办单位", max_length=60, blank=True)
    city = models.CharField("城市", max_length=20, blank=True, help_text="如“呼和浩特市”。")
    cn_number = models.CharField("国内统一连续出版物号", max_length=30, blank=True, help_text="如 CN 00-0000。")
    postal_number = models.CharField("邮发代号", max_length=20, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    police_number = models.CharField("公安备案号", max_length=40, blank=True)
    licence_number = models.CharField("互联网新闻信息服务许可证编号", max_length=40, blank=True)
    report_phone = models.CharField("违法和不良信息举报电话", max_length=40, blank=True)
    report_email = models.EmailField("举报邮箱", blank=True)
    hotline = models.CharField("新闻热线", max_length=40, blank=True)
    email = models.EmailField("联系邮箱", blank=True)
    address = models.CharField("地址", max_length=100, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    copyright_since = models.PositiveSmallIntegerField("版权起始年", null=True, blank=True)

    proofs_required = models.PositiveSmallIntegerField(
        "发布前须有几校", default=3, help_text="0到3；规定是三校。最后一校须签在要发布的文字上。"
    )
    reviews_after_publication = models.PositiveSmallIntegerField(
        "发布后修改须经几审", default=3,
        help_text="0到3：3是初审、复审、终审，2是复审、终审，1是终审，0是有发布权限的人直接改。审完之前读者看到的是原文。",
    )  # fmt: skip
    late_after_hours = models.PositiveSmallIntegerField(
        "一审等几小时算晚", default=12, help_text="稿件在一个环节等得更久，就列进采编台的“晚了的”；0为不提醒。"
    )
    feed_full_text = models.BooleanField(
        "订阅源给全文", default=False, help_text="RSS、Atom 和 JSON Feed 里放全文和图片；不选则只放提要。"
    )
    mails_notifications = models.BooleanField("通知同时发邮件", default=True)

    class Meta:
        verbose_name = "站点设置"
        verbose_name_plural = "站点设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="site_settings_single_row", violation_error_message="站点设置只有一份。"
            ),
            models.CheckConstraint(
                condition=Q(proofs_required__lte=3, reviews_after_publication__lte=3),
                name="site_settings_three_at_most",
                violation_error_message="校次和审次都是0到3。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="site_settings_named", violation_error_message="请填写报名。"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> SiteSettings:
        """The row, or an unsaved one with the defaults where nobody has filled it in yet."""
        return next((instance(cls, row) for row in _CURRENT()), None) or cls(pk=1)


_CURRENT = Prepared(lambda: SiteSettings.objects.order_by("pk").values(*columns(SiteSettings))[:1])
