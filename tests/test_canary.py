"""A word of its own in every place of everything that readers must not see, and every surface searched for it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from articles import models
from articles.models import Article, PhotoPurpose, SiteSettings, Status
from articles.models.home import DEFAULT_SLOTS, Entry, Slot, stored_form
from articles.workflow import log, revisions
from articles.workflow.links import make_link
from tests import factories
from tests.addresses import Route, routes
from tests.surfaces import STAFF, answers, error_pages, public_addresses

pytestmark = pytest.mark.django_db

# ASCII, so that it is itself in UTF-8, in addresses, in JSON and in file names alike.
CANARY = re.compile(r"zxq\d{4}w")
HIDDEN = ("draft", "first_review", "second_review", "final_review", "approved", "scheduled", "withdrawn", "binned")


class Aviary:
    """Hands out canaries and knows where each was put."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.places: dict[str, str] = {}

    def bird(self, state: str, place: str) -> str:
        word = f"zxq{next(self.numbers):04}w"
        self.places[word] = f"{place} of {state}"
        return word


def story(birds: Aviary, state: str, **fields: Any) -> Article:
    """A piece with a canary in everything that it has; the places of a list are shared with public stories."""

    def bird(place: str) -> str:
        return birds.bird(state, place)

    status = {"scheduled": "published", "binned": "draft"}.get(state, state)
    if state == "scheduled":
        fields["publish_at"] = timezone.now() + timedelta(hours=5)
    if state == "withdrawn":
        fields["withdrawn_reason"] = bird("reason")
    writer = factories.user(last_name=bird("writer's name"))
    photo = factories.photo(
        caption=bird("photo's caption"), alternative=bird("alternative"), credit_line=bird("credit"),
        place=bird("place"), keywords=[bird("keyword")], metadata={"headline": bird("metadata")},
        rights_note=bird("rights"),
    )  # fmt: skip
    other = factories.photo()
    original = f"photos/2026/11/{bird('file name')}.jpg"
    models.Photo.objects.filter(pk=photo.pk).update(original=original)
    article = factories.article(
        bird("headline"), status=status, kicker=bird("kicker"), subheadline=bird("subheadline"),
        summary=bird("summary"), dateline=bird("dateline"),
        body=f'<p>{bird("body")}</p><figure data-photo="{photo.pk}"><figcaption>'
        f'{bird("caption in the body")}</figcaption></figure>', source=bird("source"), note=bird("note"),
        original_headline=bird("original headline"), original_author=bird("original author"),
        bylines=[bird("byline"), factories.reporter(fields.pop("person", "测试人"))], tags=[bird("tag"), "公开"],
        photos=[photo, other], created_by=writer, **fields,
    )  # fmt: skip
    article.uses.filter(photo=other).update(caption=bird("caption here"))
    around(birds, article, state, writer)
    if state == "binned":
        Article.objects.filter(pk=article.pk).update(binned_at=timezone.now())
    return article


def around(birds: Aviary, article: Article, state: str, writer: Any) -> None:
    """What colleagues said, signed and typed about a piece; none of it is ever public, whatever becomes of it."""

    def bird(place: str) -> str:
        return birds.bird(state, place)

    taken = revisions.snapshot(article)
    earlier = {**taken["text"], "headline": bird("earlier headline"), "body": f"<p>{bird('earlier body')}</p>"}
    revisions.record(article, {**taken, "text": earlier}, writer, "created")
    revision = revisions.record(article, taken, writer, "saved")
    models.Comment.objects.create(article=article, author=writer, text=bird("comment"), quote=bird("comment's quote"))
    models.SideDraft.objects.create(user=writer, article=article, fields={"body": [bird("side draft")]})
    models.Review.objects.create(
        article=article, revision=revision, text_sha256=revision.text_sha256, step="first_review",
        reviewer=factories.user(), decision="returned", returned_to="draft", opinion=bird("opinion"),
        signed_as=bird("post"),
    )  # fmt: skip
    models.Catch.objects.create(article=article, found_by=factories.user(), quote=bird("catch"),
                                correction=bird("catch's correction"), note=bird("catch's note"))  # fmt: skip
    models.Report.objects.create(article=article, text=bird("report"), quote=bird("report's quote"),
                                 nonce=bird("nonce"), contact=bird("report's contact"), place=bird("report's place"),
                                 answer=bird("report's answer"))  # fmt: skip
    models.Notification.objects.create(user=writer, kind="mention", text=bird("notification"), article=article)
    with transaction.atomic():
        log.append(article, writer, "return_", revision=revision, opinion=bird("log"))
    if state not in ("withdrawn", "binned"):
        link, _ = make_link(article, factories.user(is_superuser=True), purpose=bird("link's purpose"), hours=24,
                            bound=False, allows_remarks=True)  # fmt: skip
        models.Comment.objects.create(article=article, link=link, guest_name=bird("guest"), text=bird("remark"))
    if state != "published":
        models.Correction.objects.create(article=article, text=bird("correction"))


