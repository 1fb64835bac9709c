"""How the desk says things: steps, waiting times, unread notifications."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from articles.models import Notification, Status
from articles.workflow.roles import full_name

register = template.Library()
register.filter("full_name", lambda user: full_name(user) if user else "")


@register.filter
def step_label(step: str) -> str:
    """`初审`, of the value of a state."""
    return Status(step).label if step in Status.values else ""


@register.filter
def proof_label(number: int) -> str:
    """`二校`, of 2."""
    return f"{'一二三'[number - 1]}校" if 1 <= number <= 3 else ""


@register.filter
def waited(since: datetime) -> str:
    """`3小时`, in the largest unit that fits."""
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 48 * 60 else f"{minutes // (24 * 60)}天"


@register.inclusion_tag("desk/bell.html", takes_context=True)
def bell(context: Any) -> dict[str, Any]:
    """How many notifications nobody has opened. One query over a partial index."""
    user = context["request"].user
    path = context["request"].path
    return {"unread": Notification.objects.filter(user=user.pk, read_at=None).count(), "path": path}
