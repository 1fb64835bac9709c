"""Who may change a picture, and what a picture still lacks before readers may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Photo, PhotoPurpose, PhotoStatus, Rights
from articles.models.photo import ArticlePhoto, PhotoQuerySet


def may_change_photo(photo: Photo, by: Any) -> bool:
    """Whether `by` may change the words, the cut or the file of a photo.

    Whoever uploaded it, and holders of `change_photo`; what readers see already only those who publish.
    """
    own = by.has_perm("articles.add_photo") and photo.uploaded_by_id == by.pk
    if not (own or by.has_perm("articles.change_photo")):
        return False
    return by.has_perm("articles.publish_article") or not Photo.objects.public().filter(pk=photo.pk).exists()


def changeable_by(photos: PhotoQuerySet, by: Any) -> PhotoQuerySet:
    """Those of `photos` for which `may_change_photo` says yes, as one question to the database."""
    if not by.has_perm("articles.change_photo"):
        photos = photos.filter(uploaded_by=by.pk) if by.has_perm("articles.add_photo") else photos.none()
    if by.has_perm("articles.publish_article"):
        return photos
    return photos.exclude(pk__in=Photo.objects.public().values("pk"))


WITHOUT_CREDIT = Q(credit_line="", photographer=None, agency="") & ~Q(rights=Rights.FILE)


def has_credit(photo: Photo) -> bool:
    """Whether a line under the picture says whose it is: a credit, a photographer, an agency, or 资料图片."""
    return bool(
        photo.credit_line.strip() or photo.photographer_id or photo.agency.strip() or photo.rights == Rights.FILE
    )


def photos_not_ready(article: Article) -> list[str]:
    """What the pictures of a piece still lack before it may be published, as short sentences; two queries at most.

    Each needs a caption and a credit, has to be through the worker, and may be used (not binned, rights not over).
    """
    uses = list(ArticlePhoto.objects.filter(article=article.pk).select_related("photo"))
    today = timezone.localdate()
    lacking: dict[str, list[int]] = {}
    for number, use in enumerate(uses, 1):
        photo = use.photo
        found = {
            "没有说明": not use.printed_caption.strip(),
            "没有署名": not has_credit(photo),
            "还在处理": photo.status == PhotoStatus.PENDING,
            "没有接收": photo.status == PhotoStatus.REJECTED,
            "在回收站里": photo.binned_at is not None,
            "授权已经到期": photo.rights_until is not None and photo.rights_until < today,
        }
        for sentence, holds in found.items():
            if holds:
                lacking.setdefault(sentence, []).append(number)
    return [f"{_which(numbers, len(uses))}{sentence}" for sentence, numbers in lacking.items()]


def _which(numbers: Iterable[int], count: int) -> str:
    if count == 1:
        return "配图"
    return f"第{'、'.join(map(str, numbers))}张图"


def refusal_for_story(photo: Photo) -> str:
    """Why a picture may not be put into a story anew, or an empty string."""
    if photo.binned_at is not None:
        return f"图片{photo.pk}在回收站里，不能放进稿件：请先取回。"
    if photo.is_expired:
        return f"图片{photo.pk}的授权{photo.rights_until:%Y-%m-%d}已经到期，不能再放进稿件：请换一张，或先续好授权。"
    if photo.status == PhotoStatus.REJECTED:
        return f"图片{photo.pk}没有接收（{photo.rejected_reason}），不能放进稿件：请重新上传。"
    if photo.purpose != PhotoPurpose.NEWS:
        return f"图片{photo.pk}是{photo.get_purpose_display()}，不能放进稿件：请选新闻图片。"
    return ""
