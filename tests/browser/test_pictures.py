"""Pictures as readers see them: leafed through by finger and keys, on the whole screen, nothing moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, ArticleKind, Photo, SiteSettings
from tests import factories
from tests.browser.fixtures import Axe, overflow

SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def story(transactional_db: None) -> Article:
    SiteSettings.objects.create(pk=1, name="云川日报")
    photos = [
        factories.photo(width=960 if n % 2 else 480, height=640, caption=f"第{n}幅的说明。" * n, credit_line="某人 摄")
        for n in range(1, 5)
    ]
    return factories.article("四幅图片的故事", kind=ArticleKind.PHOTO, photos=photos, body="<p>正文。</p>" * 8)


def in_sight(page: Page, number: int) -> bool:
    """Whether the picture is the one that the track shows, wherever the page is scrolled to."""
    return (
        page.locator(".slide")
        .nth(number - 1)
        .evaluate(
            """slide => {
            const [own, whole] = [slide, slide.parentElement].map(element => element.getBoundingClientRect());
            return Math.abs(own.left - whole.left) < 2;
        }"""
        )
    )


def test_keys_and_buttons_leaf_through(story: Article, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(story.get_absolute_url())
    at = page.locator("[data-at]")
    expect(at).to_have_text("1/4")
    expect(page.get_by_role("button", name="上一幅")).to_be_disabled()

    page.keyboard.press("ArrowRight")
    expect(at).to_have_text("2/4")
    assert in_sight(page, 2)
    page.get_by_role("button", name="下一幅").click()
    expect(at).to_have_text("3/4")
    page.keyboard.press("ArrowLeft")
    expect(at).to_have_text("2/4")
    page.set_viewport_size({"width": 500, "height": 800})
    expect(at).to_have_text("2/4")
    assert in_sight(page, 2)


def test_whole_screen_and_back(story: Article, page: Page) -> None:
    page.goto(story.get_absolute_url())
    button = page.locator("[data-full]")
    button.click()
    expect(button).to_have_text("退出全屏")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-at]")).to_have_text("2/4")
    button.click()
    expect(button).to_have_text("全屏")
    expect(page.locator("[data-at]")).to_have_text("2/4")


def test_finger_swipes(story: Article, browser: Browser, live_server) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(story.get_absolute_url())
    session = context.new_cdp_session(page)
    page.locator(".slides-track").scroll_into_view_if_needed()
    box = page.locator(".slides-track").bounding_box()
    assert box
    y = box["y"] + 60
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 300, "y": y}]})
    for x in range(290, 40, -10):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("[data-at]")).to_have_text("2/4")
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_the_page_comes(story: Article, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(SHIFTS)
    for address in (story.get_absolute_url(), Photo.objects.first().get_absolute_url(), "/photos/"):  # type: ignore[union-attr]
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shifts") < 0.01, address


def test_without_scripts_the_pictures_are_a_column(story: Article, browser: Browser, live_server) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(story.get_absolute_url())
    boxes = [page.locator(".slide").nth(n).bounding_box() for n in range(4)]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 4
    assert tops == sorted(set(tops))
    expect(page.locator(".slides-bar")).to_be_hidden()
    context.close()


def test_keys_lead_from_picture_to_picture(story: Article, page: Page) -> None:
    photos = list(Photo.objects.order_by("pk"))
    page.goto(photos[1].get_absolute_url())
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{photos[0].get_absolute_url()}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{photos[1].get_absolute_url()}")


@pytest.mark.parametrize("size", ["", "huge"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_story_is_accessible_and_no_wider_than_the_screen(
    story: Article, page: Page, axe: Axe, width: int, scheme: str, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/robots.txt")
    page.evaluate("size => size ? localStorage.setItem('size', size) : localStorage.removeItem('size')", size)
    for address in (story.get_absolute_url(), Photo.objects.first().get_absolute_url()):  # type: ignore[union-attr]
        page.goto(address)
        assert overflow(page) == []
        assert axe(page) == []
