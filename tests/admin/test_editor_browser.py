"""The editor in a real browser: under its policy, round and round without a change, with pictures of the library."""

from __future__ import annotations

import re

import pytest

from articles import richtext
from articles.models import Article, Status
from articles.workflow import install_roles
from tests import factories
from tests.browser.fixtures import overflow, until

pytestmark = pytest.mark.django_db(transaction=True)
# Paragraph, marks, lists, table, link and a picture: all that the toolbar can make.
EVERYTHING = (
    "<p>　　清晨，<strong>大黑河</strong>的水<em>还结着</em>薄冰&amp;雾。𠮷</p><h2>一口锅</h2><h3>小题</h3>"
    "<ul><li>一</li><li>二</li></ul><ol><li>甲</li></ol><blockquote><p>引文</p></blockquote><hr>"
    '<p><a href="https://example.cn/a?b=1&amp;c=2">链接</a>H<sub>2</sub>O<sup>2</sup></p>'
    '<table><tbody><tr><td colspan="2">格</td></tr><tr><td>左</td><td>右</td></tr></tbody></table>'
)


@pytest.fixture
def signed_in(page, live_server, client):
    """`signed_in("责任编辑")`: the browser's page, with a session of a new account of that role."""
    install_roles()

    def sign_in(role):
        client.force_login(factories.user(role))
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return page

    return sign_in


