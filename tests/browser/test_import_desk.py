"""The import desk in a real browser: from the pasted page to drafts, by keyboard, by pointer, without a net."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.intake import open_text, read_import, take_steps
from articles.models import Article, ImportStatus, PageImport
from tests import factories
from tests.browser.fixtures import overflow
from tests.documents import word

pytestmark = pytest.mark.django_db(transaction=True)

# Two stories without anything to doubt, and one whose byline begins with a name without a role.
PAGE = """2031年6月2日　星期一
第03版：城事
责编：柴小满

东河县：
万亩枸杞铺出增收路
□本报记者 冯小雨 通讯员 赛汉娜
东河县的枸杞地里，几十名采摘工正弯着腰忙碌。今年春天雨水匀，头茬果比往年早熟了六天。
合作社负责人说，一亩地的收入比种玉米多出一千八百元，周边三个村的人都来这里打工。

古井镇老戏台修好了
本报讯（记者 高一鸣）停了十九年的古井镇戏台，上周末又响起了锣鼓。修缮时工匠们用回了拆下的旧瓦。
镇文化站站长说，往后每月逢十都有演出，票不要钱。

沙梁村开了夜校
本报讯（柴小满 记者 白音）沙梁村的夜校昨天开课，头一晚就来了六十三个人。
站长是个返乡的年轻人，他把自家堂屋腾出来做了教室，还搬来了两块黑板。
村里的孩子也跟着大人来听课，前排的小板凳坐得满满当当，后来的只好站着。
"""
CALM = """古井镇老戏台修好了
本报讯（记者 高一鸣）停了十九年的古井镇戏台，上周末又响起了锣鼓。修缮时工匠们用回了拆下的旧瓦。

