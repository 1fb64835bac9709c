"""A page that is imported again: which draft each item was before, and what of it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.db.models import Q

from articles.models import Article, ArticlePhoto, Byline, Page, PageImport, Status
from articles.richtext import clean, plain_text
from articles.workflow import saving
from articles.workflow.roles import full_name, may_change

from .jumping import store_jumps
from .rich import RichText
from .rows import MAX_CAPTION, DraftRow, Rows, bare, fit_note
from .twins import Twins

ALIKE = 0.6
_COMPARED = 2_000  # characters: more of a body says no more about whose it is


@dataclass(frozen=True, slots=True)
class Story:
    """What an item is recognised by; `body` is HTML."""

    item: str
    headline: str
    body: str


def earlier(page_import: PageImport, found: Twins, by: Any) -> dict[str, tuple[Article, str]]:
    """What an update would meet: for items (by their id) the article that each was before, and why it would not be
    changed, "" where it would. Writes nothing."""
    rows = Rows(page_import.as_sheet(), page_import.text, RichText(page_import.layout, page_import.text))
    matched = match(stories(rows), candidates(found, lock=False), found)
    return {item: (article, why_kept(article, by)) for item, article in matched.items()}


def stories(rows: Rows) -> list[Story]:
    return [Story(item.id, *rows.words(item)) for item in rows.items]


def candidates(twins: Twins, *, lock: bool = True) -> list[Article]:
    """Everything that items of this import may have become earlier, each once."""
    here = [*twins.page, *twins.same.values()]
    # What was imported together with one of them belongs to the same page, whatever became of its words.
    imports = {twin.pk for twin in twins.imports} | {a.page_import_id for a in here if a.page_import_id}
    wanted = Q(pk__in={article.pk for article in here}) | Q(page_import__in=imports)
    rows = Article.objects.filter(wanted, binned_at=None).select_related("page_import", "updated_by").order_by("pk")
    return list(rows.select_for_update(of=("self",)) if lock else rows)


def match(wanted: Sequence[Story], known: Sequence[Article], twins: Twins) -> dict[str, Article]:
    """The article of each item (by its id): the same story, else the same item of the same text, else the same
    headline, else a text that is alike. No article is two items'."""
    same_text = {twin.pk for twin in twins.imports}
    found: dict[str, Article] = {}
    left = {article.pk: article for article in known}

    def take(story: Story, article: Article | None) -> None:
        if article is not None and article.pk in left and story.item not in found:
            found[story.item] = left.pop(article.pk)

    for story in wanted:
        take(story, twins.same.get(story.item))
    for story in wanted:
        own = (a for a in left.values() if a.page_import_id in same_text and a.import_item == story.item)
        take(story, next(own, None))
    texts = {article.pk: bare(plain_text(article.body))[:_COMPARED] for article in known}
    new = {story.item: bare(plain_text(story.body))[:_COMPARED] for story in wanted}
    for story in wanted:
        headline = bare(story.headline)
        titled = [a for a in left.values() if headline and bare(a.headline) == headline]
        take(story, max(titled, key=lambda a: _alike(new[story.item], texts[a.pk]), default=None))
    pairs = [
        (alike, story, article)
        for story in wanted if story.item not in found
        for article in left.values()
        if (alike := _alike(new[story.item], texts[article.pk])) >= ALIKE
    ]  # fmt: skip
    for _, story, article in sorted(pairs, key=lambda pair: -pair[0]):
        take(story, article)
    return found


