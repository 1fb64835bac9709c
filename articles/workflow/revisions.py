"""Revisions: what a piece was at each save, the hashes by which signatures name it, and the way back into the rows.

A snapshot is `{"text": {...}, "placing": {...}}`. `text` is what is signed: the words, the names under which they
run, the pictures with their captions as printed. `placing` is where it runs: a change of it voids no signature.

    text:     kicker headline subheadline summary dateline body source original_headline original_author ai_label
              bylines [{role, name, organisation, role_as_printed, reporter}], photos [{photo, caption}], in order
    placing:  kind column page (ids) districts tags (names, sorted) position is_lead note embargo_until (UTC)

`sha256` is that of the whole snapshot's canonical JSON (`log.canonical_json`), `text_sha256` that of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from articles.models import Article, ArticlePhoto, Byline, Column, District, Page, Photo, Reporter, Revision, Tag
from articles.models.prepared import Given, Prepared, PreparedInsert, columns, instance
from articles.models.revision import RevisionKind

from .log import sha256_of

WORDS = ("kicker", "headline", "subheadline", "summary", "dateline", "body", "source", "original_headline",
         "original_author", "ai_label")  # fmt: skip
TEXT = (*WORDS, "bylines", "photos")
VALUES = ("kind", "position", "is_lead", "note")
PLACING = ("kind", "column", "page", "position", "is_lead", "districts", "tags", "embargo_until", "note")

Snapshot = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Look:
    """A piece as it stands in the database, by one query: its row, its snapshot, the pictures that it uses, and the
    SHA-256 of its newest revision ("" where it has none; a change that waits is not counted)."""

    article: Article
    snapshot: Snapshot
    photos: list[int]
    newest_sha256: str


def look(pk: int) -> Look:
    """Raises `Article.DoesNotExist`."""
    for row in _ROWS(pk=pk):
        article = instance(Article, row)
        photos = [one["photo"] for one in row["pictures"]]
        return Look(article, _snapshot(article, row), photos, row["newest"] or "")
    raise Article.DoesNotExist


def snapshot(article: Article) -> Snapshot:
    """The piece as it stands: its columns from the instance, its rows from the database (one query)."""
    return _snapshot(article, next(iter(_ROWS(pk=article.pk))))


def _snapshot(article: Article, found: dict[str, Any]) -> Snapshot:
    return {
        "text": {name: getattr(article, name) for name in WORDS} | {
            "bylines": found["lines"],
            "photos": found["pictures"],
        },
        "placing": {name: getattr(article, name) for name in VALUES}
        | {
            "column": article.column_id,
            "page": article.page_id,
            "districts": sorted(found["places"]),
            "tags": sorted(found["labels"]),
            "embargo_until": _utc(article.embargo_until),
        },
    }  # fmt: skip


def _rows_of_piece() -> QuerySet[Article, Any]:
    """Of a piece its columns, its bylines and pictures as printed, in their order, the names of its districts and tags,
    and the hash of its newest revision."""
    lines = Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    uses = ArticlePhoto.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    line = JSONObject(
        role="role", name=_or(F("name"), F("reporter__name")), organisation="organisation",
        role_as_printed="role_as_printed", reporter="reporter_id",
    )  # fmt: skip
    picture = JSONObject(photo="photo_id", caption=_or(F("caption"), F("photo__caption")))
    return Article._base_manager.filter(pk=Given("pk")).values(
        *columns(Article),
        lines=ArraySubquery(lines.values(json=line)),
        pictures=ArraySubquery(uses.values(json=picture)),
        places=ArraySubquery(District.objects.filter(articles=OuterRef("pk")).values("name")),
        labels=ArraySubquery(Tag.objects.filter(items__content_object=OuterRef("pk")).values("name")),
        newest=Subquery(_standing(OuterRef("pk")).values("sha256")[:1]),
    )


def _standing(article: Any) -> QuerySet[Revision]:
    """Revisions of the text that stands in the rows, the newest first: not of a change that waits."""
    return Revision.objects.filter(article=article).exclude(kind=RevisionKind.PENDING).order_by("-number")


def _or(own: F, other: F) -> Coalesce:
    """What stands here, or what stands in the row that it belongs to."""
    return Coalesce(NullIf(own, Value("")), other, Value(""))


_ROWS = Prepared(_rows_of_piece, for_write=True)


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def text_sha256(taken: Snapshot) -> str:
    return sha256_of(taken["text"])


def changed_fields(before: Snapshot, after: Snapshot, parts: Iterable[str] = ("text", "placing")) -> list[str]:
    """Names of what differs, text first, each part in the order of its form."""
    order = {"text": TEXT, "placing": PLACING}
    return [name for part in parts for name in order[part] if before[part].get(name) != after[part].get(name)]


def latest(article: Article) -> Revision | None:
    """The newest revision of the text that stands in the rows: not of a change that waits."""
    return next((instance(Revision, row) for row in _LATEST(pk=article.pk)), None)


_LATEST = Prepared(lambda: _standing(Given("pk")).values(*columns(Revision))[:1], for_write=True)
_LAST = Prepared(
    lambda: Revision.objects.filter(article=Given("pk")).order_by("-number").values("number")[:1], for_write=True
)
_INSERT = PreparedInsert(Revision)


def record(
    article: Article, taken: Snapshot, by: Any, kind: str, *, before: Snapshot | None = None,
    restored_from: int | None = None,
) -> Revision:  # fmt: skip
    """Write the next revision. Its article's row must be locked, so that numbers follow one another."""
    last = next((row["number"] for row in _LAST(pk=article.pk)), 0)
    return _INSERT(Revision(
        article=article, number=last + 1, version=article.version, kind=kind, snapshot=taken,
        sha256=sha256_of(taken), text_sha256=text_sha256(taken), author=by, restored_from=restored_from,
        changes=changed_fields(before, taken) if before else [],
    ))  # fmt: skip