def waiting(birds: Aviary, article: Article) -> None:
    """A change of a published piece that waits for its reviews."""
    text = dict(revisions.snapshot(article)["text"])
    for name in ("kicker", "headline", "subheadline", "summary", "dateline", "source"):
        text[name] = birds.bird("pending", name)
    text["body"] = f"<p>{birds.bird('pending', 'body')}</p>"
    new = factories.photo(caption=birds.bird("pending", "photo's caption"))
    text["photos"] = [{"photo": new.pk, "caption": birds.bird("pending", "caption")}]
    name = birds.bird("pending", "byline")
    text["bylines"] = [{"role": "记者", "name": name, "organisation": "", "role_as_printed": "", "reporter": None}]
    taken = {**revisions.snapshot(article), "text": text}
    pending = revisions.record(article, taken, article.created_by, "pending")
    Article.objects.filter(pk=article.pk).update(pending=pending, pending_step=Status.FIRST_REVIEW)


@pytest.fixture
def birds(roles: None) -> Aviary:
    """A paper with a public story in every list, and beside it canaries in everything hidden."""
    birds = Aviary()
    SiteSettings.objects.create(pk=1, name="云川日报")
    column, district = factories.column(), factories.district()
    page = factories.page(image=factories.photo(purpose=PhotoPurpose.PAGE))
    shared = {"column": column, "districts": [district], "page": page}
    writer = factories.user()
    public = factories.article("公开的一条", tags=["公开"], photos=[factories.photo()], bylines=["甲某"],
                               created_by=writer, **shared)  # fmt: skip
    around(birds, public, "published", writer)
    Article.objects.filter(pk=public.pk).update(note=birds.bird("published", "note"))
    waiting(birds, Article.objects.get(pk=public.pk))
    for state in HIDDEN:
        hidden = story(birds, state, **shared)
        models.HotArea.objects.create(page=page, article=hidden, left=0, top=0, width=9, height=9)
    unreleased = factories.edition(publish_at=timezone.now() + timedelta(hours=5))
    image = factories.photo(purpose=PhotoPurpose.PAGE, caption=birds.bird("edition", "page image"))
    factories.page(unreleased, name=birds.bird("edition", "page's name"), image=image)
    factories.page_import(f"{birds.bird('import', 'text')}\n\n正文一段，写在这里。", name=birds.bird("import", "name"))
    models.Assignment.objects.create(title=birds.bird("plan", "title"), details=birds.bird("plan", "details"))
    factories.photo(caption=birds.bird("library", "unused photo"))
    models.StaticPage.objects.create(title="关于", body="<p>关于本报。</p>")
    pieces = list(Article.objects.all())
    factories.topic("公开的专题", {"公开的一组": pieces})
    for state, at in (("topic", None), ("tomorrows topic", timezone.now() + timedelta(hours=5))):
        factories.topic(birds.bird(state, "title"), {birds.bird(state, "group"): pieces}, publish_at=at,
                        introduction=f"<p>{birds.bird(state, 'introduction')}</p>",
                        picture=factories.photo(caption=birds.bird(state, "unused photo")))  # fmt: skip
    everything = tuple(Entry(key=f"e{piece.pk}", article=piece.pk) for piece in pieces)
    everything += tuple(Entry(key=f"t{topic.pk}", topic=topic.pk) for topic in models.Topic.objects.all())
    factories.home_layout(*(replace(slot, entries=everything) for slot in DEFAULT_SLOTS))
    title = birds.bird("home draft", "slot's title")
    models.HomeDraft.objects.create(pk=1, slots=stored_form([Slot("x", "list", title, 3)]))
    return birds


def sightings(client: Any, birds: Aviary) -> tuple[int, set[str], list[str]]:
    """Number of surfaces, the canaries that were seen, and where. A page whose address names a canary (a hidden tag,
    an original file) must not exist, and may say nothing of it."""
    seen, where, number = set(), [], 0
    staff = [route.filled(dict.fromkeys(route.places, 1)) for route in routes() if route.form.startswith(STAFF)]
    for address, status, text in itertools.chain(
        answers(client, public_addresses()), answers(client, staff), error_pages(client)
    ):
        number += 1
        found = set(CANARY.findall(text))
        if status < 400:
            found |= set(CANARY.findall(address))
        seen |= found
        where += [f"{address}: {birds.places[word]}" for word in found]
    return number, seen, where


def test_no_canary_is_seen_on_any_surface(client, birds, capsys):
    number, _, where = sightings(client, birds)

    with capsys.disabled():
        print(f"\ncanary: {len(birds.places)} canaries × {number} surfaces: {len(where)} hits")
    assert where == [], "\n".join(where)
    assert number > 150


