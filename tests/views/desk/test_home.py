import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import HomeDraft, HomeLayout, SiteSettings
from articles.models.home import DEFAULT_SLOTS
from articles.workflow import home
from tests import factories

pytestmark = pytest.mark.django_db
STEP = "/desk/home/step/"
# 1 session, 2 user with permissions, 3 draft, 4 layout for it, 5 layout, 6–8 what rules may take, 9 who stands where,
# 10 stories, 11 topics, 12 found stories, 13 topics to choose, 14 notifications
DESK_QUERIES = 14


@pytest.fixture
def browser(client_as):
    SiteSettings.objects.create(pk=1, name="云川日报")
    return client_as("责任编辑")


def send(browser, do, version=None, **fields):
    version = home.current_draft().version if version is None else version
    return browser.post(STEP, {"do": do, "version": version, **fields}, headers={"accept": "application/json"})


@pytest.mark.parametrize("number", [1, 30])
def test_page_costs_the_same_for_one_and_thirty(browser, django_assert_max_num_queries, number):
    for _ in range(number):
        factories.article(photos=[factories.photo()], column=factories.column())
    draft = home.put(1, factories.user("责任编辑"), "lead", factories.article())
    home.put(draft.version, factories.user("责任编辑"), "topics", factories.topic())

    with django_assert_max_num_queries(DESK_QUERIES):
        page = browser.get("/desk/home/")

    assert page.status_code == 200


def test_step_answers_a_script_with_the_board_and_a_form_with_the_page(browser):
    story = factories.article("放上的稿")

    data = send(browser, "put", to="lead", article=story.pk).json()
    assert data["said"] == "把《放上的稿》放进“头条”。"
    assert "放上的稿" in data["html"]
    assert data["version"] == HomeDraft.objects.get().version

    answer = browser.post(STEP, {"do": "undo", "version": data["version"]}, follow=True)
    assert answer.redirect_chain == [("/desk/home/", 302)]
    assert "撤销了：把《" in answer.content.decode()


def test_two_editors_the_second_gets_409_with_the_newest_board_and_may_do_it_again(browser, client_as):
    mine, theirs = factories.article("我的"), factories.article("同事的")
    version = home.current_draft().version
    send(client_as("部主任"), "put", version, to="lead", article=theirs.pk)

    refused = send(browser, "put", version, to="lead", article=mine.pk)

    assert refused.status_code == 409
    assert "没有写入" in refused.json()["error"]
    assert "同事的" in refused.json()["html"]
    assert send(browser, "put", refused.json()["version"], to="lead", article=mine.pk).status_code == 200
    assert [entry.article for entry in home.current_draft().placed[0].entries] == [mine.pk, theirs.pk]
    form = browser.post(STEP, {"do": "put", "version": version, "to": "lead", "article": mine.pk})
    assert form.status_code == 409
    assert "没有写入" in form.content.decode()


def test_preview_is_the_home_page_with_the_draft_and_readers_see_the_old_one(browser, client):
    story = factories.article("预览的头条", publish_at=timezone.now() - timedelta(days=900))
    for _ in range(20):
        factories.article()
    send(browser, "put", to="lead", article=story.pk)

    preview = browser.get("/desk/home/preview/")

    assert preview.context["front"].lead == story
    assert "site/home.html" in [template.name for template in preview.templates]
    assert preview["Cache-Control"] == "private, no-store"
    assert client.get("/").context["front"].lead != story


def test_publish_history_and_restore(browser, client):
    story = factories.article("发布的头条", publish_at=timezone.now() - timedelta(days=900))
    factories.article("别的")
    send(browser, "put", to="lead", article=story.pk)
    browser.post("/desk/home/publish/", {"version": home.current_draft().version})
    assert client.get("/").context["front"].lead == story
    send(browser, "take_out", item=home.current_draft().placed[0].entries[0].key)
    browser.post("/desk/home/publish/", {"version": home.current_draft().version})
    assert client.get("/").context["front"].lead != story

    assert "第1版" in browser.get("/desk/home/history/").content.decode()
    assert browser.get("/desk/home/history/1/").context["front"].lead == story
    browser.post("/desk/home/history/1/restore/", {"version": home.current_draft().version})
    browser.post("/desk/home/publish/", {"version": home.current_draft().version})

    assert client.get("/").context["front"].lead == story
    assert HomeLayout.objects.count() == 3


@pytest.mark.parametrize("fields", [
    {"do": "put", "to": "lead", "article": "x"}, {"do": "put", "to": "lead", "article": "9" * 40},
    {"do": "put", "to": "none", "article": "1"}, {"do": "move", "item": "x", "to": "lead", "at": "-1"},
    {"do": "times", "item": "x", "starts": "gestern"}, {"do": "slot", "slot": "lead", "count": "viele"},
    {"do": "slot_add", "look": "x"}, {"do": "take_out"}, {"do": "put", "to": "topics", "topic": "\0"},
])  # fmt: skip
def test_forged_steps_are_refused_with_a_sentence_and_write_nothing(browser, fields):
    factories.article()
    answer = browser.post(STEP, {"version": 1, **fields}, headers={"accept": "application/json"})

    assert answer.status_code in (400, 409)
    assert json.loads(answer.content)["error"].endswith("。")
    assert not HomeDraft.objects.exclude(slots=HomeLayout.live().slots).exists()


def test_unknown_step_and_layout_are_404(browser):
    assert browser.post(STEP, {"do": "nonsense", "version": 1}).status_code == 404
    assert browser.get("/desk/home/history/99/").status_code == 404


def test_search_finds_published_stories_only(browser):
    factories.article("水渠通水", column=factories.column("民生"))
    factories.article("水渠草稿", status="draft")
    factories.settle()

    for query, found in (
        ("水渠", True),
        ("民生", True),
        ("水渠 民生", True),
        ("火车", False),
        ("\0", True),
        ("9" * 50, False),
    ):
        page = browser.get("/desk/home/stories/", {"q": query}).content.decode()
        assert ("水渠通水" in page) == found, query
        assert "水渠草稿" not in page


def test_board_says_why_readers_do_not_see_an_entry(browser):
    now, editor = timezone.now(), factories.user("责任编辑")
    stories = {name: factories.article(name) for name in ("到期的", "没开始的", "撤下的", "在上面的")}
    for story in stories.values():
        home.put(home.current_draft().version, editor, "news", story)
    entries = {entry.article: entry.key for entry in home.current_draft().placed[1].entries}
    for name, times in (("到期的", (None, now - timedelta(hours=1))), ("没开始的", (now + timedelta(hours=1), None))):
        home.set_times(home.current_draft().version, editor, entries[stories[name].pk], *times, False)
    type(story).objects.filter(pk=stories["撤下的"].pk).update(
        status="withdrawn", withdrawn_at=now, withdrawn_reason="试"
    )

    parts = browser.get("/desk/home/").context["parts"]

    states = {row.item.headline: row.state for row in parts[1].rows}
    assert states == {"到期的": "已到期", "没开始的": "还没开始", "撤下的": "读者看不到这一篇", "在上面的": ""}


def test_default_page_has_every_look_on_the_board(browser):
    parts = browser.get("/desk/home/").context["parts"]

    assert [part.slot.key for part in parts] == [slot.key for slot in DEFAULT_SLOTS]
