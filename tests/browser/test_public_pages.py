"""Every type of public page in a real browser: accessible in light and dark, no wider than a phone, by keyboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import (
    AiLabel,
    ArticleKind,
    Correction,
    HotArea,
    PageCredit,
    PhotoPurpose,
    SiteSettings,
    StaticPage,
    Status,
)
from articles.views.site.urls import urlpatterns
from tests import factories
from tests.browser.fixtures import Axe, Watch, overflow

PHONE, DESK = 360, 1440
HEIGHTS = {PHONE: 740, DESK: 900}

# Page types by the name of their address, and those that share an address with another.
# Secret links have tests of their own: their addresses hold a token.
TYPES = [pattern.name for pattern in urlpatterns if not pattern.name.startswith("shared_preview")]
FURTHER = ["article without anything", "withdrawn", "not found", "second sheet"]
NOT_OK = {"withdrawn": "410", "not found": "404"}


@pytest.fixture
def newspaper(transactional_db: None) -> dict[str, str]:
    """A small newspaper with something of everything, and the address of each type of page."""
    SiteSettings.objects.create(pk=1, name="云川日报", slogan="离读者近一点", city="云川市", organiser="云川日报社",
                                cn_number="CN 00-0000", icp_number="云ICP备00000000号", report_phone="0000-0000000",
                                report_email="report@example.cn", copyright_since=2001)  # fmt: skip
    column, other = factories.column("城事", description="城里的事。"), factories.column("乡音")
    districts = [factories.district(name) for name in ("清泉区", "北辰区", "石榴县")]
    portrait = factories.photo(purpose=PhotoPurpose.PORTRAIT, width=320, height=320)
    writer = factories.reporter("甲某", biography="跑城建的记者。", press_card="A000001", portrait=portrait)
    pictures = [factories.photo(width=960, height=640, photographer=writer, credit_line="本报记者 甲某 摄",
                                place="清泉区", district=districts[0]) for _ in range(3)]  # fmt: skip
    edition = factories.edition(timezone.localdate(), number=1234)
    image = factories.photo(purpose=PhotoPurpose.PAGE, width=900, height=1300)
    front = factories.page(edition, 1, name="要闻", image=image)
    factories.page(edition, 2, name="城事")
    PageCredit.objects.create(page=front, role="责任编辑", name="乙某")
    story = factories.article(
        "老井水又甜了，清泉巷三代人的打水记", kicker="清泉区：", subheadline="——一口井、一条巷、一座城",
        dateline="本报讯", summary="井边的三代人。", column=column, districts=districts, tags=["水利", "老街"],
        bylines=[writer, "丙某"], photos=pictures, page=front, position=1, is_lead=True, ai_label=AiLabel.TEXT,
        body=_body(pictures[0].pk),
    )  # fmt: skip
    Correction.objects.create(article=story, text="第三段“东井”应为“西井”。")
    HotArea.objects.create(page=front, article=story, left=5, top=10, width=60, height=30)
    for number in range(24):
        factories.article(f"第{number}条消息：一个不短也不算太长的标题", column=column if number % 8 else other,
                          districts=[districts[number % 3]], kind=ArticleKind.NEWS if number % 7 else ArticleKind.AD,
                          photos=pictures[:1] if number % 5 == 0 else [], bylines=["丁某"])  # fmt: skip
    bare = factories.article("只有标题", body="")
    groups = {"缘起": [story, bare], "回声": [factories.article("又一口井")]}
    topic = factories.topic("老井新水", groups, picture=pictures[1], introduction="<p>清泉巷的井修好以后。</p>")
    gone = factories.article("撤下的稿件", status=Status.WITHDRAWN)
    about = StaticPage.objects.create(title="关于我们", body="<p>我们是云川日报。</p><h2>地址</h2><p>云川市。</p>")
    day = edition.date.isoformat()
    arguments = {
        "district": [districts[0].slug], "column": [column.slug], "tag": [story.tags.first().slug],
        "reporter": [writer.slug], "article": [story.pk], "photo": [pictures[0].pk], "edition": [day],
        "page": [day, 1], "paper_story": [day, 1, story.pk],
        "archive_day": [timezone.localdate(story.publish_at)], "static_page": [about.slug],
        "topic": [topic.slug], "kind": ["news"], "archive_year": [timezone.localdate(story.publish_at).year],
        "archive_month": [f"{timezone.localdate(story.publish_at):%Y-%m}"], "reporter_photos": [writer.slug],
    }  # fmt: skip
    addresses = {name: reverse(name, args=arguments.get(name, [])) for name in TYPES}
    return addresses | {
        "article without anything": bare.get_absolute_url(),
        "withdrawn": gone.get_absolute_url(),
        "not found": "/no/such/page/",
        "second sheet": f"{addresses['column']}?page=2",
    }


def _body(photo: int) -> str:
    paragraph = "<p>清泉巷的老井有三百年了。今年春天，巷里的人把井台修好，又请人验了水，桶一放下去，甜味还在。</p>"
    return (
        f'{paragraph}<h2>井台</h2>{paragraph}<figure data-photo="{photo}"></figure><blockquote>{paragraph}</blockquote>'
        f"<ul><li>井深十一米</li><li>水温九度</li></ul><table><caption>水质</caption>"
        f"<thead><tr>{'<th>项目</th>' * 12}</tr></thead><tbody><tr>{'<td>合格</td>' * 12}</tr></tbody></table>"
        f'<p>详见<a href="https://www.example.cn/{"long" * 30}">https://www.example.cn/{"long" * 30}</a>。</p>'
    )


Open = Callable[..., None]


@pytest.fixture
def show(page: Page, newspaper: dict[str, str], watch: Watch) -> Open:
    """`show("column", width=360, scheme="dark")` opens that type of page in a window of that width."""

    def open_page(name: str, width: int = DESK, scheme: str = "light") -> None:
        if name in NOT_OK and not watch._expected:
            watch.expect(f"status of {NOT_OK[name]}")
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        response = page.goto(newspaper[name])
        assert response is not None
        assert response.status == int(NOT_OK.get(name, 200))

    return open_page


@pytest.mark.parametrize("name", [*TYPES, *FURTHER])
def test_public_page_is_accessible_fits_and_goes_by_keyboard(page, show, axe: Axe, name):
    faults: dict[str, list[str]] = defaultdict(list)  # and where each was seen
    for width in (PHONE, DESK):
        for scheme in ("light", "dark"):
            show(name, width, scheme)
            for violation in axe(page):
                faults[violation].append(f"{width} px {scheme}")
        is_over = page.locator("dialog:modal").count()  # a story over its page: the keyboard stays in it
        skipping = [] if is_over else skip_link_faults(page)
        for fault in [f"wider than the window: {element}" for element in overflow(page)] + skipping:
            faults[fault].append(f"{width} px")

    assert not faults, "\n".join(f"{fault} [{', '.join(where)}]" for fault, where in faults.items())


def skip_link_faults(page: Page) -> list[str]:
    """What is wrong with the way past masthead and navigation for those who use the keyboard; [] is good."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.getAttribute('href')") != "#main":
        return ["the first stop is no link to #main"]
    faults = []
    box = page.locator(":focus").bounding_box()
    if box is None or box["x"] < 0 or box["y"] < 0:
        faults.append("the skip link stays out of sight when it has the focus")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        faults.append("Enter on the skip link does not move the focus to #main")
    page.keyboard.press("Tab")
    # The body, which contains #main, has the focus where nothing follows.
    before = """() => document.activeElement !== document.body
        && document.activeElement.compareDocumentPosition(document.getElementById("main")) & 4"""
    if page.evaluate(before):
        faults.append("the stop after #main lies before it")
    return faults


