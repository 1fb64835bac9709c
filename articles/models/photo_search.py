"""What of the photo library has the words of a query: SQL for ids, by the index that the database keeps."""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import RawSQL

from articles.text.searchable import Query, keys_of, variants

# The expression that is indexed, as the migration writes it.
KEYS = "articles_search_keys(words, ''::text, ''::text, ''::text, '{}'::text[])"
# Worked out by itself (MATERIALIZED): the planner would rather walk the newest photos until a rare word comes.
SQL = "WITH found AS MATERIALIZED (SELECT photo_id FROM articles_photosearchrow WHERE {}) SELECT photo_id FROM found"


def photos_with(query: Query) -> RawSQL:
    """Ids of the photos whose words have all that is wanted and nothing of the rest; a number is also that of a photo.

    Only our own words are put together; what was typed is a value.
    """
    parts: list[str] = []
    values: list[Any] = []
    sure: list[int] = []
    for term in query.wanted:
        spelled = variants(term)
        is_number = term.isascii() and term.isdigit() and len(term) < 16
        if len(spelled) == 1 and not is_number:
            sure += keys_of(term)
            if len(term) > 2:
                parts.append("strpos(words, %s) > 0")
                values.append(term)
            continue
        either = []
        for one in spelled:
            either.append(f"({KEYS} @> %s::bigint[] AND strpos(words, %s) > 0)")
            values += [keys_of(one), one]
        if is_number:
            either.append("photo_id = %s")
            values.append(int(term))
        parts.append(f"({' OR '.join(either)})")
    if sure:
        parts.insert(0, f"{KEYS} @> %s::bigint[]")
        values.insert(0, sure)
    for term in query.unwanted:
        parts.append("strpos(words, %s) = 0")
        values.append(term)
    return RawSQL(SQL.format(" AND ".join(parts)), values)  # noqa: S611
