"""Saving: one way for every screen, and what follows from a change of text.

`saving` is a context: inside, the caller writes the rows that belong to the piece (bylines, pictures, districts,
tags) as his form does it; around that the piece is locked, its columns are written over the version that was read,
and a revision is made of what came out of it. All of it is one transaction, or nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticlePhoto, Photo, Revision, SiteSettings, Status
from articles.models.revision import RevisionKind
from articles.richtext import photo_ids

from . import log, notify, revisions
from .announcing import announce
from .comparing import LABELS
from .errors import Conflict, Forbidden, WorkflowError
from .moving import Held, hold, lock, move, refusals, verb
from .photo_rights import refusal_for_story
from .revisions import Look, Snapshot
from .roles import TEXT_FIELDS, may_arrange, may_change
from .signing import lost_signatures, passed_reviews, send_back, steps_needed, void, void_unfitting

# Where a piece runs is an editor's decision, also on a writer's own draft.
EDITORS_ONLY = frozenset({"is_lead", "page", "position"})


@contextmanager
def saving(
    article: Article, by: Any, *, kind: str = RevisionKind.SAVED, restored_from: int | None = None
) -> Iterator[Article]:
    """Save an edited article and, inside the block, its rows. Effects, all in one transaction:

    - a new article is inserted (revision CREATED); another is written over the version that was read, else `Conflict`;
    - photos that stand in the body become uses;
    - when something changed: a revision, `version` + 1, `updated_at`, `updated_by`, an entry in the log. When nothing
      did: nothing. Either way `article` is afterwards as the database has it;
    - text changed: reviews of the round under another text are void, and a piece from 复审 on (scheduled too) goes
      back to the first review that it lacks; changes of placing void nothing;
    - text of a published piece changed, and the settings ask for reviews: readers' text stays, the change waits as
      `article.pending` for its reviews (placing is written at once). See `pending_rows` for editing on.

    `by` is None for commands of the server. Raises `Forbidden` (not his to change, or not these fields), `Conflict`,
    `WorkflowError` (in the bin; somebody else's change waits already).
    """
    with refusals(article, by, "save"), transaction.atomic():
        if article.pk is None:
            stored = yield from _created(article, by)
        else:
            stored = yield from _saved(article, by, kind, restored_from)
        article.become(stored)


def save(article: Article, by: Any, *, kind: str = RevisionKind.SAVED) -> None:
    """`saving` without rows of other tables."""
    with saving(article, by, kind=kind):
        pass


def _created(article: Article, by: Any) -> Generator[Article, None, Article]:
    article.created_by = article.updated_by = by
    article.updated_at = timezone.now()
    article.save(force_insert=True)
    yield article
    after = _with_body_photos(revisions.look(article.pk))
    revision = revisions.record(after.article, after.snapshot, by, RevisionKind.CREATED)
    log.append(after.article, by, "created", to_status=after.article.status, revision=revision)
    return after.article


def _saved(article: Article, by: Any, kind: str, restored_from: int | None) -> Generator[Article, None, Article]:
    try:
        locked = lock(article, "您的修改没有保存")
    except Conflict:
        raise Conflict(f"《{article}》刚刚被别人改过，您的修改没有保存：请先复制您的文字，再重新打开稿件。") from None
    if locked.binned_at is not None:
        raise WorkflowError(f"《{locked}》在回收站里，没有保存：请先取回，再修改。")
    if by is not None and not may_change(locked, by):
        raise Forbidden(f"《{locked}》现在是“{locked.status_label}”，您不能修改：请联系责任编辑。")
    before = _Before(locked)
    typed = _changed_columns(article, locked)
    told = _told(locked, by) if typed and locked.status != Status.PUBLISHED else {}
    if typed:
        Article.objects.filter(pk=locked.pk, version=locked.version, status=locked.status).update(**typed, **told)
    yield article
    after = _with_body_photos(revisions.look(locked.pk))
    changed = revisions.changed_fields(before.rows, after.snapshot)
    if by is not None:
        _check_fields(locked, by, changed)
    stored = after.article
    if locked.status == Status.PUBLISHED and locked.is_public:
        _record_published(stored, by, before, after.snapshot, kind, restored_from)
    elif changed or told:
        if not told:
            _tell_row(stored, by)
        revision = _record(stored, by, after.snapshot, kind, changed, before.rows, restored_from)
        worded = [name for name in changed if name in revisions.TEXT]
        if worded or lost_signatures(stored, revision):
            send_back(stored, by, revision, worded)
    return stored


def _told(article: Article, by: Any) -> dict[str, Any]:
    """What a change leaves in the row beside itself."""
    return {"version": article.version + 1, "updated_at": timezone.now(), "updated_by_id": by.pk if by else None}


def _tell_row(article: Article, by: Any) -> None:
    """The same, of a row that has its columns already. `article` is as the database has it, before and after."""
    told = _told(article, by)
    Article.objects.filter(pk=article.pk, version=article.version).update(**told)
    vars(article).update(told)
    article._state.fields_cache.pop("updated_by", None)


def _changed_columns(article: Article, locked: Article) -> dict[str, Any]:
    """Columns that an editor may write and that differ from the row's: the indexes of the others are left alone."""
    fields = [field for field in Article._meta.concrete_fields if field.editable and not field.primary_key
              and not field.generated]  # fmt: skip
    values = {field.attname: field.pre_save(article, False) for field in fields}
    return {name: value for name, value in values.items() if value != getattr(locked, name)}


class _Before:
    """What the rows were: `rows`; what readers have: `public`, another when the rows hold the change that waits."""

    def __init__(self, locked: Article) -> None:
        seen = revisions.look(locked.pk)
        self.rows = seen.snapshot
        self.holds_pending = holds_pending(locked, self.rows)
        if self.holds_pending:
            self.public: Snapshot = _public_revision(locked).snapshot
        else:
            if seen.newest_sha256 != log.sha256_of(self.rows):
                revisions.settle(locked, self.rows)
            self.public = self.rows


def holds_pending(article: Article, taken: Snapshot) -> bool:
    return article.pending is not None and revisions.text_sha256(taken) == article.pending.text_sha256


def _public_revision(article: Article) -> Revision:
    newest = revisions.latest(article)
    assert newest is not None, "a change waits only behind the revision that readers see"
    return newest


def _check_fields(article: Article, by: Any, changed: list[str]) -> None:
    refused: set[str] = set()
    if not may_arrange(by, article):
        refused = set(changed) - set(TEXT_FIELDS) - {"photos"}
        if article.status == Status.PUBLISHED:
            refused &= set(revisions.PLACING) - {"note"}
    elif not by.has_perm("articles.review_article"):
        refused = set(EDITORS_ONLY & set(changed))
    if refused:
        names = "、".join(LABELS[name] for name in sorted(refused))
        raise Forbidden(f"您不能改《{article}》的{names}，什么都没有保存：请责任编辑来改。")


def _record(
    article: Article, by: Any, taken: Snapshot, kind: str, changed: list[str], before: Snapshot,
    restored_from: int | None = None,
) -> Revision:  # fmt: skip
    """The revision and the entry in the log of one change that readers or colleagues see at once. `article` is as the
    database has it, with its new version."""
    revision = revisions.record(article, taken, by, kind, before=before, restored_from=restored_from)
    log.append(
        article, by, "save", from_status=article.status, to_status=article.status, revision=revision, changed=changed,
        kind=str(kind), sha256=revision.sha256,
    )  # fmt: skip
    return revision


def _record_published(
    article: Article, by: Any, before: _Before, after: Snapshot, kind: str, restored_from: int | None
) -> None:
    """Placing at once; text at once where the settings ask for no review, else as a change that waits."""
    placed = revisions.changed_fields(before.public, after, ["placing"])
    worded = revisions.changed_fields(before.rows, after, ["text"])
    if worded and not before.holds_pending and article.pending is not None:
        raise WorkflowError(f"《{article}》有一处修改正在待审，没有保存：请打开那份修改接着改，或者先放弃它。")
    at_once = SiteSettings.current().reviews_after_publication == 0 and not before.holds_pending
    if worded and at_once:
        _tell_row(article, by)
        revision = _record(article, by, after, kind, [*worded, *placed], before.rows, restored_from)
        void_unfitting(article, by, revision, worded)
        return
    if worded or before.holds_pending:
        public = {"text": before.public["text"], "placing": after["placing"]}
        revisions.write(article, public, ["text"])
        article.refresh_from_db()
    if placed:
        public = {"text": before.public["text"], "placing": after["placing"]}
        _tell_row(article, by)
        _record(article, by, public, kind, placed, before.public)
    if worded:
        _wait(article, by, after, before, worded, restored_from)


def _wait(
    article: Article, by: Any, after: Snapshot, before: _Before, worded: list[str], restored_from: int | None
) -> None:
    """Keep a change of a published text for its reviews: a revision PENDING, and a new round unless one is on."""
    if revisions.text_sha256(after) == revisions.text_sha256(before.public):
        _drop_pending(article, by, "改回了读者看到的文字")
        return
    is_first = article.pending is None
    Article.objects.filter(pk=article.pk).update(
        version=article.version + 1, round=article.round + 1 if is_first else article.round
    )
    article.refresh_from_db()
    revision = revisions.record(
        article, after, by, RevisionKind.PENDING, before=before.rows, restored_from=restored_from
    )
    Article.objects.filter(pk=article.pk).update(pending=revision)
    article.refresh_from_db()
    Article.objects.filter(pk=article.pk).update(pending_step=steps_needed(article)[0])
    article.refresh_from_db()
    log.append(
        article, by, "pending", from_status=article.status, to_status=article.status, revision=revision,
        changed=worded, waits_for=article.pending_step, sha256=revision.sha256,
    )  # fmt: skip
    void_unfitting(article, by, revision, worded)


def _drop_pending(article: Article, by: Any, reason: str) -> Revision | None:
    dropped = article.pending
    void(passed_reviews(article), by, reason)
    Article.objects.filter(pk=article.pk).update(pending=None, pending_step="", version=article.version + 1)
    article.refresh_from_db()
    log.append(
        article, by, "discard", from_status=article.status, to_status=article.status, revision=dropped, reason=reason
    )
    return dropped


@verb
def discard(article: Article, by: Any, reason: str = "") -> None:
    """放弃修改: the change of a published piece that waits is given up; its revision and its signatures stay on
    record, void. Readers notice nothing."""
    held = hold(article, by, "discard")
    _drop_pending(held.article, by, " ".join(reason.split())[:200] or "放弃修改")


def apply_pending(held: Held, by: Any) -> None:
    """修改上线: the last review was passed; readers get the text that was signed, as a revision APPLIED."""
    article, waiting = held.article, held.revision
    public = revisions.snapshot(article)
    revisions.write(article, waiting.snapshot, ["text"])
    taken = revisions.snapshot(article)
    if revisions.text_sha256(taken) != waiting.text_sha256:
        raise WorkflowError(f"《{article}》待审的修改用到的图片或人员已经删除，没有上线：请打开修改，改好再审。")
    changed = revisions.changed_fields(public, taken)
    move(held, by, "apply", pending=None, pending_step="", details={"changed": changed})
    announce(held.article, held.article.publish_at)
    revisions.record(held.article, taken, by, RevisionKind.APPLIED, before=public)
    text = f"《{article}》发布后的修改已经审完上线。"
    notify.tell(notify.people_of(held.article), "applied", text, article=article, by=by)


@contextmanager
def pending_rows(pk: int) -> Iterator[None]:
    """Inside, the rows of a published piece are the change that waits for review, so that a form can show it and
    `saving` can go on from it; afterwards they are again what readers see. Does nothing for other pieces.

    A response made inside has to be rendered inside.
    """
    waiting = Article.objects.filter(pk=pk, pending__isnull=False).exists()
    if not waiting:
        yield
        return
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
        if article.pending is None:
            yield
            return
        revisions.settle(article)
        revisions.write(article, article.pending.snapshot, ["text"])
        yield
        article = Article.objects.get(pk=pk)
        if holds_pending(article, revisions.snapshot(article)):
            transaction.set_rollback(True)


def restore(article: Article, by: Any, number: int, *, placing: bool = False) -> None:
    """恢复: the text of revision `number` (and where it ran, with `placing`) as a new revision; reviews under another
    text become void as with any change. Raises `WorkflowError` for a number that the piece does not have."""
    wanted = article.revisions.filter(number=number).first()
    if wanted is None:
        raise WorkflowError(f"《{article}》没有第{number}号修订：请从修订列表里选。")
    parts = ["text", "placing"] if placing else ["text"]
    with pending_rows(article.pk):
        current = Article.objects.get(pk=article.pk)
        current.version = article.version
        with saving(current, by, kind=RevisionKind.RESTORED, restored_from=number):
            revisions.write(Article.objects.get(pk=article.pk), wanted.snapshot, parts)
    article.refresh_from_db()


def _with_body_photos(seen: Look) -> Look:
    """Photos that stand in the body become uses of the article too, behind those already there.

    Raises `WorkflowError` for one that may not be put into a story any more."""
    new = [pk for pk in photo_ids(seen.article.body) if pk not in set(seen.photos)]
    if not new:
        return seen
    photos = Photo.objects.in_bulk(new)
    for refusal in filter(None, map(refusal_for_story, photos.values())):
        raise WorkflowError(refusal)
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=seen.article, photo_id=pk, order=len(seen.photos) + place + 1)
        for place, pk in enumerate(pk for pk in new if pk in photos)
    )
    return revisions.look(seen.article.pk)
