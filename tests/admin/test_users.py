"""Accounts: for 管理员 only, and no way from there to superuser."""

import pytest
from django.contrib.auth.models import Group, User

from tests import factories

from .forms import filled

pytestmark = pytest.mark.django_db


def address(user):
    return f"/admin/auth/user/{user.pk}/change/"


def test_administrator_gives_a_post(client_as):
    client, someone = client_as("管理员"), factories.user()

    response = client.post(
        address(someone), filled(client, address(someone), groups=[Group.objects.get(name="记者").pk])
    )

    assert response.status_code == 302, response.context["errors"]
    assert someone.groups.get().name == "记者"


def test_administrator_cannot_make_a_superuser(client_as):
    client, someone = client_as("管理员"), factories.user()

    client.post(address(someone), filled(client, address(someone), is_superuser="on", user_permissions=[1]))

    someone.refresh_from_db()
    assert not someone.is_superuser
    assert not someone.user_permissions.exists()


def test_administrator_cannot_touch_a_superuser(client_as):
    client, root = client_as("管理员"), factories.user(is_superuser=True)

    assert client.post(address(root), {"username": "x"}).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/password/", {"password1": "x", "password2": "x"}).status_code == 403
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"})
    assert User.objects.filter(pk=root.pk, is_superuser=True).exists()


def test_permissions_are_named_in_chinese(client_as):
    page = client_as("管理员").get(f"/admin/auth/group/{Group.objects.first().pk}/change/").content.decode()

    assert "稿件：修改" in page
    assert "稿件：可以终审" in page
    assert "Can " not in page


def test_editor_cannot_link_a_reporter_to_an_account(client_as):
    client, person, user = client_as("责任编辑"), factories.reporter(), factories.user()
    page = f"/admin/articles/reporter/{person.pk}/change/"

    response = client.post(page, filled(client, page, user=user.pk, name="新名"))

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.name, person.user) == ("新名", None)
