"""Several people at one story, in real browsers: presence, merging, and words that outlive tabs, sessions and nets."""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article, Presence, SideDraft, Status
from articles.models.revision import RevisionKind
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, overflow, until

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>第一段说的是水渠。</p><p>第二段说的是粮库。</p><p>第三段说的是读书屋。</p>"


def sign_in(context, live_server, user):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


@pytest.fixture(autouse=True)
def quiet(transactional_db, live_server):
    """The tables are emptied once no answer to a last beacon is being made any more."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)


@pytest.fixture
def writer(roles):
    return factories.user("责任编辑", last_name="王", first_name="甲")


@pytest.fixture
def desk(page, live_server, writer):
    """The page of 王甲, signed in."""
    sign_in(page.context, live_server, writer)
    return page


@pytest.fixture
def other_desk(browser, live_server, roles):
    """A page in another browser, of 李<b>某."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(ACTION_SECONDS * 1000)
    sign_in(context, live_server, factories.user("部主任", last_name="李", first_name="<b>某"))
    yield context.new_page()
    context.close()


@pytest.fixture
def article(db):
    return factories.article("水渠通水", status=Status.DRAFT, body=BODY, tags=["水利"])


def eventually(page, check):
    """What the server does after a page was left is done by another thread."""
    for _ in range(ACTION_SECONDS * 40):
        if check():
            return
        page.wait_for_timeout(25)
    pytest.fail("it never came true")


def open_form(page, article, query=""):
    page.goto(f"/admin/articles/article/{article.pk}/change/{query}")
    ready(page)


def ready(page):
    until(page, "window.CKEDITOR?.instances.id_body?.status == 'ready'")


def body(page):
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def write(page, html):
    page.evaluate("html => { const e = CKEDITOR.instances.id_body; e.setData(html); e.fire('change'); }", html)


def saved_line(page):
    until(page, "document.querySelector('#autosave-time').textContent.startsWith('已自动保存')")


def save(page):
    with page.expect_navigation():
        page.click("[name=_continue] >> nth=-1")


# Autosave -------------------------------------------------------------------------------------------------------------


def test_words_are_kept_beside_the_story_and_offered_again(desk, article, writer):
    open_form(desk, article)
    desk.fill("#id_headline", "水渠通水了𠮷")
    write(desk, BODY.replace("粮库", "旧粮库"))
    saved_line(desk)

    draft = SideDraft.objects.get()
    assert draft.user == writer
    assert draft.fields["headline"] == ["水渠通水了𠮷"]
    assert "旧粮库" in draft.fields["body"][0]
    article.refresh_from_db()
    assert (article.headline, article.version) == ("水渠通水", 1)

    open_form(desk, article)
    assert "未保存的修改" in desk.inner_text("#kept-drafts")
    with desk.expect_navigation():
        desk.click("#kept-drafts >> text=对比")
    ready(desk)
    assert "旧" in desk.inner_text(".kept-differences ins >> nth=-1")
    assert desk.input_value("#id_headline") == "水渠通水了𠮷"
    save(desk)

    article.refresh_from_db()
    assert article.headline == "水渠通水了𠮷"
    assert "旧粮库" in article.body
    assert not SideDraft.objects.exists()
    ready(desk)
    assert desk.query_selector("#kept-drafts .kept") is None
    assert desk.evaluate("Object.keys(localStorage).filter(name => name.startsWith('newsroom-draft'))") == []


def test_words_survive_a_tab_that_is_closed_at_once(desk, article):
    open_form(desk, article)
    desk.click("#id_headline")
    desk.keyboard.type("一秒前写的")
    desk.close(run_before_unload=False)

    page = desk.context.new_page()
    open_form(page, article)
    with page.expect_navigation():
        page.click("#kept-drafts >> text=恢复")
    ready(page)
    assert "一秒前写的" in page.input_value("#id_headline")


