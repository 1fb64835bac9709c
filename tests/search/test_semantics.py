"""What is found is what a plain look through the texts finds: any words, marks, quotes and minus."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from zhconv_rs import zhconv

from articles.search import find
from articles.text.searchable import searchable
from tests import factories

LETTERS = "老井水渠甜ab1濕湿國国"
texts = st.text(alphabet=LETTERS + "，。“》！Ａ１ ", max_size=24)


@dataclass(frozen=True)
class Term:
    text: str
    is_quoted: bool
    is_unwanted: bool

    def __str__(self) -> str:
        return ("-" if self.is_unwanted else "") + (f"“{self.text}”" if self.is_quoted else self.text)

    def stands_in(self, headline: str, *fields: str) -> bool:
        """Field by field and sentence by sentence; one character in the headline only."""
        sought = searchable(self.text)
        where = [headline] if len(sought) == 1 else [headline, *fields]
        lines = [line for field in where for line in searchable(field).split("\n")]
        wanted = {sought} if self.is_unwanted else {sought, zhconv(sought, "zh-hans")}
        return any(one in line for one in wanted for line in lines)


terms = st.builds(Term, st.text(alphabet=LETTERS + "Ａ１", min_size=1, max_size=4), st.booleans(), st.booleans())


class Semantics(TestCase):
    @settings(max_examples=80, deadline=None)
    @given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4), st.lists(terms, min_size=1, max_size=3))
    def test_found_is_what_has_all_wanted_words_and_none_of_the_others(self, stories, asked):
        made = {}
        for headline, kicker, body in stories:
            fields = (f"题{headline}", kicker.strip(), body)
            made[factories.article(fields[0], kicker=fields[1], body=f"<p>{body}</p>").pk] = fields
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        wanted = [term for term in asked if not term.is_unwanted]
        unwanted = [term for term in asked if term.is_unwanted]
        right = {
            pk for pk, fields in made.items()
            if wanted and all(term.stands_in(*fields) for term in wanted)
            and not any(term.stands_in(*fields) for term in unwanted)
        }  # fmt: skip

        for by_date in (True, False):
            assert set(find(" ".join(map(str, asked)), by_date=by_date).ids) == right