def open_editor(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    until(page, "window.CKEDITOR?.instances.id_body?.status == 'ready'")


def body_in_editor(page):
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def save(page):
    with page.expect_navigation():
        page.click("[name=_continue]")


def test_editor_speaks_chinese_and_offers_the_toolbar_only(signed_in):
    page = signed_in("责任编辑")
    open_editor(page, factories.article(status=Status.DRAFT))

    names = page.evaluate(
        "[...document.querySelectorAll('.cke_button')].map(b => b.className.match(/cke_button__(\\w+)/)[1])"
    )
    labels = page.evaluate("[...document.querySelectorAll('.cke_button')].map(b => b.title)")
    plugins = set(page.evaluate("Object.keys(CKEDITOR.instances.id_body.plugins)"))

    wanted = {name.lower() for group in richtext.TOOLBAR for name in group} - {"format"}
    assert set(names) == wanted
    assert all(re.search("[\u4e00-\u9fff]", label) for label in labels), labels
    assert not plugins & {
        "exportpdf", "scayt", "wsc", "preview", "iframe", "forms", "flash", "image", "font", "sourcearea", "templates",
        "about", "print", "save", "newpage", "cloudservices", "easyimage", "uploadimage", "filebrowser", "docprops",
    }  # fmt: skip
    assert page.evaluate("CKEDITOR.instances.id_body.config.versionCheck") is False


@pytest.mark.parametrize("button", ["link", "table", "find", "specialchar", "newsroomphoto"])
def test_windows_of_the_editor_open_under_its_policy(signed_in, button):
    """Any violation fails the test; the link window offers no address that `clean()` would drop."""
    page = signed_in("责任编辑")
    open_editor(page, factories.article(status=Status.DRAFT, body="<p>文</p>"))
    page.click(".cke_wysiwyg_div p")

    page.click(f".cke_button__{button}")
    page.wait_for_selector(".cke_dialog:visible, dialog.photo-chooser")

    if button == "link":
        words = page.inner_text(".cke_dialog")
        offered = page.evaluate("[...document.querySelectorAll('.cke_dialog option')].map(option => option.value)")
        assert "上传" not in words
        assert not {"ftp://", "news://", "anchor"} & set(offered), offered


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(
    "path",
    ["/admin/login/", "/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "{change}", "{preview}",
     "/admin/articles/photo/", "/admin/articles/edition/add/"],
)  # fmt: skip
def test_pages_are_accessible_and_fit_a_phone(signed_in, axe, path, width):
    """No violation of the policy, none that axe knows (outside of the editor's own toolbar), nothing sideways."""
    article = factories.article(status=Status.FIRST_REVIEW, bylines=["甲某"], photos=[factories.photo()])
    page = signed_in("责任编辑")
    if "login" in path:
        page.context.clear_cookies()
    page.set_viewport_size({"width": width, "height": 800})
    change, preview = f"/admin/articles/article/{article.pk}/change/", f"/desk/articles/{article.pk}/preview/"

    page.goto(path.format(change=change, preview=preview))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(100)

    page.evaluate(
        "document.querySelectorAll('.django-ckeditor-widget').forEach("
        "editor => editor.style.setProperty('display', 'none', 'important'))"
    )
    assert axe(page, preload=False) == []  # preloading would fetch and inline our stylesheets against the policy
    assert path == "{preview}" or overflow(page) == []  # a preview is as wide as the readers' page


def test_opening_and_saving_changes_nothing(signed_in):
    photo = factories.photo()
    stored = EVERYTHING + (
        f'<figure data-photo="{photo.pk}"><figcaption>说明<strong>粗</strong>字</figcaption></figure><p>末段。</p>'
        f'<figure data-photo="{photo.pk}"></figure>'
    )
    article = factories.article(status=Status.DRAFT, body=stored)
    article.refresh_from_db()
    before = article.body
    page = signed_in("责任编辑")

    open_editor(page, article)
    assert richtext.clean(body_in_editor(page)) == before
    page.fill("#id_headline", "改了标题")
    save(page)
    open_editor(page, article)

    article.refresh_from_db()
    assert article.headline == "改了标题"
    assert article.body == before
    assert richtext.clean(body_in_editor(page)) == before


def test_typed_text_is_stored(signed_in):
    article = factories.article(status=Status.DRAFT, body="")
    page = signed_in("责任编辑")
    open_editor(page, article)

    page.click(".cke_wysiwyg_div")
    page.keyboard.type("第一段")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("第二段𠮷")
    save(page)

    article.refresh_from_db()
    assert article.body == "<p>第一段</p><p><strong>第二段𠮷</strong></p>"


def test_picture_is_chosen_from_the_library_shown_and_deleted_as_one(signed_in):
    article = factories.article(status=Status.DRAFT, body="<p>前</p>")
    wanted = factories.photo(caption="候鸟<起飞>")
    factories.photo(caption="别的")
    page = signed_in("责任编辑")
    open_editor(page, article)
    page.click(".cke_wysiwyg_div p")

    page.click(".cke_button__newsroomphoto")
    page.fill("dialog.photo-chooser input", "候鸟")
    page.click("dialog.photo-chooser button:text('查找')")
    until(page, "document.querySelectorAll('.photo-list li').length == 1")
    page.click(f"[data-photo-id='{wanted.pk}']")
    page.wait_for_selector(".cke_widget_newsroomphoto img")

    width = page.evaluate("document.querySelector('.cke_widget_newsroomphoto img').complete")
    assert width is not None
    page.click(".cke_widget_newsroomphoto figcaption")
    page.keyboard.press("End")
    page.keyboard.type("本次")
    save(page)

    article.refresh_from_db()
    figure = f'<figure data-photo="{wanted.pk}"><figcaption>候鸟&lt;起飞&gt;本次</figcaption></figure>'
    assert article.body == f"<p>前</p>{figure}"
    assert [use.photo for use in article.uses.all()] == [wanted]

    open_editor(page, article)
    page.click(".cke_widget_newsroomphoto img")
    page.keyboard.press("Delete")
    assert richtext.clean(body_in_editor(page)) == "<p>前</p>"


PASTE = """html => {
    const editor = CKEDITOR.instances.id_body;
    editor.focus();
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    editor.editable().$.dispatchEvent(paste);
}"""
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    '<meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{mso-style-parent:""}</style></head>'
    "<body><p class=MsoNormal style='text-indent:24.0pt;mso-char-indent-count:2.0'><b><span style='font-family:宋体;"
    "mso-ascii-font-family:Calibri;color:red'>呼和浩特</span></b><span lang=EN-US>2025<o:p></o:p></span>"
    "<span style='font-family:宋体'>年“十四五”规划，𠮷祥。</span></p>"
    "<p class=MsoNormal><span style='font-family:宋体'>第二段<u>下划线</u>。</span><o:p></o:p></p></body></html>"
)