def _alike(a: str, b: str) -> float:
    """How much of two texts is the same, 0 to 1; texts with few pairs of characters in common are not compared."""
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    pairs_a, pairs_b = (Counter(pairwise(text)) for text in (a, b))
    if 2 * (pairs_a & pairs_b).total() < 0.4 * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def why_kept(article: Article, by: Any) -> str:
    """Why an import may not change an article (it is named before the sentence), or an empty text."""
    if article.status != Status.DRAFT:
        return f"它现在是“{article.status_label}”，导入不改审稿中和发布过的稿件：要改请打开稿件。"
    if not may_change(article, by):
        return "它不是您的稿件：请作者本人或编辑来改。"
    made = article.page_import.done_at if article.page_import else None
    if made is not None and article.updated_at > made:
        who = f"由{full_name(article.updated_by)}" if article.updated_by else ""
        return f"它导入以后{who}改过，没有覆盖：请打开稿件，对照这次的原文来改。"
    return ""


def update(article: Article, row: DraftRow, page: Page | None, position: int | None, by: Any) -> bool:
    """Bring a draft up to date with an item; whether anything changed. What it has besides stays."""
    values = {**row.values, "column": row.column or article.column, "body": clean(row.body)}
    if page is not None:
        values |= {"page": page, "position": position}
    values["note"] = _merged_note(article, row.note)
    for name, value in values.items():
        setattr(article, name, value)
    version = article.version
    with saving(article, by):
        changed = _related(article, row)
    return changed or article.version != version


def _merged_note(article: Article, note: str) -> str:
    known = article.note.split("\n")
    more = [line for line in note.split("\n") if line and line not in known]
    return fit_note([*filter(None, known), *more])[0] if more else article.note


def _related(article: Article, row: DraftRow) -> bool:
    signed = _sign(article, row)
    before = set(article.districts.values_list("pk", flat=True))
    districts = [district for district in row.districts if district.pk not in before]
    article.districts.add(*districts)
    tagged = {name.casefold() for name in article.tags.names()}
    tags = [name for name in row.tags if name.casefold() not in tagged]
    article.tags.add(*tags)
    pictured = add_photos(article, row)
    jumped = store_jumps(article, row.jumps)
    return any((signed, districts, tags, pictured, jumped))


def _sign(article: Article, row: DraftRow) -> bool:
    """Add the bylines that are new and link those that are known now; what an editor has added stays."""
    known = list(article.bylines.select_related("reporter"))
    taken = {byline.reporter_id: {b.role for b in known if b.reporter_id == byline.reporter_id} for byline in known}
    changed = False
    order = max((byline.order for byline in known), default=0)
    for signature in row.signatures:
        pk = signature.reporter.pk if signature.reporter else None
        if pk is not None and signature.role in taken.get(pk, ()):
            continue
        same = next((b for b in known if (b.printed_name, b.role) == (signature.name, signature.role)), None)
        if same is not None and (pk is None or same.reporter_id is not None):
            continue
        changed = True
        if same is not None:
            same.reporter = signature.reporter
            same.save(update_fields=["reporter"])
        else:
            order += 1
            sign(article, [signature], order)
    return changed


def sign(article: Article, signatures: Iterable[Any], first: int = 1) -> None:
    Byline.objects.bulk_create(
        Byline(
            article=article, reporter=s.reporter, role=s.role, name=s.name, role_as_printed=s.role_as_printed,
            organisation=s.organisation, order=order,
        )
        for order, s in enumerate(signatures, first)
    )  # fmt: skip


def add_photos(article: Article, row: DraftRow) -> bool:
    """Attach the pictures that the article does not have, behind those that it has."""
    used = set(article.uses.values_list("photo_id", flat=True))
    wanted = {t.photo.pk: t for t in row.photos if t.photo is not None and t.photo.pk not in used}
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=article, photo=taken.photo, order=order, caption=taken.caption[:MAX_CAPTION])
        for order, taken in enumerate(wanted.values(), len(used) + 1)
    )
    return bool(wanted)


def connect(page_import: PageImport, articles: Mapping[str, Article]) -> None:
    """Say of each article from which item of which import it comes."""
    for item, article in articles.items():
        Article.objects.filter(pk=article.pk).update(page_import=page_import, import_item=item)
        article.page_import, article.import_item = page_import, item
