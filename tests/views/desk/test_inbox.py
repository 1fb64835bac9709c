"""Notifications: everybody's own."""

import pytest
from django.core import mail
from django.test import Client

from articles.models import Notification
from articles.workflow import notify
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", email="editor@example.cn")


@pytest.fixture
def desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def tell(user, text="稿件退回了", **more):
    return Notification.objects.create(user=user, kind="returned", text=text, **more)


def test_bell_counts_what_is_unread(desk, editor):
    tell(editor), tell(editor)

    assert "<b data-unread>2</b>" in desk.get("/desk/").content.decode()
    assert desk.get("/desk/inbox/unread/").json() == {"unread": 2}
    desk.post("/desk/inbox/read/")
    assert "data-unread" not in desk.get("/desk/").content.decode()


def test_opening_marks_it_read_and_leads_on(desk, editor):
    article = factories.article()
    row = tell(editor, article=article)

    assert desk.post(f"/desk/inbox/{row.pk}/").headers["Location"] == f"/desk/articles/{article.pk}/"
    row.refresh_from_db()
    assert row.read_at is not None
    with_address = tell(editor, address="/desk/plan/3/")
    assert desk.post(f"/desk/inbox/{with_address.pk}/").headers["Location"] == "/desk/plan/3/"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_no_notification_leads_elsewhere(desk, editor, address):
    row = tell(editor, address=address)

    assert desk.post(f"/desk/inbox/{row.pk}/").headers["Location"] == "/desk/inbox/"


def test_others_notifications_are_not_found(desk, editor):
    row = tell(factories.user())

    assert desk.post(f"/desk/inbox/{row.pk}/").status_code == 404
    desk.post("/desk/inbox/read/")
    row.refresh_from_db()
    assert row.read_at is None
    assert "稿件退回了" not in desk.get("/desk/inbox/").content.decode()


def test_unread_only_and_pages(desk, editor):
    for n in range(45):
        tell(editor, f"第{n}条")
    desk.post(f"/desk/inbox/{Notification.objects.last().pk}/")

    assert desk.get("/desk/inbox/").context["page"].paginator.count == 45
    assert desk.get("/desk/inbox/", {"unread": 1}).context["page"].paginator.count == 44
    for odd in ("x", "99", "-1", "\0"):
        assert desk.get("/desk/inbox/", {"page": odd}).status_code == 200


def test_marking_needs_a_post(desk, editor):
    row = tell(editor)

    assert desk.get("/desk/inbox/read/").status_code == 405
    assert desk.get(f"/desk/inbox/{row.pk}/").status_code == 405


def test_mail_goes_to_those_who_have_an_address(editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        rows = notify.tell([editor, factories.user()], "returned", "《水渠通水》退回了")
    notify.mail.func([row.pk for row in rows])

    assert [(letter.to, "水渠通水" in letter.body) for letter in mail.outbox] == [(["editor@example.cn"], True)]


def test_list_asks_the_same_number_of_queries(desk, editor, django_assert_num_queries):
    for number in (1, 30):
        for _ in range(number):
            tell(editor, article=factories.article())
        # session, user with permissions, count, rows, unread
        with django_assert_num_queries(5):
            desk.get("/desk/inbox/")
