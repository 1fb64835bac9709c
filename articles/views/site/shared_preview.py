"""/preview/<token>/ : a piece shown to somebody without an account (`articles.workflow.links`).

The token is all there is: no session, no cookie, nothing kept by a browser, a proxy or a search engine, and no Referer
that would carry the address away. A token that opens nothing gets one and the same answer, 404, whether it is unknown,
has run out or was taken back: 410 for those that were good once would tell a finder that he is on the track of
something. What a visitor with such a link needs to know, that he may ask for another, stands on the page either way.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import FileSystemStorage
from django.core.signing import Signer
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.forms.links import RemarkForm
from articles.models import ArticlePhoto, PhotoStatus, PreviewLink, Rendition
from articles.models.rendition import Format
from articles.workflow.errors import Forbidden, WorkflowError
from articles.workflow.links import link_of, note_visit, remark

from . import shell
from .body import placed
from .metadata import metadata_for_page
from .selectors.frame import frame
from .story import written
from .unpublished import as_read, revised, uses_of
from .visitors import address_of

TYPES = {Format.AVIF: "image/avif", Format.WEBP: "image/webp", Format.JPEG: "image/jpeg"}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
}


@csrf_exempt  # there is no session to ride on; a remark carries the seal of its own page instead
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the piece and notes the visit; POST leaves a remark (303 back here, 400, 403 or 409 with the text)."""
    link = link_of(token)
    if link is None:
        return _closed(request)
    if request.method != "POST":
        note_visit(link, address_of(request), request.headers.get("User-Agent", ""))
        return _shown(request, link, token, RemarkForm())
    form = RemarkForm(request.POST)
    if request.POST.get("website"):
        return _said(token)  # a machine that fills every field; it need not know that nobody reads it
    if not constant_time_compare(request.POST.get("seal", ""), _seal(token)):
        return _shown(request, link, token, form, refusal="这一页不完整，留言没有送出：请再按一次“送出”。", status=403)
    if not form.is_valid():
        return _shown(request, link, token, form, status=400)
    try:
        remark(link, form.cleaned_data["name"], form.cleaned_data["text"])
    except WorkflowError as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 409
        return _shown(request, link, token, form, refusal=str(refusal), status=status)
    return _said(token)


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A rendition of one of the piece's own pictures; everything else is not found, in the same words."""
    link = None if "\0" in name else link_of(token)
    found = None
    if link is not None:
        rows = Rendition.objects.filter(file=name, photo__in=_photo_ids(link), photo__status=PhotoStatus.READY)
        found = rows.first()
    if found is None:
        return _private(HttpResponse("没有这张图片\n", status=404, content_type="text/plain; charset=utf-8"))
    try:
        response = FileResponse(found.file.open("rb"), content_type=TYPES[Format(found.format)])
    except FileNotFoundError:
        return _private(HttpResponse("没有这张图片\n", status=404, content_type="text/plain; charset=utf-8"))
    return _private(response)


def _shown(
    request: HttpRequest, link: PreviewLink, token: str, form: RemarkForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    article = link.article
    revision = link.revision or article.pending  # a change that waits for its reviews is the newest text
    uses = revised(article, revision) if revision else uses_of(article)
    as_read(article)
    _under(token, uses)
    around = frame()
    body = placed(article, uses)
    context = {
        "article": article,
        "text": written(article, body, around.settings),
        "slides": body.slides,
        "related": [],
        "is_public": False,
        "link": link,
        "form": form,
        "seal": _seal(token),
        "refusal": refusal,
        "sent": request.method != "POST" and "sent" in request.GET,
    }
    # The address is the secret: neither it nor the headline stands in what other programs read of a page.
    metadata = metadata_for_page(
        request, "预览稿", "", canonical=reverse("home"), site=around.settings, robots="noindex, nofollow, noarchive"
    )
    return _private(
        shell.page(request, "site/shared_preview.html", context, metadata=metadata, around=around, status=status)
    )


def _closed(request: HttpRequest) -> HttpResponse:
    """What somebody has written is given back to him, so that a link that ran out meanwhile costs no words."""
    around = frame()
    metadata = metadata_for_page(
        request, "链接打不开", "", canonical=reverse("home"), site=around.settings, robots="noindex, nofollow"
    )
    written = request.POST.get("text", "")[:2000] if request.method == "POST" else ""
    return _private(
        shell.page(
            request, "site/shared_preview_closed.html", {"written": written}, metadata=metadata, around=around,
            status=404,
        )
    )  # fmt: skip


def _said(token: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('shared_preview', args=[token])}?sent=1#remark", status=303)
    return _private(response)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _seal(token: str) -> str:
    return Signer(salt="articles.shared_preview.remark").signature(token)


def _photo_ids(link: PreviewLink) -> list[int]:
    revision = link.revision or link.article.pending
    if revision is None:
        return list(link.article.uses.values_list("photo", flat=True))
    return [row["photo"] for row in revision.snapshot["text"].get("photos", ())]


def _under(token: str, uses: Iterable[ArticlePhoto]) -> None:
    """Let the pictures' files name addresses below the token: readers' own (/media/) are closed for them."""
    below = FileSystemStorage(base_url=f"{reverse('shared_preview', args=[token])}media/")
    for use in uses:
        for made in use.photo.renditions.all():
            made.file.storage = below