def test_home_page_of_an_empty_newspaper_is_accessible(page, axe: Axe, transactional_db):
    page.goto("/")

    assert axe(page) == []


def test_text_at_twice_its_size_still_fits(page, show):
    """WCAG 2.2, 1.4.10: at 400 % of 1280 px nothing scrolls sideways; that is a window of 320 px."""
    page.set_viewport_size({"width": 320, "height": 600})
    for name in ("home", "article", "page"):
        show(name, PHONE)
        page.set_viewport_size({"width": 320, "height": 600})
        assert overflow(page) == [], name


def test_page_works_without_scripts(browser, live_server, newspaper):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(newspaper["article"])
        assert "老井水又甜了" in page.title()
        assert page.locator("article, main").first.inner_text().count("清泉巷") > 1
    finally:
        context.close()


def test_pictures_and_styles_of_a_page_really_arrive(page, show):
    show("article")

    assert page.evaluate("[...document.images].every(image => image.loading === 'lazy' || image.naturalWidth > 0)")
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    assert page.locator("img[src^='/media/']").count() > 0


# 长辈版 ------------------------------------------------------------------------------------------------------------

SMALL_TYPE = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < 23.9 && one.getBoundingClientRect().width > 2)
    .map(one => `${one.tagName}.${one.className} ${getComputedStyle(one).fontSize}: ${one.textContent.slice(0, 20)}`)"""
# Links within a line of text are none; where one covers all of its box, the box is what a finger meets.
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
    .filter(one => one.checkVisibility() && getComputedStyle(one).display !== "inline")
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 3 && box.height < 59.5)
    .map(([one, box]) => `${one.tagName}.${one.className} in ${one.parentElement.className} ${Math.round(box.height)}`)
    """


@pytest.mark.parametrize("name", [*TYPES, *FURTHER])
def test_elder_mode_is_large_in_every_way_and_fits(page, show, axe: Axe, name):
    """At least 18 pt and targets of 60 px; accessible; as wide as the window at each of the four steps."""
    faults: list[str] = []
    page.add_init_script("localStorage.size = 'huge'")
    for width, scheme in ((PHONE, "light"), (PHONE, "dark"), (DESK, "light")):
        show(name, width, scheme)
        where = f"[{width} px {scheme}]"
        faults += [f"{fault} {where}" for fault in axe(page)]
        faults += [f"type: {fault} {where}" for fault in page.evaluate(SMALL_TYPE)]
        faults += [f"target: {fault} {where}" for fault in page.evaluate(SMALL_TARGETS)]
        for step in ("", "1", "2", "3"):
            page.evaluate("step => { document.documentElement.dataset.step = step }", step)
            faults += [f"wider than the window at step {step}: {fault} {where}" for fault in overflow(page)]

    assert faults == [], "\n".join(dict.fromkeys(faults))


def test_elder_mode_is_remembered_without_a_cookie_and_has_four_sizes(page, show):
    show("home", PHONE)
    page.locator(".elder-switch button").click()
    sizes = []
    for _ in range(5):
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.date-line')).fontSize)"))
        page.locator(".switches [data-switch=size]").click()
    assert sizes == pytest.approx([24, 29.33, 34.67, 40, 24], abs=0.1)  # 18, 22, 26, 30 pt

    show("article", PHONE)
    expect(page.locator(".elder-switch button")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.dataset.step") == "1"
    assert page.context.cookies() == []
    page.locator(".elder-switch button").press("Enter")
    assert page.evaluate("getComputedStyle(document.querySelector('.date-line')).fontSize") == "13px"
