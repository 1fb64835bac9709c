"""What becomes of a shoot's pictures: a story of their own, or pictures of a story that is being written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db.models import Max
from django.utils.html import escape

from articles.models import Article, ArticleKind, ArticlePhoto, Byline, Photo, Role, Shoot, Status
from articles.models.article import IN_REVIEW

from .errors import Forbidden, WorkflowError
from .photo_rights import refusal_for_story
from .roles import may_change
from .saving import saving
from .shoot_words import credit_for, without_people
from .shoots import photos_of, settle

MOST_DRAFTS = 20
MOST_REASONS = 5


def make_story(shoot: Shoot, by: Any, headline: str = "") -> Article:
    """新建图片新闻: a draft of kind 图片新闻 with the shoot's pictures in their order and its common words as text.

    Raises `Forbidden` without the right to write stories, `WorkflowError` for a shoot without pictures that may be
    used; `left_behind` says which stay out.
    """
    _may_write(by)
    photos = _usable(shoot, by)
    shoot.refresh_from_db()
    return _story(photos, by, shoot, headline)


def story_of(photos: Sequence[Photo], by: Any) -> Article:
    """The same of pictures chosen in the library, in this order. Those of one shoot bring its name and common words, a
    single picture its caption.

    Raises `Forbidden` without the right to write stories, `WorkflowError` where one of the pictures may not be used.
    """
    _may_write(by)
    for refusal in left_behind(photos):
        raise WorkflowError(refusal)
    shoots = {photo.shoot for photo in photos}
    people = {photo.photographer for photo in photos}
    shoot = shoots.pop() if len(shoots) == 1 else None
    if shoot is None:
        shoot = Shoot(photographer=people.pop() if len(people) == 1 else None)
    if len(photos) == 1:
        shoot.caption = shoot.caption or without_people(photos[0].caption, photos[0].people)  # for the story alone
    return _story(photos, by, shoot)


def _may_write(by: Any) -> None:
    if not by.has_perm("articles.add_article"):
        raise Forbidden("您的岗位不能新建稿件：图片已经在图片库里，请编辑来建稿。")


def _story(photos: Sequence[Photo], by: Any, shoot: Shoot, headline: str = "") -> Article:
    body = "".join(f"<p>{escape(line.strip())}</p>" for line in shoot.caption.splitlines() if line.strip())
    article = Article(kind=ArticleKind.PHOTO, headline=(headline or shoot.title)[:300], body=body)
    with saving(article, by):
        _use(article, photos)
        if shoot.photographer:
            printed = credit_for(shoot.photographer).role_as_printed
            Byline.objects.create(
                article=article, reporter=shoot.photographer, role=Role.PHOTOGRAPHER, role_as_printed=printed, order=1
            )
        districts = {photo.district_id for photo in photos if photo.district_id} | {shoot.district_id}
        article.districts.set(district for district in districts if district)
        article.tags.set(shoot.keywords)
    return article


def insert_into(article: Article, shoot: Shoot, by: Any) -> int:
    """插进稿件: the pictures stand behind those that the piece has; returns how many came in.

    Raises `Forbidden` and `Conflict` as saving does, `WorkflowError` where there is nothing to insert; `left_behind`
    says which stay out.
    """
    used = set(article.uses.values_list("photo_id", flat=True))
    photos = [photo for photo in _usable(shoot, by) if photo.pk not in used]
    if not photos:
        raise WorkflowError(f"《{article}》已经有这一组的全部图片：不用再插。")
    with saving(article, by):
        _use(article, photos)
    return len(photos)


def drafts_for(by: Any, words: str = "") -> list[Article]:
    """Pieces that are being written and that `by` may change, the latest first, whose headline has all the words."""
    drafts = Article.objects.visible_to(by).filter(status__in=[Status.DRAFT, *IN_REVIEW])
    for word in words.split()[:8]:
        drafts = drafts.filter(headline__icontains=word)
    newest = drafts.order_by("-updated_at", "-pk")[: MOST_DRAFTS * 3]
    return [draft for draft in newest if may_change(draft, by)][:MOST_DRAFTS]


def _usable(shoot: Shoot, by: Any) -> list[Photo]:
    settle(shoot, by)
    photos = photos_of(shoot)
    usable = [photo for photo in photos if not refusal_for_story(photo)]
    if not usable:
        raise WorkflowError(" ".join(left_behind(photos)) or "这一组还没有图片：请等图片传完，或先上传。")
    return usable


def left_behind(photos: Iterable[Photo]) -> list[str]:
    """Why pictures of a shoot do not come into a story, a sentence for each, at most five."""
    return list(islice(filter(None, map(refusal_for_story, photos)), MOST_REASONS))


def _use(article: Article, photos: Sequence[Photo]) -> None:
    last = article.uses.aggregate(last=Max("order"))["last"] or 0
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=article, photo=photo, order=last + place) for place, photo in enumerate(photos, 1)
    )
