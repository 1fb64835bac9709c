"""The posts of a newsroom as Django groups (DOMAIN §2: which post holds which step is the paper's to change)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Status
from articles.models.article import IN_REVIEW

_EVERYBODY = ["view_article", "view_district", "view_column", "view_tag", "view_reporter", "view_edition", "view_page",
              "view_photo", "view_byline", "view_articlephoto", "view_correction", "view_hotarea",
              "view_pagecredit"]  # fmt: skip
_WRITE = ["add_article", "change_article", "add_byline", "change_byline", "delete_byline", "add_articlephoto",
          "change_articlephoto", "delete_articlephoto", "add_tag", "submit_article"]  # fmt: skip
_PHOTOS = ["add_photo", "change_photo"]
_IMPORT = ["add_pageimport"]  # opens the import desk
_PAPER = [f"{verb}_{noun}" for noun in ("edition", "page", "pagecredit", "hotarea") for verb in ("add", "change")] + [
    "delete_hotarea",
    "delete_pagecredit",
]
_EDIT = [*_WRITE, *_PHOTOS, *_IMPORT, *_PAPER, "review_article", "add_reporter", "change_reporter", "change_tag"]
_HEAD = [*_EDIT, "add_column", "change_column", "delete_tag", "delete_photo"]
_CHIEF = [*_HEAD, "final_review_article", "publish_article", "add_correction", "change_correction", "add_district",
          "change_district", "delete_article", "delete_column", "view_sitesettings", "view_staticpage",
          "change_staticpage"]  # fmt: skip

ROLES: dict[str, list[str]] = {
    "通讯员": [*_EVERYBODY, *_WRITE],
    "记者": [*_EVERYBODY, *_WRITE, *_IMPORT, "add_photo"],
    "摄影": [*_EVERYBODY, *_PHOTOS],
    "责任编辑": [*_EVERYBODY, *_EDIT],
    "部主任": [*_EVERYBODY, *_HEAD],
    "总编辑": [*_EVERYBODY, *_CHIEF],
    "校对": [*_EVERYBODY, "change_article", "proof_article"],
    "管理员": ["*"],  # every permission of the newsroom, and of users and groups
}


@transaction.atomic
def install_roles() -> None:
    """Make the groups of `ROLES`. A group that exists keeps what an administrator has given it."""
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label__in=("articles", "auth"))
    }
    for name, codenames in ROLES.items():
        group, created = Group.objects.get_or_create(name=name)
        if created:
            wanted = known.values() if codenames == ["*"] else [known[codename] for codename in codenames]
            group.permissions.set(wanted)


# What a proofreader may touch: the words, not where and under whose name they run.
TEXT_FIELDS = ("kicker", "headline", "subheadline", "summary", "dateline", "body", "note")


def full_name(user: Any) -> str:
    """Family name first and without a blank, as Chinese names are written; the account's name where none is kept."""
    return f"{user.last_name}{user.first_name}" or user.get_username()


def is_author(article: Article, by: Any) -> bool:
    return article.created_by_id == by.pk or article.bylines.filter(reporter__user=by.pk).exists()


def may_change(article: Article, by: Any) -> bool:
    """Texts only a publisher may touch once they were published; a writer's only while they are drafts and his."""
    if not by.has_perm("articles.change_article"):
        return False
    if article.status in (Status.PUBLISHED, Status.WITHDRAWN) or article.first_published_at:
        return by.has_perm("articles.publish_article")
    if by.has_perm("articles.review_article"):
        return True
    if article.status in IN_REVIEW:
        return by.has_perm("articles.proof_article")
    return article.status == Status.DRAFT and is_author(article, by)


def may_arrange(by: Any, article: Article | None) -> bool:
    """Whether `by` may change more than the words (`TEXT_FIELDS`) of a piece that he may change."""
    return by.has_perm("articles.review_article") or article is None or article.status == Status.DRAFT


def deletion_refusal(article: Article) -> str:
    """Why an article cannot be deleted, or an empty string. What readers have seen stays, or is withdrawn."""
    if article.first_published_at or article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        when = f"{timezone.localtime(article.first_published_at):%Y-%m-%d %H:%M}" if article.first_published_at else ""
        return f"《{article}》{when}发布过，不能删除：请用“撤稿”，原地址会留下说明。"
    return ""
