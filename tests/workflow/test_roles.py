import pytest
from django.contrib.auth.models import Group, Permission

from articles.workflow import ROLES, install_roles
from tests import factories

PUBLISH, USERS, REVIEW = "articles.publish_article", "auth.change_user", "articles.review_article"


@pytest.mark.parametrize(
    ("role", "can"),
    [
        ("通讯员", set()),
        ("记者", set()),
        ("摄影", set()),
        ("校对", set()),
        ("责任编辑", {REVIEW}),
        ("部主任", {REVIEW}),
        ("总编辑", {REVIEW, PUBLISH}),
        ("管理员", {REVIEW, PUBLISH, USERS}),
    ],
)
def test_roles_hold_what_their_post_needs_and_no_more(roles, role, can):
    user = factories.user(role)

    assert {p for p in (PUBLISH, USERS, REVIEW) if user.has_perm(p)} == can


def test_every_role_exists_and_a_changed_one_is_left_alone(roles):
    group = Group.objects.get(name="记者")
    group.permissions.clear()

    install_roles()

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert not group.permissions.exists()


def test_a_permission_that_came_later_reaches_the_groups_that_exist(roles):
    editors = Group.objects.get(name="责任编辑")
    new = Permission.objects.get(codename="add_pageimport")
    for group in Group.objects.all():
        group.permissions.remove(new)
    editors.permissions.remove(Permission.objects.get(codename="change_reporter"))  # a decision of this paper
    before = editors.permissions.count()
    install_roles()
    assert new in editors.permissions.all()
    assert editors.permissions.count() == before + 1