沙梁村电商服务站开张
本报讯（记者 白音）沙梁村的电商服务站昨天开张，头一天就寄出六十三件土豆和奶豆腐。
"""
LAST = "村里的孩子"
ERRANDS = ["古井镇老戏台修好了", "沙梁村电商服务站开张"]


@pytest.fixture
def editor(page: Page, live_server, client, roles) -> Page:
    """A window in which a 责任编辑 is signed in."""
    return sign_in(page, live_server, client)


def sign_in(page: Page, live_server, client) -> Page:
    user = factories.user("责任编辑")
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.editor = user  # type: ignore[attr-defined]
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.fixture
def sheet(editor: Page) -> Callable[..., PageImport]:
    """`sheet(text)` opens an import of that text in the window."""

    def open_sheet(text: str = PAGE) -> PageImport:
        made = open_text(text, editor.editor)  # type: ignore[attr-defined]
        editor.goto(f"/desk/import/{made.pk}/")
        return made

    return open_sheet


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_attribute("data-state", "saved")


def row(page: Page, words: str):
    return page.locator("#items .row.block", has_text=words)


def titles(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('#items textarea[data-type=headline]')].map(a => a.value)")


def steps(made: PageImport) -> list[str]:
    made.refresh_from_db()
    return [step["do"] for step in made.steps[: made.steps_done]]


def test_page_is_pasted_walked_through_corrected_and_becomes_drafts(editor):
    page = editor
    page.goto("/desk/import/")
    page.fill("#id_text", PAGE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#items .card")).to_have_count(3)
    expect(page.locator("#cards")).to_be_focused()
    made = PageImport.objects.get()
    doubts = made.doubt_count
    assert doubts >= 2
    expect(page.locator("#doubts summary")).to_have_text(f"还有{doubts}处要看")

    page.keyboard.press("n")
    expect(page.locator("#say")).to_have_text(re.compile(f"^第1处，共{doubts}处："))
    for _ in range(doubts):
        page.keyboard.press("Enter")
    expect(page.locator("#doubts")).to_have_text("都看过了")

    row(page, LAST).click()
    page.keyboard.press("6")
    expect(row(page, LAST).locator(".row-kind")).to_have_text("小标题")
    page.keyboard.press("z")
    expect(row(page, LAST).locator(".row-kind")).to_have_text("正文")
    page.keyboard.press("s")
    expect(page.locator("#items .card")).to_have_count(4)
    assert titles(page)[-1] == ""
    page.locator("textarea[data-type=headline]").nth(3).fill("小板凳坐满了")
    expect(page.locator("#doubts")).not_to_contain_text("没有找到标题")

    row(page, "合作社负责人说").click()
    page.focus("#move-to")
    page.select_option("#move-to", label="2. 古井镇老戏台修好了")
    expect(page.locator("#items .card").nth(1).locator(".row-text", has_text="合作社负责人说")).to_have_count(1)
    saved(page)
    page.locator("#cards").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/import/*/")
    expect(page.locator(".made li")).to_have_count(4)

    drafts = list(Article.objects.order_by("pk"))
    assert [draft.headline for draft in drafts] == [
        "万亩枸杞铺出增收路", "古井镇老戏台修好了", "沙梁村开了夜校", "小板凳坐满了",
    ]  # fmt: skip
    assert "合作社负责人说" in drafts[1].body
    assert "合作社负责人说" not in drafts[0].body
    assert [link.get_attribute("href") for link in page.locator(".made-title").all()] == [
        f"/admin/articles/article/{draft.pk}/change/" for draft in drafts
    ]


def test_nothing_wrong_takes_one_paste_and_two_keys(editor):
    page = editor
    page.goto("/desk/import/")
    assert page.evaluate("document.activeElement.id") == "id_text"  # nothing has to be clicked first
    page.keyboard.insert_text(CALM)  # as a paste does
    page.keyboard.press("Control+Enter")
    expect(page.locator("#doubts")).to_have_text("都看过了")
    expect(page.locator("#cards")).to_be_focused()
    page.keyboard.press("Control+Enter")

    expect(page.locator(".made li")).to_have_count(2)
    assert list(Article.objects.order_by("pk").values_list("headline", flat=True)) == ERRANDS


def test_choosing_one_side_shows_the_other(editor, sheet):
    page = editor
    sheet()
    row(page, "票不要钱").click()
    chosen = page.locator("#source .piece.selected")
    expect(chosen).to_have_text("镇文化站站长说，往后每月逢十都有演出，票不要钱。")
    expect(page.locator("#chosen")).to_contain_text("正文：镇文化站")

    page.locator("#source .piece", has_text="万亩枸杞铺出增收路").click()
    expect(page.locator("#items .handle.selected")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(row(page, "冯小雨")).to_have_class(re.compile("selected"))
    assert page.evaluate("document.activeElement.closest('#source') !== null")


def test_keys_do_nothing_while_typing_or_outside_of_the_columns(editor, sheet):
    page = editor
    made = sheet()
    page.fill("textarea[data-type=headline] >> nth=0", "")
    page.locator("textarea[data-type=headline]").nth(0).press_sequentially("snmz5")
    saved(page)
    assert titles(page)[0] == "snmz5"
    page.locator("#ask-help").focus()
    for key in ("s", "m", "z", "5", "Delete"):
        page.keyboard.press(key)
    assert steps(made) == ["type"]


def test_typed_words_win_and_can_be_given_back(editor, sheet):
    page = editor
    made = sheet()
    field = page.locator("textarea[data-type=headline]").nth(1)
    field.fill("老戏台又响起了锣鼓")
    expect(page.locator("#items .card").nth(1).locator(".head-headline .back")).to_be_visible()
    saved(page)
    assert page.evaluate("document.activeElement.value") == "老戏台又响起了锣鼓"
    made.refresh_from_db()
    assert made.as_sheet().items[1].typed == {"headline": "老戏台又响起了锣鼓"}

    page.locator("#items .card").nth(1).locator(".head-headline .back").click()
    expect(field).to_have_value("古井镇老戏台修好了")


def test_words_typed_while_an_answer_is_on_its_way_stay(editor, sheet):
    page = editor
    sheet()
    held = []
    page.route("**/steps/", lambda route: route.continue_() if held else held.append(route))
    field = page.locator("textarea[data-type=kicker]").nth(1)
    field.focus()
    page.keyboard.insert_text("古井镇")
    expect(page.locator("#saving")).to_have_attribute("data-state", "sending")
    page.wait_for_timeout(50)
    page.keyboard.insert_text("：")
    held[0].continue_()
    saved(page)
    expect(field).to_have_value("古井镇：")
    assert page.evaluate("[document.activeElement.dataset.type, document.activeElement.selectionStart]") == [
        "kicker",
        4,
    ]
    page.reload()
    expect(page.locator("textarea[data-type=kicker]").nth(1)).to_have_value("古井镇：")


def test_passage_of_a_block_becomes_a_block(editor, sheet):
    page = editor
    made = sheet()
    page.evaluate("""() => {
        const piece = [...document.querySelectorAll('#source .piece')].find(p => p.textContent.includes('站长是个'));
        const range = document.createRange();
        const at = piece.firstChild.data.indexOf('还搬来');
        range.setStart(piece.firstChild, at); range.setEnd(piece.firstChild, piece.firstChild.data.length);
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    expect(page.locator("#chosen")).to_contain_text("选中“还搬来了两块黑板。”")
    page.click("[data-kind=caption]")
    expect(row(page, "还搬来了两块黑板")).to_have_class(re.compile("k-caption"))
    assert steps(made) == ["carve"]


def test_block_is_cut_by_keyboard_and_joined_again(editor, sheet):
    page = editor
    made = sheet()
    row(page, "站长是个").click()
    page.keyboard.press("c")
    expect(page.locator("#cut")).to_be_visible()
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    page.click("[data-cut=part]")
    expect(page.locator("#items .row-text", has_text=re.compile("^站长是个返乡的年轻人，$"))).to_have_count(1)
    page.locator("#items .row", has_text="他把自家堂屋").click()
    page.keyboard.press("o")
    expect(page.locator("#items .join")).to_have_count(1)
    page.locator("#items .join").click()
    expect(page.locator("#items .join")).to_have_count(0)
    saved(page)
    assert steps(made) == ["part", "join", "part"]


def test_block_is_cut_where_the_source_was_clicked(editor, sheet):
    page = editor
    made = sheet()
    page.locator("#source .piece", has_text="站长是个").click()
    page.evaluate("""() => {
        const words = document.querySelector('#source .piece.selected').firstChild;
        getSelection().collapse(words, words.data.indexOf('他把'));
    }""")
    page.get_by_role("button", name="光标处断开").click()
    expect(page.locator("#items .row-text", has_text=re.compile("^站长是个返乡的年轻人，$"))).to_have_count(1)
    assert steps(made) == ["part"]


def test_block_is_dragged_to_another_item(editor, sheet):
    page = editor
    made = sheet(CALM)
    grip = row(page, "寄出六十三件").locator(".grip")
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), row(page, "停了十九年").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 90, goal["y"] + goal["height"] - 4, steps=6)
    expect(page.locator("#items .card").nth(0)).to_have_class(re.compile("drop-here"))
    page.mouse.up()
    expect(page.locator("#items .card").nth(0).locator(".row-text", has_text="寄出六十三件")).to_have_count(1)
    saved(page)
    assert steps(made) == ["move"]


