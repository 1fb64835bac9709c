import pytest

from articles.models import Correction, StaticPage
from tests import factories

# 1 frame, 2 how many, 3 corrections with their stories
CORRECTIONS_QUERIES = 3
# 1 frame, 2 the page
STATIC_PAGE_QUERIES = 2


@pytest.mark.parametrize("number", [1, 30])
def test_corrections_cost_the_same_for_one_and_thirty(client, django_assert_num_queries, number):
    for _ in range(number):
        Correction.objects.create(article=factories.article(), text="应为二十三。")

    with django_assert_num_queries(CORRECTIONS_QUERIES):
        assert client.get("/corrections/").context["sheet"].total == number


def test_correction_of_a_withdrawn_story_is_not_shown(client):
    Correction.objects.create(article=factories.article(status="withdrawn"), text="不该看到")

    assert "不该看到" not in client.get("/corrections/").content.decode()


def test_static_page_stands_in_the_footer(client, django_assert_num_queries):
    page = StaticPage.objects.create(title="关于我们", body="<p>我们是谁。</p>")

    with django_assert_num_queries(STATIC_PAGE_QUERIES):
        shown = client.get(page.get_absolute_url()).content.decode()

    assert "<p>我们是谁。</p>" in shown
    assert page.get_absolute_url() in client.get("/").content.decode()
    assert client.get("/about/none/").status_code == 404
