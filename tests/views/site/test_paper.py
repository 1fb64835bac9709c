import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import HotArea, PageCredit, PhotoPurpose
from tests import factories

# 1 frame, 2 the edition, 3 its neighbours, 4 its pages with their stories, 5 days of the month, 6 nearest months
EDITION_QUERIES = 6
# 1 frame, 2 the edition, 3 the page with stories, areas and credits, 4 all pages of the edition
PAGE_QUERIES = 4


@pytest.fixture
def edition():
    made = factories.edition(date(2025, 3, 20), number=6001)
    for number in (1, 2, 3):
        factories.page(made, number, name=f"版{number}", image=factories.photo(purpose=PhotoPurpose.PAGE))
    return made


@pytest.mark.parametrize("number", [1, 30])
def test_paper_costs_the_same_for_one_story_and_thirty(client, edition, django_assert_num_queries, number):
    page = edition.pages.get(number=1)
    for place in range(number):
        article = factories.article(page=page, position=place + 1)
        HotArea.objects.create(page=page, article=article, left=1, top=place, width=10, height=1)
        PageCredit.objects.create(page=page, role="校对", name="某某")

    with django_assert_num_queries(EDITION_QUERIES):
        assert client.get(edition.get_absolute_url()).status_code == 200
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(client.get(page.get_absolute_url()).context["page"].stories) == number


def test_paper_leads_to_the_newest_public_edition(client, edition):
    factories.edition(date(2025, 3, 21), publish_at=timezone.now() + timedelta(days=1))

    assert client.get("/paper/").url == "/paper/2025-03-20/"


def test_paper_before_the_first_edition_says_so(client):
    assert "还没有上线的数字报" in client.get("/paper/").content.decode()


def test_edition_that_is_not_public_shows_nothing(client):
    later = factories.edition(publish_at=timezone.now() + timedelta(days=1))
    page = factories.page(later)

    assert client.get(later.get_absolute_url()).status_code == 404
    assert client.get(page.get_absolute_url()).status_code == 404


def test_hot_area_opens_its_story_and_one_without_public_story_is_inert(client, edition):
    page = edition.pages.get(number=1)
    shown, hidden = (
        factories.article("见报的稿", page=page),
        factories.article("撤下的稿", page=page, status="withdrawn"),
    )
    HotArea.objects.create(page=page, article=shown, left="12.50", top=10, width=30, height="33.33")
    HotArea.objects.create(page=page, article=hidden, left=50, top=50, width=10, height=10)
    HotArea.objects.create(page=page, left=70, top=70, width=10, height=10)

    html = client.get(page.get_absolute_url()).content.decode()

    areas = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', html)
    assert [[float(side) for side in area] for area in areas] == [[12.5, 10, 30, 33.33]]
    assert html.count(f'href="{shown.get_absolute_url()}"') == 2  # on the picture and in the list
    assert "撤下的稿" not in html


def test_steps_end_at_first_and_last_page(client, edition):
    first, middle, last = (
        client.get(page.get_absolute_url()).content.decode() for page in edition.pages.order_by("number")
    )

    assert '<span aria-disabled="true">‹ 上一版</span>' in first
    assert '<span aria-disabled="true">下一版 ›</span>' in last
    assert "/paper/2025-03-20/1/" in middle
    assert "/paper/2025-03-20/3/" in middle


@pytest.mark.parametrize(
    "address",
    ["2025-02-30/", "2025-3-20/", "1825-03-20/", "9999-12-31/", "2025-03-19/", "2025-03-20/99/", "2025-03-20/0/",
     "2025-03-20/99999999999999999999/", "%00/", "%ff/"],
)  # fmt: skip
def test_unknown_dates_and_pages_are_404(client, edition, address):
    assert client.get(f"/paper/{address}").status_code == 404
