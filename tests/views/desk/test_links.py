"""Secret links: who makes them, what they show, to whom, and for how long."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Comment, LogEntry, Notification, PreviewLink, PreviewVisit, Status
from articles.workflow import revisions
from articles.workflow.links import MAX_OPEN, MAX_REMARKS, make_link
from tests import factories

pytestmark = pytest.mark.django_db

FORM = {"purpose": "采访对象", "hours": "24", "shows": "latest"}


def desk(article):
    return f"/desk/articles/{article.pk}/links/"


def shared(token):
    return f"/preview/{token}/"


def link_to(article, *, by=None, hours=24, bound=False, allows_remarks=False):
    by = by or factories.user(is_superuser=True)
    return make_link(article, by, purpose="读者甲", hours=hours, bound=bound, allows_remarks=allows_remarks)


def queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def seal_of(page):
    return re.search(r'name="seal" value="([^"]+)"', page)[1]


def test_link_is_made_shown_once_and_kept_as_a_hash_only(client_as):
    article, editor = factories.article("未发的稿", status=Status.DRAFT), client_as("责任编辑")

    answer = editor.post(desk(article), {**FORM, "version": article.version})

    page = answer.content.decode()
    token = re.search(r"/preview/([\w-]+)/", page)[1]
    link = PreviewLink.objects.get()
    assert answer.status_code == 200
    assert len(token) >= 32  # 192 bits in base64
    assert link.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in editor.get(desk(article)).content.decode()
    assert token not in str(list(LogEntry.objects.values()))
    assert link.expires_at - link.created_at == timedelta(hours=24)
    assert LogEntry.objects.get(verb="share").details["link"] == link.pk
    assert "未发的稿" in Client().get(shared(token)).content.decode()


def test_page_of_links_costs_the_same_with_one_and_with_three(client_as):
    editor = client_as("责任编辑")
    counts = []
    for number in (1, 3):
        article = factories.article(status=Status.DRAFT)
        for _ in range(number):
            link, token = link_to(article, allows_remarks=True)
            Client().get(shared(token))
            Comment.objects.create(article=article, link=link, guest_name="甲", text="看过了")
        editor.get(desk(article))
        counts.append(queries_of(lambda article=article: editor.get(desk(article))))

    assert counts[0] == counts[1]


def test_newest_link_stands_first(client_as):
    article = factories.article(status=Status.DRAFT)
    made = [link_to(article)[0] for _ in range(3)]

    assert client_as("责任编辑").get(desk(article)).context["links"] == made[::-1]


@pytest.mark.parametrize("hours", ["1", "25", "720", "", "x", "-24"])
def test_other_terms_are_refused_with_what_was_typed(client_as, hours):
    article = factories.article(status=Status.DRAFT)

    answer = client_as("责任编辑").post(desk(article), {**FORM, "hours": hours, "purpose": "写了一半"})

    assert answer.status_code == 400
    assert "写了一半" in answer.content.decode()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [("记者", True, 200), ("通讯员", True, 200), ("记者", False, 404), ("摄影", True, 403), ("校对", False, 404),
     ("责任编辑", False, 200), ("部主任", False, 200), ("总编辑", False, 200)],
)  # fmt: skip
def test_who_may_share_a_draft(roles, client, role, own, status):
    user = factories.user(role)
    client.force_login(user)
    article = factories.article(status=Status.DRAFT, created_by=user if own else None)

    assert client.get(desk(article)).status_code == status
    assert client.post(desk(article), {**FORM, "version": 1}).status_code == status
    assert PreviewLink.objects.exists() == (status == 200)
    assert LogEntry.objects.filter(verb="refused").exists() == (status == 403)


def test_proofreader_does_not_share_what_he_reads(client_as):
    article = factories.article(status=Status.FIRST_REVIEW)

    assert client_as("校对").post(desk(article), {**FORM, "version": 1}).status_code == 403
    assert not PreviewLink.objects.exists()
    assert LogEntry.objects.get().details["tried"] == "share"


def test_withdrawn_piece_is_not_shared(client_as):
    article = factories.article(status=Status.WITHDRAWN)

    assert client_as("总编辑").post(desk(article), {**FORM, "version": 1}).status_code == 403
    assert not PreviewLink.objects.exists()


def test_bound_link_of_another_version_is_a_conflict(client_as):
    article = factories.article(status=Status.DRAFT)
    Article.objects.filter(pk=article.pk).update(version=2)

    answer = client_as("责任编辑").post(desk(article), {**FORM, "shows": "now", "version": 1})

    assert answer.status_code == 409
    assert not PreviewLink.objects.exists()


def test_a_piece_has_only_so_many_open_links(client_as):
    article, editor = factories.article(status=Status.DRAFT), client_as("责任编辑")
    for _ in range(MAX_OPEN):
        link_to(article)

    answer = editor.post(desk(article), {**FORM, "version": 1})

    assert answer.status_code == 409
    assert "收回" in answer.content.decode()


# What the visitor sees ------------------------------------------------------------------------------------------------


def test_page_is_private_and_says_that_it_is_a_preview(client):
    _, token = link_to(factories.article("预览的标题", status=Status.DRAFT, body="<p>正文在此。</p>"))

    answer = client.get(shared(token))

    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("预览的标题", "正文在此。", "预览稿", "请勿转载", "到期"):
        assert words in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page
    assert answer["X-Frame-Options"] == "DENY"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    head = page[: page.index("</head>")]
    assert token not in head
    assert "预览的标题" not in head
    assert "/desk/" not in page
    assert "/admin/" not in page


def test_page_links_to_no_other_draft(client):
    column, person = factories.column(), factories.reporter()
    article = factories.article(status=Status.DRAFT, column=column, bylines=[person], tags=["水利"])
    other = factories.article("别的草稿", status=Status.DRAFT, column=column, bylines=[person], tags=["水利"])
    _, token = link_to(article)

    page = client.get(shared(token)).content.decode()

    assert "别的草稿" not in page
    assert f"/articles/{other.pk}/" not in page


def test_latest_follows_the_piece_and_a_bound_link_does_not(client):
    article = factories.article("第一稿", status=Status.DRAFT, bylines=["甲某"])
    (_, latest), (bound, fixed) = link_to(article), link_to(article, bound=True)
    Article.objects.filter(pk=article.pk).update(headline="第二稿")
    article.bylines.update(name="乙某")

    assert bound.revision.number == 1
    newest, first = (client.get(shared(token)).content.decode() for token in (latest, fixed))
    assert "第二稿" in newest
    assert "乙某" in newest
    assert "第一稿" in first
    assert "甲某" in first
    assert "第二稿" not in first
    assert "修订1" in first


def test_latest_of_a_published_piece_is_the_change_that_waits(client):
    article = factories.article("读者看到的")
    taken = revisions.snapshot(article)
    taken["text"]["headline"] = "待审的新标题"
    pending = revisions.record(article, taken, None, "pending")
    Article.objects.filter(pk=article.pk).update(pending=pending, pending_step="first_review")
    _, token = link_to(Article.objects.get(pk=article.pk))

    assert "待审的新标题" in client.get(shared(token)).content.decode()
    assert "待审的新标题" not in client.get(article.get_absolute_url()).content.decode()


def test_pictures_have_an_address_below_the_token_that_serves_this_piece_only(client):
    photo, other = factories.photo(caption="图注在此"), factories.photo()
    factories.article(status=Status.DRAFT, photos=[other])
    _, token = link_to(factories.article(status=Status.DRAFT, photos=[photo]))

    page = client.get(shared(token)).content.decode()
    addresses = re.findall(rf'"(/preview/{re.escape(token)}/media/[^" ]+)', page)

    assert "图注在此" in page
    assert addresses
    assert '"/media/' not in page
    for address in addresses:
        answer = client.get(address)
        assert answer.getvalue()
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        name = address.rpartition("/")[2]
        assert client.get(f"/media/{name}").status_code == 404
    for name in (other.renditions.first().file.name, photo.original.name, "../originals/x", "%00", "x" * 500):
        assert client.get(f"/preview/{token}/media/{name}").status_code == 404
        assert client.get(f"/preview/{'x' * 32}/media/{name}").status_code == 404


def test_pictures_of_a_bound_link_are_those_of_its_revision(client):
    old, new = factories.photo(caption="旧图"), factories.photo(caption="新图")
    article = factories.article(status=Status.DRAFT, photos=[old])
    _, token = link_to(article, bound=True)
    article.uses.update(photo=new)

    page = client.get(shared(token)).content.decode()

    assert "旧图" in page
    assert "新图" not in page
    assert client.get(f"/preview/{token}/media/{old.renditions.first().file.name}").getvalue()
    assert client.get(f"/preview/{token}/media/{new.renditions.first().file.name}").status_code == 404


def closings(article, link, editor):
    """Everything by which a link ends, as (name, what is done)."""
    now = timezone.now()
    stored = PreviewLink.objects.filter(pk=link.pk)
    piece = Article.objects.filter(pk=article.pk)
    withdrawal = {"withdrawn_at": now + timedelta(seconds=1), "withdrawn_reason": "试"}
    return {
        "run out": lambda: stored.update(created_at=now - timedelta(hours=2), expires_at=now - timedelta(seconds=1)),
        "taken back": lambda: editor.post(f"{desk(article)}{link.pk}/revoke/"),
        "binned": lambda: piece.update(binned_at=now),
        "withdrawn": lambda: piece.update(status=Status.WITHDRAWN, **withdrawal),
        "withdrawn and written anew": lambda: piece.update(status=Status.DRAFT, **withdrawal),
        "maker left": lambda: type(link.created_by).objects.filter(pk=link.created_by_id).update(is_active=False),
        "deleted": lambda: piece.get().delete(),
    }


@pytest.mark.parametrize(
    "why", ["run out", "taken back", "binned", "withdrawn", "withdrawn and written anew", "maker left", "deleted"]
)
def test_a_link_that_ended_answers_exactly_as_one_that_never_was(client_as, client, why):
    article = factories.article(status=Status.DRAFT, photos=[factories.photo()])
    link, token = link_to(article, allows_remarks=True)
    name = article.uses.get().photo.renditions.first().file.name
    assert client.get(shared(token)).status_code == 200

    closings(article, link, client_as("责任编辑"))[why]()

    for method in ("get", "head", "post"):
        ended, unknown = (getattr(client, method)(shared(one)) for one in (token, "x" * 32))
        assert ended.status_code == unknown.status_code == 404
        assert ended.content == unknown.content
        assert dict(ended.headers) == dict(unknown.headers)
        assert not ended.cookies
    ended, unknown = (client.get(f"/preview/{one}/media/{name}") for one in (token, "x" * 32))
    assert (ended.status_code, ended.content, dict(ended.headers)) == (404, unknown.content, dict(unknown.headers))


def test_known_and_unknown_tokens_take_the_same_queries(client):
    _, token = link_to(factories.article(status=Status.DRAFT))
    PreviewLink.objects.update(revoked_at=timezone.now())

    assert (
        len({queries_of(lambda one=one: client.get(shared(one))) for one in (token, "x" * 32, "短", "x" * 4000)}) == 1
    )


def test_every_visit_is_noted(client):
    link, token = link_to(factories.article(status=Status.DRAFT))

    client.get(shared(token), headers={"user-agent": "某浏览器" * 100}, REMOTE_ADDR="203.0.113.7")
    client.head(shared(token), REMOTE_ADDR="unix:")

    last, first = PreviewVisit.objects.all()
    assert first.link == link
    assert first.address == "203.0.113.7"
    assert len(first.agent) == 200
    assert last.address is None


def test_behind_the_proxy_the_visitor_is_whom_the_proxy_names(client, settings):
    _, token = link_to(factories.article(status=Status.DRAFT))
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    client.get(shared(token), headers={"x-forwarded-for": "198.51.100.1, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")

    assert PreviewVisit.objects.get().address == "203.0.113.9"


# Remarks --------------------------------------------------------------------------------------------------------------


def test_remark_becomes_a_comment_and_tells_the_maker():
    maker = factories.user(is_superuser=True)
    article = factories.article("要听意见的稿", status=Status.DRAFT)
    link, token = link_to(article, by=maker, allows_remarks=True)
    browser = Client(enforce_csrf_checks=True)
    seal = seal_of(browser.get(shared(token)).content.decode())

    answer = browser.post(shared(token), {"name": "王某", "text": "第二段的年份不对。", "website": "", "seal": seal})

    assert answer.status_code == 303
    assert not answer.cookies
    comment = Comment.objects.get()
    assert (comment.guest_name, comment.text, comment.link, comment.author) == (
        "王某",
        "第二段的年份不对。",
        link,
        None,
    )
    told = Notification.objects.get()
    assert told.user == maker
    assert "第二段的年份不对。" in told.text
    page = browser.get(answer["Location"]).content.decode()
    assert "留言收到了" in page
    assert "第二段的年份不对。" not in page  # others may have the link, too


@pytest.mark.parametrize(
    ("change", "status"),
    [({"seal": "x"}, 403), ({"seal": ""}, 403), ({"name": ""}, 400), ({"name": "名" * 31}, 400), ({"text": " "}, 400),
     ({"text": "字" * 2001}, 400), ({"text": "坏\0字"}, 400)],
)  # fmt: skip
def test_a_bad_remark_is_refused_and_kept_on_the_page(client, change, status):
    _, token = link_to(factories.article(status=Status.DRAFT), allows_remarks=True)
    seal = seal_of(client.get(shared(token)).content.decode())

    answer = client.post(shared(token), {"name": "王某", "text": "写了很久的话", "seal": seal, **change})

    assert answer.status_code == status
    assert change.get("text", "写了很久的话").strip("\0")[:4] in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_seal_of_one_link_is_not_that_of_another(client):
    article = factories.article(status=Status.DRAFT)
    (_, one), (_, other) = link_to(article, allows_remarks=True), link_to(article, allows_remarks=True)
    seal = seal_of(client.get(shared(one)).content.decode())

    assert client.post(shared(other), {"name": "王某", "text": "话", "seal": seal}).status_code == 403
    assert not Comment.objects.exists()


def test_a_machine_that_fills_every_field_is_not_told(client):
    _, token = link_to(factories.article(status=Status.DRAFT), allows_remarks=True)

    answer = client.post(shared(token), {"name": "x", "text": "buy", "website": "http://x.example", "seal": "x"})

    assert answer.status_code == 303
    assert not Comment.objects.exists()


def test_a_link_takes_only_so_many_remarks(client):
    link, token = link_to(factories.article(status=Status.DRAFT), allows_remarks=True)
    seal = seal_of(client.get(shared(token)).content.decode())
    for _ in range(MAX_REMARKS):
        assert client.post(shared(token), {"name": "王某", "text": "话", "seal": seal}).status_code == 303

    answer = client.post(shared(token), {"name": "王某", "text": "再说一句", "seal": seal})

    assert answer.status_code == 409
    assert "再说一句" in answer.content.decode()
    assert link.remarks.count() == MAX_REMARKS


def test_a_link_without_a_box_takes_no_remark(client):
    _, token = link_to(factories.article(status=Status.DRAFT))
    assert "<textarea" not in client.get(shared(token)).content.decode()
    answer = client.post(
        shared(token),
        {"name": "王某", "text": "话", "seal": Signer(salt="articles.shared_preview.remark").signature(token)},
    )
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def test_what_was_typed_comes_back_when_the_link_has_ended(client):
    _, token = link_to(factories.article(status=Status.DRAFT), allows_remarks=True)
    PreviewLink.objects.update(revoked_at=timezone.now())

    answer = client.post(shared(token), {"name": "王某", "text": "写了很久<script>"})

    assert answer.status_code == 404
    assert "写了很久&lt;script&gt;" in answer.content.decode()


def test_remark_is_shown_to_the_desk_escaped(client_as):
    article = factories.article(status=Status.DRAFT)
    link, _ = link_to(article)
    Comment.objects.create(article=article, link=link, guest_name="<b>甲", text="<script>alert(1)</script>")

    page = client_as("责任编辑").get(desk(article)).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


# Taking back ----------------------------------------------------------------------------------------------------------


def test_link_is_taken_back_once_and_logged(client_as):
    article, editor = factories.article(status=Status.DRAFT), client_as("责任编辑")
    link, _ = link_to(article)

    assert editor.post(f"{desk(article)}{link.pk}/revoke/").status_code == 302
    assert editor.post(f"{desk(article)}{link.pk}/revoke/").status_code == 409

    link.refresh_from_db()
    assert link.revoked_at is not None
    assert LogEntry.objects.filter(verb="unshare").count() == 1


def test_others_do_not_take_back_a_link(roles, client):
    writer = factories.user("记者")
    client.force_login(writer)
    own = factories.article(status=Status.DRAFT, created_by=writer)
    link, _ = link_to(own)
    elsewhere, _ = link_to(factories.article(status=Status.DRAFT))

    assert client.post(f"{desk(own)}{link.pk}/revoke/").status_code == 403  # an editor made it
    assert client.post(f"{desk(own)}{elsewhere.pk}/revoke/").status_code == 404
    assert client.post(f"{desk(elsewhere.article)}{elsewhere.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.filter(revoked_at=None).count() == 2
