"""Every person × every address × every method × every state of the piece that an address names.

Addresses come from the URL configuration, the expectation from the rules of this file and from nothing of the code
under test: an address without a rule fails, and so does a door that stands open to one person too many.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article, Photo
from tests import factories
from tests.addresses import Route, routes
from tests.newsroom import PUBLIC, STATES, Newsroom, newsroom

pytestmark = pytest.mark.django_db

VISITOR, READER, AUTHOR = "访客", "读者账号", "作者"  # the author is a 记者; everything in the newsroom is his
ROLES = ["通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员"]
PEOPLE = [VISITOR, READER, AUTHOR, *ROLES]
METHODS = ("GET", "HEAD", "POST")

EDITORS = {"责任编辑", "部主任", "总编辑", "管理员"}
PUBLISHERS = {"总编辑", "管理员"}
WRITERS = {AUTHOR, "通讯员", "记者", *EDITORS}
STAFF = {AUTHOR, *ROLES}
IN_REVIEW = ("first_review", "second_review", "final_review")
# v view, a add, c change, d delete of the admin, in the order of ROLES.
ADMIN = {
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
    "staticpage":   ["", "", "", "", "", "vc", "", "vacd"],
    "user":         ["", "", "", "", "", "", "", "vacd"],
    "group":        ["", "", "", "", "", "", "", "vacd"],
}  # fmt: skip

# What an answer can be. "conflict" is a refusal too: not from this state, or not like this (400, 409, 412).
OUTCOMES = {400: "conflict", 401: "login", 403: "forbidden", 404: "missing", 405: "method", 409: "conflict",
            410: "gone", 412: "conflict"}  # fmt: skip
Rule = Callable[[str, str, str], set[str]]  # (person, method, state) -> the answers that are right


# Rules ----------------------------------------------------------------------------------------------------------------
def sees(who: str, state: str) -> bool:
    """Which piece exists for whom on staff pages; all of them are the author's."""
    if state == "binned":
        return False
    if who in EDITORS or who == AUTHOR or state in PUBLIC:
        return True
    return who == "校对" and state in (*IN_REVIEW, "approved")


def may_change(who: str, state: str) -> bool:
    if state == "withdrawn":
        return who in PUBLISHERS
    return who in EDITORS or (who == "校对" and state in IN_REVIEW) or (who == AUTHOR and state == "draft")


def everybody(who: str, method: str, state: str) -> set[str]:
    """Readers' pages: the same for all; a POST finds nothing to do."""
    return {"open"} if method != "POST" else {"open", "method"}


def when_public(who: str, method: str, state: str) -> set[str]:
    found = everybody(who, method, state)
    return found if state in PUBLIC else found - {"open"} | {"missing"}


def article_page(who: str, method: str, state: str) -> set[str]:
    return {"gone"} if state == "withdrawn" else when_public(who, method, state)


def shared(who: str, method: str, state: str) -> set[str]:
    """A secret link opens for whoever has it, but not to what is withdrawn or binned."""
    if state in ("withdrawn", "binned"):
        return {"missing"}
    return {"open", "forbidden"} if method == "POST" else {"open"}  # a remark without the page's seal is refused


def staff(allowed: set[str] = STAFF, *, get: bool = True, post: bool = True, head: bool = True) -> Rule:
    """A page of the desk for some; `get`, `post`, `head`: which methods it knows."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get and head, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "conflict"} if who in allowed else {"forbidden"}

    return rule


def piece(allowed: Callable[[str, str], bool] | set[str], *, get: bool = False, post: bool = False,
          head: bool = True, ends: str = "open conflict") -> Rule:  # fmt: skip
    """An address that names a piece: it is not there for those who do not see the piece."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get and head, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if not sees(who, state):
            return {"missing"}
        may = who in allowed if isinstance(allowed, set) else allowed(who, state)
        return set(ends.split()) if may else {"forbidden"}

    return rule


def either(get: Rule, post: Rule) -> Rule:
    return lambda who, method, state: (post if method == "POST" else get)(who, method, state)


def staff_without_post(who: str, method: str, state: str) -> set[str]:
    """The admin asks who it is before it asks how."""
    return {"login"} if who not in STAFF else {"method"}


