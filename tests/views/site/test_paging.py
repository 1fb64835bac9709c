from urllib.parse import quote

import pytest

from tests import factories


@pytest.fixture
def column(print_stories):
    made = factories.column()
    for _ in range(41):
        factories.article(column=made)
    return made


def test_sheets_hold_twenty_and_together_everything_once(client, column):
    shown = [
        story.pk
        for number in (1, 2, 3)
        for story in client.get(column.get_absolute_url(), {"page": number}).context["sheet"].items
    ]

    assert len(shown) == len(set(shown)) == 41
    assert shown == sorted(shown, reverse=True)


def test_empty_page_number_is_the_first(client, column):
    assert client.get(f"{column.get_absolute_url()}?page=").context["sheet"].number == 1


@pytest.mark.parametrize(
    "page",
    ["0", "-1", "4", "abc", "1.0", "999999999999", "9" * 5000, "٣", "１", " 1", "\0", "1\0", "'; DROP TABLE", "𠮷"],
)
@pytest.mark.parametrize("address", ["column", "/photos/", "/corrections/"])
def test_other_page_numbers_are_404(client, column, address, page):
    path = column.get_absolute_url() if address == "column" else address

    assert client.get(f"{path}?page={quote(page)}").status_code == 404


@pytest.mark.parametrize("query", ["page=%ff", "page=%00", "%ff=%fe", "page[]=2", "page=1&page=zzz", "&&&=", "%"])
def test_broken_queries_never_fail(client, column, query):
    assert client.get(f"{column.get_absolute_url()}?{query}").status_code in (200, 404)


def test_thousands_of_parameters_are_refused(client, column):
    query = "&".join(f"a{number}=1" for number in range(6000))

    assert client.get(f"{column.get_absolute_url()}?{query}").status_code == 400
