"""/reporters/: who writes and photographs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import lists, people, photos, stories
from .selectors.nested import Filled
from .structured import Crumb


@remembered
def reporters(request: HttpRequest) -> HttpResponse:
    context = {"groups": people.by_role(people.on_the_list())}
    return shell.page(request, "site/reporters.html", context, title="采编人员", description="本报记者、通讯员和作者。")


@remembered
def reporter(request: HttpRequest, slug: str) -> HttpResponse:
    person = _person(slug)
    sheet = cut(request, lists.by_person(person), stories.as_cards)
    context = {"reporter": person, "sheet": sheet, "photos": people.pictures_of(person)}
    return shell.page(
        request, "site/reporter.html", context, title=person.name, description=person.biography[:120],
        crumbs=_crumbs(person), kind="ProfilePage",
        entity={"@type": "Person", "name": person.name, "jobTitle": person.role},
    )  # fmt: skip


@remembered
def reporter_photos(request: HttpRequest, slug: str) -> HttpResponse:
    """All pictures that a person took, sheet by sheet."""
    person = _person(slug)
    sheet = cut(request, photos.public_photos().filter(photographer=person), photos.as_thumbnails)
    title = f"{person.name}的图片"
    crumbs = [*_crumbs(person), ("图片", request.path)]
    return shell.page(
        request, "site/reporter_photos.html", {"reporter": person, "sheet": sheet}, title=title, crumbs=crumbs
    )


def _person(slug: str) -> Filled:
    person = people.by_slug(slug)
    if person is None:
        raise Http404(f"no reporter {slug}")
    return person


def _crumbs(person: Filled) -> list[Crumb]:
    return [("采编人员", reverse("reporters")), (person.name, person.get_absolute_url())]
