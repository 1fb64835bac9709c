"""What editors have arranged: a topic in groups, and a front page whose lead was put there by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.models import Article, Topic
from articles.workflow import home, topics

TITLE = "入冬这件事"
INTRODUCTION = (
    "<p>暖气热不热，菜价稳不稳，路上滑不滑，冰场什么时候开。记者跑了十个旗县区，把一座城入冬要操心的事放在一起。</p>"
)
PICTURED_BY = "雪落之前，1800把推雪板就位"  # the story whose first picture opens the topic
GROUPS = {
    "屋里要暖": (
        "墙暖了，话也多了", "家里不热怎么办？记住这4步", "2000台服务器“焐热”30亩菜", "生炉子的人家，睡前做好3件事"
    ),
    "路上要稳": ("雪落之前，1800把推雪板就位", "河上起了薄凌 渡口开始“数冰”"),
    "日子要热闹": (
        "冰上，有一队银发少年", "青峰冰场每晚留出“免费一小时”", "海红果冻一冻 更甜了", "冬储菜备足3200吨 每天进城量够吃"
    ),
}  # fmt: skip
LEAD = "墙暖了，话也多了"


def arrange(now: datetime, editor: User) -> None:
    """The topic is released an hour ago; the lead stands for the hours that its slot says."""
    pictured = Article.objects.get(headline=PICTURED_BY).uses.select_related("photo").first()
    topic = Topic.objects.create(
        title=TITLE, slug="ru-dong", introduction=INTRODUCTION, publish_at=now - timedelta(hours=1),
        picture=pictured.photo if pictured else None, updated_by=editor,
    )  # fmt: skip
    for number, (title, headlines) in enumerate(GROUPS.items()):
        topics.add_group(topic, topic.version, editor, title)
        for headline in headlines:
            topics.put(topic, topic.version, editor, number, Article.objects.get(headline=headline))
    draft = home.put(home.current_draft().version, editor, "lead", Article.objects.get(headline=LEAD))
    home.publish(draft.version, editor)
