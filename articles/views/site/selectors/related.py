"""What else to read, at the end of a story."""

from __future__ import annotations

from django.utils import timezone

from articles.models import Article, Listed
from articles.models.article import NEWS_KINDS
from articles.models.members import members
from articles.models.prepared import PreparedText

from . import stories
from .card import Card

RELATED = 6
# Points: what two stories share weighs most, then how new the other one is; the rest is the article's own draw, which
# is another one tomorrow, so that stories of one subject do not all lead to the same six.
TAG, PLACE, COLUMN, THIS_WEEK, THIS_SEASON, DRAW = 3, 2, 1, 1.5, 0.75, 1.4
_FROM_TAG, _FROM_PLACE, _FROM_COLUMN = 24, 16, 16  # candidates from each of them
_LIKELY = 30  # of those with the most points by the heads of the lists; what these share is counted in full
_PRIME, _SPREAD = 7919, 997

# $1 tags, $2 districts, $3 the column, $4 now, $5 stories to be left out, $6 the draw of today, $7 how many. A list's
# newest stand in its index, with their times; a candidate has the points of all of these lists that it stands in.
_TEXT = f"""
WITH lists AS (
    SELECT 'tag' AS name, unnest($1::bigint[]) AS owner, {_FROM_TAG} AS most, {TAG} AS points
    UNION ALL SELECT 'district', unnest($2::bigint[]), {_FROM_PLACE}, {PLACE}
    UNION ALL SELECT 'column', $3::bigint, {_FROM_COLUMN}, {COLUMN}
), candidates AS (
    SELECT listed.key, listed.at, sum(lists.points) AS seen
    FROM lists CROSS JOIN LATERAL (
        SELECT article_id AS key, at FROM articles_listed AS l
        WHERE l.list = lists.name AND l.owner = lists.owner AND l.at <= $4::timestamptz
        ORDER BY at DESC, article_id DESC LIMIT lists.most
    ) AS listed
    WHERE listed.key <> ALL ($5::bigint[])
    GROUP BY listed.key, listed.at
), scored AS (
    SELECT key, seen,
        CASE WHEN at >= $4 - interval '7 days' THEN {THIS_WEEK} WHEN at >= $4 - interval '90 days' THEN {THIS_SEASON}
            ELSE 0 END
        + (key % {_SPREAD} * $6::bigint * {_PRIME} % {_SPREAD})::float * {DRAW} / {_SPREAD} AS more
    FROM candidates JOIN articles_article AS article ON article.id = key
    WHERE article.kind IN ({", ".join(f"'{kind}'" for kind in NEWS_KINDS)})
), likely AS (SELECT key, more FROM scored ORDER BY seen + more DESC LIMIT {_LIKELY})
SELECT key FROM likely
ORDER BY more + (
    SELECT sum(lists.points) FROM articles_listed AS l JOIN lists ON l.list = lists.name AND l.owner = lists.owner
    WHERE l.article_id = key) DESC, key DESC
LIMIT $7::int
"""  # noqa: S608 - numbers and names of our own
_RELATED = PreparedText(Listed, _TEXT)


def related(article: Article, without: list[int] | None = None, limit: int = RELATED) -> list[Card]:
    """Stories that share tags, districts or the column, but none of `without`. One query, and one for those that no
    page has shown since something changed.

    Candidates are the newest few of each list, so that a column of ten years costs no more than one of a week. The
    order is the same all day.
    """
    keys = [key for (key,) in _RELATED(
        [tag.pk for tag in members(article, "tags")],
        [district.pk for district in members(article, "districts")],
        article.column_id,
        timezone.now(),
        [article.pk, *(without or ())],
        (article.pk + timezone.localdate().toordinal()) % _SPREAD,
        limit,
    )]  # fmt: skip
    cards = stories.cards_by_id(keys)
    return [cards[key] for key in keys if key in cards]