def own(post: bool, others: set[str] = frozenset()) -> Rule:  # type: ignore[assignment]
    """What is the author's alone (and `others`'); for everybody else on the staff it is not there."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if (method == "POST") != post:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "conflict"} if who == AUTHOR or who in others else {"missing"}

    return rule


def own_with_right(rule: Rule, right: set[str]) -> Rule:
    """`rule`, behind a permission that is asked for first."""

    def checked(who: str, method: str, state: str) -> set[str]:
        found = rule(who, method, state)
        return found if who not in STAFF or found == {"method"} or who in right else {"forbidden"}

    return checked


# verb of /desk/articles/<pk>/<verb>/: who holds it, from which states it goes, on whose pieces
VERBS: dict[str, tuple[set[str], tuple[str, ...], set[str]]] = {
    "submit": (WRITERS, ("draft", "pending"), {AUTHOR, *EDITORS}),
    "take_back": (WRITERS, ("first_review",), {AUTHOR}),
    "approve": (EDITORS, (*IN_REVIEW, "pending"), EDITORS),
    "return": (EDITORS, (*IN_REVIEW, "approved", "pending"), EDITORS),
    "discard": (EDITORS, ("pending",), EDITORS),
    "publish": (PUBLISHERS, ("approved",), PUBLISHERS),
    "unschedule": (PUBLISHERS, ("scheduled",), PUBLISHERS),
    "emergency_publish": (PUBLISHERS, ("draft", *IN_REVIEW, "approved"), PUBLISHERS),
    "withdraw": (PUBLISHERS, ("scheduled", "published", "pending"), PUBLISHERS),
    "republish": (PUBLISHERS, ("withdrawn",), PUBLISHERS),
    "reopen": (PUBLISHERS, ("withdrawn",), PUBLISHERS),
    "bin": ({*WRITERS, "校对"}, ("draft",), {AUTHOR, *PUBLISHERS}),
}
# Which reviews a post may sign.
SIGNS = {"责任编辑": {"first_review", "pending"}, "部主任": {"first_review", "second_review", "pending"},
         "总编辑": {*IN_REVIEW, "pending"}, "管理员": {*IN_REVIEW, "pending"}}  # fmt: skip


def verb(name: str) -> Rule:
    holders, states, whose = VERBS.get(name, (set(), (), set()))

    def rule(who: str, method: str, state: str) -> set[str]:
        if method == "HEAD":
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if not sees(who, state) or name not in VERBS:
            return {"missing"}
        holds = who in holders
        if name == "approve" and state in (*IN_REVIEW, "pending"):
            holds = state in SIGNS.get(who, ())
        goes = holds and state in states and who in whose
        if method == "GET":
            return {"open", "forbidden"} if goes else {"forbidden"}
        if goes:
            return {"open", "conflict"}
        return {"conflict", "forbidden"} if holds else {"forbidden"}

    return rule


def admin(model: str, right: str) -> Rule:
    def rule(who: str, method: str, state: str) -> set[str]:
        if who not in STAFF:
            return {"login"}
        rights = ADMIN[model][ROLES.index("记者" if who == AUTHOR else who)]
        if right in rights:
            return {"open", "conflict"}
        return {"forbidden", "missing"}

    return rule


def admin_article(page: str) -> Rule:
    def rule(who: str, method: str, state: str) -> set[str]:
        if who not in STAFF:
            return {"login"}
        if page == "changelist":
            return {"open"}
        if page == "add":
            return {"open"} if who in WRITERS else {"forbidden"}
        if not sees(who, state):
            return {"missing", "forbidden"}
        if page == "change" and method == "POST":
            return {"open", "conflict"} if may_change(who, state) else {"forbidden"}
        if page == "delete":
            return {"open", "conflict"} if who in PUBLISHERS or (who, state) == (AUTHOR, "draft") else {"forbidden"}
        return {"open"}

    return rule


IMPORTERS = {AUTHOR, "记者", *EDITORS}
RECORD = {AUTHOR, *EDITORS}
WORKERS = {*RECORD, "校对"}  # who works on pieces; others read what is published


def of_import(*, get: bool = False, post: bool = False) -> Rule:
    """An import of the author's: for him and for editors; the desk itself asks for its permission first."""
    base = own(post, EDITORS)

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get, "POST": post}[method]:
            return {"method"}
        found = base(who, "POST" if post else "GET", state)
        if who not in STAFF or who in IMPORTERS:
            return found | ({"missing"} if get else set())  # it has no page image and no picture
        return {"forbidden"}

    return rule


