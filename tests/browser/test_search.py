"""From the front page to a story, to the paper and to the search, by keyboard alone; suggestions while typing."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import HotArea, PhotoPurpose, SiteSettings
from tests import factories
from tests.browser.fixtures import Axe, overflow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newspaper() -> None:
    SiteSettings.objects.create(pk=1, name="云川日报")
    edition = factories.edition(timezone.localdate(), number=12)
    front = factories.page(edition, 1, image=factories.photo(purpose=PhotoPurpose.PAGE, width=900, height=1300))
    district = factories.district("清泉区", slug="qingquan")
    lead = factories.article("老井水又甜了", page=front, position=1, is_lead=True, districts=[district])
    HotArea.objects.create(page=front, article=lead, left=5, top=5, width=80, height=30)
    for number in range(5):
        factories.article(f"老井第{number}条", districts=[district])


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until the focus is on a link or button of that name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent + (document.activeElement.ariaLabel ?? '')"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", name
            return
    pytest.fail(f"no way by Tab to {name!r}")


def test_home_story_paper_and_search_by_keyboard_alone(page, newspaper):
    page.goto("/")
    tab_to(page, "老井水又甜了")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("老井水又甜了")
    tab_to(page, "见报")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper/*/1/**")
    tab_to(page, "检索")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text("老井水")
    page.keyboard.press("Enter")
    expect(page.locator(".hit h2")).to_have_text(["老井水又甜了"])
    tab_to(page, "老井水又甜了")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*/")


def test_suggestions_are_reached_by_keys_and_fingers(page, newspaper):
    page.goto("/search/")
    page.locator("#q").press_sequentially("qing")
    expect(page.get_by_role("option")).to_have_text(["清泉区旗县区"])
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.locator("#q").fill("清泉")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/districts/qingquan/")


@pytest.mark.parametrize("size", ["", "huge"])
def test_search_pages_are_accessible_and_fit(page, newspaper, axe: Axe, size):
    page.add_init_script(f"localStorage.size = '{size}'")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for query in ("", "老井", "没有这样的事"):
                page.goto(f"/search/?q={query}")
                assert axe(page) == [], (width, scheme, query)
                assert overflow(page) == [], (width, query)
