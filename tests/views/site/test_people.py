import pytest

from articles.models import Byline, PhotoPurpose, Role
from tests import factories

# 1 frame, 2 people with their portraits
REPORTERS_QUERIES = 2
# 1 frame, 2 the person with portrait, 3 how many stories in each month, 4 which stand on this sheet, 5 their cards,
# 6 pictures
REPORTER_QUERIES = 6


@pytest.mark.parametrize("number", [1, 30])
def test_people_cost_the_same_for_one_and_thirty(client, django_assert_num_queries, number):
    person = factories.reporter(portrait=factories.photo(purpose=PhotoPurpose.PORTRAIT))
    for _ in range(number):
        factories.reporter(portrait=factories.photo(purpose=PhotoPurpose.PORTRAIT))
        factories.article(bylines=[person], photos=[factories.photo(photographer=person)])

    with django_assert_num_queries(REPORTERS_QUERIES):
        assert client.get("/reporters/").status_code == 200
    with django_assert_num_queries(REPORTER_QUERIES):
        assert client.get(person.get_absolute_url()).context["sheet"].total == number


def test_two_roles_in_one_story_are_one_story(client):
    person = factories.reporter()
    article = factories.article(bylines=[person])
    Byline.objects.create(article=article, reporter=person, role=Role.PHOTOGRAPHER)

    assert client.get(person.get_absolute_url()).context["sheet"].items == [article]


def test_who_left_keeps_the_page_but_not_the_portrait(client):
    person = factories.reporter("离岗者", active=False, portrait=factories.photo(purpose=PhotoPurpose.PORTRAIT))

    assert "离岗者" not in client.get("/reporters/").content.decode()
    page = client.get(person.get_absolute_url())
    assert page.status_code == 200
    assert page.context["reporter"].portrait_photo is None


def test_reporter_page_does_not_show_drafts(client):
    person = factories.reporter()
    factories.article("未发的稿", status="draft", bylines=[person])

    assert "未发的稿" not in client.get(person.get_absolute_url()).content.decode()


def test_unknown_reporter_is_404(client):
    assert client.get("/reporters/nobody/").status_code == 404


def test_reporter_tells_roles_and_pictures(client):
    person = factories.reporter(role=Role.REPORTER)
    article = factories.article(bylines=[person], photos=[factories.photo(photographer=person) for _ in range(9)])
    Byline.objects.create(article=article, reporter=person, role=Role.PHOTOGRAPHER)
    factories.article(bylines=[person])
    factories.article(bylines=[person], status="draft", photos=[factories.photo(photographer=person)])

    page = client.get(person.get_absolute_url())

    assert page.context["reporter"].by_role == [("记者", 2), ("摄影", 1)]
    assert page.context["reporter"].photo_count == 9
    assert len(client.get(f"{person.get_absolute_url()}photos/").context["sheet"].items) == 9


@pytest.mark.parametrize("number", [1, 30])
def test_pictures_of_a_person_cost_the_same_for_one_and_thirty(client, django_assert_num_queries, number):
    person = factories.reporter()
    factories.article(photos=[factories.photo(photographer=person) for _ in range(number)])

    with django_assert_num_queries(4):  # 1 frame, 2 the person, 3 how many pictures, 4 the pictures
        assert client.get(f"{person.get_absolute_url()}photos/").context["sheet"].total == number