def assignment(*, get: bool = False, post: bool = False, allowed: set[str] = RECORD) -> Rule:
    """An assignment that the author has: others than he and the editors do not see it."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if who not in RECORD:
            return {"missing", "forbidden"}
        return {"open", "conflict"} if who in allowed else {"forbidden", "conflict"}

    return rule


UPLOADERS = {AUTHOR, "记者", "摄影", *EDITORS}
CHANGE_PHOTOS = {"摄影", *EDITORS}


def quiet(allowed: set[str]) -> Rule:
    """A POST whose refusal is a sentence on the page that it leads back to: then nothing may have been written."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if method != "POST":
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "unchanged"} if who in allowed else {"unchanged", "forbidden"}

    return rule


def named(names: str, rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), rule)


# Name of the address: its rule. The one place; an address that is not here fails the test.
RULES: dict[str, Rule] = {
    **named(
        "home districts district column reporters reporter photos paper edition page archive archive_day "
        "corrections static_page feed_rss feed_atom feed_district_rss feed_district_atom feed_column_rss "
        "feed_column_atom sitemap sitemap_section news_sitemap robots page_pdf favicon healthz readyz tag",
        everybody,
    ),
    "article": article_page,
    "photo": when_public,
    "rendition": lambda who, method, state: (
        {"method"} if method == "POST" else {"open"} if state in PUBLIC or who in STAFF else {"missing"}
    ),
    "shared_preview": shared,
    "shared_preview_picture": lambda who, method, state: (
        {"method"} if method == "POST" else shared(who, method, state)
    ),
    # the desk
    "desk": staff(post=False),
    "desk_live": staff(post=False),
    "desk_colleagues": staff(post=False),
    "desk_inbox": staff(post=False),
    "desk_inbox_read": staff(get=False),
    "desk_unread": staff(post=False),
    "desk_inbox_open": own(post=True),
    **named("desk_article desk_article_now desk_revisions desk_compare", piece(WORKERS, get=True)),
    "desk_comment": piece(WORKERS, post=True),
    "desk_comment_settle": piece({AUTHOR, *EDITORS}, post=True),
    "desk_proof": piece({"校对", "管理员"}, post=True),
    "desk_catch": piece({"校对", "管理员"}, post=True),
    "desk_catch_resolve": piece(may_change, post=True),
    "desk_revision_restore": piece(may_change, post=True),
    "desk_preview": piece(STAFF, get=True, ends="open"),
    "desk_links": either(
        piece(RECORD, get=True),
        piece(lambda who, state: who in RECORD and state != "withdrawn", post=True),
    ),
    "desk_link_revoke": piece(RECORD, post=True),
    "desk_sheet": piece(WORKERS, get=True, ends="open"),
    "desk_sheet_pdf": piece(WORKERS, get=True, ends="open"),
    "desk_log": staff(PUBLISHERS, post=False),
    "desk_log_csv": staff(PUBLISHERS, post=False),
    "desk_draft": piece(STAFF, get=True, post=True),
    "desk_new_draft": staff(WRITERS, get=False),
    **named(
        "desk_session desk_signed_in desk_presence desk_drafts desk_bin",
        staff(post=False),
    ),
    "desk_my_draft": own(post=False),
    "desk_bin_restore": lambda who, method, state: (
        {"method"} if method != "POST" else {"login"} if who not in STAFF
        else {"missing"} if state != "binned" or who not in RECORD
        else {"open"} if who in {AUTHOR, *PUBLISHERS} else {"unchanged"}
    ),
    **named(
        "desk_photo_choose desk_photo_thumbnail",
        staff(post=False),
    ),
    # the import desk
    "desk_import": staff(IMPORTERS, post=False),
    **named(
        "desk_import_paste desk_import_upload",
        staff(IMPORTERS, get=False),
    ),
    **named(
        "desk_import_sheet desk_import_status desk_import_picture desk_import_page_image",
        of_import(get=True),
    ),
    **named(
        "desk_import_again desk_import_discard desk_import_restore desk_import_steps "
        "desk_import_undo desk_import_redo desk_import_drafts",
        of_import(post=True),
    ),
    # Where a page stands is the editors'; what a piece was made of is shown to whoever sees the piece.
    "desk_import_place": lambda who, method, state: (
        {"forbidden"} if who == AUTHOR and method == "POST" else of_import(post=True)(who, method, state)
    ),
    "desk_import_source": lambda who, method, state: (
        {"missing"} if who in STAFF - IMPORTERS and method != "POST" else of_import(get=True)(who, method, state)
    ),
    # the plan
    "desk_plan": staff(post=False),
    "desk_assignment_add": staff(EDITORS, head=False),
    "desk_assignment": assignment(get=True),
    "desk_assignment_edit": lambda who, method, state: (
        {"method"} if method == "HEAD" else {"login"} if who not in STAFF
        else {"open", "conflict"} if who in EDITORS else {"forbidden", "missing"}
    ),
    "desk_assignment_move": assignment(post=True, allowed=EDITORS),
    "desk_assignment_connect": assignment(post=True),
    "desk_assignment_act": assignment(post=True, allowed=EDITORS),
    # the photo desk: everybody on the staff looks, those who upload have shoots, those who change photos change them
    **named("photo_library photo_state", staff(post=False)),
    "photo_detail": either(
        staff(),
        lambda who, method, state: (
            {"login"} if who not in STAFF
            else {"open", "conflict"} if who in CHANGE_PHOTOS else {"forbidden", "conflict"}
        ),
    ),
    "photo_bulk": quiet(CHANGE_PHOTOS),
    "photo_merge": quiet(CHANGE_PHOTOS),
    **named("photo_focal photo_turn", staff(CHANGE_PHOTOS, get=False)),
    **named(
        "photo_file photo_earlier photo_act",  # 403 is also said for what cannot be done: no file, in use
        lambda who, method, state: (
            staff(CHANGE_PHOTOS, get=False)(who, method, state)
            | ({"forbidden"} if who in CHANGE_PHOTOS and method == "POST" else set())
        ),
    ),
    "photo_original": staff(CHANGE_PHOTOS, post=False),
    **named("photo_upload_page photo_upload_states", staff(UPLOADERS, post=False)),
    **named("photo_known photo_shoots", staff(UPLOADERS, get=False)),
    **named("photo_shoot photo_shoot_drafts", own_with_right(own(post=False, others=EDITORS), UPLOADERS)),
    **named(
        "photo_shoot_cards photo_shoot_save photo_shoot_order photo_shoot_level photo_shoot_finish photo_shoot_story "
        "photo_shoot_insert",
        own_with_right(own(post=True, others=EDITORS), UPLOADERS),
    ),
    **named(
        "photo_shoot_leave photo_shoot_take photo_shoot_turn",  # the shoot has no such picture
        own_with_right(lambda who, method, state: own(post=True, others=EDITORS)(who, method, state) | (
            {"missing"} if method == "POST" and who in STAFF else set()), UPLOADERS),
    ),
    "photo_uploads": lambda who, method, state: (
        {"login"} if who not in STAFF else {"method", "conflict"} if who in UPLOADERS else {"forbidden"}
    ),
    "photo_upload": lambda who, method, state: (
        {"login"} if who not in STAFF
        else {"missing", "method", "conflict"} if who in UPLOADERS else {"forbidden"}
    ),
    # the admin
    "admin:index": staff(),
    "admin:login": lambda who, method, state: {"open"},
    "admin:logout": lambda who, method, state: {"open"} if who not in STAFF or method == "POST" else {"method"},
    "admin:password_change": staff(),
    "admin:password_change_done": either(staff(), staff_without_post),
    "admin:autocomplete": lambda who, method, state: {"login"} if who not in STAFF else {"forbidden", "method"},
    "admin:jsi18n": either(staff(), staff_without_post),
    "admin:view_on_site": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing"},
    "admin:app_list": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing"},
    "admin:": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing", "forbidden"},
    "admin:auth_user_password_change": admin("user", "c"),
    **{f"admin:articles_article_{page}": admin_article(page)
       for page in ("changelist", "add", "history", "delete", "change")},
    **{f"admin:{'auth' if model in ('user', 'group') else 'articles'}_{model}_{page}": admin(model, right)
       for model in ADMIN
       for page, right in {"changelist": "v", "add": "a", "history": "v", "delete": "d"}.items()},
    **{f"admin:{'auth' if model in ('user', 'group') else 'articles'}_{model}_change":
       either(admin(model, "v"), admin(model, "c")) for model in ADMIN},
}  # fmt: skip


