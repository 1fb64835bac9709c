"""Photos for words, sheet by sheet: the same whichever way they are looked for."""

from __future__ import annotations

import pytest

from articles.models import Photo, photo_search
from articles.models.photo_search import PhotoSearch
from tests import factories

pytestmark = pytest.mark.django_db
# What counts as common, how far the newest are gone through, and what is counted: each with little and with much.
WAYS = [(1_000, 4_000, 2_000, 3_000), (3, 4_000, 2_000, 3_000), (3, 10, 2_000, 3_000), (3, 10, 12, 15), (3, 10, 12, 40)]
WORDS = ["老井", "井", "老井边", "灯会", "灯會", "沒有的", "，", "-灯会", "1"]
QUERIES = [*WORDS, "灯会 老井", "老井 -灯会", '"老井边上"', "", "  "]


@pytest.fixture
def photos() -> list[Photo]:
    """Lanterns are gone from the newest twenty; every fifth is of the district."""
    district = factories.district("清泉区")
    made = [
        Photo(sha256=f"{n:064}", caption=f"{'老井边上，' if n % 3 else '井。'}{'灯会' if n < 40 and n % 4 else '集市'}",
              district=None if n % 5 else district) for n in range(60)
    ]  # fmt: skip
    return Photo.objects.bulk_create(made)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("is_narrowed", [False, True])
def test_sheets_and_number(photos, monkeypatch, way, text, is_narrowed):
    for name, value in zip(("COMMON", "WALKED", "COUNTED", "ENOUGH"), way, strict=True):
        monkeypatch.setattr(photo_search, name, value)
    rows = Photo.objects.exclude(district=None) if is_narrowed else Photo.objects.exclude(pk=photos[7].pk)
    expected = list(rows.matching(text).order_by("-pk").values_list("pk", flat=True))

    for first, number in ((0, 5), (5, 5), (35, 10), (0, 100), (100, 5)):
        search = PhotoSearch(rows, text, is_narrowed=is_narrowed)
        assert search.keys(first, number) == expected[first : first + number]
        assert search.count() == min(len(expected), way[2] + 1)


def test_a_number_is_that_of_a_photo_too(photos, monkeypatch):
    monkeypatch.setattr(photo_search, "COMMON", 1)
    for text in (str(photos[3].pk), f"{photos[3].pk} 老井"):
        search = PhotoSearch(Photo.objects.all(), text)
        assert set(search.keys(0, 9)) == set(Photo.objects.matching(text).values_list("pk", flat=True))


def test_queries_do_not_grow(photos, django_assert_num_queries):
    for text, number in (("老井", 2), ("沒有的", 1), ("", 2)):
        with django_assert_num_queries(number):
            search = PhotoSearch(Photo.objects.all(), text)
            search.count()
            search.keys(0, 5)