def test_text_from_word_comes_out_clean_and_whole(signed_in):
    article = factories.article(status=Status.DRAFT, body="")
    page = signed_in("责任编辑")
    open_editor(page, article)

    page.evaluate(PASTE, WORD)
    until(page, "CKEDITOR.instances.id_body.getData().includes('第二段')")
    save(page)

    article.refresh_from_db()
    text = richtext.plain_text(article.body)
    assert text == "呼和浩特2025年“十四五”规划，𠮷祥。\n第二段下划线。"
    assert "style" not in article.body
    assert "Mso" not in article.body
    assert "<strong>呼和浩特</strong>" in article.body


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:red" class="x" onclick="alert(1)">文</p>',
        '<p>文<img src="x" onerror="document.title=\'run\'"></p>',
        '<figure><img src="https://example.com/a.png"><figcaption>文</figcaption></figure>',
        '<p><a href="javascript:alert(1)">文</a></p>',
        "<div><font color=red>文</font></div>",
        "<svg><text>文</text></svg><p>文</p>",
    ],
)
def test_what_the_editor_keeps_the_server_keeps(signed_in, html, watch):
    """The allowed content of the editor and `clean()` agree: what is left after pasting is what is stored."""
    page = signed_in("责任编辑")
    open_editor(page, factories.article(status=Status.DRAFT, body=""))

    page.evaluate("html => CKEDITOR.instances.id_body.insertHtml(html)", html)
    kept = body_in_editor(page)

    if "javascript" not in html:
        assert richtext.clean(kept) == kept
    assert set(richtext.plain_text(richtext.clean(kept)).split()) == {"文"}
    assert page.title() != "run"


def test_conflict_keeps_the_words_in_the_editor(signed_in, watch):
    watch.expect("409")
    article = factories.article(status=Status.DRAFT, body="<p>原文</p>")
    page = signed_in("责任编辑")
    open_editor(page, article)
    Article.objects.filter(pk=article.pk).update(body="<p>别人写的</p>", version=2)

    page.evaluate("CKEDITOR.instances.id_body.setData('<p>我写的</p>')")
    with page.expect_navigation():
        page.click("[name=_continue]")

    until(page, "window.CKEDITOR?.instances.id_body?.status == 'ready'")
    assert body_in_editor(page) == "<p>我写的</p>"
    assert "别人写的" in page.inner_text(".conflict")
    save(page)
    article.refresh_from_db()
    assert (article.body, article.version) == ("<p>我写的</p>", 3)


def test_bylines_are_ordered_by_buttons_and_by_the_handle(signed_in):
    article = factories.article(status=Status.DRAFT, bylines=["甲某", "乙某", "丙某"])
    page = signed_in("责任编辑")
    open_editor(page, article)

    page.click("#bylines-group tr.form-row:nth-child(3) button[aria-label='上移']")
    handle = page.locator("#bylines-group tr.form-row:nth-child(1) .handle")
    handle.focus()
    page.keyboard.press("ArrowDown")
    save(page)

    assert [byline.name for byline in article.bylines.all()] == ["丙某", "甲某", "乙某"]


def test_picture_for_the_story_is_chosen_from_the_library(signed_in):
    article, photo = factories.article(status=Status.DRAFT), factories.photo(caption="湿地")
    page = signed_in("责任编辑")
    open_editor(page, article)

    page.click(".add-from-library")
    page.click(f"[data-photo-id='{photo.pk}']")
    page.fill("#id_uses-0-caption", "本次的说明")
    save(page)

    assert [(use.photo, use.caption) for use in article.uses.all()] == [(photo, "本次的说明")]


def test_count_follows_the_typing(signed_in):
    page = signed_in("责任编辑")
    open_editor(page, factories.article("四字标题", status=Status.DRAFT, body="<p>正文 五字</p>"))

    assert page.inner_text(".field-headline .count") == "4／300字"
    page.fill("#id_headline", "长" * 301)
    assert "多1字" in page.inner_text(".field-headline .count")
    assert page.inner_text(".field-body .count") == "4字"
