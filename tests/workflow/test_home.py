from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import HomeDraft, HomeLayout, LogEntry
from articles.models.home import DEFAULT_SLOTS, Rule
from articles.workflow import home
from articles.workflow.errors import Conflict, Forbidden, WorkflowError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", last_name="林", first_name="编")


def slot(draft, key):
    return next(one for one in draft.placed if one.key == key)


def in_slot(draft, key):
    return [entry.article or entry.topic for entry in slot(draft, key).entries]


def test_put_story_stands_for_a_day_unless_the_slot_says_otherwise(editor):
    story = factories.article()

    draft = home.put(1, editor, "lead", story)

    (entry,) = slot(draft, "lead").entries
    assert entry.article == story.pk
    assert abs(entry.ends - timezone.now() - timedelta(hours=24)) < timedelta(minutes=1)
    draft = home.change_slot(draft.version, editor, "news", title="要闻", count=9, rule=Rule(), hours=0)
    draft = home.put(draft.version, editor, "news", factories.article())
    assert slot(draft, "news").entries[0].ends is None


def test_readers_see_nothing_of_a_draft_until_it_is_published(client, editor):
    story = factories.article("要放上的旧稿", publish_at=timezone.now() - timedelta(days=700))
    for _ in range(20):
        factories.article()
    draft = home.put(1, editor, "lead", story)
    assert client.get("/").context["front"].lead != story

    layout = home.publish(draft.version, editor)

    assert client.get("/").context["front"].lead == story
    assert (layout.number, layout.made_by) == (1, editor)
    assert layout.moments == [slot(draft, "lead").entries[0].ends]
    entry = LogEntry.objects.get(verb="home_publish")
    assert (entry.actor, entry.details["layout"]) == (editor, 1)


def test_steps_move_take_out_and_undo(editor):
    first, second = factories.article("甲"), factories.article("乙")
    draft = home.put(1, editor, "lead", first)
    draft = home.put(draft.version, editor, "lead", second, at=1)
    key = slot(draft, "lead").entries[1].key

    draft = home.move(draft.version, editor, key, "lead", 0)
    assert in_slot(draft, "lead") == [second.pk, first.pk]
    draft = home.move(draft.version, editor, key, "news", 5)
    assert (in_slot(draft, "lead"), in_slot(draft, "news")) == ([first.pk], [second.pk])
    draft = home.take_out(draft.version, editor, key)
    assert in_slot(draft, "news") == []
    draft = home.undo(draft.version, editor)
    draft = home.undo(draft.version, editor)
    assert in_slot(draft, "lead") == [second.pk, first.pk]
    assert [step["said"] for step in draft.past] == [
        "把《甲》放进“头条”", "把《乙》放进“头条”", "把《乙》移到“头条”第1位"
    ]  # fmt: skip


def test_what_was_undone_is_done_again_until_another_step_is_taken(editor):
    story, other = factories.article("甲"), factories.article("乙")
    draft = home.put(1, editor, "lead", story)
    draft = home.put(draft.version, editor, "news", other)
    for _ in range(2):
        draft = home.undo(draft.version, editor)
    draft = home.redo(draft.version, editor)
    assert (in_slot(draft, "lead"), in_slot(draft, "news")) == ([story.pk], [])
    draft = home.redo(draft.version, editor)
    assert in_slot(draft, "news") == [other.pk]
    assert [step["said"] for step in draft.past] == ["把《甲》放进“头条”", "把《乙》放进“要闻”"]

    draft = home.undo(draft.version, editor)
    draft = home.take_out(draft.version, editor, slot(draft, "lead").entries[0].key)
    with pytest.raises(WorkflowError, match="没有可以重做的"):
        home.redo(draft.version, editor)


def test_second_editor_gets_a_conflict_and_nothing_is_lost(editor):
    other = factories.user("部主任", last_name="康", first_name="主任")
    first, second = factories.article(), factories.article()
    version = home.current_draft().version
    draft = home.put(version, editor, "lead", first)

    with pytest.raises(Conflict, match="林编刚刚改动过"):
        home.put(version, other, "lead", second)

    assert in_slot(home.current_draft(), "lead") == [first.pk]
    again = home.put(draft.version, other, "lead", second)
    assert in_slot(again, "lead") == [second.pk, first.pk]


def test_story_is_put_once_unless_an_editor_says_so(editor):
    story = factories.article("一条稿")
    draft = home.put(1, editor, "lead", story)

    with pytest.raises(WorkflowError, match="已经放在“头条”"):
        home.put(draft.version, editor, "news", story)

    draft = home.put(draft.version, editor, "news", story, again=True)
    assert slot(draft, "news").entries[0].again


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "withdrawn"},
                                    {"publish_at": timezone.now() + timedelta(days=1)}])  # fmt: skip
