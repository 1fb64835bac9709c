"""The relaxed policy is on pages with the editor and on no other."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from tests import factories

from .test_access import registered, rows  # noqa: F401

pytestmark = pytest.mark.django_db


def addresses(rows):  # noqa: F811
    yield reverse("admin:index")
    yield reverse("admin:login")
    yield reverse("admin:password_change")
    yield f"/desk/articles/{rows['article'].pk}/preview/"
    yield f"/desk/articles/{rows['article'].pk}/approve/"
    for name, model in registered().items():
        prefix = f"admin:{model._meta.app_label}_{name}"
        yield reverse(f"{prefix}_changelist")
        yield reverse(f"{prefix}_add")
        for page in ("change", "delete", "history"):
            yield reverse(f"{prefix}_{page}", args=[rows[name].pk])


def test_only_pages_with_the_editor_have_its_policy(client, rows):  # noqa: F811
    client.force_login(factories.user(is_superuser=True))
    relaxed = set()
    for address in addresses(rows):
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert policy in (settings.CONTENT_SECURITY_POLICY, settings.CONTENT_SECURITY_POLICY_EDITOR)
        has_editor = b'data-type="ckeditortype"' in response.content
        assert (policy == settings.CONTENT_SECURITY_POLICY_EDITOR) == has_editor, address
        relaxed |= {address} if has_editor else set()

    assert relaxed == {
        reverse("admin:articles_article_add"),
        reverse("admin:articles_article_change", args=[rows["article"].pk]),
        reverse("admin:articles_staticpage_add"),
        reverse("admin:articles_topic_add"),
        reverse("admin:articles_topic_change", args=[rows["topic"].pk]),
        reverse("admin:articles_staticpage_change", args=[rows["staticpage"].pk]),
    }  # fmt: skip


def test_reader_of_a_story_gets_the_strict_policy_and_no_editor(client_as):
    article = factories.article(body="<p>正文</p>")

    response = client_as("记者").get(reverse("admin:articles_article_change", args=[article.pk]))

    assert response.headers["Content-Security-Policy"] == settings.CONTENT_SECURITY_POLICY
    assert "<p>正文</p>" in response.content.decode()


def test_pages_hold_no_inline_script_and_no_inline_style(client, rows):  # noqa: F811
    import re

    client.force_login(factories.user(is_superuser=True))
    for address in addresses(rows):
        response = client.get(address)
        page = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", page), address
        if b"ckeditortype" not in response.content:
            assert not re.search(r"<style|\sstyle=\"|\son[a-z]+=\"", page), address


def test_site_is_all_chinese_where_it_names_itself():
    assert admin.site.index_title == "工作台"
