import re
from datetime import date, timedelta
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from articles.models import HotArea, PageCredit, PhotoPurpose
from tests import factories

# 1 frame, 2 the edition, 3 and 4 its pages with their stories, 5 days of the month and the nearest beside it
EDITION_QUERIES = 5
# 1 frame, 2 the edition, 3 the page with stories, areas and credits, 4 and 5 all pages of the edition, 6 days of the
# month
PAGE_QUERIES = 6
STORY_QUERIES = PAGE_QUERIES + 1  # 7 the story with its pictures


def weight(html: str) -> int:
    """Bytes of the page with its own style sheets and scripts, compressed as they are sent."""
    files = [finders.find(name) for name in re.findall(r'"/static/([^"]+\.(?:css|js))"', html)]
    assert len(files) > 8
    return sum(len(brotli.compress(data)) for data in [html.encode(), *(Path(file).read_bytes() for file in files)])


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
    with django_assert_num_queries(STORY_QUERIES):
        assert client.get(f"{page.get_absolute_url()}{article.pk}/").status_code == 200


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
    assert html.count(f'href="{page.get_absolute_url()}{shown.pk}/"') == 2  # on the picture and in the list
    assert "撤下的稿" not in html


def test_steps_end_at_first_and_last_page(client, edition):
    first, middle, last = (
        client.get(page.get_absolute_url()).content.decode() for page in edition.pages.order_by("number")
    )

    assert '<span aria-disabled="true">‹ 上一版</span>' in first
    assert '<span aria-disabled="true">下一版 ›</span>' in last
    assert "/paper/2025-03-20/1/" in middle
    assert 'aria-label="3月20日"' in middle  # the calendar is on every page
    assert "/paper/2025-03-20/3/" in middle


@pytest.mark.parametrize(
    "address",
    ["2025-02-30/", "2025-3-20/", "1825-03-20/", "9999-12-31/", "2025-03-19/", "2025-03-20/99/", "2025-03-20/0/",
     "2025-03-20/99999999999999999999/", "%00/", "%ff/"],
)  # fmt: skip
def test_unknown_dates_and_pages_are_404(client, edition, address):
    assert client.get(f"/paper/{address}").status_code == 404


def test_story_has_an_address_on_its_page_and_its_own_page_stays_canonical(client, edition):
    page = edition.pages.get(number=2)
    first, story = factories.article("头条", page=page, position=1), factories.article("二条", page=page, position=2)

    html = client.get(f"{page.get_absolute_url()}{story.pk}/").content.decode()

    assert re.search(r'<dialog [^>]*open aria-labelledby="story-title"', html)
    assert '<h2 class="panel-headline" id="story-title" tabindex="-1">二条</h2>' in html
    assert f'rel="canonical" href="http://testserver{story.get_absolute_url()}"' in html
    assert f'<a href="{page.get_absolute_url()}{first.pk}/" data-story="{first.pk}">上一篇</a>' in html
    assert '<span aria-disabled="true">下一篇</span>' in html


def test_story_continued_on_a_page_opens_there_too(client, edition):
    first, second = edition.pages.filter(number__lte=2)
    story = factories.article("下转的稿", page=first)
    HotArea.objects.create(page=second, article=story, left=0, top=0, width=50, height=50)

    assert client.get(f"{second.get_absolute_url()}{story.pk}/").status_code == 200
    assert "下转的稿" in client.get(second.get_absolute_url()).context["page"].stories[0].headline


def test_story_of_another_page_leads_to_its_own_and_a_withdrawn_one_is_gone(client, edition):
    first, second = edition.pages.filter(number__lte=2)
    story, gone = factories.article(page=first), factories.article(page=first, status="withdrawn")

    assert client.get(f"{second.get_absolute_url()}{story.pk}/").url == story.get_absolute_url()
    assert client.get(f"{first.get_absolute_url()}{gone.pk}/").status_code == 410
    assert client.get(f"{first.get_absolute_url()}999999/").status_code == 404


def test_page_beyond_the_end_says_how_many_there_are(client, edition):
    response = client.get("/paper/2025-03-20/99/")

    assert response.status_code == 404
    html = response.content.decode()
    assert "2025年3月20日没有第99版" in html
    assert "这一期共3版" in html
    assert 'href="/paper/2025-03-20/3/"' in html


def test_day_without_edition_leads_to_the_nearest(client, edition):
    html = client.get("/paper/2025-03-22/").content.decode()

    assert "2025年3月22日没有数字报" in html
    assert '<a href="/paper/2025-03-20/" rel="prev">‹ 上一期</a>' in html
    assert '<span aria-disabled="true">下一期 ›</span>' in html


def test_edition_of_64_pages_shows_the_first_and_all_others_small(client):
    made = factories.edition(date(2025, 5, 1))
    for number in range(1, 65):
        factories.page(made, number, image=factories.photo(purpose=PhotoPurpose.PAGE, width=320, height=457))

    html = client.get("/paper/2025-05-01/64/").content.decode()

    assert weight(html) < 60_000
    assert html.count('class="rail-picture"') == 64
    assert html.count('fetchpriority="high"') == 1
    assert html.count('loading="lazy"') == 64
    assert 'href="/paper/2025-05-01/63/" rel="prev"' in html
