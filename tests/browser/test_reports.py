"""A reader marks a passage and says what is wrong, an editor answers: by keyboard, and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Report, SiteSettings
from articles.views.site import seals
from articles.workflow import install_roles
from tests import factories
from tests.browser.fixtures import Axe, Watch, overflow

PASSWORD = "correct horse battery"  # what factories.user gives


@pytest.fixture
def story(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Article:
    """The three seconds before a form may be sent are a matter of tests/views/site/test_report.py."""
    monkeypatch.setattr(seals, "YOUNGEST", timedelta(0))
    install_roles()
    SiteSettings.objects.create(pk=1, name="云川日报", hotline="0000-0000000", report_phone="0000-0000000")
    return factories.article("老井水又甜了", body="<p>东井水甜，西井水咸。</p><p>完。</p>")


def test_selected_passage_goes_along_and_reaches_the_desk(page: Page, story: Article, axe: Axe):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(story.get_absolute_url())
    page.evaluate("getSelection().setBaseAndExtent(document.querySelector('.prose p').firstChild, 0, "
                  "document.querySelector('.prose p').firstChild, 4)")  # fmt: skip

    page.locator("[data-report]").click()

    expect(page.get_by_label("原文")).to_have_value("东井水甜")
    assert axe(page) == []
    assert overflow(page) == []
    page.get_by_label("错在哪里，应为什么").focus()
    page.keyboard.type("东井早就封了。")
    page.keyboard.press("Tab")
    page.keyboard.type("13800000000")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("收到了")
    assert axe(page) == []
    report = Report.objects.get()
    assert (report.article, report.quote, report.text, report.contact) == (
        story, "东井水甜", "东井早就封了。", "13800000000",
    )  # fmt: skip


def test_form_works_without_scripts_and_keeps_what_was_written(browser, live_server, story: Article):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(story.get_absolute_url())
    page.locator("[data-report]").click()
    page.get_by_label("联系方式").fill("13800000000")

    page.get_by_role("button", name="送出").click()
    assert "/report/" in page.url  # the browser itself asks for the words
    page.get_by_label("错在哪里，应为什么").fill(" ")
    page.get_by_role("button", name="送出").click()

    expect(page.get_by_role("alert")).to_contain_text("还没有写错在哪里")
    expect(page.get_by_label("联系方式")).to_have_value("13800000000")
    page.get_by_label("错在哪里，应为什么").fill("东井早就封了。")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("status")).to_contain_text("收到了")
    assert not context.cookies()


@pytest.mark.parametrize("size", ["", "huge"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_with_its_refusals_is_accessible(page: Page, story: Article, watch: Watch, axe: Axe, size: str, scheme):
    watch.expect("status of 400")
    page.add_init_script(f"localStorage.setItem('size', '{size}')")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.goto("/report/")
    page.get_by_label("错在哪里，应为什么").fill(" ")

    page.get_by_role("button", name="送出").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []
    assert overflow(page) == []


def test_editor_settles_a_report(page: Page, story: Article, axe: Axe):
    report = Report.objects.create(article=story, text="东井早就封了。", quote="东井水甜", nonce="one")
    editor = factories.user("责任编辑")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/admin/login/?next=/desk/reports/")
    page.locator("#id_username").fill(editor.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()

    expect(page.get_by_role("link", name="东井早就封了。")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="东井早就封了。").click()
    page.get_by_role("button", name="我来处理").wait_for()
    assert axe(page) == []
    assert overflow(page) == []
    page.get_by_role("button", name="我来处理").click()
    page.get_by_label("处理结果").fill("已改。")
    page.get_by_label("转成稿件的批注").check()
    page.get_by_role("button", name="处理完了").click()

    expect(page.get_by_role("link", name="转成了批注")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "done"
