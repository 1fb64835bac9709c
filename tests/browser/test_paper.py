"""数字报 as readers use it: hot areas, zoom, keys, without a mouse and without scripts."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.intake import make_drafts, open_file, read_import
from articles.models import Article, Edition, HotArea, PhotoPurpose, Rendition, SiteSettings, Status
from articles.models import Page as Sheet
from articles.workflow import make_renditions
from tests import factories
from tests.browser.fixtures import Axe, overflow
from tests.documents import layouts

PHONE, DESK = (360, 740), (1440, 900)
DAY = date(2025, 3, 20)
BOXES = [(5, 5, 60, 30), (70, 5, 25, 30), (5, 40, 40, 50), (50, 40, 45, 20), (50, 65, 45, 25)]


@pytest.fixture
def sheet(transactional_db: None) -> Sheet:
    """A page with five stories, one of them withdrawn, between two others."""
    SiteSettings.objects.create(pk=1, name="云川日报")
    edition = factories.edition(DAY, number=6001)
    image = factories.photo(purpose=PhotoPurpose.PAGE, width=1400, height=2000)
    made = factories.page(edition, 2, name="要闻", image=image)
    for number in (1, 3):
        factories.page(edition, number, image=factories.photo(purpose=PhotoPurpose.PAGE, width=320, height=457))
    for number, (left, top, width, height) in enumerate(BOXES, 1):
        body = f"<p>第{number}篇正文。</p>" * 40
        story = factories.article(f"第{number}篇标题", kicker="引题：", page=made, position=number, body=body)
        HotArea.objects.create(page=made, article=story, left=left, top=top, width=width, height=height)
    gone = factories.article("撤下的稿", status=Status.WITHDRAWN, page=made)
    HotArea.objects.create(page=made, article=gone, left=45, top=92, width=10, height=5)
    return made


@pytest.fixture
def printed(transactional_db: None, page: Page) -> Sheet:
    """A page that came in as a PDF, published with all its stories."""
    SiteSettings.objects.create(pk=1, name="云川日报")
    page.set_content(layouts.four_columns().html())
    data = BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)).getvalue()
    by = factories.user(is_superuser=True)
    row = open_file(SimpleUploadedFile("版面.pdf", data), by, edition_date=DAY)
    read_import.func(row.pk)
    make_drafts(row.pk, by)
    now = timezone.now()
    Article.objects.update(status=Status.PUBLISHED, publish_at=now, first_published_at=now)
    Edition.objects.update(publish_at=now)
    made = Sheet.objects.get()
    make_renditions.func(made.image_id)
    return made


def open_at(page: Page, sheet: Sheet, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(sheet.get_absolute_url())
    expect(page.locator(".sheet-view img")).not_to_have_js_property("naturalWidth", 0)


def middle(page: Page, area: HotArea) -> tuple[float, float]:
    """The middle of the area on the screen, from its percents and the picture, and not from what is drawn there."""
    picture = page.locator(".sheet-view img")
    box = picture.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] * float(area.left + area.width / 2) / 100
    y = box["y"] + box["height"] * float(area.top + area.height / 2) / 100
    page.evaluate("y => scrollTo(0, scrollY + y - innerHeight / 2)", y)
    again = picture.bounding_box()
    assert again is not None
    return x, y + again["y"] - box["y"]


def opened(page: Page) -> str:
    headline = page.locator("#story[open] #story-title")
    expect(headline).to_be_visible()
    return headline.inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("made", ["sheet", "printed"])
def test_every_hot_area_opens_its_story(page, made, size, request):
    here = request.getfixturevalue(made)
    areas = [area for area in here.hot_areas.select_related("article") if area.article.is_public]
    assert len(areas) >= 3

    for area in areas:
        open_at(page, here, size)
        page.mouse.click(*middle(page, area))
        assert opened(page) == area.article.headline
        assert page.url.endswith(f"{here.get_absolute_url()}{area.article_id}/")
        is_over = page.evaluate("document.querySelector('#story').matches(':modal')")
        assert is_over == (size == PHONE)


def test_area_of_a_withdrawn_story_does_nothing(page, sheet):
    open_at(page, sheet, DESK)

    page.mouse.click(*middle(page, sheet.hot_areas.get(article__status=Status.WITHDRAWN)))

    assert page.url.endswith(sheet.get_absolute_url())
    assert page.locator("#story[open]").count() == 0
    assert page.locator(".hot-areas a").count() == len(BOXES)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_back_escape_and_the_button_close_a_story_and_return_the_focus(page, sheet, size):
    open_at(page, sheet, size)
    for way in ("Back", "Escape", "button"):
        page.locator(".hot-areas a").nth(1).focus()
        page.keyboard.press("Enter")
        opened(page)
        if way == "Back":
            page.go_back()
        elif way == "Escape":
            page.keyboard.press("Escape")
        else:
            page.locator("[data-close]").click()
        expect(page.locator("#story")).not_to_be_visible()
        expect(page).to_have_url(re.compile(re.escape(sheet.get_absolute_url()) + "$"))
        assert page.evaluate("document.activeElement.dataset.story") == str(sheet.articles.get(position=2).pk), way


def test_story_after_story_is_one_step_back(page, sheet):
    open_at(page, sheet, DESK)
    page.locator(".sheet-stories a").first.click()
    opened(page)
    for number in (2, 3):
        page.get_by_role("link", name="下一篇", exact=True).click()
        expect(page.locator("#story-title")).to_have_text(f"第{number}篇标题")
    page.go_back()

    expect(page.locator("#story")).not_to_be_visible()
    assert page.url.endswith(sheet.get_absolute_url())


def test_address_of_a_story_opens_it_and_leads_to_the_page(page, sheet):
    story = sheet.articles.get(position=1)
    page.goto(f"{sheet.get_absolute_url()}{story.pk}/")

    assert opened(page) == "第1篇标题"
    page.keyboard.press("Escape")
    expect(page.locator("#story")).not_to_be_visible()
    assert page.url.endswith(sheet.get_absolute_url())


def zoom(page: Page) -> int:
    return int(page.locator("output[data-zoom]").inner_text().rstrip("%"))


def test_zoom_by_buttons_keys_wheel_and_double_click(page, sheet):
    open_at(page, sheet, DESK)
    assert zoom(page) == 100
    page.locator("[data-zoom=in]").click()
    assert zoom(page) == 150
    page.keyboard.press("+")
    assert zoom(page) == 225
    page.keyboard.press("0")
    assert zoom(page) == 100
    x, y = middle(page, HotArea(left=46, top=40, width=2, height=2))
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    expect(page.locator("output[data-zoom]")).not_to_have_text("100%")
    page.mouse.dblclick(x, y)
    expect(page.locator("output[data-zoom]")).to_have_text("100%")
    page.mouse.dblclick(x, y)
    expect(page.locator("output[data-zoom]")).to_have_text("250%")


def test_zoomed_page_pans_by_mouse_and_keys_and_its_areas_stay_in_place(page, sheet):
    open_at(page, sheet, DESK)
    for _ in range(2):
        page.locator("[data-zoom=in]").click()
    view = page.locator("[data-view]")
    view.evaluate("view => view.scrollTo(0, 0)")
    box = view.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    page.mouse.up()
    assert view.evaluate("view => [view.scrollLeft, view.scrollTop]") == [100, 200]
    assert page.locator("#story[open]").count() == 0  # a drag opens nothing
    view.focus()
    page.keyboard.press("ArrowRight")
    expect(view).not_to_have_js_property("scrollLeft", 100)
    assert page.url.endswith(sheet.get_absolute_url())  # arrows turn no page while they move this one
    area = sheet.hot_areas.get(article__position=2)
    page.locator(f".hot-areas a[data-story='{area.article_id}']").focus()
    page.mouse.click(*middle(page, area))
    assert opened(page) == "第2篇标题"


def test_pinch_and_double_tap_zoom_and_a_single_tap_opens(browser, live_server, sheet):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(sheet.get_absolute_url())
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    x, y = middle(page, sheet.hot_areas.get(article__position=3))
    touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 40, 50):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    expect(page.locator("output[data-zoom]")).to_have_text("250%")
    for _ in range(2):
        touch("touchStart", (x, y))
        touch("touchEnd")
    expect(page.locator("output[data-zoom]")).to_have_text("100%")
    assert page.locator("#story[open]").count() == 0
    page.touchscreen.tap(*middle(page, sheet.hot_areas.get(article__position=3)))
    assert opened(page) == "第3篇标题"


def test_larger_file_is_fetched_when_zoomed(page, live_server, sheet):
    first = sheet.image.renditions.get(format="webp")
    small = factories.image_bytes(320, 457, "WEBP")
    made = Rendition(photo=sheet.image, format="webp", width=640, height=914, size=len(small))
    made.file.save("small-page.webp", ContentFile(small), save=True)
    open_at(page, sheet, PHONE)
    assert page.locator(".sheet-view img").evaluate("image => image.currentSrc").endswith("small-page.webp")

    page.locator("[data-zoom=in]").click()
    page.locator("[data-zoom=in]").click()

    expect(page.locator(".sheet-view img")).to_have_js_property("currentSrc", f"{live_server.url}{first.file.url}")


def test_arrows_turn_the_pages_and_stop_at_the_ends(page, sheet):
    page.goto("/paper/2025-03-20/1/")
    for key, number in (("ArrowLeft", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"/{number}/$"))
        page.wait_for_load_state()


def test_paper_by_keyboard_alone(page, sheet):
    open_at(page, sheet, DESK)
    page.locator("#main").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.closest('.hot-areas') ? document.activeElement.dataset.story : ''")
        )
        if seen[-1]:
            break
    assert seen[-1] == str(sheet.articles.get(position=1).pk)
    page.keyboard.press("Enter")
    assert opened(page) == "第1篇标题"
    assert page.evaluate("document.activeElement.id") == "story-title"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert opened(page) == "第2篇标题"


def test_without_scripts_areas_are_links_to_the_page_with_its_story(browser, live_server, sheet):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for area in sheet.hot_areas.exclude(article__status=Status.WITHDRAWN).select_related("article"):
            page.goto(sheet.get_absolute_url())
            page.locator(f".hot-areas a[data-story='{area.article_id}']").click()
            expect(page.locator("#story-title")).to_have_text(area.article.headline)
            assert page.url.endswith(f"/{area.article_id}/")
        page.locator("[data-close]").click()
        expect(page.locator("#story")).not_to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_open_story_and_zoomed_page_are_accessible_and_fit(page, sheet, axe: Axe, size):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        open_at(page, sheet, size)
        page.locator("[data-zoom=in]").click()
        page.locator("[data-calendar] summary").press("Enter")
        expect(page.locator(".paper-calendar-sheet")).to_be_visible()
        assert axe(page) == [], scheme
        assert overflow(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(".paper-calendar-sheet")).to_be_hidden()
        assert page.evaluate("document.activeElement.matches('[data-calendar] summary')")
        page.locator(".sheet-stories a").first.click()
        opened(page)
        assert axe(page) == [], scheme
        assert overflow(page) == []


def test_paper_in_large_type_shows_the_list_first_with_room_for_fingers(page, sheet, axe: Axe):
    page.add_init_script("localStorage.setItem('size', 'huge')")
    open_at(page, sheet, PHONE)

    first, picture = page.locator(".sheet-list").bounding_box(), page.locator(".sheet").bounding_box()
    assert first["y"] < picture["y"]
    sizes = page.locator(".sheet-stories a, .paper-ways a, .sheet-tools button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 60
    assert axe(page) == []
    assert overflow(page) == []


def test_nothing_moves_while_the_page_loads_and_a_story_opens(page, sheet):
    page.add_init_script("""
        window.shifted = 0;
        new PerformanceObserver((list) => {
            for (const one of list.getEntries()) {
                const here = one.sources.some(({ node }) => node?.closest?.("main"));
                if (here && !one.hadRecentInput) window.shifted += one.value;
            }
        }).observe({ type: "layout-shift", buffered: true });""")
    for size in (PHONE, DESK):
        open_at(page, sheet, size)
        page.goto(f"{sheet.get_absolute_url()}{sheet.articles.get(position=1).pk}/")
        opened(page)
        assert page.evaluate("window.shifted") == 0
