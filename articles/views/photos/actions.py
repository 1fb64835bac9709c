"""What is done to several pictures of the library at once. Every refusal is a sentence; what can be done is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.forms.library import BulkForm
from articles.models import Article, Photo
from articles.workflow.errors import WorkflowError
from articles.workflow.photo_desk import Done, bin_photo, describe_many, each, restore_photo
from articles.workflow.photo_rights import photos_not_ready
from articles.workflow.photo_uses import add_to_story
from articles.workflow.shoot_stories import drafts_for, story_of

from .library import library_page

MOST = 200
REASONS_SHOWN = 5


@require_POST
@library_page
def bulk(request: HttpRequest) -> HttpResponseBase:
    """`photo` (several), `do`: words, bin, restore, story, new; back to the library as it was."""
    photos = _chosen(request)
    if not photos:
        messages.warning(request, "还没有选图片：请先在图上打勾，或按空格键选中。")
        return _back(request)
    if request.POST.get("article"):
        return _into(request, photos)
    verb = request.POST.get("do", "")
    if verb == "story":
        return _which_story(request, photos)
    if verb == "words":
        return _words(request, photos)
    if verb == "new":
        return _new_story(request, photos)
    acts = {"bin": (bin_photo, "放进了回收站"), "restore": (restore_photo, "取回来了")}
    if verb not in acts:
        messages.error(request, "不知道要做什么：请用下面的按钮。")
        return _back(request)
    act, done = acts[verb]
    _tell(request, each(photos, lambda photo: act(photo, request.user)), done)
    return _back(request)


def _chosen(request: HttpRequest) -> list[Photo]:
    """In the order of the page."""
    ids = [int(value) for value in request.POST.getlist("photo")[:MOST] if value.isascii() and value.isdigit()]
    found = Photo.objects.in_bulk([pk for pk in dict.fromkeys(ids) if pk < 2**63])
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def _words(request: HttpRequest, photos: list[Photo]) -> HttpResponseBase:
    form = BulkForm(request.POST)
    if not form.is_valid():
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}：{errors[0]}")
        return _back(request)
    said = form.said()
    if not said:
        messages.warning(request, "没有填要写的内容：请填说明、署名、旗县区、标签或版权中的一项。")
        return _back(request)
    done = describe_many(photos, request.user, said, only_empty=form.cleaned_data["only_empty"])
    _tell(request, done, "写好了")
    return _back(request)


def _which_story(request: HttpRequest, photos: list[Photo]) -> HttpResponseBase:
    words = request.POST.get("words", "").replace("\0", "")[:100]
    context: dict[str, Any] = {
        "title": "放进稿件", "photos": photos, "words": words, "drafts": drafts_for(request.user, words),
        "back": _query(request),
    }  # fmt: skip
    return render(request, "photos/library_story.html", context)


def _into(request: HttpRequest, photos: list[Photo]) -> HttpResponseBase:
    number = request.POST["article"]
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None:
        raise PermissionDenied
    try:
        added = add_to_story(article, photos, request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return _back(request)
    messages.success(request, f"{len(added)}张图片放进了《{article}》。")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _new_story(request: HttpRequest, photos: list[Photo]) -> HttpResponseBase:
    try:
        made = story_of(photos, request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return _back(request)
    messages.success(request, f"图片新闻《{made}》已建稿，{len(photos)}张图片在里面。")
    if lacking := photos_not_ready(made):
        messages.warning(request, f"{'，'.join(lacking)}：补上以前不能发布。")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.pk]))


def _tell(request: HttpRequest, done: Done, what: str) -> None:
    if done.photos:
        messages.success(request, f"{len(done.photos)}张{what}。")
    for _, why in done.refused[:REASONS_SHOWN]:
        messages.error(request, why)
    if len(done.refused) > REASONS_SHOWN:
        messages.error(request, f"还有{len(done.refused) - REASONS_SHOWN}张也没有做成，原因相近。")


def _query(request: HttpRequest) -> str:
    """Only a query of the library itself comes back; nothing leads elsewhere."""
    return request.POST.get("back", "").replace("\r", "").replace("\n", "")[:1000]


def _back(request: HttpRequest) -> HttpResponseBase:
    from django.http import QueryDict

    query = QueryDict(_query(request)).urlencode()
    return HttpResponseRedirect(reverse("photo_library") + (f"?{query}" if query else ""))
