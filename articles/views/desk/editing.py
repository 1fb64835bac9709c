"""What the form of a story asks while somebody types: keep my words, who else is here, am I still signed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article, SideDraft
from articles.richtext import clean, plain_text
from articles.workflow import presence, side_drafts
from articles.workflow.roles import full_name, may_change

MAX_IDS = 500
View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Answers 401 in JSON where a page would lead to the login: the form goes on by itself after that."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return say({"error": "signed-out"}, 401)
        return view(request, *args, **kwargs)

    return guarded


def say(content: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
@for_staff
def session(request: HttpRequest) -> JsonResponse:
    """Whose session this is, and a token that is good for it: a login in another window makes the page's own stale."""
    return say({"user": request.user.pk, "name": full_name(request.user), "token": get_token(request)})


@require_safe
@staff_member_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a login from a form leads that stayed open in another window."""
    return render(request, "desk/signed_in.html", {"title": "已登录"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def draft(request: HttpRequest, pk: int) -> JsonResponse:
    """GET: who is here. POST `packet` (JSON), all parts optional:

    `{user, key, sequence, version, fields: {name: [values]}, typed: seconds since the last key, here: true,
    leave: true, discard: true}`. 400 for what no form sends, 404 for pieces that the user does not see, 413 when
    it is too much.
    """
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("updated_by"), pk=pk)
    if request.method != "POST":
        return say(here(article, request.user))
    return take_packet(request, article)


@require_POST
@for_staff
def new_draft(request: HttpRequest, key: str) -> JsonResponse:
    """The same for a piece that does not exist yet; its drafts are told apart by `key`."""
    if not request.user.has_perm("articles.add_article"):
        return say({"error": "forbidden"}, 403)
    return take_packet(request, None, key)


def take_packet(request: HttpRequest, article: Article | None, key: str = "") -> JsonResponse:
    text = request.POST.get("packet", "")
    if len(text.encode(errors="replace")) > side_drafts.MAX_BYTES:
        return say({"error": "too-large"}, 413)
    try:
        packet = json.loads(text)
        if str(packet.get("user", request.user.pk)) != str(request.user.pk):
            return say({"error": "somebody-else"}, 403)  # the page is another person's, who used this browser before
        answer = do_packet(packet, article, key or str(packet.get("key", "")), request.user)
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError, OverflowError):
        return say({"error": "packet"}, 400)
    except IntegrityError:  # deleted this very moment
        return say({"error": "gone"}, 404)
    if article is not None:
        answer |= here(article, request.user)
    return say(answer)


def do_packet(packet: dict[str, Any], article: Article | None, key: str, by: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if packet.get("discard"):
        answer["discarded"] = side_drafts.drop(by, article, key)
    elif "fields" in packet:
        kept = side_drafts.keep(
            by, article, key, int(packet["sequence"]), int(packet.get("version") or 0), packet["fields"]
        )
        answer["kept"] = kept is not None
        answer["saved_at"] = f"{timezone.localtime():%H:%M:%S}"
    if article is not None and packet.get("leave"):
        presence.leave(article.pk, by)
    elif article is not None and packet.get("here") and may_change(article, by):
        typed = packet.get("typed")
        presence.beat(article.pk, by, None if typed is None else float(typed))
    return answer


def here(article: Article, user: Any) -> dict[str, Any]:
    """The others at this piece, and which version of it is stored."""
    others = [present for present in presence.at([article.pk]).get(article.pk, []) if present.user_id != user.pk]
    return {
        "present": [present.sentence for present in others],
        "version": article.version,
        "updated_by": full_name(article.updated_by) if article.updated_by else "",
        "updated_at": f"{timezone.localtime(article.updated_at):%H:%M:%S}",
    }


@require_safe
@for_staff
def who_is_where(request: HttpRequest) -> JsonResponse:
    """`?ids=1,2,3` → `{"present": {"1": ["李某正在编辑，10 秒前按过键"]}}`, for pieces that the user sees."""
    ids = [int(one) for one in request.GET.get("ids", "").split(",") if one.isascii() and one.isdecimal()
           and len(one) < 19][:MAX_IDS]  # fmt: skip
    seen = Article.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True)
    found = presence.at(seen)
    return say({"present": {str(pk): [one.sentence for one in people] for pk, people in found.items()}})


# What was kept and never saved, also of pieces whose form is closed to the user by now -------------------------------


@require_safe
@staff_member_required
def my_drafts(request: HttpRequest) -> HttpResponse:
    drafts = SideDraft.objects.filter(user=request.user).select_related("article").order_by("-updated_at")[:200]
    return render(request, "desk/side_drafts.html", {"title": "未保存的修改", "drafts": drafts})


@require_safe
@staff_member_required
def my_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one kept draft, to be read and copied."""
    found = get_object_or_404(SideDraft.objects.select_related("article"), pk=pk, user=request.user)
    words = []
    for name in ("kicker", "headline", "subheadline", "summary", "dateline", "body", "note"):
        text = "".join(found.fields.get(name, []))
        text = plain_text(clean(text)) if name == "body" else text
        if text.strip():
            words.append({"label": Article._meta.get_field(name).verbose_name, "text": text})
    return render(request, "desk/side_draft.html", {"title": "未保存的修改", "draft": found, "words": words})
