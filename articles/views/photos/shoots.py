"""一组图片: captions in one pass, and what becomes of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.forms.shoots import PhotoWordsForm, ShootForm, valid_values
from articles.models import Article, Photo, Shoot, Upload, UploadStatus
from articles.workflow.errors import WorkflowError
from articles.workflow.photo_desk import rotate
from articles.workflow.photo_rights import photos_not_ready
from articles.workflow.shoot_hints import proposals, unsaid
from articles.workflow.shoot_stories import drafts_for, insert_into, left_behind, make_story
from articles.workflow.shoots import (
    Clash,
    arrange,
    describe_photo,
    describe_shoot,
    leave_out,
    left_out_of,
    level,
    photos_of,
    settle,
    shown,
    shown_own,
    take,
)

from .answers import BadRequest, answer, asked, numbers, photo_page, photo_script, shoot_of
from .cards import cards_of, differing
from .known import visible_photos

MAX_PHOTOS = 1000  # named in one request


@require_safe
@photo_page
def shoot(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = shoot_of(request, pk)
    photos = photos_of(found)
    context = {
        "title": str(found),
        "shoot": found,
        "shown": shown(found),
        "form": ShootForm(initial=shown(found)),
        "cards": cards_of(found, photos, request.user),
        "left_out": left_out_of(found),
        "may_write": request.user.has_perm("articles.add_article"),
        "may_insert": request.user.has_perm("articles.change_article"),
        **_around(found, photos),
    }
    return render(request, "photos/shoot.html", context)


def _around(found: Shoot, photos: list[Photo]) -> dict[str, Any]:
    """What stands around the cards and changes with them."""
    uploads = Upload.objects.filter(shoot=found.pk)
    return {
        "shoot": found,
        "count": len(photos),
        "lacking": unsaid(found, photos),
        "proposals": proposals(found, photos),
        "differing": differing(found, photos),
        "arriving": uploads.filter(
            status__in=[UploadStatus.RECEIVING, UploadStatus.RECEIVED], expires_at__gt=timezone.now()
        ).count(),
        "refused": list(uploads.filter(status=UploadStatus.REFUSED)),
    }


@require_POST
@photo_script
def cards(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`{"have": [photo ids]}` → cards that the page lacks, the order, the state of every picture, and the notes.

    Pictures that came after the common words were written get them now.
    """
    found = shoot_of(request, pk)
    have = set(numbers(asked(request).get("have", []), MAX_PHOTOS))
    settle(found, request.user)
    return answer(_state(request, found, have))


def _state(request: HttpRequest, found: Shoot, have: set[int] | None = None) -> dict[str, Any]:
    photos = photos_of(found)
    made = cards_of(found, photos, request.user)
    around = _around(found, photos)
    return {
        "version": found.version,
        "order": [photo.pk for photo in photos],
        "cards": [
            {"id": card["photo"].pk, "html": render_to_string("photos/shoot_card.html", {"card": card, "shoot": found})}
            for card in made
            if have is not None and card["photo"].pk not in have
        ],
        "photos": {
            card["photo"].pk: {
                "version": card["photo"].version, "status": card["photo"].status, "source": card["source"],
                "srcset": card["srcset"], "values": card["values"], "reason": card["photo"].rejected_reason,
            }
            for card in made
        },
        "arriving": around["arriving"],
        "notes": render_to_string("photos/shoot_notes.html", around),
        "districts": render_to_string("photos/shoot_districts.html", around),
    }  # fmt: skip


