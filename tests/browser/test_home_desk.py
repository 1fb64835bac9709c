"""The front page arranged in real browsers: dragged, moved by keys, previewed, undone, by two editors at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import HomeDraft, HomeLayout, SiteSettings
from articles.workflow import home, topics
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, overflow

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = (360, 740), (1440, 900)


@pytest.fixture
def stories(roles):
    SiteSettings.objects.create(pk=1, name="测试报")
    now = timezone.now()
    return [factories.article(f"第{number}条稿", publish_at=now - timedelta(hours=number)) for number in range(1, 16)]


@pytest.fixture
def pages(browser, live_server):
    """`pages("责任编辑")` is a page in a browser of its own, in which such a colleague is signed in."""
    contexts = []

    def make(role, size=DESK, **options):
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            viewport={"width": size[0], "height": size[1]}, **options,
        )  # fmt: skip
        context.set_default_timeout(ACTION_SECONDS * 1000)
        contexts.append(context)
        client = Client()
        client.force_login(factories.user(role, last_name=role[0]))
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def in_slot(key):
    slot = next(slot for slot in home.current_draft().placed if slot.key == key)
    return [entry.article for entry in slot.entries]


def said(page, text):
    page.locator("[data-said]").get_by_text(text).first.wait_for()


def drag(page, source, target, below=0.0):
    """By the pointer, in steps, as a hand does."""
    source.scroll_into_view_if_needed()
    start = source.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    end = target.bounding_box()
    for part in (0.3, 0.7, 1.0):
        y = end["y"] + 4 + below
        page.mouse.move(start["x"] + (end["x"] + 80 - start["x"]) * part, start["y"] + (y - start["y"]) * part)
    page.mouse.up()


def test_story_is_dragged_from_the_search_and_on_to_another_slot(pages, stories):
    page = pages("责任编辑")
    page.goto("/desk/home/")
    page.fill("#id_q", "第14条")
    page.locator("[data-results] li").filter(has_text="第14条稿").wait_for()
    expect(page.locator("[data-results] [data-article]")).to_have_count(1)

    drag(page, page.locator("[data-results] [data-grip]").first, page.locator("[data-list=lead]"))
    said(page, "把《第14条稿》放进“头条”")
    assert in_slot("lead") == [stories[13].pk]

    drag(page, page.locator("[data-list=lead] .by-hand [data-grip]"), page.locator("[data-list=news] li").first)
    said(page, "移到“要闻”")
    assert (in_slot("lead"), in_slot("news")) == ([], [stories[13].pk])


def test_dragging_ends_without_a_change_on_escape_and_outside_of_the_lists(pages, stories):
    page = pages("责任编辑")
    page.goto("/desk/home/")
    grip = page.locator("[data-list=news] [data-grip]").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.keyboard.press("Escape")
    page.mouse.up()
    said(page, "没有移动。")
    drag(page, grip, page.locator(".desk-header"))

    assert page.locator(".drop-mark, .dragged").count() == 0
    assert not HomeDraft.objects.exists()


def test_everything_goes_by_keyboard(pages, stories):
    """Pin, move down, to the next slot, take out, undo, publish: no pointer is touched, the focus is never lost."""
    page = pages("责任编辑")
    page.goto("/desk/home/")
    pins = page.locator("[data-focus=pin-lead]")
    for number in range(2):
        pins.first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-list=lead] .by-hand")).to_have_count(number + 1)
    first, second = in_slot("lead")
    page.locator("[data-list=lead] [data-grip]").first.focus()
    page.keyboard.press("ArrowDown")
    said(page, "第2位")
    assert in_slot("lead") == [second, first]
    assert page.evaluate("document.activeElement.hasAttribute('data-grip')")
    page.keyboard.press("ArrowRight")
    said(page, "移到“要闻”")
    assert in_slot("news") == [first]
    assert page.evaluate("document.activeElement.closest('[data-list]').dataset.list") == "news"
    page.locator("[data-focus=out-news]").focus()
    page.keyboard.press("Enter")
    said(page, "取下")
    page.locator("[data-focus=undo]").focus()
    page.keyboard.press("Enter")
    said(page, "撤销")
    assert in_slot("news") == [first]
    page.keyboard.press("Control+Shift+z")
    said(page, "重做了")
    assert in_slot("news") == []
    page.keyboard.press("Control+z")
    said(page, "撤销")
    assert in_slot("news") == [first]
    page.get_by_role("button", name="发布首页").focus()
    page.keyboard.press("Enter")
    page.get_by_text("首页第1版已发布").wait_for()

    assert HomeLayout.objects.get().placed[1].entries[0].article == first


def test_finger_drags_on_a_phone(pages, stories, browser):
    page = pages("责任编辑", PHONE, has_touch=True)
    page.goto("/desk/home/")
    page.locator("[data-focus=pin-lead]").first.tap()
    said(page, "放进“头条”")
    page.locator("[data-focus=pin-lead]").first.tap()
    expect(page.locator("[data-list=lead] .by-hand")).to_have_count(2)
    first, second = in_slot("lead")
    grips = page.locator("[data-list=lead] .by-hand [data-grip]")
    grips.first.evaluate("grip => grip.scrollIntoView({block: 'center'})")
    start, end = grips.first.bounding_box(), grips.nth(1).bounding_box()
    session = page.context.new_cdp_session(page)
    x, y = start["x"] + 15, start["y"] + 15

    def touch(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    touch("touchStart", (x, y))
    for part in (0.3, 0.6, 1.0):
        touch("touchMove", (x, y + (end["y"] + end["height"] - start["y"]) * part))
    touch("touchEnd")
    said(page, "第2位")

    assert in_slot("lead") == [second, first]


def test_two_editors_nothing_is_lost(pages, stories, watch):
    watch.expect("status of 409")
    mine, theirs = pages("责任编辑"), pages("部主任")
    for page in (mine, theirs):
        page.goto("/desk/home/")
    theirs.locator("[data-focus=pin-lead]").first.click()
    said(theirs, "放进“头条”")
    mine.locator("[data-focus=pin-news]").first.click()
    said(mine, "部刚刚改动过首页草稿")
    assert mine.locator("[data-list=lead] .by-hand").count() == 1  # the newest board is here
    assert in_slot("news") == []
    mine.get_by_role("button", name="仍要做这一步").click()
    said(mine, "放进“要闻”")

    assert (len(in_slot("lead")), len(in_slot("news"))) == (1, 1)


def test_preview_shows_the_draft_and_readers_do_not_see_it(pages, stories, page):
    desk = pages("责任编辑")
    desk.goto("/desk/home/")
    desk.fill("#id_q", "第15条")
    expect(desk.locator("[data-results] [data-article]")).to_have_count(1)
    desk.locator("[data-results]").get_by_role("button", name="放上").click()
    said(desk, "放进“头条”")
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="预览").click()
    preview = opened.value
    preview.wait_for_load_state()
    page.goto("/")

    assert preview.locator(".lead-headline").inner_text() == "第15条稿"
    assert page.locator(".lead-headline").inner_text() != "第15条稿"


def test_same_forms_without_scripts(pages, stories):
    page = pages("责任编辑", java_script_enabled=False)
    page.goto("/desk/home/?q=第15条")
    page.locator("[data-results]").get_by_role("button", name="放上").click()
    assert "把《第15条稿》放进“头条”" in page.locator(".desk-messages").inner_text()
    page.locator("[data-focus=undo]").click()

    assert in_slot("lead") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_desk_pages_are_accessible_and_fit(pages, stories, axe, size, scheme):
    topic = factories.topic("一件事", {"缘起": stories[:2], "": []})
    draft = home.put(1, factories.user(is_superuser=True), "lead", stories[5])
    home.publish(draft.version, factories.user(is_superuser=True))
    page = pages("总编辑", size, color_scheme=scheme)
    faults = []
    for address in ("/desk/home/", "/desk/home/history/", "/desk/topics/", f"/desk/topics/{topic.pk}/"):
        page.goto(address)
        for details in page.locator("details summary").all()[:4]:
            details.click()
        faults += [f"{address}: {fault}" for fault in axe(page) + overflow(page)]
        small = page.evaluate(
            """() => [...document.querySelectorAll("main button, main summary, main .plain-button")]
                .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
        )
        faults += [f"{address}: lower than 44 px: {element}" for element in small]
    assert faults == []


def test_topic_is_arranged_by_dragging_and_keys(pages, stories):
    topic = factories.topic("一件事", {"缘起": stories[:2], "回声": stories[2:3]})
    page = pages("责任编辑")
    page.goto(f"/desk/topics/{topic.pk}/")
    drag(page, page.locator("[data-list='0'] [data-grip]").first, page.locator("[data-list='1'] li").first)
    said(page, "已保存")
    page.locator(f"[data-focus=grip-{stories[0].pk}]").focus()
    page.keyboard.press("ArrowDown")
    page.locator(f"[data-list='1'] li:last-child[data-item='{stories[0].pk}']").wait_for()

    groups = [(group.title, group.stories) for group in topics.groups_of(topic)]
    assert groups == [("缘起", [stories[1].pk]), ("回声", [stories[2].pk, stories[0].pk])]
