"""Hot areas on the desk in real browsers: by mouse, finger and keyboard, and two editors at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Edition, HotArea, PhotoPurpose, SiteSettings
from articles.models import Page as Sheet
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, Axe, overflow

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = (360, 740), (1440, 900)
ADDRESS = "/desk/paper/2031-05-06/1/"


@pytest.fixture
def sheet(roles):
    SiteSettings.objects.create(pk=1, name="测试报")
    edition = factories.edition(date(2031, 5, 6), publish_at=None)
    image = factories.photo(purpose=PhotoPurpose.PAGE, width=700, height=1000)
    made = factories.page(edition, 1, name="要闻", image=image)
    for number, headline in enumerate(("水渠通水", "粮库变书屋"), 1):
        factories.article(headline, page=made, position=number)
    return made


@pytest.fixture
def desk(browser, live_server, sheet):
    """`desk("责任编辑")` is that colleague's browser, at the page."""

    def make(role: str, size: tuple[int, int] = DESK, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": size[0], "height": size[1]}, locale="zh-CN", **options
        )
        context.set_default_timeout(ACTION_SECONDS * 1000)
        client = Client()
        client.force_login(factories.user(role, last_name="王", first_name=role[-1]))
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(ADDRESS)
        expect(page.locator("[data-do=add]")).to_be_enabled()
        return page

    return make


def draw(page: Page, left: float, top: float, width: float, height: float) -> None:
    """Press at one corner and let go at the other, in percent of the picture."""
    box = page.locator("[data-stage] img").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * left / 100, box["y"] + box["height"] * top / 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + box["width"] * width / 100, y + box["height"] * height / 100, steps=5)
    page.mouse.up()


def saved(page: Page) -> list[HotArea]:
    page.locator("[data-do=save]").click()
    expect(page.locator(".area-said")).to_contain_text("已保存")
    return list(HotArea.objects.select_related("article"))


def test_area_drawn_by_mouse_and_connected_opens_its_story_for_readers(desk, sheet, browser, live_server):
    page = desk("责任编辑")
    draw(page, 10, 5, 40, 30)
    page.locator("[data-found] button", has_text="粮库变书屋").click()
    (area,) = saved(page)

    assert area.article.headline == "粮库变书屋"
    assert [round(float(side)) for side in (area.left, area.top, area.width, area.height)] == [10, 5, 40, 30]
    Edition.objects.update(publish_at=timezone.now())
    reader = browser.new_context(base_url=live_server.url).new_page()
    for size in (PHONE, DESK):
        reader.set_viewport_size({"width": size[0], "height": size[1]})
        reader.goto(sheet.get_absolute_url())
        box = reader.locator(".sheet-view img").bounding_box()
        reader.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.2)
        expect(reader.locator("#story-title")).to_have_text("粮库变书屋")


def test_area_is_moved_sized_deleted_and_all_of_it_undone(desk):
    page = desk("责任编辑")
    draw(page, 20, 10, 20, 20)
    draw(page, 30, 20, 10, 0.01)  # moves the first by its middle, ten to the right
    corner = page.locator(".handle[data-corner=se]").bounding_box()
    page.mouse.move(corner["x"] + 22, corner["y"] + 22)
    page.mouse.down()
    picture = page.locator("[data-stage] img").bounding_box()
    page.mouse.move(corner["x"] + 22 + picture["width"] * 0.1, corner["y"] + 22, steps=4)
    page.mouse.up()
    (area,) = saved(page)
    assert [round(float(side)) for side in (area.left, area.top, area.width, area.height)] == [30, 10, 30, 20]
    page.locator(".area").focus()
    page.keyboard.press("Delete")
    assert page.locator(".area").count() == 0
    for _ in range(3):
        page.locator("[data-do=undo]").click()
    (area,) = saved(page)
    assert [round(float(side)) for side in (area.left, area.top, area.width, area.height)] == [20, 10, 20, 20]


def test_areas_by_keyboard_alone(desk):
    page = desk("责任编辑")
    page.locator("[data-do=add]").focus()
    page.keyboard.press("Enter")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "Shift+ArrowRight", "Alt+ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.type("水渠")
    expect(page.locator("[data-found] button")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".area").focus()
    page.keyboard.press("n")
    page.locator("#area-name").fill("天气")
    page.locator("#area-name").press("Tab")
    page.keyboard.press("Control+s")
    expect(page.locator(".area-said")).to_contain_text("已保存")

    first, second = HotArea.objects.select_related("article")
    assert (float(first.left), float(first.top), float(first.width), float(first.height)) == (33, 35.9, 31, 20)
    assert first.article.headline == "水渠通水"
    assert (second.name, second.article, second.order) == ("天气", None, 2)
    page.locator(".area-list [data-at='1'][data-by='-1']").press("Enter")
    assert [area.name for area in saved(page)] == ["天气", ""]


