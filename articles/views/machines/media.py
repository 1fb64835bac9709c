"""Files for readers: renditions of pictures and PDFs of pages. Nothing else in the media folder has an address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from articles.models import FormerRendition, Page, Photo, Rendition
from articles.models.rendition import Format

logger = logging.getLogger(__name__)

# A rendition's name is the hash of its content: what a name stands for never changes. A shared cache asks every few
# seconds whether the picture is still public, by the ETag; the answer is a line, not the picture.
PUBLIC = "public, max-age=31536000, immutable, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"
MISSING = "public, max-age=0, s-maxage=2"  # takes the picture's place in a shared cache
STAFF_ONLY = "private, no-store"
# An uploaded document is no page of ours: whatever stands in it, it gets no origin, no script and no network.
PDF_POLICY = "sandbox; default-src 'none'"
CONTENT_TYPES = {Format.AVIF: "image/avif", Format.WEBP: "image/webp", Format.JPEG: "image/jpeg"}


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture file `name`, for everybody when it is public; otherwise for staff who may see the library.

    Anonymous readers cost one query and no session; a session is read only where the public look-up has failed.
    """
    if "\0" in name:
        return _no_picture(MISSING)
    found: Rendition | FormerRendition | None = Rendition.objects.public().filter(file=name).first()
    cache = PUBLIC
    if found is None:
        found = FormerRendition.objects.filter(file=name, photo__in=Photo.objects.public()).first()
    if found is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
        found, cache = Rendition.objects.visible_to(request.user).filter(file=name).first(), STAFF_ONLY
    if found is None:
        return _no_picture(STAFF_ONLY if settings.SESSION_COOKIE_NAME in request.COOKIES else MISSING)
    headers = {
        "Content-Type": CONTENT_TYPES[Format(found.format)],
        "Cache-Control": cache,
        "ETag": quote_etag(found.file.name.rpartition("/")[2]),
    }
    return _send(request, found.file.storage, found.file.name, headers)


def _no_picture(cache: str) -> HttpResponse:
    """404 in two words: nobody reads the page that stands where a picture should, and making it costs queries."""
    return HttpResponse("没有这张图片\n", status=404, content_type="text/plain; charset=utf-8",
                        headers={"Cache-Control": cache})  # fmt: skip


@require_safe
def page_pdf(request: HttpRequest, day: str, number: int) -> HttpResponseBase:
    """The PDF of a page of a public edition; `day` as 2026-11-22."""
    page = Page.objects.public().filter(edition__date=_day(day), number=number).exclude(pdf="").first()
    if page is None:
        raise Http404
    headers = {
        "Content-Type": "application/pdf",
        "Cache-Control": "public, max-age=300, s-maxage=2",
        "Content-Security-Policy": PDF_POLICY,
        "ETag": quote_etag(page.pdf.name),
    }
    return _send(request, page.pdf.storage, page.pdf.name, headers, shown_as=f"{day}-{number:02}.pdf")


def _send(
    request: HttpRequest, storage: Storage, name: str, headers: Mapping[str, str], shown_as: str = ""
) -> HttpResponseBase:
    """The file with `headers`: 304 where the reader has it, without a body for HEAD, 404 where it is missing."""
    not_modified = get_conditional_response(request, headers["ETag"])
    if not_modified is not None:
        for header in ("ETag", "Cache-Control"):
            not_modified.headers[header] = headers[header]
        return not_modified
    try:
        if request.method == "HEAD":
            return HttpResponse(headers={**headers, "Content-Length": str(storage.size(name))})
        response = FileResponse(storage.open(name), filename=shown_as)
        for header, value in headers.items():  # over its own guess of the type from the file's name
            response.headers[header] = value
        return response
    except FileNotFoundError:
        logger.error("the file %s is in the database and not in the storage", name)
        raise Http404 from None


def _day(day: str) -> date:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if found.isoformat() != day:  # 20261122 and 2026-W47-7 are ISO 8601 too; a page has one address
        raise Http404
    return found