def test_rows_of_bylines_come_back_too(desk, article):
    reporter = factories.reporter("若川")
    open_form(desk, article)
    desk.click("#bylines-group .add-row a")
    desk.fill("#id_bylines-0-name", "候鸟")
    choose = """pk => {
        const select = document.querySelector('#id_bylines-0-reporter');
        select.append(new Option('若川', pk, true, true));
        django.jQuery(select).trigger('change');
    }"""
    desk.evaluate(choose, reporter.pk)
    eventually(
        desk, lambda: SideDraft.objects.filter(fields__contains={"bylines-0-reporter": [str(reporter.pk)]}).exists()
    )

    open_form(desk, article, f"?draft={SideDraft.objects.get().key}")

    assert desk.input_value("#id_bylines-0-name") == "候鸟"
    assert "若川" in desk.inner_text("#bylines-group tr.form-row >> nth=0")
    save(desk)
    assert [(row.name, row.reporter) for row in article.bylines.all()] == [("候鸟", reporter)]


def test_discarded_words_stay_in_the_browser_until_the_next_save(desk, article):
    open_form(desk, article)
    desk.fill("#id_headline", "不要的")
    saved_line(desk)
    open_form(desk, article)

    desk.click("#kept-drafts >> text=丢弃")
    until(desk, "document.querySelector('.kept-thrown') !== null")
    assert not SideDraft.objects.exists()
    open_form(desk, article)
    assert desk.query_selector("#kept-drafts .kept") is None
    with desk.expect_navigation():
        desk.click(".kept-thrown button")
    ready(desk)
    assert desk.input_value("#id_headline") == "不要的"

    save(desk)
    ready(desk)
    assert desk.query_selector(".kept-thrown") is None


def test_new_story_is_kept_before_it_exists(desk):
    desk.goto("/admin/articles/article/add/")
    ready(desk)
    desk.fill("#id_headline", "还没有的稿件")
    saved_line(desk)

    desk.goto("/admin/articles/article/add/")
    ready(desk)
    with desk.expect_navigation():
        desk.click("#kept-drafts >> text=恢复")
    ready(desk)
    assert desk.input_value("#id_headline") == "还没有的稿件"
    save(desk)

    assert Article.objects.get().headline == "还没有的稿件"
    assert not SideDraft.objects.exists()


def test_expired_session_keeps_the_words_and_goes_on_after_a_login(desk, article, writer, watch):
    watch.expect("401")
    open_form(desk, article)
    Session.objects.all().delete()
    desk.fill("#id_headline", "过期以后写的")
    until(desk, "document.querySelector('#autosave-problem').textContent.includes('登录已过期')")

    desk.click("[name=_continue] >> nth=-1")
    until(desk, "document.querySelector('#autosave-problem').textContent.includes('没有保存')")
    assert desk.input_value("#id_headline") == "过期以后写的"

    with desk.context.expect_page() as opened:
        desk.click("#autosave-problem a")
    login = opened.value
    login.fill("#id_username", writer.username)
    login.fill("#id_password", "correct horse battery")
    with login.expect_navigation():
        login.click("[type=submit]")
    assert "回到原来的窗口" in login.inner_text("main")
    login.close()

    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    until(desk, "document.querySelector('#autosave-problem').textContent === ''")
    saved_line(desk)
    save(desk)
    article.refresh_from_db()
    assert article.headline == "过期以后写的"


def test_words_of_an_expired_session_are_offered_after_the_login(desk, article, writer, live_server, watch):
    watch.expect("401")
    open_form(desk, article)
    Session.objects.all().delete()
    desk.fill("#id_headline", "过期以后写的")
    until(desk, "document.querySelector('#autosave-problem').textContent.includes('登录已过期')")
    desk.close(run_before_unload=False)
    sign_in(desk.context, live_server, writer)

    page = desk.context.new_page()
    open_form(page, article)
    assert "记在这个浏览器里" in page.inner_text("#kept-drafts")
    with page.expect_navigation():
        page.click("#kept-drafts >> text=恢复")
    ready(page)
    assert page.input_value("#id_headline") == "过期以后写的"


