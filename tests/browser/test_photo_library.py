"""The picture library in a real browser: keys, choosing, the focal point, a phone, accessibility."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from articles.models import Photo
from articles.workflow import install_roles, make_renditions, take_in
from tests import factories
from tests.browser.fixtures import Axe, Watch, overflow

LIBRARY = "/desk/photos/"


@pytest.fixture
def library(transactional_db: None, browser_context, live_server, client) -> list[Photo]:  # type: ignore[no-untyped-def]
    """Eight pictures, and the browser of an editor in chief."""
    install_roles()
    chief = factories.user("总编辑", last_name="阎", first_name="某")
    client.force_login(chief)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    browser_context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    photos = [
        factories.photo(width=320 if n % 3 else 200, height=200 if n % 3 else 320, caption=f"第{n}张图片的说明")
        for n in range(8)
    ]
    factories.article("用图的稿件", photos=photos[:1])
    return photos


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.closest('.card')?.dataset.card || document.activeElement.id")


def test_arrows_go_through_the_pictures_and_space_chooses(library: list[Photo], page: Page) -> None:
    page.goto(LIBRARY)
    newest = [str(photo.pk) for photo in reversed(library)]
    page.keyboard.press("/")
    assert focused(page) == "id_q"

    page.locator(".card-link").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.keyboard.press("Shift+ArrowRight")
    assert focused(page) == newest[2]
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.keyboard.press("ArrowDown")
    assert focused(page) != newest[2]
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(page.locator(".bulk")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/photos/{newest[0]}/")


def test_tab_stops_once_at_the_grid(library: list[Photo], page: Page) -> None:
    page.goto(LIBRARY)
    page.locator(".card-link").first.focus()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.card')") is None


def test_chosen_pictures_are_written_on(library: list[Photo], page: Page) -> None:
    page.goto(LIBRARY)
    page.locator(".card-choose").first.click()
    page.get_by_text("写文字…").click()
    page.get_by_label("加标签").fill("亮灯")
    page.get_by_role("button", name="写进选中的图片").click()

    expect(page.get_by_text("1张写好了。")).to_be_visible()
    assert Photo.objects.get(pk=library[-1].pk).keywords == ["亮灯"]


def test_focal_point_by_keys_and_mouse(library: list[Photo], page: Page) -> None:
    photo = take_in(factories.image_bytes(800, 400), None, caption="宽的图片")
    make_renditions.func(photo.pk)
    page.goto(f"{LIBRARY}{photo.pk}/")
    stage = page.locator("#focal")
    stage.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-focal-said]")).to_contain_text("横40%，纵49%")
    position = page.locator("[data-crop='1x1'] img").evaluate("image => image.style.objectPosition")
    assert position.startswith("30%")  # half of the picture is shown, a fifth of the rest to the left of it

    page.keyboard.press("Enter")
    expect(page.locator("[data-focal-said]")).to_contain_text("保存好了")
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.4, 0.49)

    box = stage.locator("img").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.25)
    expect(page.locator("[data-focal-said]")).to_contain_text("横80%，纵25%")


def test_cut_by_keys_and_mouse(library: list[Photo], page: Page, axe: Axe) -> None:
    photo = take_in(factories.image_bytes(800, 400), None, caption="宽的图片")
    make_renditions.func(photo.pk)
    page.goto(f"{LIBRARY}{photo.pk}/")
    page.locator("#cut summary").press("Enter")
    corner = page.get_by_role("button", name="左上角")
    corner.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#cut-said")).to_have_text("640×360像素")
    assert page.locator("#focal-form input[name=x]").input_value() == "0.5000"  # the focal point has not moved
    assert axe(page, preload=False) == []

    box = page.locator("#focal img").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6, steps=3)
    page.mouse.up()
    page.get_by_label("比例").select_option(label="1:1")
    width, height = page.locator("#cut-said").inner_text().removesuffix("像素").split("×")
    assert abs(int(width) - int(height)) <= 1
    page.get_by_role("button", name="保存裁剪").click()
    expect(page.get_by_text("裁好了，原图还是整张")).to_be_visible()
    photo.refresh_from_db()
    assert abs(photo.width - photo.height) <= 1
    assert photo.cut[:2] == [0.2, 0.1]
    make_renditions.func(photo.pk)
    page.wait_for_function("() => document.querySelector('#photo-detail:not([data-stale])')")  # it loads itself anew
    page.get_by_text("裁剪", exact=True).click()
    page.get_by_role("button", name="还原整张").click()
    expect(page.get_by_text("整张还原了")).to_be_visible()
    photo.refresh_from_db()
    assert (photo.cut, photo.width, photo.height) == ([], 800, 400)


def test_focal_point_and_cut_by_finger(library: list[Photo], browser: Browser, browser_context, live_server) -> None:  # type: ignore[no-untyped-def]
    photo = take_in(factories.image_bytes(800, 400), None, caption="宽的图片")
    make_renditions.func(photo.pk)
    phone = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True,
        storage_state=browser_context.storage_state(),
    )  # fmt: skip
    page = phone.new_page()
    page.goto(f"{LIBRARY}{photo.pk}/")
    picture = page.locator("#focal img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.75)
    expect(page.locator("[data-focal-said]")).to_contain_text("横20%，纵75%")
    page.get_by_role("button", name="保存焦点").tap()
    expect(page.locator("[data-focal-said]")).to_contain_text("保存好了")
    photo.refresh_from_db()
    assert (round(photo.focal_x, 2), round(photo.focal_y, 2)) == (0.2, 0.75)

    page.get_by_text("裁剪", exact=True).tap()
    box = picture.bounding_box()
    assert box
    finger = phone.new_cdp_session(page)
    from_x, y = box["x"] + box["width"] - 10, box["y"] + box["height"] - 10

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (from_x, y))
    for part in range(1, 6):
        touch("touchMove", (from_x - box["width"] * 0.1 * part, y))
    touch("touchEnd")
    expect(page.locator("#cut-said")).not_to_contain_text("800×")
    assert overflow(page) == []
    page.get_by_role("button", name="保存裁剪").click()  # a tap within the same instant would belong to the drag
    expect(page.get_by_text("裁好了，原图还是整张")).to_be_visible()
    photo.refresh_from_db()
    assert 0.4 < photo.cut[2] < 0.6


def test_typed_words_survive_a_conflict(library: list[Photo], page: Page, watch: Watch) -> None:
    watch.expect("409")
    photo = library[3]
    page.goto(f"{LIBRARY}{photo.pk}/")
    page.get_by_label("图片说明").fill("我写的")
    Photo.objects.filter(pk=photo.pk).update(caption="同事写的", version=2)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    expect(page.get_by_label("图片说明")).to_have_value("我写的")
    expect(page.locator("[data-now=caption]")).to_contain_text("同事写的")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Photo.objects.get(pk=photo.pk).caption == "我写的"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_pages_are_accessible_and_no_wider_than_the_screen(
    library: list[Photo], page: Page, axe: Axe, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    twin = library[0].pk
    Photo.objects.filter(pk__in=[twin, library[1].pk]).update(fingerprint=5)
    for address in (LIBRARY, f"{LIBRARY}?near=on", f"{LIBRARY}?lacks=credit", f"{LIBRARY}?bin=on", f"{LIBRARY}{twin}/"):
        page.goto(address)
        assert overflow(page) == [], address
        assert axe(page) == [], address
