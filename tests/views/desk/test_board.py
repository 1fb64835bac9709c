"""The board: what waits for whom, what is late, and the columns."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Assignment, AssignmentStatus, SiteSettings, Status
from articles.workflow import comments, presence
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(roles):
    names = {"记者": "王甲", "责任编辑": "李乙", "部主任": "赵丙", "总编辑": "钱丁", "校对": "孙戊"}
    return {role: factories.user(role, last_name=name[0], first_name=name[1]) for role, name in names.items()}


def board(user, **query):
    client = Client()
    client.force_login(user)
    return client.get("/desk/", query)


def shown(user, **query):
    """{list: headlines} of the board that `user` sees."""
    context = board(user, **query).context
    desk = context["desk"]
    lists = {"waiting": desk.waiting, "late": desk.late, "sent": desk.sent}
    lists |= {lane.key: lane.cards for lane in context["lanes"]}
    return {name: [card.headline for card in cards] for name, cards in lists.items()}


def reasons(user):
    return {card.headline: card.reasons for card in board(user).context["desk"].waiting}


def sent_in(writer, headline="水渠通水"):
    article = factories.article(headline, status=Status.DRAFT, created_by=writer)
    workflow.submit(article, writer)
    return article


def test_each_step_waits_for_those_who_hold_it_and_may_sign(people):
    article = sent_in(people["记者"])
    assert reasons(people["责任编辑"]) == {"水渠通水": ["等您初审"]}
    assert reasons(people["校对"]) == {"水渠通水": ["等您一校"]}
    assert reasons(people["记者"]) == {}

    workflow.approve(article, people["责任编辑"])
    assert reasons(people["责任编辑"]) == {}
    assert reasons(people["部主任"]) == {"水渠通水": ["等您复审"]}

    workflow.approve(article, people["部主任"])
    assert reasons(people["部主任"]) == {}
    assert reasons(people["总编辑"]) == {"水渠通水": ["等您终审"]}

    workflow.approve(article, people["总编辑"])
    for number in (1, 2, 3):
        assert reasons(people["校对"])["水渠通水"] == [f"等您{'一二三'[number - 1]}校"]
        workflow.sign_proof(article, people["校对"], number)
    assert reasons(people["校对"]) == {}
    assert reasons(people["总编辑"]) == {"水渠通水": ["等您发布"]}


def test_own_piece_waits_for_others(people):
    editor = people["责任编辑"]
    sent_in(editor)

    assert reasons(editor) == {}
    assert shown(editor)["sent"] == ["水渠通水"]


def test_returned_piece_waits_for_its_writer(people):
    article = sent_in(people["记者"])
    workflow.return_(article, people["责任编辑"], "请补上采访对象")

    assert reasons(people["记者"]) == {"水渠通水": ["退给您改"]}
    assert shown(people["记者"])["sent"] == []


def test_change_of_a_published_piece_waits_in_its_step(people):
    article = factories.approved_article("已发布的稿件")
    workflow.publish(article, people["总编辑"])
    article.body = "<p>改过的正文。</p>"
    workflow.save(article, people["部主任"])

    lists = shown(people["责任编辑"])
    assert lists["waiting"] == ["已发布的稿件"]
    assert lists["first_review"] == ["已发布的稿件"]
    assert lists["published"] == []
    assert "发布后修改" in board(people["责任编辑"]).content.decode()


def test_columns_hold_what_is_at_work_today(people):
    for status in (Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.APPROVED):
        factories.article(status.label, status=status)
    now = timezone.now()
    factories.article("今天的", publish_at=now)
    factories.article("定时的", publish_at=now + timedelta(hours=3))
    factories.article("前天的", publish_at=now - timedelta(days=2))
    factories.article("撤下的", status=Status.WITHDRAWN)

    lists = shown(people["总编辑"])

    assert {lists[step.value][0] for step in (Status.DRAFT, Status.FIRST_REVIEW, Status.FINAL_REVIEW)} == {
        "草稿", "初审", "终审"}  # fmt: skip
    assert sorted(lists["approved"]) == ["定时的", "待发布"]
    assert lists["published"] == ["今天的"]
    counts = {lane.key: lane.count for lane in board(people["总编辑"]).context["lanes"]}
    assert counts["approved"] == 2


def test_writers_see_their_own_pieces_only(people):
    factories.article("别人的草稿", status=Status.DRAFT, created_by=people["责任编辑"])
    factories.article("自己的草稿", status=Status.DRAFT, created_by=people["记者"])

    page = board(people["记者"]).content.decode()

    assert "自己的草稿" in page
    assert "别人的草稿" not in page


def test_what_waits_too_long_is_late_by_the_papers_own_measure(people):
    article = sent_in(people["记者"])
    # The log cannot be dated back: another piece, without a log, is judged by its last change.
    old = factories.article("等了很久", status=Status.FIRST_REVIEW)
    Article.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(hours=5))
    SiteSettings.objects.create(pk=1, name="测试报", late_after_hours=4)

    assert shown(people["总编辑"])["late"] == ["等了很久"]
    assert article.headline not in shown(people["总编辑"])["late"]

    SiteSettings.objects.update(late_after_hours=0)
    assert shown(people["总编辑"])["late"] == []


def test_scheduled_piece_that_did_not_appear_raises_the_alarm(people):
    article = factories.approved_article("该上线的")
    workflow.publish(article, people["总编辑"], timezone.now() + timedelta(hours=1))
    article.body = "<p>上线前改了一句。</p>"
    workflow.save(article, people["部主任"])
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(minutes=1))

    page = board(people["总编辑"])

    assert [card.headline for card in page.context["desk"].late] == ["该上线的"]
    assert "该上线而没有上线" in page.content.decode()


def test_mentions_and_assignments_wait_too(people):
    article = factories.article("有批注的", status=Status.FIRST_REVIEW)
    remark = comments.comment(article, people["部主任"], "@李乙 请看一下这个数字")
    Assignment.objects.create(title="冬储菜", assignee=people["责任编辑"], status=AssignmentStatus.ACCEPTED)
    Assignment.objects.create(title="供热", due_at=timezone.now() - timedelta(hours=1))

    desk = board(people["责任编辑"]).context["desk"]

    assert desk.mentions == [remark]
    assert [one.title for one in desk.assignments] == ["冬储菜"]
    assert [one.title for one in desk.late_assignments] == ["供热"]
    comments.resolve(remark, people["责任编辑"])
    assert board(people["责任编辑"]).context["desk"].mentions == []


def test_board_is_narrowed(people):
    place, column = factories.district("新城区", slug="xin-cheng"), factories.column("要闻", slug="yao-wen")
    page = factories.page(factories.edition(timezone.localdate()), 3)
    factories.article("新城的水渠", status=Status.FIRST_REVIEW, districts=[place], column=column, page=page)
    factories.article("别处的集市", status=Status.FIRST_REVIEW)
    chief, today = people["总编辑"], timezone.localdate().isoformat()

    for query in ({"q": "水渠"}, {"district": "xin-cheng"}, {"column": "yao-wen"}, {"edition": today}, {"page": 3},
                  {"edition": today, "page": 3, "q": "新城 水渠"}):  # fmt: skip
        assert shown(chief, **query)["first_review"] == ["新城的水渠"], query
    assert shown(chief, edition=today, page=4)["first_review"] == []


@pytest.mark.parametrize("query", [{"q": "\0"}, {"district": "nowhere"}, {"column": "\0"}, {"edition": "0001-01-01"},
                                   {"edition": "x"}, {"page": "0"}, {"page": "9" * 30}, {"q": "长" * 500}])  # fmt: skip
def test_filter_that_makes_no_sense_is_left_out_and_says_so(people, query):
    factories.article("在初审", status=Status.FIRST_REVIEW)

    page = board(people["总编辑"], **query)

    assert page.status_code == 200
    assert "没有用上" in page.content.decode()
    assert shown(people["总编辑"], **query)["first_review"] == ["在初审"]


def test_colleague_at_a_piece_is_shown(people):
    article = factories.article("有人在改", status=Status.FIRST_REVIEW)
    presence.beat(article.pk, people["部主任"], 2)

    assert "赵丙在改" in board(people["总编辑"]).content.decode()


def test_live_part_is_the_same_and_is_kept_nowhere(people, client):
    factories.article("在初审", status=Status.FIRST_REVIEW)
    client.force_login(people["总编辑"])

    answer = client.get("/desk/live/", {"q": "初审"})

    assert "在初审" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_board_asks_the_same_number_of_queries(people, django_assert_num_queries):
    chief, client = people["总编辑"], Client()
    client.force_login(chief)
    for number in (1, 30):
        for _ in range(number):
            article = sent_in(people["记者"], "水渠")
            comments.comment(article, people["部主任"], "@钱丁 看一下")
            presence.beat(article.pk, people["部主任"], 1)
            Assignment.objects.create(title="选题", assignee=chief, due_at=timezone.now() - timedelta(hours=1))
        # session, user with permissions, settings, unread; pieces, mentions, assignments of mine; counts and cards
        # of the lanes, bylines, presence; districts and columns of the filter
        with django_assert_num_queries(13):
            client.get("/desk/")


def test_without_account_the_login_and_without_a_post_the_front_page(client, roles):
    assert "/admin/login/" in client.get("/desk/").headers["Location"]
    client.force_login(factories.user())
    assert client.get("/desk/").headers["Location"] == "/admin/"
    assert client.get("/desk/live/").status_code == 403
    client.force_login(User.objects.create_user("reader", password="x"))
    assert "/admin/login/" in client.get("/desk/").headers["Location"]


def test_who_signs_in_arrives_at_the_desk(client, roles):
    factories.user("记者", username="writer")

    answer = client.post("/admin/login/", {"username": "writer", "password": "correct horse battery", "next": "/desk/"})
    assert answer.headers["Location"] == "/desk/"
    client.logout()
    assert 'name="next" value="/desk/"' in client.get("/admin/login/").content.decode()
    assert 'value="/admin/articles/"' in client.get("/admin/login/?next=/admin/articles/").content.decode()
