"""采编人员 as readers meet them: the list, and one person with portrait and pictures."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet

from articles.models import Photo, Reporter, Role

from .nested import Filled, rows
from .photos import as_thumbnails, photo_from, portrait_object, public_photos

PICTURES = 8


def on_the_list() -> list[Filled]:
    """People at work, in the order of their names' pinyin, with `portrait_photo`. One query."""
    return _with_portraits(Reporter.objects.filter(active=True).order_by("slug"))


def by_slug(slug: str) -> Filled | None:
    """One person, at work or not: who has left keeps the page but not the portrait. One query."""
    found = _with_portraits(Reporter.objects.filter(slug=slug))
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
