"""The posts of a newsroom as Django groups (DOMAIN §2: which post holds which step is the paper's to change)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Byline, SiteSettings, Status
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
_RECORD = ["view_revision", "view_review", "view_proof", "view_catch", "view_comment"]
_EDIT = [*_WRITE, *_PHOTOS, *_IMPORT, *_PAPER, *_RECORD, "review_article", "add_reporter", "change_reporter",
         "change_tag", "view_report", "change_report", "view_topic", "add_topic", "change_topic",
         "curate_home"]  # fmt: skip
# Posts above may stand in for the step below them: who may do what differs by paper, and no person signs twice.
_EDITOR = [*_EDIT, "first_review_article"]
_HEAD = [*_EDIT, "first_review_article", "second_review_article", "sign_page", "add_column", "change_column",
         "delete_tag", "delete_photo"]  # fmt: skip
_CHIEF = [*_HEAD, "final_review_article", "publish_article", "publish_edition", "emergency_publish_article",
          "add_correction", "change_correction", "add_district", "change_district", "delete_article", "delete_column",
          "delete_topic",
          "view_sitesettings", "view_staticpage", "change_staticpage", "view_logentry",
          "view_redirect", "add_redirect", "change_redirect", "delete_redirect"]  # fmt: skip

ROLES: dict[str, list[str]] = {
    "通讯员": [*_EVERYBODY, *_WRITE],
    "记者": [*_EVERYBODY, *_WRITE, *_IMPORT, "add_photo"],
    "摄影": [*_EVERYBODY, *_PHOTOS],
    "责任编辑": [*_EVERYBODY, *_EDITOR],
    "部主任": [*_EVERYBODY, *_HEAD],
    "总编辑": [*_EVERYBODY, *_CHIEF],
    "校对": [*_EVERYBODY, "change_article", "proof_article"],
    "管理员": ["*"],  # every permission of the newsroom, and of users and groups
}


@transaction.atomic
def install_roles() -> None:
    """Make the groups of `ROLES`. A group that exists keeps what an administrator has given it.

    A permission that no group has yet came with this version: the groups that exist get it as `ROLES` says.
    """
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label__in=("articles", "auth"))
    }
    new = {name for name, permission in known.items() if not permission.group_set.exists()}
    for name, codenames in ROLES.items():
        group, created = Group.objects.get_or_create(name=name)
        wanted = known if codenames == ["*"] else codenames
        group.permissions.add(*(known[codename] for codename in wanted if created or codename in new))


# What a proofreader may touch: the words, not where and under whose name they run.
TEXT_FIELDS = ("kicker", "headline", "subheadline", "summary", "dateline", "body", "note")


def full_name(user: Any) -> str:
    """Family name first and without a blank, as Chinese names are written; the account's name where none is kept."""
    return f"{user.last_name}{user.first_name}" or user.get_username()


def is_author(article: Article, by: Any) -> bool:
    """Whether `by` signs nothing of this piece: it names him, or he wrote it (and did not take it from a page).

    The same as the SQL function `articles_is_author`, by which the database refuses his signature.
    """
    if by is None or by.pk is None:
        return False
    if article.created_by_id == by.pk and article.page_import_id is None:
        return True
    return Byline.objects.filter(article=article.pk, reporter__user=by.pk).exists()


def is_own(article: Article, by: Any) -> bool:
    """Whether the piece is his to write and to send in: he is an author, or brought it in."""
    return article.created_by_id == by.pk or is_author(article, by)


def may_change(article: Article, by: Any, reviews_afterwards: int | None = None) -> bool:
    """Editors may change everything but withdrawn pieces (what readers see changes only through its reviews, or by a
    publisher where the settings ask for none); proofreaders what is in review; writers their own drafts.

    `reviews_afterwards`: what the settings say, where they are known already."""
    if not by.has_perm("articles.change_article"):
        return False
    if article.status == Status.PUBLISHED and reviews_afterwards is None:
        reviews_afterwards = SiteSettings.current().reviews_after_publication
    if article.status == Status.WITHDRAWN or (article.status == Status.PUBLISHED and not reviews_afterwards):
        return by.has_perm("articles.publish_article")
    if by.has_perm("articles.review_article"):
        return True
    if article.status in IN_REVIEW:
        return by.has_perm("articles.proof_article")
    return article.status == Status.DRAFT and is_own(article, by)


def may_arrange(by: Any, article: Article | None) -> bool:
    """Whether `by` may change more than the words (`TEXT_FIELDS`) of a piece that he may change.

    Where a published piece stands changes at once, so that only a publisher does it.
    """
    if article is not None and article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        return by.has_perm("articles.publish_article")
    return by.has_perm("articles.review_article") or article is None or article.status == Status.DRAFT


def post_of(user: Any) -> str:
    """The groups of a user at this moment, for a signature: `责任编辑、校对`."""
    return "、".join(user.groups.order_by("name").values_list("name", flat=True))[:60]


def deletion_refusal(article: Article) -> str:
    """Why an article cannot be deleted, or an empty string. What readers have seen stays, or is withdrawn."""
    if article.first_published_at or article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        when = f"{timezone.localtime(article.first_published_at):%Y-%m-%d %H:%M}" if article.first_published_at else ""
        return f"《{article}》{when}发布过，不能删除：请用“撤稿”，原地址会留下说明。"
    return ""
