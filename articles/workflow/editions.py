"""数字报: what editors do to an edition and its pages. Each verb is one transaction: the right, the row's lock, the
version that the user has seen, the change, and last the entry in the log.

责任编辑 draw the areas, 部主任 sign a page off (签发), 总编辑 publish the edition. A change of a signed page takes its
signature away; what readers see of a public edition changes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.imaging.opening import ImageError
from articles.models import Article, Edition, HotArea, Page, PhotoPurpose, Status

from . import log
from .areas import areas_from, connected
from .errors import Conflict, Forbidden, WorkflowError
from .photos import DuplicatePhoto, take_in
from .publishing import publish as publish_story
from .refreshing import refresh_edition
from .states import LOG_LABELS

P = ParamSpec("P")
R = TypeVar("R")
Thing = TypeVar("Thing", Edition, Page)
RIGHTS = {
    "edition_add": "articles.add_edition", "page_change": "articles.change_page",
    "page_areas": "articles.change_hotarea", "page_image": "articles.change_page", "page_sign": "articles.sign_page",
    "page_unsign": "articles.sign_page", "edition_publish": "articles.publish_edition",
    "edition_withdraw": "articles.publish_edition",
}  # fmt: skip


class InTheWay(WorkflowError):
    """The edition is not ready; `sentences` say what is missing. It may be published knowingly."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(
            "这一期还有没办妥的地方：" + "；".join(sentences) + "。确实要这样上线，请勾选“知道这些，仍然发布”。"
        )
        self.sentences = sentences


def may(verb: str, by: Any) -> bool:
    return bool(by.has_perm(RIGHTS[verb]))


def _verb(name: str) -> Callable[[Callable[Concatenate[Thing, Any, P], R]], Callable[Concatenate[Thing, Any, P], R]]:
    """Checks the right first, outside of the transaction: a refusal is an entry of its own."""

    def decorate(function: Callable[Concatenate[Thing, Any, P], R]) -> Callable[Concatenate[Thing, Any, P], R]:
        @wraps(function)
        def act(thing: Thing, by: Any, *args: P.args, **kwargs: P.kwargs) -> R:
            if not may(name, by):
                sentence = f"您没有“{LOG_LABELS[name]}”的权限：请联系管理员，或请有权限的同事来做。"
                log.refused(None, by, name, sentence, **_where(thing))
                raise Forbidden(sentence)
            with transaction.atomic():
                done = function(thing, by, *args, **kwargs)
            if thing.pk:
                thing.refresh_from_db()
            return done

        return act

    return decorate


def _where(thing: Edition | Page) -> dict[str, Any]:
    edition = thing.edition if isinstance(thing, Page) else thing
    place = {"edition": edition.date.isoformat()}
    return {**place, "page": thing.number} if isinstance(thing, Page) else place


def _locked(thing: Thing, verb: str) -> Thing:
    """The row, freshly read and locked to the end of the transaction. Raises `Conflict` for another version."""
    rows: Any = type(thing)._default_manager.select_for_update(of=("self",))
    if isinstance(thing, Page):
        rows = rows.select_related("edition")
    row = rows.filter(pk=thing.pk).first()
    if row is None or row.version != thing.version:
        raise Conflict(f"{thing}刚刚被别人改动，没有{LOG_LABELS[verb]}：请看清同事的改动再试。")
    return row


def _change(row: Edition | Page, by: Any, verb: str, details: dict[str, Any] | None = None, **changes: Any) -> None:
    """The UPDATE and the entry. A page that was signed is not any more, unless the change is about its signature."""
    told = {**_where(row), **(details or {})}
    if isinstance(row, Page) and row.signed_at and "signed_at" not in changes:
        changes |= {"signed_by": None, "signed_at": None}
        told["voided"] = ["签发"]
    type(row)._default_manager.filter(pk=row.pk).update(**changes, version=F("version") + 1)
    log.append(None, by, verb, **told)


# Pages ----------------------------------------------------------------------------------------------------------------
def add_edition(by: Any, day: date, number: int | None = None) -> Edition:
    """A new edition, 编辑中. Raises `WorkflowError` where the day or the number is taken."""
    if not may("edition_add", by):
        raise Forbidden("您没有“建期”的权限：请联系管理员，或请有权限的同事来做。")
    try:
        with transaction.atomic():
            made = Edition.objects.create(date=day, number=number)
            log.append(None, by, "edition_add", **_where(made))
            return made
    except IntegrityError:
        taken = "日期" if Edition.objects.filter(date=day).exists() else "期号"
        raise WorkflowError(f"已经有这个{taken}的一期：请改用另一个，或打开那一期。") from None


