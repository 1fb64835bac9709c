"""Pictures of the library put into a story that is being written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from articles.models import Article, ArticlePhoto, Photo

from .errors import WorkflowError
from .photo_rights import refusal_for_story
from .saving import saving


def add_to_story(article: Article, photos: Iterable[Photo], by: Any) -> list[Photo]:
    """放进稿件: the pictures stand behind those that the piece has, each once; returns those that came in.

    All or none: raises `WorkflowError` where one may not be used (rights over, in the bin), `Forbidden` and `Conflict`
    as saving does.
    """
    chosen = list(dict.fromkeys(photos))
    for photo in chosen:
        refusal = refusal_for_story(photo)
        if refusal:
            raise WorkflowError(refusal)
    used = set(article.uses.values_list("photo_id", flat=True))
    fresh = [photo for photo in chosen if photo.pk not in used]
    if not fresh:
        raise WorkflowError(f"《{article}》已经有这些图片：不用再放。")
    with saving(article, by):
        last = article.uses.aggregate(last=Max("order"))["last"] or 0
        ArticlePhoto.objects.bulk_create(
            ArticlePhoto(article=article, photo=photo, order=last + place) for place, photo in enumerate(fresh, 1)
        )
    return fresh