@require_POST
@photo_script
def save(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Common words and words of single pictures, each guarded by its version.

    `{"common": {version, fields: {name: text}, was: {name: text}}, "photos": [{id, version, fields, was}]}` → what
    stands now: `{"common": outcome, "photos": {id: outcome}, "state": …}`. An outcome is `{version, values, errors}`
    or, with status 409, `{clash: true, version, values}`; the others are saved all the same.
    """
    found = shoot_of(request, pk)
    given = asked(request)
    outcomes: dict[str, Any] = {"photos": {}}
    if "common" in given:
        outcomes["common"] = _save_common(request, found, given["common"])
        found = shoot_of(request, pk)
    rows = given.get("photos", [])
    if not isinstance(rows, list) or len(rows) > MAX_PHOTOS:
        raise BadRequest("读不懂这个请求：请刷新页面再试。")
    for row in rows:
        number = numbers([row.get("id") if isinstance(row, dict) else None], 1)[0]
        outcomes["photos"][str(number)] = _save_photo(request, found, number, row)
    clashed = any(one.get("clash") for one in [outcomes.get("common", {}), *outcomes["photos"].values()])
    state = _state(request, found)
    return answer({**outcomes, "state": state}, status=409 if clashed else 200)


def _save_common(request: HttpRequest, found: Shoot, row: Any) -> dict[str, Any]:
    values, errors, version, was = _said(ShootForm, row)
    try:
        saved = describe_shoot(found.pk, request.user, version, values, was)
    except Clash as clash:
        return {"clash": True, "version": clash.version, "values": clash.now}
    return {"version": saved.version, "values": shown(saved), "errors": errors}


def _save_photo(request: HttpRequest, found: Shoot, number: int, row: dict[str, Any]) -> dict[str, Any]:
    values, errors, version, was = _said(PhotoWordsForm, row)
    if number not in {photo.pk for photo in photos_of(found)}:
        return {"errors": dict.fromkeys(values, "这张图片已经不在这一组里。"), "gone": True}
    try:
        photo = describe_photo(number, found, request.user, version, values, was)
    except Clash as clash:
        return {"clash": True, "version": clash.version, "values": clash.now}
    except WorkflowError as error:
        return {"errors": dict.fromkeys(values, str(error))}
    return {"version": photo.version, "values": shown_own(photo, found), "errors": errors}


def _said(form_class: Any, row: Any) -> tuple[dict[str, Any], dict[str, str], int, dict[str, str]]:
    try:
        values, errors = valid_values(form_class, row["fields"])
        version, was = row["version"], row.get("was", {})
        if not isinstance(version, int) or not isinstance(was, dict):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadRequest("读不懂这个请求：请刷新页面再试。") from None
    return values, errors, version, was


@require_POST
@photo_script
def order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`{"order": [photo ids]}`"""
    found = shoot_of(request, pk)
    arrange(found, numbers(asked(request).get("order"), MAX_PHOTOS))
    return answer(_state(request, found))


@require_POST
@photo_script
def level_field(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`{"field": name}`: every picture says in it what the shoot says."""
    found = shoot_of(request, pk)
    field = asked(request).get("field")
    changed = level(found, request.user, field if isinstance(field, str) else "")
    return answer({"changed": changed, **_state(request, found)})


@require_POST
@photo_script
def member(request: HttpRequest, pk: int, photo: int, verb: str) -> HttpResponseBase:
    """`leave`: the picture is no longer one of the shoot. `take`: one of the library, or one left out, is."""
    found = shoot_of(request, pk)
    picture = visible_photos(request.user).filter(pk=photo, binned_at=None).first()
    if picture is None:
        raise Http404
    have = {one.pk for one in photos_of(found)}
    if verb == "leave":
        leave_out(found, picture, request.user)
    else:
        take(found, picture, request.user)
    return answer(_state(request, found, have))


@require_POST
@photo_script
def turn(request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    """`{"degrees": 90|180|270, "version"}`: clockwise; its files are made anew at once."""
    found = shoot_of(request, pk)
    given = asked(request)
    picture = next((one for one in photos_of(found) if one.pk == photo), None)
    if picture is None:
        raise Http404
    degrees, version = given.get("degrees"), given.get("version")
    if not isinstance(degrees, int) or not isinstance(version, int):
        raise BadRequest("读不懂这个请求：请刷新页面再试。")
    picture.version = version
    rotate(picture, request.user, degrees)
    return answer(_state(request, found))


# What becomes of them ------------------------------------------------------------------------------------------------


@require_POST
@photo_page
def finish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """放进图片库: the common words reach every picture, and the library opens."""
    found = shoot_of(request, pk)
    settle(found, request.user)
    photos = photos_of(found)
    lacking = unsaid(found, photos)
    words = [f"没有说明{len(lacking['caption'])}张"] if lacking["caption"] else []
    words += [f"没有署名{len(lacking['credit'])}张"] if lacking["credit"] else []
    if words:
        messages.warning(request, f"{len(photos)}张已在图片库里，{'、'.join(words)}：补上以前不能发布。")
    else:
        messages.success(request, f"{len(photos)}张已在图片库里，说明和署名都齐了。")
    return HttpResponseRedirect(reverse("photo_library"))


@require_POST
@photo_page
def story(request: HttpRequest, pk: int) -> HttpResponseBase:
    """新建图片新闻, and its form opens."""
    found = shoot_of(request, pk)
    try:
        made = make_story(found, request.user, " ".join(request.POST.get("headline", "").replace("\0", "").split()))
    except WorkflowError as error:
        return _back(request, found, error)
    messages.success(request, f"图片新闻《{made}》已建稿，{made.uses.count()}张图片在里面。")
    _tell_lacking(request, found, made)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.pk]))


def _tell_lacking(request: HttpRequest, found: Shoot, article: Article) -> None:
    """Pictures that stayed out, and what those that came in still lack: the draft takes them, publication does not."""
    for sentence in left_behind(photos_of(found)):
        messages.warning(request, sentence)
    lacking = photos_not_ready(article)
    if lacking:
        messages.warning(request, f"{'，'.join(lacking)}：补上以前不能发布。")


@require_safe
@photo_script
def drafts(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`?q=` → `{"drafts": [{id, headline, about}]}` that the pictures may go into."""
    shoot_of(request, pk)
    rows = drafts_for(request.user, request.GET.get("q", "").replace("\0", " "))
    return answer(
        {
            "drafts": [
                {
                    "id": draft.pk, "headline": str(draft),
                    "about": f"{draft.status_label} · {timezone.localtime(draft.updated_at):%m-%d %H:%M}",
                }
                for draft in rows
            ]
        }
    )  # fmt: skip


@require_POST
@photo_page
def insert(request: HttpRequest, pk: int) -> HttpResponseBase:
    """插进稿件: the chosen draft takes the pictures, and its form opens."""
    found = shoot_of(request, pk)
    given = request.POST.get("article", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    article = Article.objects.visible_to(request.user).filter(pk=number).first()
    if article is None:
        return _back(request, found, WorkflowError("没有选稿件，或者那篇稿件不归您看：请从列表里选一篇。"))
    try:
        count = insert_into(article, found, request.user)
    except WorkflowError as error:
        return _back(request, found, error)
    messages.success(request, f"{count}张图片已插进《{article}》。")
    _tell_lacking(request, found, article)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _back(request: HttpRequest, found: Shoot, error: WorkflowError) -> HttpResponseBase:
    messages.error(request, str(error))
    return HttpResponseRedirect(reverse("photo_shoot", args=[found.pk]))
