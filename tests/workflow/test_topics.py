import pytest

from articles.models import LogEntry
from articles.workflow import topics
from articles.workflow.errors import Conflict, Forbidden, WorkflowError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑")


def arranged(topic):
    return [(group.title, group.stories) for group in topics.groups_of(topic)]


def test_steps_arrange_groups_and_stories(editor):
    topic = factories.topic()
    first, second, third = (factories.article() for _ in range(3))
    topics.put(topic, topic.version, editor, 0, first)
    topics.add_group(topic, topic.version, editor, "回声")
    topics.name_group(topic, topic.version, editor, 0, "缘起")
    topics.put(topic, topic.version, editor, 1, second)
    topics.put(topic, topic.version, editor, 1, third, at=0)
    topics.move(topic, topic.version, editor, first.pk, 1, 1)
    topics.move_group(topic, topic.version, editor, 1, 0)

    assert arranged(topic) == [("回声", [third.pk, first.pk, second.pk]), ("缘起", [])]
    topics.drop_group(topic, topic.version, editor, 1)
    topics.take_out(topic, topic.version, editor, first.pk)
    assert arranged(topic) == [("回声", [third.pk, second.pk])]
    assert LogEntry.objects.filter(verb="topic_arrange").count() == 9


def test_second_editor_gets_a_conflict(editor):
    topic, story = factories.topic(), factories.article()
    topics.put(topic, 1, editor, 0, story)

    with pytest.raises(Conflict):
        topics.take_out(topic, 1, editor, story.pk)

    assert arranged(topic) == [("", [story.pk])]


def test_refusals(editor, roles):
    story = factories.article()
    topic = factories.topic(groups={"甲": [story], "乙": []})
    for step, sentence in (
        (lambda: topics.put(topic, 1, editor, 1, story), "已经在这个专题"),
        (lambda: topics.drop_group(topic, 1, editor, 0), "还有1篇"),
        (lambda: topics.name_group(topic, 1, editor, 0, "长" * 31), "31字"),
        (lambda: topics.move(topic, 1, editor, 999, 0, 0), "不在专题里"),
        (lambda: topics.put(topic, 1, editor, 9, factories.article()), "不在专题里"),
    ):
        with pytest.raises(WorkflowError, match=sentence):
            step()
    with pytest.raises(Forbidden):
        topics.take_out(topic, 1, factories.user("记者"), story.pk)
    assert arranged(topic) == [("甲", [story.pk]), ("乙", [])]
