"""审校: the signatures of three reviews and three proofs, each under the exact text that was read (DOMAIN §2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .article import Article, Status
from .revision import Revision

REVIEW_STEPS = (Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW)


class Decision(models.TextChoices):
    PASSED = "passed", "通过"
    RETURNED = "returned", "退回"


class Signature(models.Model):
    """What reviews and proofs share. A voided one stays: the record says what was signed, and why it counts no more."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="%(class)ss")
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name="修订", related_name="%(class)ss")
    text_sha256 = models.CharField("文字的SHA-256", max_length=64)
    round = models.PositiveIntegerField("轮次", default=1)
    signed_at = models.DateTimeField("时间", default=timezone.now)
    signed_as = models.CharField("岗位", max_length=60, blank=True, help_text="签署时所在的组。")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作废人", null=True, blank=True, related_name="+"
    )
    voided_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        return self.voided_at is None


class Review(Signature):
    """One of 初审, 复审, 终审. No person signs two of a round, and no author one: the database refuses both."""

    step = models.CharField("审次", max_length=20, choices=[(step.value, step.label) for step in REVIEW_STEPS])
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审稿人", related_name="reviews"
    )
    decision = models.CharField("决定", max_length=10, choices=Decision)
    returned_to = models.CharField("退回到", max_length=20, choices=Status, blank=True)
    opinion = models.TextField("意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = "审稿"
        verbose_name_plural = "审稿"
        ordering = ["signed_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["article", "round", "reviewer"], condition=Q(decision="passed", voided_at__isnull=True),
                name="review_three_people",
                violation_error_message="同一篇稿件的三次审稿须由三个人做：您已经审过一次，请另一位同事来审。",
            ),
            models.UniqueConstraint(
                fields=["article", "round", "step"], condition=Q(decision="passed", voided_at__isnull=True),
                name="review_step_once", violation_error_message="这一审已经有人签过：请刷新页面看现在的状态。",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | (~Q(opinion="") & ~Q(returned_to="")),
                name="review_return_says_why", violation_error_message="退回须写明意见：请填写要改什么。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.get_decision_display()}"


class Proof(Signature):
    """一校, 二校 or 三校. The last one that the paper asks for has to stand under the text that is published."""

    number = models.PositiveSmallIntegerField("校次")
    proofreader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="校对人", related_name="proofs"
    )
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "校对"
        verbose_name_plural = "校对"
        ordering = ["signed_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["article", "round", "number"], condition=Q(voided_at__isnull=True), name="proof_once",
                violation_error_message="这一校已经有人签过：请刷新页面看现在的状态。",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=3), name="proof_one_to_three",
                violation_error_message="校次是1、2、3。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{'一二三'[self.number - 1]}校"


class CatchKind(models.TextChoices):
    """Kinds of errors; their weights are those of the inspection rules (DOMAIN §2)."""

    FACT = "fact", "事实"
    LOGIC = "logic", "逻辑"
    GRAMMAR = "grammar", "语法"
    CHARACTER = "character", "错别字"
    NUMBER = "number", "数字"
    PUNCTUATION = "punctuation", "标点"
    NUMERAL = "numeral", "数字用法"
    NAME = "name", "姓名职务"
    OTHER = "other", "其他"


class Resolution(models.TextChoices):
    OPEN = "open", "待改"
    ACCEPTED = "accepted", "已改"
    DECLINED = "declined", "不改"


class Catch(models.Model):
    """校对发现: what a proofreader marked. `quote` with its surroundings finds the place again after changes."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="catches")
    proof = models.ForeignKey(Proof, models.CASCADE, verbose_name="校对", null=True, blank=True, related_name="catches")
    number = models.PositiveSmallIntegerField("校次", default=1)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="校对人", related_name="catches"
    )
    field = models.CharField("位置", max_length=20, default="body")
    quote = models.CharField("原文", max_length=300)
    prefix = models.CharField("前文", max_length=40, blank=True)
    suffix = models.CharField("后文", max_length=40, blank=True)
    correction = models.CharField("应为", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=12, choices=CatchKind, default=CatchKind.CHARACTER)
    weight = models.DecimalField("计错", max_digits=4, decimal_places=1, default=1)
    note = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    resolution = models.CharField("处理", max_length=10, choices=Resolution, default=Resolution.OPEN)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="处理人", null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = "校对发现"
        verbose_name_plural = "校对发现"
        ordering = ["created_at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"“{self.quote[:20]}”"
