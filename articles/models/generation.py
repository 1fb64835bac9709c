"""How often anything that readers can see has changed: one row, counted by the database itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Generation(models.Model):
    """Triggers count it up, once in every transaction that changes something public, as the transaction commits.

    Who reads the number before he renders a page may keep that page for as long as the number stays. A page that is
    older than `floor` may show what was taken back since: it is shown to nobody, not even when nothing else is left.
    """

    number = models.BigIntegerField(default=1)
    floor = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = "公开内容的版次"
        verbose_name_plural = "公开内容的版次"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="generation_single_row")]

    def __str__(self) -> str:
        return str(self.number)