def test_what_readers_do_not_see_is_not_put(editor, fields):
    with pytest.raises(WorkflowError, match="读者还看不到"):
        home.put(1, editor, "lead", factories.article(**fields))

    assert not HomeDraft.objects.exists()


def test_topics_and_stories_have_slots_of_their_own(editor):
    topic, story = factories.topic(), factories.article()
    draft = home.put(1, editor, "topics", topic)

    assert in_slot(draft, "topics") == [topic.pk]
    for where, what in (("lead", topic), ("topics", story), ("paper", story), ("districts", story)):
        with pytest.raises(WorkflowError, match="放不了"):
            home.put(draft.version, editor, where, what)


def test_history_is_kept_and_comes_back_through_the_draft(client, editor):
    story = factories.article("第一版的头条", publish_at=timezone.now() - timedelta(days=300))
    factories.article("最新")
    draft = home.put(1, editor, "lead", story)
    first = home.publish(draft.version, editor)
    draft = home.take_out(home.current_draft().version, editor, slot(draft, "lead").entries[0].key)
    home.publish(draft.version, editor)

    draft = home.bring_back(home.current_draft().version, editor, first)
    assert client.get("/").context["front"].lead.headline == "最新"
    home.publish(draft.version, editor)

    assert client.get("/").context["front"].lead == story
    assert list(HomeLayout.objects.values_list("number", flat=True)) == [3, 2, 1]


def test_publishing_leaves_out_what_is_over_and_refuses_what_changes_nothing(editor):
    draft = home.put(1, editor, "lead", factories.article())
    key, now = slot(draft, "lead").entries[0].key, timezone.now()
    draft = home.set_times(draft.version, editor, key, now - timedelta(hours=2), now - timedelta(hours=1), False)

    with pytest.raises(WorkflowError, match="没有要发布的改动"):
        home.publish(draft.version, editor)


def test_discard_goes_back_to_what_readers_see_and_can_be_undone(editor):
    story = factories.article()
    draft = home.discard(home.put(1, editor, "lead", story).version, editor)
    assert in_slot(draft, "lead") == []

    assert in_slot(home.undo(draft.version, editor), "lead") == [story.pk]


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影", "校对"])
def test_others_than_editors_may_not(roles, role):
    by = factories.user(role)
    for step in (
        lambda: home.put(1, by, "lead", factories.article()),
        lambda: home.undo(1, by),
        lambda: home.redo(1, by),
        lambda: home.publish(1, by),
        lambda: home.drop_slot(1, by, "lead"),
    ):
        with pytest.raises(Forbidden):
            step()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "名称"), ({"title": "长" * 21}, "21字"), ({"count": 0}, "1到30"), ({"count": 31}, "1到30"),
        ({"hours": -1}, "小时"), ({"hours": 99999}, "小时"), ({"rule": Rule("column", "999")}, "请从列表里选"),
        ({"rule": Rule("kind", "x")}, "请从列表里选"), ({"rule": Rule("x")}, "请从列表里选"),
        ({"rule": Rule("tag", "１")}, "请从列表里选"),
    ],
)  # fmt: skip
def test_slots_that_could_not_be_shown_are_refused(editor, change, sentence):
    fields = {"title": "要闻", "count": 9, "rule": Rule(), "hours": 24} | change

    with pytest.raises(WorkflowError, match=sentence):
        home.change_slot(1, editor, "news", **fields)


def test_slots_are_added_moved_and_dropped(editor):
    draft = home.add_slot(1, editor, "section", "评论")
    made = draft.placed[-1]
    rule = Rule("kind", "comment")
    draft = home.change_slot(draft.version, editor, made.key, title="评论", count=4, rule=rule, hours=48)
    draft = home.move_slot(draft.version, editor, made.key, 1)
    draft = home.drop_slot(draft.version, editor, "districts")

    assert [one.title for one in draft.placed][:3] == ["头条", "评论", "要闻"]
    assert draft.placed[1].rule == rule
    assert len(draft.placed) == len(DEFAULT_SLOTS)
    with pytest.raises(WorkflowError, match="只放一个"):
        home.add_slot(draft.version, editor, "paper", "")


def test_end_before_beginning_is_refused(editor):
    draft = home.put(1, editor, "lead", factories.article())
    now, key = timezone.now(), slot(draft, "lead").entries[0].key

    with pytest.raises(WorkflowError, match="晚于"):
        home.set_times(draft.version, editor, key, now, now - timedelta(hours=1), False)


def test_layouts_survive_their_way_through_json(editor):
    draft = home.put(1, editor, "lead", factories.article())
    stored = HomeDraft.objects.get().placed

    assert stored == draft.placed
    assert replace(stored[0], entries=()) == DEFAULT_SLOTS[0]
