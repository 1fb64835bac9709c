"""One page: its picture, the hot areas on it, its name, its signature. Areas are saved by a script, as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import search
from articles.forms.editions import PageNameForm
from articles.imaging.opening import MAX_MEGABYTES
from articles.intake import ImportRefused, open_file
from articles.intake.pages import use_file as put_file
from articles.models import Article, ImportStatus, Page, PageImport, PhotoStatus
from articles.models.article import ArticleQuerySet
from articles.views.desk.access import answer, version_seen
from articles.workflow import editions
from articles.workflow.errors import Conflict, WorkflowError

from .issues import page_of, paper_desk, status_of

MAX_JSON = 200_000  # bytes; a hundred areas are a tenth of it
FOUND = 20
WAITING = (ImportStatus.READING, ImportStatus.OPEN, ImportStatus.FAILED)


@require_safe
@paper_desk
def sheet(request: HttpRequest, day: date, number: int) -> HttpResponse:
    return _sheet(request, page_of(day, number))


def _sheet(request: HttpRequest, page: Page, refusal: Any = "", status: int = 200) -> HttpResponse:
    user, edition = request.user, page.edition
    pages = list(edition.pages.order_by("number"))
    place = [other.pk for other in pages].index(page.pk)
    rights = {name.partition("_")[2]: editions.may(name, user) for name in ("page_areas", "page_image", "page_sign")}
    context = {
        "title": f"{page.printed_label} {edition.date:%Y-%m-%d}", "edition": edition, "page": page, "pages": pages,
        "before": pages[place - 1] if place else None, "after": pages[place + 1] if place + 1 < len(pages) else None,
        "may": rights, "refusal": refusal, "picture": _picture(page), "reading": _reading(page, user),
        "name": PageNameForm(initial={"name": page.name, "label": page.label}),
        "may_remove": editions.may("page_change", user) and not edition.is_public,
        "data": {**_state(page, user), "user": user.pk, "may": rights["areas"],
                 "save": reverse("desk_page_areas", args=_place(page)),
                 "search": reverse("desk_page_stories", args=_place(page))},
    }  # fmt: skip
    return render(request, "desk/paper/page.html", context, status=status)


def _place(page: Page) -> list[Any]:
    return [page.edition.date, page.number]


def _picture(page: Page) -> Any:
    """The widest file of the page's picture; None where there is none yet."""
    if page.image is None or page.image.status != PhotoStatus.READY:
        return None
    return page.image.renditions.filter(crop="full").exclude(format="avif").order_by("-width", "-format").first()


def _reading(page: Page, user: Any) -> PageImport | None:
    """The newest file that was brought in for this page and is not used yet."""
    rows = PageImport.objects.visible_to(user).light().filter(edition_date=page.edition.date, kind="pdf")
    found = rows.filter(page_number=page.number).order_by("-pk").first()
    return found if found and found.status in WAITING else None


def _state(page: Page, user: Any) -> dict[str, Any]:
    """What the script starts from, and what a colleague has made of it: `version`, `areas`, the page's `stories`."""
    areas = page.hot_areas.select_related("article").defer("article__body").order_by("order", "top", "left")
    visible = Article.objects.visible_to(user).filter(page=page).defer("body").order_by("position", "pk")
    return {
        "version": page.version,
        "signed": bool(page.signed_at),
        "areas": [
            {"left": float(area.left), "top": float(area.top), "width": float(area.width), "height": float(area.height),
             "name": area.name, "article": area.article_id, "headline": str(area.article) if area.article else ""}
            for area in areas
        ],
        "stories": [_found(story) for story in visible],
    }  # fmt: skip


def _found(story: Article) -> dict[str, Any]:
    return {"id": story.pk, "headline": str(story), "state": story.status_label}


