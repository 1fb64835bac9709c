"""采编人员 as readers meet them: the list, and one person with portrait and pictures."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from articles.models import ListCount, Listed, Photo, Reporter, Role
from articles.models.listed import AS

from .nested import Filled, rows
from .photos import as_thumbnails, photo_from, portrait_object, public_photos

PICTURES = 8


def on_the_list() -> list[Filled]:
    """People at work, in the order of their names' pinyin, with `portrait_photo`. One query."""
    return _with_portraits(Reporter.objects.filter(active=True).order_by("slug"))


def by_slug(slug: str) -> Filled | None:
    """One person, at work or not: who has left keeps the page but not the portrait. `by_role` are pairs of a role and
    in how many public stories the person signed in it, `photo_count` the pictures. One query."""
    signed = ListCount.objects.filter(owner=OuterRef("pk"), list__startswith=AS).order_by()
    scheduled = Listed.objects.filter(owner=OuterRef("owner"), list=OuterRef("list"), at__gt=timezone.now()).order_by()
    ahead = Coalesce(Subquery(scheduled.values("list").annotate(n=Count("pk")).values("n")), 0)
    roles = signed.values("list").annotate(n=Sum("number") - ahead).filter(n__gt=0).order_by("-n", "list")
    taken = public_photos().filter(photographer=OuterRef("pk")).order_by().values("photographer")
    found = _with_portraits(
        Reporter.objects.filter(slug=slug).annotate(
            role_rows=ArraySubquery(roles.values(json=JSONObject(role="list", n="n"))),
            photo_count=Coalesce(Subquery(taken.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        )
    )
    for person in found:
        person.by_role = [(row["role"].removeprefix(AS), row["n"]) for row in person.role_rows]
    return found[0] if found else None


def pictures_of(reporter: Reporter) -> list[Photo]:
    """The newest news pictures that this person took. One query."""
    return as_thumbnails(public_photos().filter(photographer=reporter)[:PICTURES])


def by_role(people: list[Reporter]) -> list[tuple[str, list[Reporter]]]:
    """Staff first, then who writes from outside; a group without people is left out."""
    groups = [
        ("记者", {Role.REPORTER, Role.CHIEF, Role.JUNIOR, Role.TRAINEE, Role.CONTRIBUTING}),
        ("摄影", {Role.PHOTOGRAPHER}),
        ("通讯员", {Role.CORRESPONDENT, Role.SPECIAL_CORRESPONDENT, Role.INTERN}),
    ]
    named = {role for _, roles in groups for role in roles}
    groups.append(("作者", set(Role) - named))
    found = [(name, [person for person in people if person.role in roles]) for name, roles in groups]
    return [(name, members) for name, members in found if members]


def _with_portraits(reporters: QuerySet[Reporter]) -> list[Filled]:
    portrait = Reporter.objects.filter(pk=OuterRef("pk"), portrait__in=Photo.objects.public())
    people: list[Filled] = list(reporters.annotate(portrait_rows=rows(portrait, photo=portrait_object())))
    for person in people:
        person.portrait_photo = photo_from(person.portrait_rows[0]["photo"]) if person.portrait_rows else None
    return people