# Cells ----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Target:
    """An address to knock at, with the rule that it is under and what is posted there."""

    name: str
    address: str
    rule: Rule
    state: str = ""
    data: dict[str, Any] | None = None


# What is posted, by the name of the address.
POSTED = {
    "desk_comment": {"text": "一句话"},
    "desk_proof": {"number": "1"},
    "desk_catch": {"quote": "正文", "correction": "正文", "kind": "character", "field": "body"},
    "desk_links": {"purpose": "读者", "hours": "24", "shows": "latest"},
    "desk_draft": {"packet": "{}"},
    "desk_new_draft": {"packet": "{}"},
    "desk_assignment_connect": {"article": ""},
}
VERB_DATA = {"opinion": "请改短", "reason": "试", "to": "draft", "sure": "on", "at": ""}
WITH_PIECES = re.compile(r"/desk/articles/<int:pk>/|/articles/<int:pk>/$|/photos/<int:pk>/$|/preview/|/media/"
                         r"|/desk/bin/<int:pk>|/admin/articles/article/<path:object_id>/\w")  # fmt: skip
# Half a second each: the sheet's own page, behind the same question, goes through all states.
SLOW = {"desk_sheet_pdf": ("published",)}
# These lead back with a sentence when they refuse: what was written tells.
QUIET = {"photo_bulk", "photo_merge", "desk_bin_restore"}
HEADS = ("", "draft", "published")  # HEAD is GET without a body: asked at every address, not in every state


