"""The story's page in a real browser: reading aids, sharing, and stories that are hard to lay out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.models import SiteSettings
from tests import factories
from tests.browser.fixtures import Axe, overflow

PHONE = {"width": 360, "height": 740}
BODY = (
    "<p>井修好了。水很甜！“真甜。”老人说。</p><h2>井台</h2><ul><li>深十一米</li><li><p>九度；不冷</p></li></ul>"
    + "<p>巷里的人把井台修好，又请人验了水。</p>" * 12
)
# Chromium without a display has no voices: this one has three and says nothing.
VOICES = """
const spoken = [];
class Utterance { constructor(text) { this.text = text; } }
const voices = [["甲", "zh-CN"], ["Anna", "de-DE"], ["乙", "cmn-Hans-CN"]].map(([name, lang]) => ({ name, lang }));
const speech = {
  getVoices: () => voices, addEventListener() {}, speak(words) { spoken.push(words); }, cancelled: 0,
  cancel() { speech.cancelled += 1; },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = Utterance;
window.spoken = spoken;
"""


@pytest.fixture
def story(transactional_db: None) -> str:
    SiteSettings.objects.create(pk=1, name="云川日报", report_phone="0000-0000000")
    writer = factories.reporter("甲某", biography="跑城建的记者。")
    made = factories.article("老井水又甜了", summary="井边的事。", body=BODY, bylines=[writer], tags=["水"])
    factories.article("另一条", tags=["水"])
    return made.get_absolute_url()


def spoken(page: Page) -> list[str]:
    return page.evaluate("spoken.map(words => words.text)")


def highlighted(page: Page) -> str:
    return page.evaluate("[...CSS.highlights.get('aloud') ?? []].map(String).join()")


def test_story_is_read_aloud_sentence_by_sentence(page, story, axe: Axe):
    page.add_init_script(VOICES)
    page.goto(story)
    before = page.locator(".prose").inner_html()
    button = page.locator("[data-aloud]")

    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_text("暂停")
    assert highlighted(page) == "老井水又甜了"
    assert axe(page) == []
    for _ in range(7):
        page.evaluate("spoken.at(-1).onend()")
    assert spoken(page) == [
        "老井水又甜了", "提要井边的事。", "井修好了。", "水很甜！", "“真甜。”", "老人说。", "井台", "深十一米",
    ]  # fmt: skip
    assert page.locator(".prose").inner_html() == before
    assert page.evaluate("[spoken[0].lang, spoken[0].voice.name]") == ["zh-CN", "甲"]


def test_reading_pauses_goes_on_changes_speed_and_voice_and_stops(page, story):
    page.add_init_script(VOICES)
    page.goto(story)
    button = page.locator("[data-aloud]")
    button.click()
    page.evaluate("spoken.at(-1).onend()")

    button.click()
    expect(button).to_have_text("继续")
    page.evaluate("spoken.at(-1).onend?.()")  # the end of what was broken off
    assert len(spoken(page)) == 2

    button.click()
    assert spoken(page)[1:] == ["提要井边的事。"] * 2
    page.locator("[data-aloud-rate]").select_option("1.5")
    page.locator("[data-aloud-voice]").select_option("乙")
    assert page.evaluate("[spoken.at(-1).rate, spoken.at(-1).voice.name, spoken.at(-1).text]") == [
        1.5, "乙", "提要井边的事。",
    ]  # fmt: skip

    page.locator("[data-aloud-stop]").click()
    expect(button).to_have_text("朗读")
    expect(button).to_be_focused()
    assert highlighted(page) == ""
    before = page.evaluate("speechSynthesis.cancelled")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.cancelled") > before


def test_without_highlights_the_paragraph_is_marked(page, story):
    page.add_init_script(VOICES + "delete CSS.highlights;")
    page.goto(story)

    page.locator("[data-aloud]").click()

    expect(page.locator("h1.aloud-here")).to_have_count(1)


def test_reading_aloud_is_not_offered_without_a_chinese_voice(page, story):
    page.add_init_script(VOICES.replace("zh-CN", "en-GB").replace("cmn-Hans-CN", "en-US"))
    page.goto(story)

    expect(page.locator("[data-lines]")).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_hidden()


def test_line_by_line_goes_by_keys_and_ends(page, story):
    page.set_viewport_size(PHONE)
    page.goto(story)
    button = page.locator("[data-lines]")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    begin = page.evaluate("scrollY")

    for _ in range(8):
        page.keyboard.press("ArrowDown")
    down = page.evaluate("scrollY")
    page.keyboard.press("ArrowUp")

    assert down > begin + 100
    assert page.evaluate("scrollY") < down
    page.keyboard.press("Escape")
    expect(page.locator(".line-band")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_address_is_copied_and_the_code_unfolds(page, story, live_server, browser_context, axe: Axe):
    browser_context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(story)

    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("[data-share-said]")).to_have_text("链接已复制")
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + story
    page.locator(".share-qr summary").click()
    expect(page.locator("svg.qr")).to_be_visible()
    assert axe(page) == []


def test_tools_are_not_shown_without_scripts(browser, live_server, story):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(story)

    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator(".share-buttons")).to_be_hidden()
    page.locator(".share-qr summary").click()
    expect(page.locator("svg.qr")).to_be_visible()


def test_printed_sheet_carries_address_and_code(page, story):
    page.goto(story)
    page.emulate_media(media="print")

    expect(page.locator(".print-address")).to_be_visible()
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()


CELLS = "".join(f"<td>第{number}栏的数</td>" for number in range(12))
NUMBERS = "".join(f"<td>{number}234.5</td>" for number in range(12))
ROWS = f"<tbody>{f'<tr>{CELLS}</tr>' * 6}<tr>{NUMBERS}</tr></tbody>"
HARD = {
    "headline of 40 characters": {"headline": "全市老旧小区供热管网改造提前二十天完工" * 2},
    "headline of one word": {"headline": "A" * 120},
    "nothing but a headline": {"headline": "只有标题", "body": ""},
    "long words": {"body": f"<p>网址https://www.example.cn/{'long' * 60}和{'Donaudampfschiff' * 12}。</p>"},
    "long kicker and sub-headline": {"kicker": "引" * 80, "subheadline": "——" + "副" * 120},
    "wide table": {"body": f"<table><caption>表</caption>{ROWS}</table>"},
    "unbroken table": {"body": f"<table><tbody><tr><td>{'w' * 300}</td><td>二</td></tr></tbody></table>"},
    "deep quotes": {"body": "<blockquote>" * 6 + "<p>里面。</p>" + "</blockquote>" * 6},
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_story_fits_a_phone(page, transactional_db, name):
    SiteSettings.objects.create(pk=1, name="云川日报")
    made = factories.article(**HARD[name])
    page.set_viewport_size(PHONE)

    page.goto(made.get_absolute_url())

    assert overflow(page) == []
    for element in ("h1", ".prose", ".kicker", ".subheadline"):
        found = page.locator(element)
        assert not found.count() or (found.bounding_box() or {"width": 0})["width"] <= PHONE["width"]


def test_wide_table_scrolls_in_its_own_box_by_keyboard(page, transactional_db):
    SiteSettings.objects.create(pk=1, name="云川日报")
    made = factories.article(**HARD["wide table"])
    page.set_viewport_size(PHONE)
    page.goto(made.get_absolute_url())
    box = page.get_by_role("region", name="表格")

    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")
    lines = """cells => cells.map((cell) => Math.floor(
        cell.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight)))"""
    assert set(page.locator("tr:last-child td").evaluate_all(lines)) == {1}  # no number is cut in two


def test_caption_of_500_characters_and_a_tall_picture_fit(page, transactional_db, axe: Axe):
    SiteSettings.objects.create(pk=1, name="云川日报")
    pictures = [factories.photo(width=640, height=480, caption="图中人物从左到右" * 62),
                factories.photo(width=300, height=1200, caption="x" * 500)]  # fmt: skip
    made = factories.article(photos=pictures)
    page.set_viewport_size(PHONE)

    page.goto(made.get_absolute_url())

    assert overflow(page) == []
    assert axe(page) == []


def test_story_of_200_pictures_opens_with_one(page, transactional_db):
    SiteSettings.objects.create(pk=1, name="云川日报")
    one = factories.photo(width=640, height=480)
    made = factories.article(kind="photo", photos=[one])
    pictures = [factories.photo(width=320, height=240) for _ in range(199)]
    made.uses.model.objects.bulk_create(
        made.uses.model(article=made, photo=photo, order=order) for order, photo in enumerate(pictures, 2)
    )
    page.set_viewport_size(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/media/" in request.url else None)

    page.goto(made.get_absolute_url())

    expect(page.locator("[data-at]")).to_have_text("1/200")
    assert overflow(page) == []
    assert len(asked) < 20