def test_no_canary_is_found_by_searching_for_it(client, birds, capsys):
    """The page repeats what was looked for, so that its number of finds is asked, and what it suggests."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    shared = {"tag of", "photo's caption of"}
    found = []
    for word, place in birds.places.items():
        rows = client.get("/search/suggest.json", {"q": word}).json()["suggestions"]
        total = client.get("/search/", {"q": word}).context["sheet"].total
        if (rows or total) and not any(place.startswith(one) for one in shared):
            found.append(place)
    with capsys.disabled():
        print(f"\ncanary: {len(birds.places)} searches: {len(found)} hits")
    assert found == []
    assert client.get("/search/", {"q": "公开的一条"}).context["sheet"].total == 1


def test_control_a_published_piece_is_seen_with_all_that_readers_get_of_it(client, birds):
    piece = Article.objects.get(status=Status.APPROVED)
    Article.objects.filter(pk=piece.pk).update(
        status=Status.PUBLISHED, publish_at=timezone.now(), first_published_at=timezone.now()
    )

    _, seen, where = sightings(client, birds)

    places = {birds.places[word].removesuffix(" of approved") for word in seen}
    assert {birds.places[word].rpartition(" of ")[2] for word in seen} == {"approved"}
    assert places == {
        "headline", "kicker", "subheadline", "summary", "dateline", "body", "caption in the body", "caption here",
        "photo's caption", "alternative", "credit", "place", "source", "original headline", "original author", "byline",
        "tag", "correction",
    }  # fmt: skip
    assert len(where) > 20


# What the library and the tags are to everybody on the staff: shared, whatever they are used for; so is what is planned
# as long as nobody has taken it.
SHARED = {"photo's caption", "alternative", "credit", "place", "keyword", "metadata", "rights", "file name", "tag",
          "caption", "unused photo", "page image", "page's name", "title", "details"}  # fmt: skip
ABOUT = {
    "photo_shoot": models.Shoot,
    "photo_": models.Photo,
    "desk_photo": models.Photo,
    "desk_import": models.PageImport,
    "desk_assignment": models.Assignment,
    "desk_inbox": models.Notification,
    "desk_my_draft": models.SideDraft,
    "desk_": Article,
}
LEAVES = {"admin:logout", "desk_sheet_pdf"}  # ends the session; what the sheet shows as HTML is looked at


def things_of(route: Route) -> list[int]:
    """The ids of everything that the address can be about: of its own kind, as far as the name says which."""
    parts = route.name.removeprefix("admin:").split("_")
    if route.name.startswith("admin:articles_"):
        model = apps.get_model("articles", parts[1])
    else:
        model = next((ABOUT[start] for start in ABOUT if route.name.startswith(start)), Article)
    return sorted(model._default_manager.values_list("pk", flat=True)) if route.places else [0]


@pytest.mark.parametrize("role", ["记者", "摄影"])
def test_another_writer_sees_nothing_of_pieces_that_are_not_his(client_as, birds, capsys, role):
    """Every staff page about every thing, by somebody who is signed in and has no business with any of them."""
    browser, where, number = client_as(role), [], 0
    fixed = {"number": 1, "a": 1, "b": 2, "verb": "submit", "app_label": "articles", "way": "left", "key": "abc"}

    def look(address: str) -> None:
        nonlocal number
        number += 1
        text = browser.get(address).getvalue().decode("utf-8", "replace")
        found = {word for word in set(CANARY.findall(text)) if birds.places[word].rpartition(" of ")[0] not in SHARED}
        where.extend(f"{address}: {birds.places[word]}" for word in found)

    for route in routes():
        if not route.form.startswith(STAFF) or route.name in LEAVES or "<uuid:" in route.form:
            continue
        for pk in things_of(route):
            about = models.Comment.objects.filter(article=pk), models.Catch.objects.filter(article=pk)
            comment, catch = (rows.values_list("pk", flat=True).first() or 0 for rows in about)
            look(route.filled(dict.fromkeys(route.places, pk) | fixed | {"comment": comment, "catch": catch}))
    for model, field in [("hotarea", "article"), ("correction", "article"), ("hotarea", "page")]:
        look(f"/admin/autocomplete/?app_label=articles&model_name={model}&field_name={field}&term=")
    for listed in ("?q=zxq", "?q=zxq&o=1"):
        look(f"/admin/articles/article/{listed}")
    for listed in ("?q=zxq", "?q=zxq&order=new", *(f"?q=zxq&status={state}" for state in Status.values)):
        look(f"/desk/search/{listed}")

    with capsys.disabled():
        print(f"\ncanary: {role} at {number} staff pages: {len(where)} hits")
    assert number > 300
    assert where == [], "\n".join(where)


def test_control_the_writer_himself_sees_them_there(client, birds):
    draft = Article.objects.get(status=Status.DRAFT, binned_at=None)
    draft.created_by.groups.add(Group.objects.get(name="记者"))
    client.force_login(draft.created_by)
    for address in (f"/admin/articles/article/{draft.pk}/change/", f"/desk/articles/{draft.pk}/"):
        assert CANARY.search(client.get(address).getvalue().decode())
