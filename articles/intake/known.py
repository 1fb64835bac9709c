"""What the parser is told of this newspaper: its districts and its columns."""

from __future__ import annotations

from articles.models import Column, District
from articles.text import Place


def places() -> list[Place]:
    """The districts of the database, as the parser knows them."""
    return [
        Place(
            name=district.name, short_name=district.short_name, aliases=tuple(district.aliases),
            is_common_noun=district.is_common_noun, parent=district.parent.name if district.parent else "",
        )
        for district in District.objects.select_related("parent")
    ]  # fmt: skip


def columns() -> list[str]:
    return list(Column.objects.values_list("name", flat=True))