def settle(article: Article, taken: Snapshot | None = None) -> Revision:
    """The revision that is the piece as it stands; one of kind FOUND is made where there is none.

    That is so for imports and old pieces, and where a caption or a name has changed in the photo or the reporter
    itself. The article's row must be locked and freshly read; `taken` is its snapshot, if that was taken already.
    """
    newest, taken = latest(article), taken or snapshot(article)
    if newest is not None and newest.sha256 == sha256_of(taken):
        return newest
    return record(article, taken, None, RevisionKind.FOUND, before=newest.snapshot if newest else None)


# Back into the rows --------------------------------------------------------------------------------------------------
def write(article: Article, taken: Snapshot, parts: Iterable[str] = ("text", "placing")) -> None:
    """Make the rows of a piece what a snapshot says; its version stays. The article's row must be locked.

    What a snapshot names and the newspaper no longer has (a person, a picture, a column, a page) is left out; a picture
    that has gone into another one meanwhile is that other one.
    """
    if "text" in parts:
        text = _with_kept_photos(taken["text"])
        Article.objects.filter(pk=article.pk).update(**{name: text[name] for name in WORDS})
        _write_bylines(article, text["bylines"])
        _write_uses(article, text["photos"])
    if "placing" in parts:
        placing = taken["placing"]
        until = placing.get("embargo_until")
        Article.objects.filter(pk=article.pk).update(
            **{name: placing[name] for name in VALUES},
            column=_existing(Column, placing["column"]),
            page=_existing(Page, placing["page"]),
            embargo_until=datetime.fromisoformat(until) if until else None,
        )
        article.districts.set(District.objects.filter(name__in=placing["districts"]))
        article.tags.set(placing["tags"])
    article.refresh_from_db()


def fix_printed(article: Article) -> None:
    """Write into the rows what is printed by them: then a new caption of the photo, or a new name of the person,
    changes nothing that readers have before them. The snapshot is the same before and after."""
    for line in article.bylines.filter(name="").select_related("reporter"):
        line.name = line.printed_name
        line.save(update_fields=["name"])
    for use in article.uses.filter(caption="").exclude(photo__caption="").select_related("photo"):
        use.caption = use.photo.caption
        use.save(update_fields=["caption"])


def _existing(model: Any, pk: int | None) -> Any:
    return model.objects.filter(pk=pk).first() if pk else None


def _write_bylines(article: Article, lines: list[dict[str, Any]]) -> None:
    """Rows that are as they should be keep their ids, the others change or go."""
    rows = list(article.bylines.select_related("reporter").order_by("order", "pk"))
    people = {person.pk: person for person in Reporter.objects.filter(pk__in=[line["reporter"] for line in lines])}
    Byline.objects.filter(pk__in=[row.pk for row in rows[len(lines) :]]).delete()
    fresh = []
    for place, line in enumerate(lines, 1):
        person = people.get(line["reporter"])
        row = rows[place - 1] if place <= len(rows) else Byline(article=article)
        row.order, row.role, row.reporter = place, line["role"], person
        row.organisation, row.role_as_printed = line["organisation"], line["role_as_printed"]
        row.name = line["name"]
        fresh.append(row)
    # Two lines may have changed places: the rule "once in a role" must not see the moment between.
    kept = [row.pk for row in fresh if row.pk]
    Byline.objects.filter(pk__in=kept).update(reporter=None, name="…")
    for row in fresh:
        row.save()


def _with_kept_photos(text: dict[str, Any]) -> dict[str, Any]:
    named = [one["photo"] for one in text["photos"]]
    gone = Photo.objects.filter(pk__in=named, merged_into__isnull=False).values_list("pk", "merged_into")
    merged = {pk: kept for pk, kept in gone if kept}
    if not merged:
        return text
    body = text["body"]
    photos: dict[int, dict[str, Any]] = {}
    for pk, kept in merged.items():
        body = body_with(body, kept, pk)
    for one in text["photos"]:
        pk = merged.get(one["photo"], one["photo"])
        photos.setdefault(pk, {**one, "photo": pk})
    return {**text, "body": body, "photos": list(photos.values())}


def body_with(body: str, kept: int, dropped: int) -> str:
    """The body with the kept picture where the dropped one stood; twice the same picture is once too many."""
    mark, gone = f'<figure data-photo="{kept}">', f'<figure data-photo="{dropped}">'
    if mark in body:
        return re.sub(re.escape(gone) + r".*?</figure>\s*", "", body, flags=re.DOTALL)
    return body.replace(gone, mark)


def _write_uses(article: Article, photos: list[dict[str, Any]]) -> None:
    rows = {use.photo_id: use for use in article.uses.select_related("photo")}
    known = Photo.objects.in_bulk([one["photo"] for one in photos])
    wanted = [one for one in photos if one["photo"] in known]
    article.uses.exclude(photo_id__in=[one["photo"] for one in wanted]).delete()
    for place, one in enumerate(wanted, 1):
        photo = known[one["photo"]]
        use = rows.get(photo.pk) or ArticlePhoto(article=article, photo=photo)
        use.order, use.caption = place, one["caption"]
        use.save()
