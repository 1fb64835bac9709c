"""Notifications: a row for each person concerned, in the transaction of the act; mail once it is committed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.db import transaction
from django.db.models import Q
from django_tasks import task

from articles.models import Article, Notification, SiteSettings

MAX_TEXT = Notification._meta.get_field("text").max_length


def tell(
    users: Iterable[Any], kind: str, text: str, *, article: Article | None = None, address: str = "", by: Any = None
) -> list[Notification]:
    """One line for each of `users`, once, and not for `by`, who knows. `address` is a path of this site, or empty."""
    people = {user.pk: user for user in users if user is not None and user.is_active and user != by}
    if not people:
        return []
    made = Notification.objects.bulk_create(
        Notification(user=user, kind=kind, text=text[:MAX_TEXT], article=article, address=address)
        for user in people.values()
    )
    if SiteSettings.current().mails_notifications and any(user.email for user in people.values()):
        ids = [row.pk for row in made]
        transaction.on_commit(lambda: mail.enqueue(ids))
    return made


def people_of(article: Article) -> list[Any]:
    """Who is concerned by what happens to a piece: who made it, its authors, and who has signed in this round."""
    concerned = (
        Q(articles_created=article.pk)
        | Q(reporter__bylines__article=article.pk)
        | Q(reviews__article=article.pk, reviews__round=article.round)
        | Q(proofs__article=article.pk, proofs__round=article.round)
    )
    return list(get_user_model().objects.filter(concerned, is_active=True).distinct())


@task()
def mail(ids: list[int]) -> None:
    """Send what was written, to those who have an address; a worker that is killed here sends again what it sent."""
    rows = Notification.objects.filter(pk__in=ids).exclude(user__email="").select_related("user")
    paper, sender = SiteSettings.current().name, settings.DEFAULT_FROM_EMAIL
    send_mass_mail(
        [
            (f"〔{paper}〕{row.text[:60]}", f"{row.text}\n\n请登录采编系统查看。", sender, [row.user.email])
            for row in rows
        ]
    )
