"""The desk in real browsers: the shortest legal way to the reader, keys, marks, the plan, a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Assignment, Catch, Comment, SiteSettings, Status
from articles.workflow import comments, presence
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, overflow

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>清泉村的水渠昨天通了水。</p><p>沿渠的三十户人家不用再挑水，老人孩子都来看水。</p>"
NAMES = {"记者": "王甲", "责任编辑": "李乙", "部主任": "赵丙", "总编辑": "钱丁", "校对": "孙戊"}
PHONE, TABLET, DESK = (360, 740), (768, 1024), (1440, 900)


@pytest.fixture
def people(roles):
    SiteSettings.objects.create(pk=1, name="测试报")
    return {role: factories.user(role, last_name=name[0], first_name=name[1]) for role, name in NAMES.items()}


@pytest.fixture
def pages(browser, live_server, people):
    """`pages("校对")` is a page in a browser of its own, in which that colleague is signed in."""
    contexts = []

    def make(role, **options):
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(ACTION_SECONDS * 1000)
        contexts.append(context)
        client = Client()
        client.force_login(people[role])
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def article(people):
    made = factories.article("水渠通水", status=Status.DRAFT, body=BODY, created_by=people["记者"])
    workflow.submit(made, people["记者"])
    return made


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim().slice(0, 40)")


def test_shortest_legal_way_takes_twelve_clicks(pages, people):
    """Everybody's board is open; the writer's form too. One proofreader may sign all three proofs."""
    draft = factories.article("水渠通水", status=Status.DRAFT, body=BODY, created_by=people["记者"])
    clicks = []

    def click(page, who, name, role="button"):
        page.get_by_role(role, name=name).first.click()
        clicks.append((who, name))

    writer = pages("记者")
    writer.goto(f"/admin/articles/article/{draft.pk}/change/")
    click(writer, "记者", "送审")
    writer.wait_for_load_state()
    for role, button in (("责任编辑", "通过初审"), ("部主任", "通过复审")):
        page = pages(role)
        page.goto("/desk/")
        click(page, role, "水渠通水", "link")
        click(page, role, button)
        page.get_by_text("通过：《水渠通水》").wait_for()
    proofs = pages("校对")
    proofs.goto("/desk/")
    click(proofs, "校对", "水渠通水", "link")
    for proof in ("一校", "二校", "三校"):
        click(proofs, "校对", f"签{proof}")
        proofs.get_by_text(f"{proof}已签字。").wait_for()
    chief = pages("总编辑")
    chief.goto("/desk/")
    click(chief, "总编辑", "水渠通水", "link")
    click(chief, "总编辑", "通过终审")
    chief.get_by_text("三审三校已经签全，可以发布。").wait_for()
    chief.get_by_role("button", name="发布", exact=True).click()
    clicks.append(("总编辑", "发布"))
    chief.get_by_text("看读者看到的").wait_for()

    assert Article.objects.get().is_public
    assert len(clicks) == 12, clicks


def test_the_same_by_keyboard(pages, article):
    page = pages("责任编辑")
    page.goto("/desk/")
    page.keyboard.press("j")
    assert focused(page) == "水渠通水"
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/articles/*/")
    page.keyboard.press("a")
    assert focused(page) == "通过初审"
    page.keyboard.press("Enter")
    page.get_by_text("通过：《水渠通水》").wait_for()

    article.refresh_from_db()
    assert article.status == Status.SECOND_REVIEW


def test_keys_go_where_the_help_says(pages, article):
    page = pages("部主任")
    page.goto("/desk/")
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    page.keyboard.press("Escape")
    for keys, address in (("gi", "**/desk/inbox/"), ("gp", "**/desk/plan/"), ("gd", "**/desk/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(address)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**/desk/articles/*/#key-r")
    assert page.evaluate("document.activeElement.name") == "opinion"


def test_keys_are_letters_while_one_types_and_can_be_switched_off(pages, article):
    page = pages("部主任")
    page.goto("/desk/")
    page.get_by_label("标题里有").press_sequentially("gdjka?")
    assert page.get_by_label("标题里有").input_value() == "gdjka?"
    assert not page.locator("#keys-help").is_visible()

    page.get_by_role("button", name="键盘说明").click()
    page.get_by_label("这台电脑上不用单键").check()
    page.get_by_role("button", name="知道了").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


SELECT = """(words) => {
    const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
        return;
    }
    throw new Error(`${words} is not on the page`);
}"""


def test_selected_characters_become_a_catch_and_the_correction_is_adopted(pages, article):
    page = pages("校对")
    page.goto(f"/desk/articles/{article.pk}/")
    page.evaluate(SELECT, "三十户")
    page.get_by_role("toolbar", name="选中的文字").get_by_role("button", name="校对发现").click()
    assert page.get_by_label("应为").input_value() == "三十户"
    page.get_by_label("应为").fill("三十二户")
    page.get_by_label("类别").select_option("数字")
    page.get_by_role("button", name="记下").click()
    page.locator("mark.mark-catch", has_text="三十户").wait_for()
    found = Catch.objects.get()
    assert (found.field, found.quote, found.prefix[-3:], found.suffix[:2]) == ("body", "三十户", "沿渠的", "人家")

    editor = pages("责任编辑")
    editor.goto(f"/desk/articles/{article.pk}/")
    editor.get_by_role("button", name="采纳并改").click()
    editor.get_by_text("记为一次修订").wait_for()
    assert "三十二户" in editor.locator(".prose").inner_text()


def test_remark_on_selected_characters_calls_a_colleague(pages, article):
    page = pages("责任编辑")
    page.goto(f"/desk/articles/{article.pk}/")
    # A key that comes before the browser has told of the selection is about it all the same.
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'm', bubbles: true, cancelable: true}))"
    page.evaluate(f"text => {{ ({SELECT})(text); {press}; }}", "老人孩子")
    box = page.get_by_label("写批注")
    box.press_sequentially("@赵")
    page.get_by_role("option", name="赵丙").wait_for()
    box.press("Enter")
    box.press_sequentially("核一下")
    page.get_by_role("button", name="批注", exact=True).last.click()
    page.locator("mark.mark-comment", has_text="老人孩子").wait_for()

    remark = Comment.objects.get()
    assert (remark.text, remark.quote) == ("@赵丙 核一下", "老人孩子")
    head = pages("部主任")
    head.goto("/desk/")
    assert head.locator("[data-unread]").inner_text() == "1"
    head.get_by_role("link", name="水渠通水").first.wait_for()


def test_open_board_follows_and_keeps_the_focus(pages, article, people):
    page = pages("责任编辑")
    page.goto("/desk/")
    page.keyboard.press("j")
    factories.article("新来的稿件", status=Status.FIRST_REVIEW)
    presence.beat(article.pk, people["部主任"], 1)
    page.evaluate("document.getElementById('live').dispatchEvent(new Event('desk:ask'))")

    page.get_by_text("新来的稿件").first.wait_for()
    page.get_by_text("赵丙在改").first.wait_for()
    assert focused(page) == "水渠通水"


def test_open_screen_says_that_the_piece_was_changed(pages, article, people):
    page = pages("责任编辑")
    page.goto(f"/desk/articles/{article.pk}/")
    page.get_by_label("初审意见").fill("写到一半的意见")
    article.headline = "水渠通水了"
    workflow.save(article, people["部主任"])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("这篇稿件刚刚被改动").wait_for()

    page.get_by_role("button", name="通过初审").click()
    page.get_by_role("alert").wait_for()
    assert "刚刚被别人改动" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("初审意见").input_value() == "写到一半的意见"


def test_difference_opens_by_one_key_and_changes_are_stops(pages, article, people):
    workflow.approve(article, people["责任编辑"])
    article.headline = "水渠通水了"
    article.body = BODY.replace("三十户", "三十二户")
    workflow.save(article, people["部主任"])
    page = pages("责任编辑")
    page.goto(f"/desk/articles/{article.pk}/")
    page.keyboard.press("c")
    page.locator("#difference ins").first.wait_for()
    page.keyboard.press("j")
    assert "水渠通水" in focused(page)
    page.keyboard.press("j")
    assert "三十二户" in page.evaluate("document.activeElement.textContent")


def test_assignments_go_to_another_day_by_arrows_and_by_dragging(pages, people):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    row = Assignment.objects.create(title="冬储菜", edition_date=monday, page_number=2)
    page = pages("责任编辑")
    page.goto("/desk/plan/")
    page.get_by_role("button", name="推后一天：冬储菜").click()
    page.locator(f"[data-day='{monday + timedelta(days=1)}'] >> text=冬储菜").wait_for()
    page.get_by_role("status").filter(has_text="在").first.wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "推后一天：冬储菜"

    page.drag_and_drop("[data-assignment]", f"[data-day='{monday + timedelta(days=4)}'] [data-drop]")
    page.locator(f"[data-day='{monday + timedelta(days=4)}'] >> text=冬储菜").wait_for()
    row.refresh_from_db()
    assert row.edition_date == monday + timedelta(days=4)


def test_columns_are_tabs_on_a_phone(pages, article):
    page = pages("责任编辑", viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto("/desk/")
    lane = page.locator("#lane-first_review")
    assert lane.is_visible()
    page.get_by_role("link", name="复审").click()
    assert not lane.is_visible()
    assert page.locator("#lane-second_review").is_visible()
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, main select, main input")]
            .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 43.5
                && getComputedStyle(one).display !== "inline")
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.fixture
def filled(article, people):
    """Addresses of all screens, with something on each."""
    editor, head, reader = people["责任编辑"], people["部主任"], people["校对"]
    workflow.approve(article, editor, "事实已核")
    workflow.add_catch(article, reader, quote="三十户", correction="三十二户", prefix="沿渠的", suffix="人家")
    first = comments.comment(article, head, "@李乙 数字对吗？", field="body", quote="昨天通了水")
    comments.comment(article, editor, "对", parent=first)
    workflow.sign_proof(article, reader, 1, "改一处")
    article.refresh_from_db()
    article.headline, article.body = "水渠通水了", BODY.replace("三十户", "三十来户")
    workflow.save(article, head)
    presence.beat(article.pk, people["记者"], 3)
    now = timezone.now()
    row = Assignment.objects.create(title="冬储菜", edition_date=timezone.localdate(), page_number=2,
                                    assignee=editor, due_at=now - timedelta(hours=1), details="跑三个市场")  # fmt: skip
    Assignment.objects.create(title="没有日子的选题")
    factories.article("定时的", publish_at=now + timedelta(hours=2))
    at = f"/desk/articles/{article.pk}/"
    return ["/desk/", at, f"{at}revisions/", f"{at}revisions/compare/1/2/", "/desk/inbox/", "/desk/plan/",
            "/desk/plan/?view=list", f"/desk/plan/{row.pk}/", "/desk/plan/add/", f"{at}approve/"]  # fmt: skip


def test_screens_are_accessible_and_fit(pages, filled, axe):
    page, faults = pages("责任编辑"), []
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in filled:
        for width, height in (PHONE, TABLET, DESK):
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark") if width != TABLET[0] else ("light",):
                page.emulate_media(color_scheme=scheme)
                answer = page.goto(address)
                assert answer.status == 200, address
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                faults += [f"{address} {width} {scheme}: {fault}" for fault in [*axe(page), *overflow(page)]]

    assert not faults, "\n".join(dict.fromkeys(faults))
    assert errors == []