def test_people_districts_tags_and_items_are_set(editor, sheet):
    factories.reporter("高一鸣")
    factories.district("东河县")
    made = PageImport.objects.none()
    page = editor
    made = sheet()
    second = page.locator("#items .card").nth(1)
    expect(second.locator(".who option:checked")).to_have_text("已认出：高一鸣（记者）")
    second.locator("[data-part=name]").last.fill("白音、赛汉娜")
    second.locator("[data-do=add-person]").click()
    expect(second.locator("[data-person]")).to_have_count(3)
    second.locator(".who").nth(1).select_option("new")
    expect(second.locator("[data-person]").nth(1)).to_have_class(re.compile("state-of-new"))
    second.locator("[data-add=districts]").fill("没有的县")
    second.locator("[data-add=districts]").press("Enter")
    expect(page.locator("#saving")).to_contain_text("没有叫“没有的县”的旗县区")
    second.locator("[data-add=districts]").fill("东河县")
    second.locator("[data-add=districts]").press("Enter")
    expect(second.locator(".chip", has_text="东河县")).to_have_count(1)
    second.locator("[data-add=tags]").fill("老街、文化")
    second.locator("[data-add=tags]").press("Enter")
    expect(second.locator(".chip[data-name='文化']")).to_have_count(1)
    second.locator("[data-do=up]").click()
    expect(page.locator("#items .card").first.locator("[data-type=headline]")).to_have_value("古井镇老戏台修好了")
    page.locator("#items .card").nth(2).locator("[data-do=leave-out]").click()
    expect(page.locator("#bar")).to_contain_text("3条，建2篇")
    saved(page)

    item = (made.refresh_from_db() or made.as_sheet()).items[0]
    assert [(person.name, person.who) for person in item.people] == [
        ("高一鸣", None),
        ("白音", "new"),
        ("赛汉娜", None),
    ]
    assert item.districts == ["东河县"]
    assert item.tags == ["老街", "文化"]


