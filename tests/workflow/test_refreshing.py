"""What was taken back is asked for anew, at every address that showed it."""

import logging

import pytest
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.models import Article
from articles.workflow import refreshing
from deploy.processes import free_ports
from tests import factories

SITE = "https://news.example.cn"


@pytest.fixture
def site(settings, roles):
    settings.SITE_URL = SITE


@pytest.fixture
def story(site):
    page = factories.page()
    made = factories.article("要撤下的稿件", kind="news", column=factories.column(), page=page)
    made.districts.add(factories.district())
    made.tags.add("老街")
    made.bylines.create(reporter=factories.reporter(), role="记者", order=1)
    made.uses.create(photo=factories.photo(caption="要撤下的图"), order=1)
    return made


def waiting():
    return DBTaskResult.objects.filter(task_path="articles.workflow.refreshing.ask_anew").order_by("pk")


def addresses():
    return waiting().last().args_kwargs["args"][0]


def test_a_withdrawn_story_is_asked_for_wherever_it_stood(story, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.filter(pk=story.pk).update(status="published")
        workflow.withdraw(story, factories.user("总编辑"), "测试")
    assert waiting().count() == 1
    Article.objects.filter(pk=story.pk).update(status="published", withdrawn_at=None)
    pages = {address: client.get(address, follow=True) for address in addresses()}
    assert {page.status_code for page in pages.values()} == {200}
    showing = {address for address, page in pages.items() if "要撤下的稿件" in page.content.decode()}
    assert showing >= {address for address in pages if not address.startswith(("/photos/", "/archive/", "/paper/"))}
    assert len(showing) >= 12


def test_a_withdrawn_edition_is_asked_for_page_by_page(site, django_capture_on_commit_callbacks):
    page = factories.page()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.editions.withdraw(page.edition, factories.user("总编辑"), "测试")
    assert {page.get_absolute_url(), page.edition.get_absolute_url(), "/paper/"} <= set(addresses())


def test_nobody_is_asked_where_the_site_has_no_address(story, settings, django_capture_on_commit_callbacks):
    settings.SITE_URL = ""
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(story, factories.user("总编辑"), "测试")
    assert not waiting().exists()


def test_a_site_that_is_away_is_asked_again_three_times(settings, db, caplog):
    settings.SITE_URL = f"http://127.0.0.1:{free_ports(1)[0]}"
    for attempt in range(4):
        with caplog.at_level(logging.WARNING):
            refreshing.ask_anew.call(["/articles/1/"], attempt)
    assert waiting().count() == 3
    assert "/articles/1/ could not be asked" in caplog.text