@require_safe
@paper_desk
def stories(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """`?q=` → `{"stories": […]}`: the page's own first, by headline, then what the search finds."""
    page, words = page_of(day, number), request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = Article.objects.visible_to(request.user).defer("body")
    rows = [_found(story) for story in found.filter(page=page).order_by("position", "pk") if words in story.headline]
    if words:
        rows += [_found(story) for story in _others(words, found.exclude(page=page))]
    return answer({"stories": rows[: FOUND * 2]})


def _others(words: str, pieces: ArticleQuerySet) -> list[Article]:
    """What the search finds among them, best first; nothing where the words are too common to be looked through."""
    try:
        ids = search.find(words, pieces, facets=False).ids[:FOUND]
    except search.TooLong:
        return []
    found = {piece.pk: piece for piece in pieces.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


@require_POST
@paper_desk
def areas(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """`{"version", "areas"}`. 409 carries the page as it is by now: nothing of either editor is lost."""
    page = page_of(day, number)
    try:
        sent = json.loads(request.body) if len(request.body) <= MAX_JSON else None
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("version"), int):
        return answer({"error": "热区没有送全：请再保存一次。"}, 400)
    page.version = sent["version"]
    try:
        editions.save_areas(page, request.user, sent.get("areas"))
    except WorkflowError as refusal:
        now = _state(page_of(day, number), request.user) if isinstance(refusal, Conflict) else {}
        return answer({"error": str(refusal), "now": now}, status_of(refusal))
    return answer({**_state(page, request.user), "said": "已保存。"})


@require_POST
@paper_desk
def name(request: HttpRequest, day: date, number: int) -> HttpResponse:
    page, form = page_of(day, number), PageNameForm(request.POST)
    if not form.is_valid():
        return _sheet(request, page, "版名最多30字，版次最多8字：请改短。", 400)
    page.version = version_seen(request)
    return _done(request, page, lambda: editions.rename_page(page, request.user, **form.cleaned_data), "版名已保存。")


@require_POST
@paper_desk
def remove(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """Leads to the edition, from which the page is gone."""
    page = page_of(day, number)
    page.version, label = version_seen(request), page.printed_label
    try:
        editions.remove_page(page, request.user)
    except WorkflowError as refusal:
        return _sheet(request, page_of(day, number), refusal, status_of(refusal))
    messages.success(request, f"已去掉{label}，后面的版往前移。")
    return redirect("desk_edition", day)


@require_POST
@paper_desk
def sign(request: HttpRequest, day: date, number: int) -> HttpResponse:
    page = page_of(day, number)
    page.version = version_seen(request)
    verb, said = (
        (editions.unsign_page, "已取消签发") if request.POST.get("do") == "unsign" else (editions.sign_page, "已签发")
    )
    return _done(request, page, lambda: verb(page, request.user), f"{said}：{page.printed_label}。")


@require_POST
@paper_desk
def file(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """A picture becomes the page's image at once; a PDF is read by the worker first."""
    page, given = page_of(day, number), request.FILES.get("file")
    if given is None:
        return _sheet(request, page, "没有收到文件：请先选择版面图或PDF。", 400)
    page.version = version_seen(request)
    if (given.name or "").lower().endswith(".pdf"):

        def take() -> None:
            if not editions.may("page_image", request.user):
                raise WorkflowError("您没有换版面图的权限。")
            try:
                open_file(given, request.user, edition_date=day, page_number=number)
            except ImportRefused as refusal:
                raise WorkflowError(str(refusal)) from None

        return _done(request, page, take, "PDF已收到，正在读取。")
    if (given.size or 0) > MAX_MEGABYTES * 1024 * 1024:
        return _sheet(request, page, f"文件超过{MAX_MEGABYTES} MB：请导出小一些的再传。", 400)
    return _done(request, page, lambda: editions.set_image(page, request.user, given.read()), "版面图已收到。")


@require_POST
@paper_desk
def use_file(request: HttpRequest, day: date, number: int, pk: int) -> HttpResponse:
    """Picture, PDF and areas of a file that was read become the page's."""
    page = page_of(day, number)
    row = PageImport.objects.visible_to(request.user).filter(pk=pk, edition_date=day, page_number=number).first()
    if row is None or row.status != ImportStatus.OPEN:
        raise Http404("没有读好的文件。")
    page.version = version_seen(request)
    counted: list[int] = []
    said = "用上了：版面图，和认出的热区。请核对热区连的稿件。"
    return _done(request, page, lambda: counted.append(put_file(row, page, request.user)), said)


def _done(request: HttpRequest, page: Page, act: Any, said: str) -> HttpResponse:
    """Do it and lead back; a refusal is a sentence on the page as it is by now."""
    place = _place(page)
    try:
        act()
    except WorkflowError as refusal:
        return _sheet(request, page_of(*place), refusal, status_of(refusal))
    messages.success(request, said)
    return redirect("desk_page", *place)
