"""旧网址: where a page that has moved is now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

MAX_ADDRESS = 300


class Redirect(models.Model):
    """`old` answers 301 to `new`, both paths of this site. Chains and loops are kept out by `workflow.redirects`."""

    old = models.CharField(
        "旧网址",
        max_length=MAX_ADDRESS,
        unique=True,
        help_text="本站的路径，如 /news/123.html；不带网址参数。",
    )
    new = models.CharField("新网址", max_length=MAX_ADDRESS, db_index=True, help_text="本站的路径，如 /articles/123/。")
    is_automatic = models.BooleanField("自动添加", default=False, editable=False)
    created_at = models.DateTimeField("添加时间", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="添加人", null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = "旧网址"
        verbose_name_plural = "旧网址"
        ordering = ["old"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old__regex=r"^/[^/\\]") & Q(new__regex=r"^/([^/\\]|$)"),
                name="redirect_stays_on_the_site",
                violation_error_message="新旧网址都从/写起，如 /news/123.html；首页不能是旧网址。",
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="redirect_leads_elsewhere",
                violation_error_message="新旧网址相同：请改其中一个。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
