"""The posts of a newsroom as Django groups (DOMAIN §2: which post holds which step is the paper's to change)."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction

_EVERYBODY = ["view_article", "view_district", "view_column", "view_tag", "view_reporter", "view_edition", "view_page",
              "view_photo", "view_byline", "view_articlephoto", "view_correction", "view_hotarea",
              "view_pagecredit"]  # fmt: skip
_WRITE = ["add_article", "change_article", "add_byline", "change_byline", "delete_byline", "add_articlephoto",
          "change_articlephoto", "delete_articlephoto", "add_tag", "submit_article"]  # fmt: skip
_PHOTOS = ["add_photo", "change_photo"]
_PAPER = [f"{verb}_{noun}" for noun in ("edition", "page", "pagecredit", "hotarea") for verb in ("add", "change")] + [
    "delete_hotarea",
    "delete_pagecredit",
]
_EDIT = [*_WRITE, *_PHOTOS, *_PAPER, "review_article", "add_reporter", "change_reporter", "change_tag"]
_HEAD = [*_EDIT, "add_column", "change_column", "delete_tag", "delete_photo"]
_CHIEF = [*_HEAD, "final_review_article", "publish_article", "add_correction", "change_correction", "add_district",
          "change_district", "delete_article", "delete_column", "view_sitesettings", "view_staticpage",
          "change_staticpage"]  # fmt: skip

ROLES: dict[str, list[str]] = {
    "通讯员": [*_EVERYBODY, *_WRITE],
    "记者": [*_EVERYBODY, *_WRITE, "add_photo"],
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
