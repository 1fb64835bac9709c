"""Every person × every address × every method × every state of the piece that an address names.

Addresses come from the URL configuration, the expectation from `tests.access_rules` and from nothing of the code under
test: an address without a rule fails, and so does a door that stands open to one person too many.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition, Page, Photo
from tests import factories
from tests.access_rules import AUTHOR, PEOPLE, READER, ROLES, RULES, VERBS, VISITOR, Rule, everybody, verb
from tests.addresses import Route, routes
from tests.newsroom import STATES, Newsroom, newsroom

pytestmark = pytest.mark.django_db

# What an answer can be. "conflict" is a refusal too: not from this state, or not like this (400, 409, 412).
OUTCOMES = {400: "conflict", 401: "login", 403: "forbidden", 404: "missing", 405: "method", 409: "conflict",
            410: "gone", 412: "conflict"}  # fmt: skip
METHODS = ("GET", "HEAD", "POST")


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
    "desk_home_step": {"do": "undo"},
    "desk_topic_step": {"do": "group_add", "title": "一组"},
}
VERB_DATA = {"opinion": "请改短", "reason": "试", "to": "draft", "sure": "on", "at": ""}
WITH_PIECES = re.compile(r"/desk/articles/<int:pk>/|/articles/<int:pk>/$|/photos/<int:pk>/$|/preview/|/media/"
                         r"|^/paper/.*<int:pk>/$"
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
        values["day"] = world.rows["edition"].date
        return values | {"verb": "resolve" if "comment" in route.form else "decline", "number": 1}
    rows, name = world.rows, route.name
    pk = {"desk_inbox_open": "notification", "desk_my_draft": "side_draft", "desk_photo_thumbnail": "photo"}.get(name)
    if name.startswith("desk_topic"):
        pk = "topic"
    elif name.startswith("desk_assignment"):
        pk = "assignment"
    elif name.startswith("desk_report"):
        pk = "report"
    elif name.startswith("desk_import"):
        pk = "page_import"
    elif name.startswith("photo_") and pk is None:
        pk = "shoot" if "shoot" in name else "photo"
    model = re.match(r"/admin/(?:articles|auth)/(\w+)/", route.form)
    slug = {"district": "district", "feed_district_rss": "district", "feed_district_atom": "district",
            "feed_district_json": "district", "feed_column_json": "column", "tag": "tag",
            "column": "column", "feed_column_rss": "column", "feed_column_atom": "column", "reporter": "reporter",
            "static_page": "staticpage", "topic": "topic", "reporter_photos": "reporter"}.get(name)  # fmt: skip
    return {
        "pk": uuid.UUID(int=1) if name == "photo_upload" else rows[pk].pk if pk else 0,
        "object_id": rows[model[1]].pk if model else 1,
        "id": rows["user"].pk,
        "slug": rows[slug].slug if slug else "",
        "day": timezone.localdate(rows["article"].publish_at) if name == "archive_day" else rows["edition"].date,
        "number": 1,
        "kind": "news",
        "year": timezone.localdate(rows["article"].publish_at).year,
        "first": f"{timezone.localdate(rows['article'].publish_at):%Y-%m}",
        "section": "districts",
        "key": "neu",
        "verb": {"assignment": "drop", "report": "take"}.get(pk or "", "bin"),
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
    pieces = [*pieces, *Edition.objects.values_list("pk", "version"), *Page.objects.values_list("pk", "version")]
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