def rule_of(route: Route) -> Rule:
    key = route.name or ("admin:" if route.form.startswith("/admin/") else "")
    assert key in RULES or key == "desk_verb", f"{route.form} ({route.name or 'no name'}) has no rule: add it to RULES"
    return RULES.get(key, everybody)


def targets(world: Newsroom) -> Iterator[Target]:
    for route in routes():
        rule = rule_of(route)
        if route.name == "desk_verb":
            for name in (*VERBS, "nonsense"):
                for state in STATES if name in VERBS else HEADS[1:]:
                    values = world.of_piece[state] | {"verb": name}
                    data = VERB_DATA | {"version": world.pieces[state].version}
                    yield Target(f"{route.name} {name}", route.filled(values), verb(name), state, data)
        elif WITH_PIECES.match(route.form) or route.form.startswith("/admin/articles/article/<path:object_id>/"):
            for state in SLOW.get(route.name, STATES):
                data = POSTED.get(route.name, {}) | {"version": world.pieces[state].version}
                yield Target(route.name, route.filled(values_of(route, world, state)), rule, state, data)
        else:
            data = POSTED.get(route.name, {})
            if route.name.startswith("photo_"):
                other = world.pieces["first_review"].uses.get().photo
                data = {"version": 1, "photo": world.rows["photo"].pk, "do": "bin", "x": "0.5", "y": "0.5",
                        "caption": "说明", "other": other.pk, "other_version": 1, "reason": "试"}  # fmt: skip
            yield Target(route.name, route.filled(values_of(route, world)), rule, "", data)


def values_of(route: Route, world: Newsroom, state: str = "") -> dict[str, Any]:
    if state:
        values = dict(world.of_piece[state])
        if route.name == "photo":
            values["pk"] = values["photo"]
        return values | {"verb": "resolve" if "comment" in route.form else "decline", "number": 1}
    rows, name = world.rows, route.name
    pk = {"desk_inbox_open": "notification", "desk_my_draft": "side_draft", "desk_photo_thumbnail": "photo"}.get(name)
    if name.startswith("desk_assignment"):
        pk = "assignment"
    elif name.startswith("desk_import"):
        pk = "page_import"
    elif name.startswith("photo_") and pk is None:
        pk = "shoot" if "shoot" in name else "photo"
    model = re.match(r"/admin/(?:articles|auth)/(\w+)/", route.form)
    slug = {"district": "district", "feed_district_rss": "district", "feed_district_atom": "district", "tag": "tag",
            "column": "column", "feed_column_rss": "column", "feed_column_atom": "column", "reporter": "reporter",
            "static_page": "staticpage"}.get(name)  # fmt: skip
    return {
        "pk": uuid.UUID(int=1) if name == "photo_upload" else rows[pk].pk if pk else 0,
        "object_id": rows[model[1]].pk if model else 1,
        "id": rows["user"].pk,
        "slug": rows[slug].slug if slug else "",
        "day": timezone.localdate() if name == "archive_day" else rows["edition"].date,
        "number": 1,
        "section": "districts",
        "key": "neu",
        "verb": "drop" if pk == "assignment" else "bin",
        "photo": rows["photo"].pk,
        "way": "left",
        "content_type_id": 1,
        "app_label": "articles",
        "url": "nowhere/",
    }


def methods(target: Target) -> tuple[str, ...]:
    if target.name in SLOW:
        return ("GET", "POST")
    if target.name.startswith("desk_verb") and target.state not in HEADS:
        return ("POST",)  # what a verb's page asks before it acts is asked for in two states
    return METHODS if target.state in HEADS else ("GET", "POST")


