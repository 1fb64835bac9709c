"""Who is signed in, and what he may do, as the staff's requests ask for it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.accounts import Accounts, SessionStore
from tests import factories

pytestmark = pytest.mark.django_db


def test_row_and_permissions_are_one_query_and_djangos_own(roles, django_assert_num_queries):
    user = factories.user("责任编辑")
    user.user_permissions.add(Permission.objects.get(codename="sign_page"))

    with django_assert_num_queries(1):
        found = Accounts().get_user(user.pk)
        assert found is not None
        found_all, found_own = found.get_all_permissions(), found.get_user_permissions()

    stored = User.objects.get(pk=user.pk)
    assert found_all == stored.get_all_permissions()
    assert found_own == stored.get_user_permissions() == {"articles.sign_page"}
    assert found.get_group_permissions() == stored.get_group_permissions()
    assert vars(found).keys() - stored.__dict__.keys() == set()
    assert all(getattr(found, field.attname) == getattr(stored, field.attname) for field in User._meta.concrete_fields)


def test_a_right_that_was_taken_away_is_gone_at_the_next_request(roles, client):
    user = factories.user("责任编辑")
    client.force_login(user)
    assert client.get("/admin/articles/article/").status_code == 200

    user.groups.remove(Group.objects.get(name="责任编辑"))

    assert client.get("/admin/articles/article/").status_code == 403


def test_who_has_left_is_nobody_and_a_superuser_may_do_everything():
    gone, chief = factories.user(is_active=False), factories.user(is_superuser=True)

    assert Accounts().get_user(gone.pk) is None
    assert Accounts().get_user(0) is None
    found = Accounts().get_user(chief.pk)
    assert found is not None
    assert found.has_perm("articles.publish_article")
    assert "articles.publish_article" in found.get_all_permissions()


def test_a_session_is_found_by_its_whole_key_until_it_is_over():
    store = SessionStore()
    store["who"] = "甲"
    store.create()
    key = store.session_key

    assert SessionStore(key)["who"] == "甲"
    assert SessionStore(f"{key}x").get("who") is None
    assert SessionStore(key[:-1]).get("who") is None
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert SessionStore(key).get("who") is None
