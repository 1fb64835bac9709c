"""/reporters/: who writes and photographs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import people, stories


@remembered
def reporters(request: HttpRequest) -> HttpResponse:
    context = {"groups": people.by_role(people.on_the_list())}
    return shell.page(request, "site/reporters.html", context, title="采编人员", description="本报记者、通讯员和作者。")


@remembered
def reporter(request: HttpRequest, slug: str) -> HttpResponse:
    person = people.by_slug(slug)
    if person is None:
        raise Http404(f"no reporter {slug}")
    sheet = cut(request, stories.by_reporter(person), stories.as_cards)
    context = {"reporter": person, "sheet": sheet, "photos": people.pictures_of(person)}
    return shell.page(request, "site/reporter.html", context, title=person.name, description=person.biography[:120])
