"""/report/ : a reader says what is wrong. No cookie, no script, no riddle.

What keeps robots out: a field that people do not see, a seal that names the story and the time (`seals`), and limits by
a keyed hash of the address. The limits and the seal are asked before the words are looked at.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.forms.reports import ReportForm
from articles.models import Article
from articles.richtext import plain_text
from articles.workflow.reports import TooMany, hash_of_address, is_taken, refuse_too_many, take_report

from . import seals, shell
from .metadata import metadata_for_page
from .selectors.frame import frame
from .visitors import address_of, is_from_elsewhere

TITLE = "纠错"
QUOTE = 200  # characters of a passage that an address may bring


@csrf_exempt  # there is no session to ride on; the form carries a seal instead
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """GET shows the form, of a story (`?article=`) with a passage of it (`?quote=`). POST: 303 to the thanks, 400 for
    what is missing, 403 for a seal that is not good, 429 for too many; what was written stays in the form."""
    about = _article(request.POST.get("article") or request.GET.get("article"))
    if request.method != "POST":
        sent = "sent" in request.GET
        passage = "" if sent else _passage(about, request.GET.get("quote", ""))
        return _page(request, about, ReportForm(initial={"quote": passage}, about_a_story=bool(about)), sent=sent)
    posted = {name: value.replace("\0", "") for name, value in request.POST.items()}  # PostgreSQL takes no NUL
    form = ReportForm(posted, about_a_story=bool(about))
    if request.POST.get("website"):
        return _thanks()  # a machine that fills every field; it need not know that nobody reads it
    sealed, address = request.POST.get("seal", ""), hash_of_address(address_of(request))
    try:
        if is_from_elsewhere(request):
            raise seals.Broken("纠错要从本报的页面送出：请再按一次“送出”。")
        seal = seals.read_seal(sealed, _name(about))
        if is_taken(seal.nonce):
            return _thanks()
        refuse_too_many(about.pk if about else None, address)
        if not form.is_valid():
            return _page(request, about, form, sealed=sealed, status=400)
        take_report(about, **_words(form), nonce=seal.nonce, address_hash=address)
    except seals.TooYoung as refusal:
        return _page(request, about, form, sealed=sealed, refusal=str(refusal), status=403)
    except seals.SealError as refusal:
        return _page(request, about, form, refusal=str(refusal), status=403)
    except TooMany as refusal:
        return _page(request, about, form, sealed=sealed, refusal=str(refusal), status=429)
    return _thanks()


def _words(form: ReportForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name != "website"}


def _thanks() -> HttpResponse:
    return _private(HttpResponseRedirect(f"{reverse('report')}?sent=1", status=303))


def _page(
    request: HttpRequest, about: Article | None, form: ReportForm, *, sealed: str = "", refusal: str = "",
    sent: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    around = frame()
    context: dict[str, Any] = {
        "article": about,
        "form": form,
        "seal": sealed or seals.make_seal(_name(about)),
        "refusal": refusal,
        "sent": sent,
    }
    metadata = metadata_for_page(
        request, TITLE, "发现差错，请告诉本报。", canonical=reverse("report"), site=around.settings,
        robots="noindex" if about or sent or status != 200 else "",
    )  # fmt: skip
    page = shell.page(request, "site/report.html", context, metadata=metadata, around=around, status=status)
    return _private(page)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _article(given: str | None) -> Article | None:
    """The public story of that number; what readers may not see is as if nothing had been named."""
    if not given or not (given.isascii() and given.isdecimal() and len(given) < 19):
        return None
    return Article.objects.public().filter(pk=int(given)).only("headline", "body", "publish_at", "status").first()


def _name(about: Article | None) -> str:
    return str(about.pk) if about else "0"


def _passage(about: Article | None, given: str) -> str:
    """What an address brings is shown only where it is a passage of the story: no other's words stand on our page."""
    words = " ".join(given.split())[:QUOTE]
    if about is None or not words:
        return ""
    text = f"{about.headline} {plain_text(about.body)}"
    return words if "".join(words.split()) in "".join(text.split()) else ""
