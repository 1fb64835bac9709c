"""Phrases of any length: found is what LIKE finds in the rows, also where the pairs of a phrase stand apart."""

from __future__ import annotations

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from zhconv_rs import zhconv

from articles.search import find
from articles.search.conditions import in_index, in_texts, together
from articles.text.searchable import MOST_PAIRS, searchable
from tests import factories

# Few letters: nearly every text has every pair, so that only their order tells texts apart.
FEW = "井水ab1國国"
texts = st.text(alphabet=FEW + "，。Ａ１ ", min_size=1, max_size=60)
MARKS = ("", "", "", "，", "·", "”", " ", "（")


def by_like(phrase: str) -> set[int]:
    sought = searchable(phrase)
    patterns = [f"%{one}%" for one in {sought, zhconv(sought, "zh-hans")}]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT article_id FROM articles_searchrow WHERE public_from <= now() AND
            (head LIKE ANY(%s) OR side LIKE ANY(%s) OR body LIKE ANY(%s) OR tail LIKE ANY(%s))""",
            [patterns] * 4,
        )
        return {pk for (pk,) in cursor.fetchall()}


@st.composite
def asked(draw: st.DrawFn, bodies: list[str]) -> str:
    """A part of one of the texts, as somebody else might write it, or anything. More than one character."""
    lines = [line for body in bodies for line in searchable(body).split("\n") if len(line) > 1]
    if not lines or draw(st.booleans()):
        return draw(st.text(alphabet=FEW, min_size=2, max_size=6))
    line = draw(st.sampled_from(lines))
    first = draw(st.integers(0, len(line) - 2))
    part = line[first : first + draw(st.integers(2, 40))]
    return "".join(letter + draw(st.sampled_from(MARKS)) for letter in part.upper())


class Phrases(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(texts, min_size=1, max_size=5), st.data())
    def test_found_is_what_like_finds(self, bodies, data):
        for body in bodies:
            factories.article("题", body=f"<p>{body}</p>")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _ in range(6):
            phrase = data.draw(asked(bodies))
            quoted = phrase.replace("”", "")
            assert set(find(f"“{quoted}”").ids) == by_like(quoted), quoted

    def test_of_a_term_longer_than_the_index_is_asked_for_all_is_looked_at(self):
        line = "".join(chr(0x4E00 + number) for number in range(3 * MOST_PAIRS))
        other = line[:-1] + "井"
        right = factories.article("题", body=f"<p>{line}</p>")
        factories.article("题", body=f"<p>{other}</p><p>{line[1:]}</p>")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert find(line).ids == [right.pk]

    def test_index_alone_lets_no_text_by_that_has_the_phrase(self):
        bodies = ["井水井国水井", "國水Ａ1b", "水，井。水井1a"]
        for body in bodies:
            factories.article("题", body=f"<p>{body}</p>")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for phrase in ("井国水", "國水a1b", "水井1a", "水井水"):
                one = [phrase, zhconv(phrase, "zh-hans")]
                sql, values = together([*in_index([one], []), *filter(None, [in_texts(one)])])
                cursor.execute(f"SELECT article_id FROM articles_searchrow WHERE {sql}", values)
                assert {pk for (pk,) in cursor.fetchall()} == by_like(phrase)
