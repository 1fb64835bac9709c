"""Pictures for staff: thumbnails of any photo, and the list from which the editor chooses one."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Photo
from articles.models.photo_search import COUNTED, PhotoSearch
from articles.models.rendition import Crop, Format

PER_PAGE = 24
THUMBNAIL_WIDTH = 480
WAITING = "css/admin/waiting.svg"  # what stands for a picture that has no rendition yet


@require_safe
@staff_member_required
@permission_required("articles.view_photo", raise_exception=True)
def thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rendition nearest above `THUMBNAIL_WIDTH`, for staff, whether or not readers may see the photo."""
    photo = get_object_or_404(Photo, pk=pk)
    made = photo.renditions.filter(crop=Crop.FULL, format__in=[Format.WEBP, Format.JPEG])
    nearest = made.filter(width__gte=THUMBNAIL_WIDTH).order_by("width", "-format").first()
    found = nearest or made.order_by("-width", "-format").first()
    if found is None:
        return _redirect(static(WAITING))
    try:
        response = FileResponse(found.file.open("rb"), content_type=f"image/{found.format}")
    except FileNotFoundError:
        raise Http404 from None
    # Addresses that name the file (`?v=`) change when it is made anew.
    response.headers["Cache-Control"] = "private, max-age=86400" if "v" in request.GET else "private, max-age=300"
    return response


@require_safe
@staff_member_required
@permission_required("articles.view_photo", raise_exception=True)
def choose(request: HttpRequest) -> JsonResponse:
    """`?q=&page=` → `{"photos": [{id, thumbnail, caption, credit}], "page", "pages", "count"}`, newest first.

    Only what may be put into a story: not what is still being made, lies in the bin or may not be used any more.
    """
    search = PhotoSearch(Photo.objects.usable(), request.GET.get("q", "")[:200])
    total = min(search.count(), COUNTED)
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    keys = search.keys(PER_PAGE * (page.number - 1), PER_PAGE)
    photos = Photo.objects.filter(pk__in=keys).order_by("-pk").annotate(by=F("photographer__name"))
    rows = [
        {
            "id": photo.pk,
            "thumbnail": reverse("desk_photo_thumbnail", args=[photo.pk]),
            "caption": photo.caption,
            "credit": photo.credit_line or (f"{photo.by} 摄" if photo.by else ""),
        }
        for photo in photos
    ]
    answer = JsonResponse(
        {"photos": rows, "page": page.number, "pages": page.paginator.num_pages, "count": total},
        json_dumps_params={"ensure_ascii": False},
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _redirect(address: str) -> HttpResponseBase:
    from django.http import HttpResponseRedirect

    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "no-store"
    return response