class Person:
    """Somebody at a browser. Every POST is taken back."""

    present: User | AnonymousUser = AnonymousUser()

    def __init__(self, user: User | None) -> None:
        self.user, self.client = user or AnonymousUser(), Client()

    def asks(self, target: Target, method: str) -> str:
        Person.present = self.user
        self.client.cookies[settings.SESSION_COOKIE_NAME] = "some"  # without one, some views do not ask who it is
        if method != "POST":
            return outcome(getattr(self.client, method.lower())(target.address))
        with transaction.atomic():
            before = stored()
            accept = {"accept": "application/json"} if target.name.startswith("photo_") else {}
            found = outcome(self.client.post(target.address, target.data or {}, headers=accept))
            if found == "open" and target.name in QUIET and stored() == before:
                found = "unchanged"
            if found != "open" and stored() != before:
                found = f"{found}, and something was written"
            transaction.set_rollback(True)
        return found


def stored() -> list[Any]:
    pieces = Article.objects.order_by("pk").values_list("pk", "status", "version", "pending", "binned_at")
    return [*pieces, *Photo.objects.order_by("pk").values_list("pk", "status", "version", "binned_at", "merged_into")]


def outcome(response: HttpResponse) -> str:
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined] # reads, and so closes, what is sent from a file
    if response.status_code >= 500:
        return f"fault {response.status_code}"
    if response.status_code in (301, 302, 303) and "/admin/login/" in response["Location"]:
        return "login"
    return OUTCOMES.get(response.status_code, "open")


@pytest.fixture
def world(roles: None, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Whether a door opens is asked here, not who knocks nor what the room looks like: pages are not rendered, and the
    same person is not looked up anew for each of a thousand questions. They would take minutes otherwise."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args, **kwargs: "")
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", lambda request: Person.present)
    return newsroom()


def person(who: str, world: Newsroom) -> Person:
    user = {VISITOR: None, AUTHOR: world.author}.get(who)
    if who == READER:
        user = User.objects.create_user("reader")
    elif who in ROLES:
        user = factories.user(who)
    return Person(user)


def wrong(who: str, world: Newsroom, only: str = "") -> tuple[int, list[str]]:
    """How many cells were tried, and those in which the answer was another than the rule says."""
    knocking, number, found = person(who, world), 0, []
    for target in targets(world):
        if only not in target.address:
            continue
        for method in methods(target):
            expected = target.rule(who, method, target.state)
            answer = knocking.asks(target, method)
            number += 1
            if answer not in expected:
                found.append(f"{who} {method} {target.address} [{target.name} {target.state}]: {answer}, "
                             f"not {'/'.join(sorted(expected))}")  # fmt: skip
    return number, found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_opens_to_whom_the_rules_name(world, who, capsys):
    number, found = wrong(who, world)

    with capsys.disabled():
        print(f"\nauthorisation: {who}: {number} cells, {len(found)} wrong")
    assert found == []


def test_number_of_cells(world, capsys):
    asked = list(targets(world))
    cells = sum(len(methods(target)) for target in asked) * len(PEOPLE)

    with capsys.disabled():
        print(f"\nauthorisation: {len(routes())} patterns, {len(asked)} addresses with states, {len(PEOPLE)} people, "
              f"{len(METHODS)} methods: {cells} cells")  # fmt: skip
    assert cells > 5000


def test_every_rule_has_an_address():
    names = {route.name or "admin:" for route in routes()}

    assert set(RULES) - names == set()


def test_control_an_address_without_a_rule_is_noticed():
    with pytest.raises(AssertionError, match="has no rule"):
        rule_of(Route("desk_secret", "/desk/secret/"))


@pytest.mark.parametrize(
    ("role", "codename", "door"),
    [("记者", "view_logentry", "/desk/log/"), ("通讯员", "review_article", "/preview/"),
     ("责任编辑", "publish_article", "/withdraw/"), ("摄影", "view_user", "/admin/auth/user/")],
)  # fmt: skip
def test_control_one_permission_too_many_is_noticed(world, role, codename, door):
    assert wrong(role, world, door)[1] == []
    permissions = Permission.objects.filter(content_type__app_label__in=("articles", "auth"))
    Group.objects.get(name=role).permissions.add(permissions.get(codename=codename))

    assert any("]: open, not" in line for line in wrong(role, world, door)[1])
