"""Notifications: a row for each person concerned, in the transaction of the act; mail once it is committed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from articles.models import Article, Byline, Notification, Proof, Review, SiteSettings
from articles.models.prepared import Given, Prepared, columns, instance

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
    return [instance(get_user_model(), row) for row in _PEOPLE(article=article.pk, round=article.round)]


def _people() -> QuerySet[Any, Any]:
    """Each kind of concern looked up by the piece: joined to the accounts, they would bring everybody's every piece."""
    lines = Byline.objects.filter(article=Given("article"), reporter__user__isnull=False)
    signed = {"article": Given("article"), "round": Given("round")}
    concerned = (
        Q(pk__in=Article._base_manager.filter(pk=Given("article")).values("created_by"))
        | Q(pk__in=lines.values("reporter__user"))
        | Q(pk__in=Review.objects.filter(**signed).values("reviewer"))
        | Q(pk__in=Proof.objects.filter(**signed).values("proofreader"))
    )
    accounts = get_user_model().objects.filter(concerned, is_active=True).order_by("pk")
    return accounts.values(*columns(get_user_model()))


_PEOPLE = Prepared(_people, for_write=True)


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
