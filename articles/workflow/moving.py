"""What every verb has in common: the lock, the checks, the conditional UPDATE, the entry in the log, the refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Revision, Status

from . import log, revisions
from .errors import Conflict, Forbidden, WorkflowError, refusal_of
from .signing import lost_signatures, send_back
from .states import TRANSITIONS, VERB_LABELS, has_right, states_of

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate[Article, Any, P], R]


class Drifted(Exception):
    """The text is no longer what was signed, though nobody saved the piece: a picture or a person was changed."""


@contextmanager
def refusals(article: Article, by: Any, verb: str, **details: Any) -> Iterator[None]:
    """Turn the database's refusals into sentences, and write what was forbidden into the log once all is undone."""
    try:
        try:
            yield
        except IntegrityError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise refusal from error
    except Forbidden as refusal:
        log.refused(article if article.pk else None, by, verb, str(refusal), **details)
        raise


def verb(function: Verb[P, R]) -> Verb[P, R]:
    """A verb is one transaction; afterwards `article` is as the database has it. What fails leaves it as it was."""
    name = function.__name__

    @wraps(function)
    def act(article: Article, by: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with refusals(article, by, name), transaction.atomic():
                done = function(article, by, *args, **kwargs)
                article.refresh_from_db()
                return done
        except Drifted as drifted:
            with transaction.atomic():
                send_back_drifted(article)
            raise Conflict(str(drifted)) from None

    return act


class Held(NamedTuple):
    """A locked article as the verb found it, and the revision that it is: of the pending change, if one waits."""

    article: Article
    revision: Revision
    from_status: str


def hold(article: Article, by: Any, verb: str) -> Held:
    """Check the right, lock the row, and see that it is what the caller has seen.

    Raises `Forbidden`, `Conflict` (somebody was faster), `WorkflowError` (not from this state).
    """
    if not has_right(verb, article, by):
        raise Forbidden(f"您没有“{VERB_LABELS[verb]}”的权限：请联系管理员，或请有权限的同事来做。")
    locked = lock(article, f"没有{VERB_LABELS[verb]}")
    states = states_of(locked)
    if not states & TRANSITIONS[verb].states:
        where = "在回收站里" if "binned" in states else f"现在是“{locked.status_label}”"
        raise WorkflowError(f"《{locked}》{where}，不能{VERB_LABELS[verb]}：请刷新页面看最新状态。")
    standing = revisions.settle(locked)
    if locked.status not in (Status.PUBLISHED, Status.WITHDRAWN) or locked.is_scheduled:
        lost = lost_signatures(locked, standing)
        if lost:
            raise Drifted(
                f"《{locked}》的图片说明或人名在签字之后从别处改动过，没有{VERB_LABELS[verb]}，签字已作废："
                "请刷新页面，重新送审。"
            )
    return Held(locked, locked.pending or standing, locked.status)


def lock(article: Article, not_done: str) -> Article:
    """The row, locked until the end of the transaction and freshly read. `Conflict` when it is another version."""
    try:
        locked = Article.locked(article.pk)
    except Article.DoesNotExist:
        raise Conflict(f"《{article}》已经不在了，{not_done}：请回到列表。") from None
    if (locked.version, locked.status) != (article.version, article.status):
        raise Conflict(f"《{article}》刚刚被别人改动，{not_done}：请刷新页面再试。")
    return locked


def move(
    held: Held, by: Any, verb: str, *, is_loud: bool = False, is_quiet: bool = False,
    details: dict[str, Any] | None = None, **changes: Any,
) -> None:  # fmt: skip
    """The conditional UPDATE and the entry in the log. `changes` are columns; the version grows by one.

    Quiet: what happens to a change that waits is not the reader's business, so the time of his text stays.
    """
    article = held.article
    touched = {} if is_quiet else {"updated_at": timezone.now(), "updated_by": by}
    moved = Article.objects.filter(pk=article.pk, version=article.version, status=article.status).update(
        **{**touched, **changes}, version=article.version + 1
    )
    if not moved:
        raise Conflict(f"《{article}》刚刚被别人改动，没有{VERB_LABELS.get(verb, '保存')}：请刷新页面再试。")
    log.append(
        article, by, verb, from_status=held.from_status, to_status=changes.get("status", article.status),
        revision=held.revision, is_loud=is_loud, **(details or {}),
    )  # fmt: skip
    article.refresh_from_db()


def send_back_drifted(article: Article) -> None:
    """Void what was signed under another text and send the piece back to the first review that it lacks now."""
    locked = Article.locked(article.pk)
    last = revisions.latest(locked)
    standing = revisions.settle(locked)
    changed = standing.changes if last is None or standing.pk != last.pk else []
    Article.objects.filter(pk=locked.pk).update(version=locked.version + 1)
    send_back(locked, None, standing, changed)
