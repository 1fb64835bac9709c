"""Near-duplicates: which photos look the same, and one going into another without readers missing anything."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.utils import timezone

from articles.imaging.similarity import NEAR
from articles.models import Article, ArticlePhoto, Page, Photo, PhotoStatus, Reporter, Topic

from . import log, revisions
from .errors import Conflict, Forbidden, WorkflowError
from .moving import send_back_drifted
from .photo_rights import may_change_photo
from .renditions import words_changed
from .signing import lost_signatures

_FILLED = ("caption", "alternative", "people", "credit_line", "photographer", "agency", "taken_at", "place", "district",
           "rights_note")  # fmt: skip


def bits_apart(fingerprint: Any) -> Func:
    """In how many of 64 bits a photo's fingerprint differs from another one."""
    return Func(
        F("fingerprint"), fingerprint, template="bit_count((%(expressions)s)::bit(64))", arg_joiner=" # ",
        output_field=IntegerField(),
    )  # fmt: skip


def near(photo: Photo, most: int = 24) -> QuerySet[Photo]:
    """Photos of the same purpose whose fingerprint differs in at most `NEAR` of 64 bits, nearest first (`apart`)."""
    others = Photo.objects.kept().filter(purpose=photo.purpose).exclude(pk=photo.pk)
    if photo.fingerprint is None:
        return others.none()
    return (
        others.annotate(apart=bits_apart(Value(photo.fingerprint)))
        .filter(apart__lte=NEAR)
        .order_by("apart", "pk")[:most]
    )


def merge_into(kept: Photo, dropped: Photo, by: Any) -> list[Article]:
    """合并: every use of `dropped` becomes one of `kept`, with the caption that readers have there; `dropped` goes to
    the bin, and its address leads to `kept`. Returns the stories that were touched.

    What `kept` does not say itself it takes from `dropped`. Each story gets a revision and an entry in the log; reviews
    of stories that are still on their way become void, since the picture is a part of what was signed. Raises
    `Conflict`, `Forbidden`, `WorkflowError` (another purpose, in the bin, a waiting change of a story uses it).
    """
    try:
        with transaction.atomic():
            touched = _merge(*_both(kept, dropped, by), by)
    except Forbidden as refusal:
        log.refused(None, by, "photo_merge", str(refusal), photo=kept.pk, dropped=dropped.pk)
        raise
    kept.refresh_from_db()
    dropped.refresh_from_db()
    return touched


def _both(kept: Photo, dropped: Photo, by: Any) -> tuple[Photo, Photo]:
    if kept.pk == dropped.pk:
        raise WorkflowError("不能把图片并入它自己：请选另一张。")
    rows = Photo.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=[kept.pk, dropped.pk])
    found = {row.pk: row for row in rows}
    for seen in (kept, dropped):
        row = found.get(seen.pk)
        if row is None or row.version != seen.version:
            raise Conflict(f"图片{seen.pk}刚刚被别人改过，没有合并：请刷新页面再试。")
        if not may_change_photo(row, by):
            raise Forbidden(f"图片{seen.pk}您不能改，没有合并：读者已经看到的由发布人来合并。")
        if row.binned_at is not None:
            raise WorkflowError(f"图片{seen.pk}在回收站里，没有合并：请先取回。")
    if kept.purpose != dropped.purpose:
        raise WorkflowError("新闻图片、版面图和头像不能互相合并。")
    if found[kept.pk].status != PhotoStatus.READY:
        raise WorkflowError(f"图片{kept.pk}还没有处理好，没有合并：请稍后再试，或留另一张。")
    return found[kept.pk], found[dropped.pk]


def _merge(kept: Photo, dropped: Photo, by: Any) -> list[Article]:
    waiting = Article.objects.filter(pending__snapshot__text__photos__contains=[{"photo": dropped.pk}]).first()
    if waiting is not None:
        raise WorkflowError(f"《{waiting}》待审的修改用着图片{dropped.pk}，没有合并：请先审完或放弃那处修改。")
    ids = list(ArticlePhoto.objects.filter(photo=dropped.pk).values_list("article", flat=True))
    articles = list(Article.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))
    for article in articles:
        _move_uses(article, kept, dropped, by)
    Page.objects.filter(image=dropped.pk).update(image=kept.pk)
    Reporter.objects.filter(portrait=dropped.pk).update(portrait=kept.pk)
    Topic.objects.filter(picture=dropped.pk).update(picture=kept.pk)
    # What went into the dropped one earlier leads to the kept one now.
    Photo.objects.filter(merged_into=dropped.pk).update(merged_into=kept.pk)
    taken = {name: getattr(dropped, name) for name in _FILLED if getattr(kept, name) in ("", None)}
    taken = {name: value for name, value in taken.items() if value not in ("", None)}
    taken["keywords"] = list(dict.fromkeys([*kept.keywords, *dropped.keywords]))[:30]
    Photo.objects.filter(pk=kept.pk).update(version=F("version") + 1, **taken)
    Photo.objects.filter(pk=dropped.pk).update(
        version=F("version") + 1, binned_at=timezone.now(), binned_by=by, merged_into=kept
    )
    words_changed([kept.pk])
    log.append(None, by, "photo_merge", photo=kept.pk, dropped=dropped.pk, stories=ids)
    return articles


def _move_uses(article: Article, kept: Photo, dropped: Photo, by: Any) -> None:
    revisions.settle(article)
    use = ArticlePhoto.objects.select_related("photo").get(article=article, photo=dropped.pk)
    caption = use.printed_caption
    if ArticlePhoto.objects.filter(article=article, photo=kept.pk).exists():
        use.delete()
    else:
        said = "" if caption == kept.caption else caption
        ArticlePhoto.objects.filter(pk=use.pk).update(photo=kept, caption=said)
    body = revisions.body_with(article.body, kept.pk, dropped.pk)
    Article.objects.filter(pk=article.pk).update(body=body)
    article.refresh_from_db()
    revision = revisions.settle(article)
    log.append(
        article, by, "photo_merge", from_status=article.status, to_status=article.status, revision=revision,
        photo=kept.pk, dropped=dropped.pk,
    )  # fmt: skip
    if not article.is_public and lost_signatures(article, revision):
        send_back_drifted(article)
    else:
        Article.objects.filter(pk=article.pk).update(version=F("version") + 1)
