"""/photos/: pictures that have run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import photos as questions


@remembered
def photos(request: HttpRequest) -> HttpResponse:
    sheet = cut(request, questions.public_photos(), questions.as_thumbnails)
    return shell.page(request, "site/photos.html", {"sheet": sheet}, title="图片", description="本报新闻图片。")


@remembered
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    picture = questions.photo_with_stories(pk)
    if picture is None:
        kept = questions.merged_into(pk)
        if kept is not None:
            return HttpResponsePermanentRedirect(kept.get_absolute_url())
        raise Http404(f"no public photo {pk}")
    newer, older = questions.neighbours(picture)
    context = {"photo": picture, "newer": newer, "older": older}
    return shell.page(
        request, "site/photo.html", context, title=picture.caption[:40] or "图片", description=picture.caption
    )