def test_finger_draws_after_a_button_and_scrolls_else(desk):
    page = desk("责任编辑", PHONE, has_touch=True, is_mobile=True)
    fingers = page.context.new_cdp_session(page)

    def stroke(*points: tuple[float, float]) -> None:
        for number, (x, y) in enumerate(points):
            kind = "touchMove" if number else "touchStart"
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    page.locator("[data-do=add]").tap()
    page.locator("[data-stage] img").scroll_into_view_if_needed()
    box = page.locator("[data-stage] img").bounding_box()
    x, y = box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2
    stroke((x, y), (x + 30, y + 30), (x + 90, y + 100))
    expect(page.locator(".area")).to_have_count(1)
    (area,) = saved(page)
    assert abs(float(area.left) - 20) < 1
    assert abs(float(area.width) - 90 / box["width"] * 100) < 1


def test_second_editor_chooses_and_nothing_of_either_is_lost(desk):
    first, second = desk("责任编辑"), desk("部主任")
    draw(first, 5, 5, 20, 20)
    saved(first)
    draw(second, 50, 40, 30, 15)
    second.locator("[data-do=save]").click()
    expect(second.locator("#conflict-title")).to_contain_text("刚刚被别人改动")
    second.locator("[data-conflict=theirs]").click()
    expect(second.locator(".area")).to_have_count(1)
    assert "左5" in second.locator(".area").get_attribute("aria-label")
    second.locator("[data-do=undo]").click()
    assert "左50" in second.locator(".area").get_attribute("aria-label")

    (area,) = saved(second)

    assert round(float(area.left)) == 50
    assert Sheet.objects.get().version == 3


def test_what_was_not_saved_is_there_again_after_the_window_was_closed(desk):
    """At the same version it is put on again; where a colleague has saved since, both are offered."""
    page = desk("责任编辑")
    draw(page, 50, 40, 30, 15)
    again = page.context.new_page()
    page.close()
    again.goto(ADDRESS)
    expect(again.locator(".area-said")).to_contain_text("上次没有保存的热区还在")
    assert "左50" in again.locator(".area").get_attribute("aria-label")
    other = desk("部主任")
    draw(other, 5, 5, 20, 20)
    saved(other)
    last = again.context.new_page()
    again.close()
    last.goto(ADDRESS)
    expect(last.locator("#conflict-title")).to_contain_text("后来同事改动了这一版")
    last.locator("[data-conflict=mine]").click()
    expect(last.locator(".area-said")).to_contain_text("已保存")
    (area,) = HotArea.objects.all()
    assert round(float(area.left)) == 50
    assert last.evaluate("Object.keys(localStorage).filter(key => key.startsWith('newsroom-areas')).length") == 0


def test_page_is_signed_and_a_change_takes_the_signature_away(desk):
    page = desk("部主任")
    page.locator("[data-sign]").click()
    expect(page.get_by_role("button", name="取消签发")).to_be_visible()
    draw(page, 5, 5, 20, 20)
    page.locator("[data-do=save]").click()
    expect(page.locator("[data-sign]")).to_be_visible()

    assert Sheet.objects.get().signed_at is None
    assert HotArea.objects.count() == 1


@pytest.mark.parametrize("size", [PHONE, (768, 1024), DESK], ids=["phone", "tablet", "desk"])
def test_desk_of_the_paper_is_accessible_and_fits(desk, axe: Axe, size):
    page = desk("总编辑", size)
    draw(page, 5, 5, 40, 20)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in ("", "/desk/paper/", "/desk/paper/2031-05-06/"):
            if address:
                page.once("dialog", lambda dialog: dialog.accept())
                page.goto(address)
            assert axe(page) == [], address
            assert overflow(page) == [], address
        page.goto(ADDRESS)


def test_no_rectangle_leaves_the_page_or_becomes_too_small_to_hit(desk):
    """A thousand random strokes through the functions that the screen uses."""
    page = desk("责任编辑")
    wrong = page.evaluate("""() => {
        let seed = 7;
        const next = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
        const random = (low, high) => low + next() * (high - low);
        const { inside, moved, resized } = paperGeometry;
        const bad = (box) => ["left", "top"].some((side) => box[side] < 0) || box.width < 0.5 || box.height < 0.5
            || box.left + box.width > 100.0001 || box.top + box.height > 100.0001;
        const found = [];
        let box = inside({ left: 10, top: 10, width: 20, height: 20 });
        for (let n = 0; n < 1000; n += 1) {
            const [x, y] = [random(-130, 130), random(-130, 130)];
            const before = box;
            box = n % 2 ? moved(box, x, y) : resized(box, ["nw", "ne", "sw", "se"][n % 4], x, y);
            if (bad(box)) found.push([before, x, y, box]);
            if (n % 2 && (box.width !== before.width || box.height !== before.height)) found.push(["size", box]);
        }
        return found;
    }""")
    assert wrong == []
