"""Without a network: the stories that were read and today's paper, by a real service worker."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from articles import workflow
from articles.models import Article, PhotoPurpose, SiteSettings
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:  # type: ignore[no-untyped-def]
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(ACTION_SECONDS * 1000)
    yield context
    context.set_offline(False)


@pytest.fixture
def stories(roles) -> list[Article]:  # type: ignore[no-untyped-def]
    SiteSettings.objects.create(pk=1, name="云川日报")
    picture = factories.photo(width=960, height=640)
    return [factories.article(f"第{number}条：井水甜了", photos=[picture]) for number in range(3)]


KEPT = "async path => Boolean(await (await caches.open('pages-1')).match(path))"


def kept(page: Page, path: str) -> bool:
    return page.evaluate(KEPT, path)


def until(page: Page, question: str, arg: object = None) -> None:
    """Come back when the asynchronous function `question` says yes: Playwright's own waiting takes a promise for it."""
    script = f"""async ([arg, last]) => {{
        while (!await ({question})(arg)) {{
            if (Date.now() > last) throw new Error("gave up waiting for " + arg);
            await new Promise(next => requestAnimationFrame(next));
        }}
    }}"""
    page.evaluate(script, [arg, time.time() * 1000 + ACTION_SECONDS * 1000])


def read(page: Page, path: str) -> None:
    """Open a page and come back when it has been kept."""
    page.goto(path)
    until(page, KEPT, path)


def test_what_was_read_can_be_read_again_without_a_network(context, stories):
    page = context.new_page()
    for story in stories[:2]:
        read(page, story.get_absolute_url())
    context.set_offline(True)

    page.goto(stories[0].get_absolute_url())
    expect(page.locator("h1")).to_have_text("第0条：井水甜了")
    expect(page.locator(".offline-note")).to_contain_text("现在没有网络")
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).borderBottomWidth") == "4px"

    page.goto(stories[2].get_absolute_url())
    expect(page.locator("h1")).to_have_text("现在没有网络")
    expect(page.locator("#kept a")).to_have_count(2)
    page.locator("#kept a").last.click()
    expect(page.locator("h1")).to_contain_text("井水甜了")

    context.set_offline(False)
    page.goto(stories[2].get_absolute_url())
    expect(page.locator("h1")).to_have_text("第2条：井水甜了")
    assert page.locator(".offline-note").count() == 0


def test_picture_of_a_kept_story_is_there_too(context, stories):
    page = context.new_page()
    read(page, stories[0].get_absolute_url())
    page.reload()  # with the worker at work
    until(page, "async () => (await (await caches.open('pictures-1')).keys()).length > 0")
    context.set_offline(True)
    page.reload()
    page.wait_for_function("() => document.querySelector('article img').naturalWidth > 0")


def test_withdrawn_story_is_gone_as_soon_as_the_newspaper_can_say_so(context, stories):
    page, chief = context.new_page(), factories.user("总编辑")
    for story in stories[:2]:
        read(page, story.get_absolute_url())
    read(page, "/")
    for story in stories[:2]:
        workflow.withdraw(Article.objects.get(pk=story.pk), chief, "事实有误")

    # Asked for with a network it is never the kept one …
    assert page.goto(stories[0].get_absolute_url()).status == 410
    # … and what was not asked for goes as well, with the front page that named it.
    context.service_workers[0].evaluate("asked = 0")
    page.goto("/districts/")
    until(page, f"async path => !await ({KEPT})(path)", stories[1].get_absolute_url())
    assert not kept(page, stories[0].get_absolute_url())
    context.set_offline(True)
    page.goto(stories[1].get_absolute_url())
    expect(page.locator("h1")).to_have_text("现在没有网络")


def test_todays_paper_is_kept_whole(context, stories):
    edition = factories.edition(timezone.localdate())
    image = factories.photo(purpose=PhotoPurpose.PAGE, width=1280, height=1800)
    pages = [factories.page(edition, number, image=image) for number in (1, 2)]
    for story in stories:
        Article.objects.filter(pk=story.pk).update(page=pages[1])
    page = context.new_page()
    read(page, pages[0].get_absolute_url())
    for story in stories:
        until(page, KEPT, story.get_absolute_url())
    context.set_offline(True)
    page.goto(pages[1].get_absolute_url())
    expect(page.locator("main")).to_contain_text("井水甜了")
    page.goto("/paper/")
    expect(page.locator(".offline-note")).to_be_visible()
    page.goto(stories[2].get_absolute_url())
    expect(page.locator("h1")).to_have_text("第2条：井水甜了")


def test_staff_pages_never_pass_through(context, client, live_server, stories):
    page = context.new_page()
    read(page, "/")
    client.force_login(factories.user("总编辑"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page.goto("/desk/")
    page.goto("/admin/")
    names = page.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys())
            for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
        return found;
    }""")
    assert names
    assert not [name for name in names if name.startswith(("/desk", "/admin"))]