def test_without_a_net_steps_wait_on_this_machine_and_go_later(editor, sheet, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = editor
    made = sheet()
    page.context.set_offline(True)
    row(page, LAST).click()
    page.keyboard.press("6")
    page.locator("textarea[data-type=headline]").nth(0).fill("断网时写的标题")
    expect(page.locator("#saving")).to_have_text("没有连上，2步已记在本机，连上就存 ")
    assert steps(made) == []
    page.context.set_offline(False)
    saved(page)
    assert steps(made) == ["kind", "type"]
    expect(page.locator("textarea[data-type=headline]").nth(0)).to_have_value("断网时写的标题")


def test_leaving_in_the_middle_loses_nothing(editor, sheet, watch):
    """The window is closed while the step is under way; opening the import again sends what was kept."""
    page = editor
    made = sheet()
    page.route("**/steps/", lambda route: None)
    page.locator("textarea[data-type=headline]").nth(0).fill("还没有存上的标题")
    page.wait_for_timeout(50)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/desk/import/")
    assert asked == ["beforeunload"]
    assert steps(made) == []
    page.unroute("**/steps/")

    page.goto(f"/desk/import/{made.pk}/")
    saved(page)
    expect(page.locator("textarea[data-type=headline]").nth(0)).to_have_value("还没有存上的标题")
    assert steps(made) == ["type"]
    page.goto("/desk/import/")  # nothing to ask any more
    assert asked == ["beforeunload"]


def test_signing_in_again_elsewhere_saves_what_was_done_meanwhile(editor, sheet, watch, client, live_server):
    watch.expect("401")
    watch.expect("403")
    page = editor
    made = sheet()
    page.context.clear_cookies(name="sessionid")
    row(page, LAST).click()
    page.keyboard.press("6")
    expect(page.locator("#saving")).to_contain_text("登录已过期")
    expect(page.locator("#saving a")).to_have_attribute("href", "/admin/login/")

    client.force_login(editor.editor)
    page.context.clear_cookies(name="csrftoken")  # signing in makes another form token
    page.context.add_cookies([
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
        {"name": "csrftoken", "value": "b" * 32, "url": live_server.url},
    ])  # fmt: skip
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    assert steps(made) == ["kind"]


def test_two_editors_see_each_others_work(editor, sheet):
    page = editor
    made = sheet()
    item = made.as_sheet().items[0].id
    take_steps(
        made.pk, factories.user("部主任", last_name="康"), [{"do": "tags", "item": item, "names": ["枸杞"], "id": "x"}]
    )
    page.locator("textarea[data-type=headline]").nth(1).fill("老戏台修好了")
    expect(page.locator("#items .card").first.locator(".chip[data-name='枸杞']")).to_have_count(1)
    expect(page.locator("textarea[data-type=headline]").nth(1)).to_have_value("老戏台修好了")


def test_work_of_others_shows_without_a_step_of_ones_own(editor, sheet):
    page = editor
    made = sheet()
    steps = [{"do": "tags", "item": made.as_sheet().items[0].id, "names": ["枸杞"], "id": "x"}]
    take_steps(made.pk, factories.user("部主任", last_name="康"), steps)
    page.evaluate("ImportDesk.look()")
    expect(page.locator("#items .chip[data-name='枸杞']")).to_have_count(1)
    expect(page.locator("#bar .by")).to_contain_text("刚改过")


def test_step_that_cannot_be_done_is_said_and_the_next_goes_on(editor, sheet, watch):
    watch.expect("409")
    page = editor
    made = sheet()
    first, second = made.as_sheet().items[:2]
    page.evaluate(
        """([gone, item]) => {
        ImportDesk.do({do: "merge", item: gone, into: gone});
        ImportDesk.do({do: "tags", item, names: ["戏台"]});
    }""",
        [first.id, second.id],
    )
    expect(page.locator("#items .chip[data-name='戏台']")).to_have_count(1)
    assert steps(made) == ["tags"]


def test_place_is_taken_from_what_the_page_says(editor, sheet):
    page = editor
    made = sheet()
    page.click("[data-use-date]")
    saved(page)
    made.refresh_from_db()
    assert (f"{made.edition_date}", made.page_number) == ("2031-06-02", 3)
    expect(page.locator("#place [name=page]")).to_have_value("3")


def test_page_that_is_here_already_is_shown_beside_the_new_one(editor, sheet, watch):
    watch.expect("409")
    page = editor
    sheet(CALM)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".made li")).to_have_count(2)
    sheet(CALM)
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("这一版已经有稿件")
    expect(page.locator(".beside tbody tr")).to_have_count(2)
    page.get_by_role("button", name="更新这些草稿").click()
    expect(page.locator("h1")).to_contain_text("已建稿")
    assert Article.objects.count() == 2


