"""Every address of the admin × every role. The addresses come from the registry, the rights from the table below."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from articles import models
from articles.models import Article, Status
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = ["通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员"]
# v view, a add, c change, d delete; in the order of ROLES. Written down here and not taken from the code under test.
# Change of photos: 记者 may change pictures that he uploaded himself (tested in test_photo.py).
TABLE = {
    "article":      ["vac", "vac", "v", "vac", "vac", "vacd", "vc", "vacd"],
    "correction":   ["v", "v", "v", "v", "v", "vac", "v", "vacd"],
    "tag":          ["va", "va", "v", "vac", "vacd", "vacd", "v", "vacd"],
    "photo":        ["v", "va", "vac", "vac", "vacd", "vacd", "v", "vacd"],
    "rendition":    ["", "", "", "", "", "", "", "v"],
    "edition":      ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "page":         ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "hotarea":      ["v", "v", "v", "vacd", "vacd", "vacd", "v", "vacd"],
    "reporter":     ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "column":       ["v", "v", "v", "v", "vac", "vacd", "v", "vacd"],
    "district":     ["v", "v", "v", "v", "v", "vac", "v", "vacd"],
    "sitesettings": ["", "", "", "", "", "v", "", "vc"],
    "topic":        ["", "", "", "vac", "vac", "vacd", "", "vacd"],
    "staticpage":   ["", "", "", "", "", "vc", "", "vacd"],
    "redirect":     ["", "", "", "", "", "vacd", "", "vacd"],
    "user":         ["", "", "", "", "", "", "", "vacd"],
    "group":        ["", "", "", "", "", "", "", "vacd"],
}  # fmt: skip


def registered():
    admin.site.discover()
    return {model._meta.model_name: model for model in admin.site._registry}


@pytest.fixture
def rows(roles):
    """One row of every registered model; the article is a draft of nobody, so that only editors see it."""
    photo, edition = factories.photo(), factories.edition(publish_at=None)
    page = factories.page(edition)
    article = factories.article(status=Status.FIRST_REVIEW)
    return {
        "article": article,
        "correction": models.Correction.objects.create(article=factories.article(), text="更正"),
        "tag": models.Tag.objects.create(name="标签"),
        "photo": photo,
        "rendition": photo.renditions.first(),
        "edition": edition,
        "page": page,
        "hotarea": models.HotArea.objects.create(page=page, left=1, top=1, width=9, height=9),
        "reporter": factories.reporter(),
        "column": factories.column(),
        "district": factories.district(),
        "sitesettings": models.SiteSettings.objects.create(pk=1),
        "topic": factories.topic(),
        "staticpage": models.StaticPage.objects.create(title="关于", body="<p>文</p>"),
        "redirect": models.Redirect.objects.create(old="/alt/", new="/photos/"),
        "user": User.objects.create_user("someone"),
        "group": Group.objects.first(),
    }


def test_table_names_every_registered_model():
    assert set(registered()) == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_open_to_those_in_the_table_only(client_as, rows, role):
    client, wrong = client_as(role), []
    for name, model in registered().items():
        rights, row = TABLE[name][ROLES.index(role)], rows[name]
        prefix = f"admin:{model._meta.app_label}_{name}"
        sees = "v" in rights and not (name == "article" and role in ("通讯员", "记者", "摄影"))
        missing = 404 if name == "article" and "v" in rights else 403
        expected = {
            ("GET", reverse(f"{prefix}_changelist")): "v" in rights,
            ("GET", reverse(f"{prefix}_add")): "a" in rights,
            ("POST", reverse(f"{prefix}_add")): "a" in rights,
            ("GET", reverse(f"{prefix}_change", args=[row.pk])): sees,
            ("POST", reverse(f"{prefix}_change", args=[row.pk])): sees and "c" in rights,
            ("GET", reverse(f"{prefix}_history", args=[row.pk])): sees,
            ("GET", reverse(f"{prefix}_delete", args=[row.pk])): "d" in rights,
            ("POST", reverse(f"{prefix}_delete", args=[row.pk])): "d" in rights,
        }
        for (method, address), may in expected.items():
            answer = client.generic(method, address).status_code
            if (answer in (200, 302, 409)) != may or (not may and answer not in (403, missing)):
                wrong.append(f"{role} {method} {address}: {answer}, expected {'entry' if may else 'refusal'}")
    assert wrong == []


def test_control_one_permission_too_many_is_noticed(client_as, rows):
    from django.contrib.auth.models import Permission

    Group.objects.get(name="记者").permissions.add(Permission.objects.get(codename="view_user"))

    with pytest.raises(AssertionError, match="auth/user"):
        test_every_address_is_open_to_those_in_the_table_only(client_as, rows, "记者")


def test_nobody_gets_in_without_an_account(client, rows):
    plain = User.objects.create_user("reader", password="x")
    for name, model in registered().items():
        for page, args in (("changelist", []), ("add", []), ("change", [rows[name].pk]), ("delete", [rows[name].pk])):
            address = reverse(f"admin:{model._meta.app_label}_{name}_{page}", args=args)
            client.logout()
            assert client.get(address).status_code == 302, address
            client.force_login(plain)
            assert client.get(address).status_code == 302, address


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


# role: states in which he may change a piece that is not his, and one that is
OTHERS = {
    "通讯员": set(), "记者": set(), "摄影": set(),
    "校对": {"first_review", "second_review", "final_review"},
    # What was published changes through its reviews only, so those who edit may begin such a change.
    "责任编辑": {"draft", "first_review", "second_review", "final_review", "approved", "published"},
    "部主任": {"draft", "first_review", "second_review", "final_review", "approved", "published"},
    "总编辑": set(Status), "管理员": set(Status),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", list(Status))
def test_who_may_change_a_piece_in_which_state(roles, client, role, status):
    user = factories.user(role)
    client.force_login(user)
    others, own = factories.article(status=status), factories.article(status=status, created_by=user)

    may = client.post(change(others)).status_code
    assert (may in (200, 409)) == (status in OTHERS[role]), f"{role} on another's {status}: {may}"

    expected = status in OTHERS[role] | ({"draft"} if role in ("通讯员", "记者", "校对") else set())
    may = client.post(change(own)).status_code
    assert (may in (200, 409)) == expected, f"{role} on his own {status}: {may}"


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影"])
def test_drafts_of_others_do_not_exist_for_writers(client_as, role):
    client = client_as(role)
    for status in set(Status) - {Status.PUBLISHED}:
        hidden = factories.article(status=status)
        for address in (change(hidden), f"/desk/articles/{hidden.pk}/preview/", f"/desk/articles/{hidden.pk}/submit/"):
            assert client.get(address).status_code == 404, address
        assert client.post(change(hidden)).status_code == (403 if role == "摄影" else 404)
    later = factories.article(publish_at=timezone.now() + timezone.timedelta(hours=1))
    assert client.get(change(later)).status_code == 404
    assert str(later).encode() not in client.get("/admin/articles/article/").content


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("总编辑", "管理员")])
def test_nobody_else_publishes_by_any_route(roles, client, role):
    user = factories.user(role)
    client.force_login(user)
    for status in (Status.DRAFT, Status.FINAL_REVIEW, Status.APPROVED):
        article = factories.article(status=status, created_by=user)
        forged = {"status": "published", "publish_at": "2020-01-01", "_verb": "publish", "version": "1", "at": "",
                  "headline": "x", "kind": "news", "_save": "1"}  # fmt: skip
        for prefix in ("bylines", "uses"):
            forged |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
        client.post(change(article), forged)
        client.post("/admin/articles/article/", {"action": "bulk_publish", "_selected_action": [article.pk]})
        client.post(f"/desk/articles/{article.pk}/publish/", {"version": Article.objects.get(pk=article.pk).version})
        assert client.get(f"/desk/articles/{article.pk}/publish/").status_code in (403, 404)

        article.refresh_from_db()
        assert article.status != Status.PUBLISHED, f"{role} published a piece in {status}"
        assert article.first_published_at is None
    assert not Article.objects.public().exists()