@_verb("page_change")
def add_page(edition: Edition, by: Any, name: str = "") -> Page:
    """A page behind the last. A public edition takes none: withdraw it first."""
    row = _locked(edition, "page_change")
    if row.is_public:
        raise WorkflowError(f"{row}已经上线，不能加版面：请先撤下这一期。")
    last = row.pages.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= 200:
        raise WorkflowError("一期最多200版：不能再加。")
    made = Page.objects.create(edition=row, number=last + 1, name=_word(name, 30))
    _change(row, by, "page_change", {"page": made.number, "what": "加版面"})
    return made


@_verb("page_change")
def remove_page(page: Page, by: Any) -> None:
    """Take a page without stories out of an edition that readers do not see; those behind it move up, and have to be
    signed anew, since their number is printed on them. Its picture stays in the library."""
    row = _locked(page, "page_change")
    edition = Edition.objects.select_for_update().get(pk=row.edition_id)
    if edition.is_public:
        raise WorkflowError(f"{edition}已经上线，不能去掉版面：请先撤下这一期。")
    if stories := row.articles.count():
        raise WorkflowError(
            f"{row.printed_label}上还有{stories}篇稿件，不能去掉：请先把它们移到别的版（含回收站里的）。"
        )
    told = {**_where(row), "what": f"去掉{row.printed_label}", "areas": row.hot_areas.count()}
    row.delete()
    for behind in edition.pages.filter(number__gt=page.number).order_by("number"):
        _change(behind, by, "page_change", {"what": f"第{behind.number - 1:02}版"}, number=behind.number - 1)
    log.append(None, by, "page_change", **told)
    page.pk = None


@_verb("page_change")
def rename_page(page: Page, by: Any, name: str, label: str) -> None:
    row = _locked(page, "page_change")
    _change(row, by, "page_change", {"what": f"{name} {label}".strip()}, name=_word(name, 30), label=_word(label, 8))


