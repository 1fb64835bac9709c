"""Assignments: planned, claimed, handed in, moved, connected with a piece."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Assignment, AssignmentStatus, Notification, Status
from articles.workflow import assignments
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2031, 5, 5)


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", last_name="王", first_name="甲")


@pytest.fixture
def writer(roles):
    return factories.user("记者", last_name="李", first_name="乙")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def made(**fields):
    return Assignment.objects.create(**{"title": "冬储菜", "edition_date": MONDAY, "page_number": 2, **fields})


def post(user, row, rest, **data):
    return client_of(user).post(f"/desk/plan/{row.pk}/{rest}/", data)


def test_week_shows_days_and_pages(editor):
    made()
    made(title="供热", page_number=None)
    made(title="下一周", edition_date=MONDAY + timedelta(days=7))
    made(title="没日子", edition_date=None)

    page = client_of(editor).get("/desk/plan/", {"week": "2031-05-08"})

    monday = page.context["days"][0]
    assert monday.date == MONDAY
    assert [(number, [row.title for row in rows]) for number, rows in monday.pages] == [
        (2, ["冬储菜"]),
        (None, ["供热"]),
    ]
    assert [row.title for row in page.context["dateless"]] == ["没日子"]


@pytest.mark.parametrize("week", ["x", "", "0001-01-01", "9999-12-31", "2031-02-30", "\0"])
def test_odd_week_is_this_week(editor, week):
    page = client_of(editor).get("/desk/plan/", {"week": week})

    assert page.status_code == 200
    assert page.context["days"][0].date <= timezone.localdate()


def test_list_is_ordered_by_when_it_is_due(editor):
    now = timezone.now()
    made(title="晚的", due_at=now + timedelta(days=2))
    made(title="过了的", due_at=now - timedelta(hours=1))
    made(title="交了的", due_at=now, status=AssignmentStatus.DONE)

    page = client_of(editor).get("/desk/plan/", {"view": "list"})

    assert [row.title for row in page.context["rows"]] == ["过了的", "晚的"]
    assert "晚了" in page.content.decode()


def test_editor_plans_and_the_one_who_does_it_is_told(editor, writer):
    answer = client_of(editor).post("/desk/plan/add/", {"title": "冬储菜", "edition_date": "2031-05-05",
                                                        "page_number": 2, "assignee": writer.pk})  # fmt: skip

    row = Assignment.objects.get()
    assert answer.headers["Location"] == f"/desk/plan/{row.pk}/"
    assert (row.status, row.created_by) == (AssignmentStatus.ACCEPTED, editor)
    assert "王甲给您派了选题《冬储菜》" in Notification.objects.get(user=writer).text
    client_of(editor).post(f"/desk/plan/{row.pk}/edit/", {"title": "冬储菜价", "assignee": writer.pk})
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("data", [{"title": ""}, {"title": "题", "page_number": 0}, {"title": "题\0"},
                                  {"title": "题", "edition_date": "0001-01-01"}, {"title": "题", "assignee": 999},
                                  {"title": "长" * 101}, {"title": "题", "due_at": "morgen"}])  # fmt: skip
def test_odd_plan_is_a_sentence(editor, data):
    answer = client_of(editor).post("/desk/plan/add/", data)

    assert answer.status_code == 400
    assert "refusal" in answer.content.decode()
    assert Assignment.objects.count() == 0


def test_writers_do_not_plan(writer):
    row = made(assignee=writer, status=AssignmentStatus.ACCEPTED)

    assert client_of(writer).get("/desk/plan/add/").status_code == 403
    assert client_of(writer).post("/desk/plan/add/", {"title": "题"}).status_code == 403
    assert client_of(writer).post(f"/desk/plan/{row.pk}/edit/", {"title": "改了"}).status_code == 403
    assert post(writer, row, "move", day="2031-05-06").status_code == 403
    assert post(writer, row, "drop").status_code == 403
    row.refresh_from_db()
    assert (row.title, row.edition_date, row.status) == ("冬储菜", MONDAY, AssignmentStatus.ACCEPTED)


def test_others_assignments_are_not_found(writer, editor):
    row = made(assignee=editor, status=AssignmentStatus.ACCEPTED)

    assert client_of(writer).get(f"/desk/plan/{row.pk}/").status_code == 404
    for verb in ("claim", "hand_in", "move", "connect", "edit"):
        assert post(writer, row, verb).status_code in (403, 404), verb
    assert post(writer, row, "hand_in").status_code == 404
    assert "冬储菜" not in client_of(writer).get("/desk/plan/", {"view": "list"}).content.decode()


def test_claiming_handing_in_and_giving_back(editor, writer):
    row = made(created_by=editor)
    post(writer, row, "claim")
    row.refresh_from_db()
    assert (row.assignee, row.status) == (writer, AssignmentStatus.ACCEPTED)
    assert "李乙认领了选题" in Notification.objects.get(user=editor).text

    post(writer, row, "give_back")
    row.refresh_from_db()
    assert (row.assignee, row.status) == (None, AssignmentStatus.PLANNED)

    post(writer, row, "claim")
    post(writer, row, "hand_in")
    row.refresh_from_db()
    assert row.status == AssignmentStatus.DONE
    assert post(writer, row, "hand_in").status_code == 409
    assert post(editor, row, "nonsense").status_code == 404


def test_second_claim_is_told_that_somebody_was_faster(writer, editor):
    row = made()
    mine, theirs = Assignment.objects.get(), Assignment.objects.get()
    assignments.claim(theirs, editor)

    with pytest.raises(assignments.Conflict, match="刚刚被别人改动"):
        assignments.claim(mine, writer)
    row.refresh_from_db()
    assert row.assignee == editor


def test_dropping_tells_the_one_who_was_at_it(editor, writer):
    row = made(assignee=writer, status=AssignmentStatus.ACCEPTED)

    post(editor, row, "drop")
    row.refresh_from_db()
    assert row.status == AssignmentStatus.DROPPED
    assert "取消了选题" in Notification.objects.get(user=writer).text
    post(editor, row, "reopen")
    row.refresh_from_db()
    assert row.status == AssignmentStatus.ACCEPTED


def test_draft_of_an_assignment(writer):
    district, column = factories.district("新城区"), factories.column("民生")
    row = made(
        assignee=writer, status=AssignmentStatus.ACCEPTED, district=district, column=column, details="跑三个市场"
    )

    answer = post(writer, row, "draft")

    article = Article.objects.get()
    assert answer.headers["Location"] == f"/admin/articles/article/{article.pk}/change/"
    row.refresh_from_db()
    assert row.article == article
    assert (article.column, list(article.districts.all()), article.created_by) == (column, [district], writer)
    assert "跑三个市场" in article.note
    assert article.revisions.count() == 1
    assert post(writer, row, "draft").status_code == 409


def test_connecting_with_a_piece_that_one_sees(writer, editor):
    row = made(assignee=writer, status=AssignmentStatus.ACCEPTED)
    own = factories.article("自己的", status=Status.DRAFT, created_by=writer)
    foreign = factories.article("别人的", status=Status.DRAFT)

    assert post(writer, row, "connect", article=foreign.pk).status_code == 400
    assert post(writer, row, "connect", article="x").status_code == 400
    assert post(writer, row, "connect", article="9" * 30).status_code == 400
    post(writer, row, "connect", article=own.pk)
    row.refresh_from_db()
    assert row.article == own
    post(writer, row, "connect", article="")
    row.refresh_from_db()
    assert row.article is None


def test_moving_to_another_day(editor, writer):
    row = made(assignee=writer, status=AssignmentStatus.ACCEPTED)

    post(editor, row, "move", day="2031-05-07")
    row.refresh_from_db()
    assert row.edition_date == date(2031, 5, 7)
    assert "改为5月7日见报" in Notification.objects.get(user=writer).text

    answer = client_of(editor).post(f"/desk/plan/{row.pk}/move/", {"day": ""}, headers={"Accept": "application/json"})
    assert answer.json() == {"day": None, "said": "选题《冬储菜》没有定日期。"}
    for odd in ("x", "0001-01-01", "\0"):
        refused = client_of(editor).post(
            f"/desk/plan/{row.pk}/move/", {"day": odd}, headers={"Accept": "application/json"}
        )
        assert refused.status_code == 400
        assert "2026-01-31" in refused.json()["error"]


def test_plan_asks_the_same_number_of_queries(editor, writer, django_assert_num_queries):
    client = client_of(editor)
    for number in (1, 30):
        for _ in range(number):
            made(assignee=writer, article=factories.article(), district=factories.district(), column=factories.column())
            made(edition_date=None)
        # session, user with permissions, the week, those without a day, unread
        with django_assert_num_queries(5):
            client.get("/desk/plan/", {"week": "2031-05-05"})
        with django_assert_num_queries(4):
            client.get("/desk/plan/", {"view": "list"})
