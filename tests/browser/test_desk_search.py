"""The desk's search by keyboard, on small and wide screens, light and dark."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.models import Assignment, Status
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, Axe, overflow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(browser, live_server, roles):
    """A page in a browser of its own, in which an editor is signed in."""
    user = factories.user("责任编辑")
    for number in range(3):
        factories.article(f"老井第{number}条", body="<p>井边的水渠。</p>", districts=[factories.district()],
                          status=Status.DRAFT if number else Status.PUBLISHED)  # fmt: skip
    factories.photo(caption="老井边的槐树")
    Assignment.objects.create(title="老井复清", created_by=user)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(ACTION_SECONDS * 1000)
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_a_piece_is_found_by_keyboard_alone(desk):
    desk.goto("/desk/")
    desk.keyboard.press("/")
    desk.wait_for_url("**/desk/search/")
    expect(desk.locator("#q")).to_be_focused()
    desk.keyboard.insert_text("老井")
    desk.keyboard.press("Enter")
    expect(desk.locator(".find")).to_have_count(3)
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    expect(desk.locator(".find h2 a").nth(1)).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.locator("#q")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("g")
    desk.keyboard.press("d")
    desk.wait_for_url("**/desk/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_page_is_in_order(desk, axe: Axe, width, scheme):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)
    for address in ("/desk/search/", "/desk/search/?q=老井", "/desk/search/?q=没有"):
        desk.goto(address)
        assert overflow(desk) == []
        assert axe(desk) == []