@_verb("page_areas")
def save_areas(page: Page, by: Any, rows: Any) -> None:
    """Put the page's hot areas as sent (see `areas_from`) in the place of those that it has.

    Raises `Conflict` when another version of the page is stored, `WorkflowError` for a piece that `by` cannot see.
    """
    areas = areas_from(rows)
    row = _locked(page, "page_areas")
    wanted = connected(areas)
    seen = set(Article.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - seen:
        raise WorkflowError(f"稿件{min(wanted - seen)}不在了：请给那块热区另选一篇，或不连稿件。")
    row.hot_areas.all().delete()
    HotArea.objects.bulk_create(
        HotArea(page=row, article_id=area.article, name=area.name, order=order, left=area.left, top=area.top,
                width=area.width, height=area.height)
        for order, area in enumerate(areas, 1)
    )  # fmt: skip
    _change(row, by, "page_areas", {"areas": len(areas)})


@_verb("page_image")
def set_image(page: Page, by: Any, data: bytes) -> None:
    """Another picture of the page, which the worker makes ready; its areas stay. Raises `ImageError` for no picture."""
    row = _locked(page, "page_image")
    try:
        photo = take_in(data, by, purpose=PhotoPurpose.PAGE, caption=f"{row.edition.date:%Y-%m-%d} {row.printed_label}")
    except DuplicatePhoto as error:
        if error.photo.purpose != PhotoPurpose.PAGE:
            raise WorkflowError(
                f"这个文件已在图片库里作新闻图片用（编号{error.photo.pk}）：请另存一份再上传。"
            ) from None
        photo = error.photo
    except ImageError as error:
        raise WorkflowError(str(error)) from None
    _change(row, by, "page_image", {"photo": photo.pk}, image=photo)


@_verb("page_sign")
def sign_page(page: Page, by: Any) -> None:
    """签发版面. Raises `WorkflowError` for a page without picture, or one that is signed."""
    row = _locked(page, "page_sign")
    if row.signed_at:
        raise WorkflowError(f"{row.printed_label}已经签发：不用再签。")
    if row.image_id is None:
        raise WorkflowError(f"{row.printed_label}还没有版面图，不能签发：请先导入版面图或PDF。")
    _change(row, by, "page_sign", {"areas": row.hot_areas.count()}, signed_by=by, signed_at=timezone.now())


@_verb("page_unsign")
def unsign_page(page: Page, by: Any) -> None:
    row = _locked(page, "page_unsign")
    if not row.signed_at:
        raise WorkflowError(f"{row.printed_label}没有签发：不用取消。")
    _change(row, by, "page_unsign", signed_by=None, signed_at=None)


def changed_elsewhere(page: Page, by: Any, what: str) -> None:
    """An import or the admin has changed the page, in the transaction at hand: no signature, another version."""
    row = Page.objects.select_for_update(of=("self",)).select_related("edition").get(pk=page.pk)
    _change(row, by, "page_change", {"what": what})
    page.version, page.signed_by, page.signed_at = row.version + 1, None, None


def _word(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


# The edition ----------------------------------------------------------------------------------------------------------
def in_the_way(edition: Edition, at: datetime | None = None, *, stories_too: bool = True) -> list[str]:
    """What a reader would miss if the edition appeared at `at` (default: now), as sentences without a full stop.

    `stories_too`: pieces in 待发布 are published along with it.
    """
    at = at or timezone.now()
    pages = list(edition.pages.select_related("image").order_by("number"))
    if not pages:
        return ["还没有版面"]
    found = []
    if unsigned := [page.printed_label for page in pages if not page.signed_at]:
        found.append(f"没有签发：{_some(unsigned)}")
    if blank := [page.printed_label for page in pages if page.image_id is None]:
        found.append(f"没有版面图：{_some(blank)}")
    if late := [f"《{story}》（{story.status_label}）" for story in _unready(edition, at, stories_too)]:
        found.append(f"到时还看不到的稿件：{_some(late)}")
    bare = HotArea.objects.filter(page__edition=edition, article=None, name="").values_list("page__number", flat=True)
    if numbers := sorted(set(bare)):
        found.append(f"有热区没连稿件也没有名称：{_some([f'第{number:02}版' for number in numbers])}")
    return found


def _some(words: list[str], most: int = 6) -> str:
    return "、".join(words[:most]) + (f"等{len(words)}个" if len(words) > most else "")


def _unready(edition: Edition, at: datetime, stories_too: bool) -> list[Article]:
    pieces = Article.objects.filter(page__edition=edition, binned_at=None).exclude(status=Status.WITHDRAWN)
    pieces = pieces.exclude(status=Status.PUBLISHED, publish_at__lte=at)
    if stories_too:
        pieces = pieces.exclude(status=Status.APPROVED)
    return list(pieces.order_by("page__number", "position", "pk"))


@_verb("edition_publish")
def publish(
    edition: Edition, by: Any, at: datetime | None = None, *, knowing: bool = False, stories_too: bool = True
) -> int:
    """The whole edition appears at `at` by itself (default and at the earliest: now). Returns how many stories go too.

    `stories_too`: its pieces in 待发布 are published for the same time, in the same transaction. Raises `InTheWay`
    unless it is ready or `knowing`, which makes a loud entry with everything that was missing.
    """
    row = _locked(edition, "edition_publish")
    at = max(at or timezone.now(), timezone.now())
    if row.is_public:
        raise WorkflowError(f"{row}已经上线：不用再发布。")
    missing = in_the_way(row, at, stories_too=stories_too)
    if not row.pages.exists():
        raise WorkflowError(f"{row}还没有版面，不能发布：请先加版面。")
    if missing and not knowing:
        raise InTheWay(missing)
    waiting = Article.objects.filter(page__edition=row, status=Status.APPROVED, binned_at=None) if stories_too else []
    with log.together():
        count = 0
        for story in waiting:
            publish_story(story, by, at)
            count += 1
        Edition.objects.filter(pk=row.pk).update(publish_at=at, withdrawn_at=None, version=F("version") + 1)
        log.append(None, by, "edition_publish", is_loud=bool(missing), **_where(row), at=at.isoformat(),
                   in_the_way=missing, stories=count)  # fmt: skip
    return count


@_verb("edition_withdraw")
def withdraw(edition: Edition, by: Any, reason: str = "") -> None:
    """Nothing of the edition is shown any more, or at its time. Stories stay as they are. Public ones need a reason."""
    row = _locked(edition, "edition_withdraw")
    if row.publish_at is None:
        raise WorkflowError(f"{row}没有上线，也没有定时：不用撤下。")
    reason = _word(reason, 200)
    if row.is_public and not reason:
        raise WorkflowError("撤下已经上线的一期须写明原因：请填写原因。")
    gone = timezone.now() if row.is_public else None
    _change(row, by, "edition_withdraw", {"reason": reason, "was_for": str(row.publish_at)}, publish_at=None,
            withdrawn_at=gone)  # fmt: skip
    if gone:
        refresh_edition(row)