def test_files_are_chosen_and_read(editor):
    page = editor
    page.goto("/desk/import/")
    story = word.lines("河湾村的灯", "本报记者 佟雪", word.STORY, word.MORE)
    page.set_input_files("#id_files", [
        {"name": "城事.txt", "mimeType": "text/plain", "buffer": PAGE.encode("gb18030")},
        {"name": "河湾村.docx", "mimeType": "application/octet-stream", "buffer": story},
    ])  # fmt: skip
    expect(page.locator(".uploads a")).to_have_count(2)
    for made in PageImport.objects.filter(status=ImportStatus.READING):
        read_import.func(made.pk)
    expect(page.locator(".uploads .said")).to_have_text(["可以核对了", "可以核对了"])
    page.get_by_role("link", name="城事.txt").first.click()
    expect(page.locator("#items .card")).to_have_count(3)


def test_file_that_waits_opens_when_it_is_read(editor):
    page = editor
    page.goto("/desk/import/")
    page.set_input_files("#id_files", {"name": "城事.txt", "mimeType": "text/plain", "buffer": PAGE.encode()})
    page.wait_for_url("**/desk/import/*/")
    expect(page.locator("h1")).to_have_text("正在读《城事.txt》")
    read_import.func(PageImport.objects.get().pk)
    expect(page.locator("#items .card")).to_have_count(3)


def test_file_that_was_not_received_is_sent_again(editor, watch):
    watch.expect("ERR_FAILED")
    page = editor
    page.goto("/desk/import/")
    page.route("**/upload/", lambda route: route.abort())
    page.set_input_files("#id_files", [
        {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": CALM.encode()} for n in (1, 2, 3)
    ])  # fmt: skip
    expect(page.locator(".uploads .failed")).to_have_count(3)
    page.unroute("**/upload/")
    page.get_by_role("button", name="再传 2.txt").click()
    expect(page.locator(".uploads a")).to_have_text("2.txt")
    assert PageImport.objects.get().name == "2.txt"


@pytest.mark.parametrize("width", [360, 1440])
def test_screens_are_accessible_fit_and_have_room_for_fingers(editor, sheet, axe, width):
    page = editor
    made = sheet()
    page.set_viewport_size({"width": width, "height": 800})
    failed = PageImport.objects.create(
        name="坏.pdf", status=ImportStatus.FAILED, error="读不了。", created_by=page.editor
    )
    paths = [
        "/desk/import/",
        f"/desk/import/{made.pk}/",
        f"/desk/import/{made.pk}/source/",
        f"/desk/import/{failed.pk}/",
    ]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            page.goto(path)
            assert axe(page, preload=False) == [], (path, scheme)
            assert overflow(page) == [], path
    page.goto(paths[1])
    page.locator("#items .row.block").nth(1).click()
    # What the bar at the bottom covers just now can be scrolled out from under it.
    assert axe(page, preload=False, rules={"target-size": {"enabled": False}}) == []
    if width == 360:
        assert small_targets(page) == []
        page.click("[data-tab=source]")
        expect(page.locator("#source .piece.selected")).to_be_visible()
        expect(page.locator("#cards")).to_be_hidden()
        assert axe(page, preload=False) == []
        assert overflow(page) == []
        page.select_option("#all-kinds", "caption")
        saved(page)
        assert steps(made) == ["kind"]


def small_targets(page: Page) -> list[str]:
    """Controls below 44 px in height; links within a sentence are none."""
    return page.evaluate("""() => [...document.querySelectorAll('button, select, input:not([type=hidden]), summary')]
        .filter(one => one.checkVisibility() && !one.closest('.newest-editions'))
        .filter(one => one.getBoundingClientRect().height < 43.5)
        .map(one => `${one.tagName} ${one.className} ${one.id}: ${one.getBoundingClientRect().height}`)""")


def test_large_text_breaks_nothing(editor, sheet):
    """WCAG 2.2, 1.4.10: 400 % of 1280 px is a window of 320 × 256 px."""
    page = editor
    made = sheet()
    page.set_viewport_size({"width": 320, "height": 256})
    for path in ("/desk/import/", f"/desk/import/{made.pk}/"):
        page.goto(path)
        assert overflow(page) == []


def test_sheet_can_be_read_without_scripts(browser, live_server, client, roles):
    user = factories.user("责任编辑")
    made = open_text(PAGE, user)
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"/desk/import/{made.pk}/")
        expect(page.locator("#items .card")).to_have_count(3)
        page.click("#drafts button")
        expect(page.locator(".made li")).to_have_count(3)
    finally:
        context.close()