def test_somebody_else_in_the_same_browser_gets_nothing_of_it(desk, article, live_server, watch):
    watch.expect("401")
    watch.expect("403")
    open_form(desk, article)
    Session.objects.all().delete()
    desk.fill("#id_headline", "王甲的话")
    until(desk, "document.querySelector('#autosave-problem').textContent.includes('登录已过期')")
    sign_in(desk.context, live_server, factories.user("责任编辑", last_name="赵", first_name="乙"))

    desk.click("[name=_continue] >> nth=-1")
    until(desk, "document.querySelector('#autosave-problem').textContent.includes('赵乙')")
    assert Article.objects.get().version == 1

    page = desk.context.new_page()
    open_form(page, article)
    assert page.inner_text("#kept-drafts").strip() == ""
    assert not SideDraft.objects.filter(user__last_name="赵").exists()


def test_without_a_net_the_words_stay_here_and_go_up_when_it_is_back(desk, article, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    open_form(desk, article)
    desk.context.set_offline(True)
    desk.fill("#id_headline", "断网时写的")
    until(desk, "document.querySelector('#autosave-problem').textContent.startsWith('没有连上，已记在本机')")
    desk.click("[name=_continue] >> nth=-1")
    until(desk, "document.querySelector('#autosave-problem').textContent.startsWith('没有保存')")
    assert not SideDraft.objects.exists()

    desk.context.set_offline(False)
    saved_line(desk)
    assert SideDraft.objects.get().fields["headline"] == ["断网时写的"]
    save(desk)
    article.refresh_from_db()
    assert article.headline == "断网时写的"


# Presence -------------------------------------------------------------------------------------------------------------


def test_colleagues_see_one_another_with_their_names_as_text(desk, other_desk, article, page):
    open_form(other_desk, article)
    other_desk.click("#id_kicker")
    other_desk.keyboard.type("新")
    saved_line(other_desk)

    open_form(desk, article)
    until(desk, "document.querySelector('#presence').textContent.includes('正在编辑')")
    assert desk.inner_text("#presence").startswith("李<b>某正在编辑，")
    assert desk.query_selector("#presence b") is None

    desk.goto("/admin/articles/article/")
    until(desk, "document.querySelector('.presence-mark')?.textContent.includes('李<b>某正在编辑')")

    other_desk.goto("about:blank")
    eventually(desk, lambda: not Presence.objects.filter(user__last_name="李").exists())


# Merging --------------------------------------------------------------------------------------------------------------


def both_change(desk, other_desk, article, mine, theirs):
    open_form(desk, article)
    open_form(other_desk, article)
    write(other_desk, theirs)
    save(other_desk)
    write(desk, mine)
    save(desk)
    ready(desk)


def test_different_paragraphs_go_together(desk, other_desk, article, watch):
    watch.expect("409")
    both_change(desk, other_desk, article, BODY.replace("水渠", "新水渠"), BODY.replace("读书屋", "大读书屋"))

    assert "合并好了" in desk.inner_text(".conflict")
    assert "李<b>某" in desk.inner_text(".conflict-who")
    assert desk.inner_text(".merged-mine ins") == "新"
    assert desk.inner_text(".merged-theirs ins") == "大"
    merged = BODY.replace("水渠", "新水渠").replace("读书屋", "大读书屋")
    assert body(desk) == merged
    with desk.expect_navigation():
        desk.click(".merged-save")

    article.refresh_from_db()
    assert article.body == merged
    assert article.revisions.first().kind == RevisionKind.MERGED


@pytest.mark.parametrize(
    ("choice", "second"),
    [("theirs", ["他写的粮库。"]), ("mine", ["我写的粮库。"]), ("both", ["我写的粮库。", "他写的粮库。"])],
)
def test_same_paragraph_is_chosen(desk, other_desk, article, watch, choice, second):
    watch.expect("409")
    old = "第二段说的是粮库。"
    both_change(desk, other_desk, article, BODY.replace(old, "我写的粮库。"), BODY.replace(old, "他写的粮库。"))

    assert "1处要您选定" in desk.inner_text(".conflict h2")
    sides = desk.inner_text(".choice-sides")
    assert "我写的" in sides
    assert "他写的" in sides
    for one in ("theirs", "both", "mine", choice):  # to and fro
        desk.check(f".choice input[value={one}]")
    wanted = BODY.replace(f"<p>{old}</p>", "".join(f"<p>{text}</p>" for text in second))
    until(desk, "html => CKEDITOR.instances.id_body.getData() === html", wanted)
    with desk.expect_navigation():
        desk.click(".merged-save")

    article.refresh_from_db()
    assert article.body == wanted


def test_paragraph_deleted_there_and_changed_here_can_go_and_come_back(desk, other_desk, article, watch):
    watch.expect("409")
    shorter = BODY.replace("<p>第二段说的是粮库。</p>", "")
    both_change(desk, other_desk, article, BODY.replace("粮库", "旧粮库"), shorter)

    desk.check(".choice input[value=theirs]")
    until(desk, "html => CKEDITOR.instances.id_body.getData() === html", shorter)
    desk.check(".choice input[value=mine]")
    until(desk, "html => CKEDITOR.instances.id_body.getData() === html", BODY.replace("粮库", "旧粮库"))


def test_words_of_a_conflict_are_kept_although_nobody_decides(desk, other_desk, article, watch):
    watch.expect("409")
    both_change(desk, other_desk, article, BODY.replace("粮库", "旧粮库"), BODY.replace("粮库", "新粮库"))
    saved_line(desk)

    open_form(desk, article)
    with desk.expect_navigation():
        desk.click("#kept-drafts >> text=恢复")
    ready(desk)
    assert "旧粮库" in body(desk)


def test_merge_works_without_javascript(browser, live_server, writer, article):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(ACTION_SECONDS * 1000)
    sign_in(context, live_server, writer)
    page = context.new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    Article.objects.filter(pk=article.pk).update(
        headline="别人的标题", body=BODY.replace("粮库", "新粮库").replace("读书屋", "大读书屋"), version=2
    )
    page.fill("#id_headline", "我的标题")
    page.fill("#id_body", BODY.replace("粮库", "旧粮库").replace("水渠", "长水渠"))
    page.click("[name=_save]")

    assert page.locator(".choice").count() == 2
    page.check(".choice[data-name=headline] input[value=theirs]")
    page.check(".choice[data-name=body] input[value=both]")
    page.click(".merged-save")
    context.close()

    article.refresh_from_db()
    assert article.headline == "别人的标题"
    assert article.body == (
        "<p>第一段说的是长水渠。</p><p>第二段说的是旧粮库。</p><p>第二段说的是新粮库。</p><p>第三段说的是大读书屋。</p>"
    )


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_are_accessible_and_fit_a_phone(desk, other_desk, article, watch, axe, width):
    watch.expect("409")
    desk.set_viewport_size({"width": width, "height": 800})
    both_change(desk, other_desk, article, BODY.replace("粮库", "旧粮库").replace("水渠", "长水渠"),
                BODY.replace("粮库", "新粮库").replace("读书屋", "大读书屋"))  # fmt: skip
    problems = check(desk, axe)
    saved_line(desk)
    open_form(desk, article)
    problems += check(desk, axe)
    with desk.expect_navigation():
        desk.click("#kept-drafts >> text=对比")
    ready(desk)
    problems += check(desk, axe)
    for path in ("/desk/drafts/", f"/desk/drafts/{SideDraft.objects.get().pk}/", "/desk/signed-in/", "/desk/bin/"):
        Article.objects.filter(pk=factories.article(status=Status.DRAFT).pk).update(binned_at=article.updated_at)
        desk.goto(path)
        problems += check(desk, axe)

    assert problems == []


def check(page, axe):
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelectorAll('.django-ckeditor-widget').forEach("
        "editor => editor.style.setProperty('display', 'none', 'important'))"
    )
    return [f"{page.url}: {line}" for line in axe(page, preload=False) + overflow(page)]
