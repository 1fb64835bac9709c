"""Whether a page, or a story of it, is here already."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ImportStatus, PageImport
from articles.richtext import plain_text

from .rich import RichText
from .rows import Rows, bare

_LONG = 50  # a text of so many characters is not by chance part of another one


@dataclass
class Twins:
    """`imports` have the same text, `page` stands on the page chosen, `same` are the stories by the item's id."""

    imports: list[PageImport] = field(default_factory=list)
    page: list[Article] = field(default_factory=list)
    same: dict[str, Article] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.imports or self.page or self.same)

    def __str__(self) -> str:
        said = []
        if self.page:
            said.append(f"这一版已经有{len(self.page)}篇稿件，第一篇是《{self.page[0]}》")
        if self.same:
            said.append(f"有{len(self.same)}条的文字已经在稿件里，如《{next(iter(self.same.values()))}》")
        if self.imports:
            first = self.imports[0]
            when = timezone.localtime(first.created_at)
            said.append(f"同样的文字在{when:%Y-%m-%d %H:%M}导入过（{first.get_status_display()}）")
        return "；".join(said)


def twins(page_import: PageImport) -> Twins:
    """What is here of this import already, not counting what it has made itself."""
    found = Twins()
    if page_import.text_sha256:
        found.imports = list(
            PageImport.objects.light()
            .filter(text_sha256=page_import.text_sha256, status__in=(ImportStatus.OPEN, ImportStatus.DONE))
            .exclude(pk=page_import.pk)
        )
    if page_import.edition_date and page_import.page_number:
        on_page = Article.objects.filter(page__edition__date=page_import.edition_date)
        found.page = list(
            on_page.filter(page__number=page_import.page_number, binned_at=None)
            .exclude(page_import=page_import.pk)
            .order_by("position", "pk")
        )
    rich = RichText(page_import.layout, page_import.text)
    rows = Rows(page_import.as_sheet(), page_import.text, rich)
    found.same = same_articles(rows, page_import.pk)
    return found


def same_articles(rows: Rows, own: int | None = None) -> dict[str, Article]:
    """For each item (by its id) a story with the same headline and text, or the same text where it has no headline."""
    wanted = {}
    for item in rows.items:
        headline, body = rows.words(item)
        text = bare(plain_text(body))
        if text:
            wanted[item.id] = (bare(headline), headline, text)
    candidates = Article.objects.filter(
        Q(headline__in={headline for _, headline, _ in wanted.values() if headline})
        | Q(headline="", length__in={len(text) for short, _, text in wanted.values() if not short})
    ).filter(binned_at=None)
    known: dict[str, list[tuple[str, Article]]] = {}
    for article in candidates.exclude(page_import=own) if own else candidates:
        known.setdefault(bare(article.headline), []).append((bare(plain_text(article.body)), article))
    found = {}
    for id, (short, _, text) in wanted.items():
        for stored, article in known.get(short, ()):
            if stored == text or (short and len(text) >= _LONG and text in stored):
                found[id] = article
                break
    return found
