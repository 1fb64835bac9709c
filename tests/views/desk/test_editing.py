"""What the form of a story asks while somebody types: side drafts, presence, the session."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article, Presence, SideDraft, Status
from articles.workflow import presence, side_drafts
from tests import factories

pytestmark = pytest.mark.django_db
KEY = "opening-1"


def draft_of(article):
    return f"/desk/articles/{article.pk}/draft/"


def send(client, address, **packet):
    return client.post(address, {"packet": json.dumps(packet)})


def words(headline="写了一半", **more):
    return {"key": KEY, "sequence": 1, "version": 1, "fields": {"headline": [headline]}, **more}


@pytest.fixture
def article():
    return factories.article("原标题", status=Status.DRAFT)


# Side drafts ----------------------------------------------------------------------------------------------------------


def test_draft_is_kept_beside_the_article_and_never_in_it(client_as, article):
    answer = send(client_as("责任编辑"), draft_of(article), **words())

    assert answer.status_code == 200
    assert answer.json()["kept"] is True
    draft = SideDraft.objects.get()
    assert (draft.article, draft.key, draft.fields) == (article, KEY, {"headline": ["写了一半"]})
    stored = Article.objects.get()
    assert (stored.headline, stored.version, stored.updated_at) == ("原标题", 1, article.updated_at)


def test_older_packet_never_overwrites_a_newer_one(client_as, article):
    client = client_as("责任编辑")
    send(client, draft_of(article), **words("后写的", sequence=7))

    for sequence in (3, 7):
        answer = send(client, draft_of(article), **words("先写的", sequence=sequence))
        assert answer.json()["kept"] is False
    assert SideDraft.objects.get().fields["headline"] == ["后写的"]

    send(client, draft_of(article), **words("最后写的", sequence=8))
    assert SideDraft.objects.get().fields["headline"] == ["最后写的"]


def test_base_is_sent_once_and_stays(client_as, article):
    client = client_as("责任编辑")
    send(client, draft_of(article), **words(fields={"headline": ["一"], "base": ["{}"]}))
    send(client, draft_of(article), **words(sequence=2))

    assert SideDraft.objects.get().fields == {"headline": ["写了一半"], "base": ["{}"]}


def test_two_windows_of_one_person_keep_two_drafts(client_as, article):
    client = client_as("责任编辑")
    send(client, draft_of(article), **words("甲窗"))
    send(client, draft_of(article), **words("乙窗", key="opening-2"))

    assert sorted(draft.fields["headline"][0] for draft in SideDraft.objects.all()) == ["乙窗", "甲窗"]


def test_openings_are_kept_up_to_a_number(client_as, article, monkeypatch):
    monkeypatch.setattr(side_drafts, "KEPT", 3)
    client = client_as("责任编辑")
    for number in range(5):
        send(client, draft_of(article), **words(str(number), key=f"opening-{number}"))

    assert sorted(draft.fields["headline"][0] for draft in SideDraft.objects.all()) == ["2", "3", "4"]


def test_drafts_belong_to_their_writer(client_as, article):
    writer, other = client_as("责任编辑"), client_as("总编辑")
    send(writer, draft_of(article), **words("甲写的"))
    send(other, draft_of(article), **words("别人的"))

    assert SideDraft.objects.count() == 2
    assert "甲写的" not in other.get(f"/admin/articles/article/{article.pk}/change/?draft={KEY}").content.decode()
    mine = SideDraft.objects.order_by("pk").first()
    assert other.get(f"/desk/drafts/{mine.pk}/").status_code == 404
    assert "甲写的" in writer.get(f"/desk/drafts/{mine.pk}/").content.decode()
    assert f"/desk/drafts/{mine.pk}/" not in other.get("/desk/drafts/").content.decode()
    send(other, draft_of(article), key=KEY, discard=True)
    assert SideDraft.objects.get() == mine


def test_page_of_somebody_else_who_used_this_browser_keeps_nothing_here(client_as, article):
    other = factories.user()

    answer = send(client_as("责任编辑"), draft_of(article), **words(user=str(other.pk)))

    assert (answer.status_code, answer.json()) == (403, {"error": "somebody-else"})
    assert not SideDraft.objects.exists()


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影"])
def test_draft_of_a_piece_that_the_user_does_not_see_is_not_found(client_as, article, role):
    answer = send(client_as(role), draft_of(article), **words())

    assert answer.status_code == 404
    assert not SideDraft.objects.exists()
    assert client_as(role).get(draft_of(article)).status_code == 404


def test_piece_in_the_bin_takes_no_draft(client_as, article):
    Article.objects.filter(pk=article.pk).update(binned_at=timezone.now())

    assert send(client_as("责任编辑"), draft_of(article), **words()).status_code == 404


def test_without_a_session_the_answer_is_401_in_json(article, client):
    for address in (draft_of(article), f"/desk/articles/new/{KEY}/draft/"):
        answer = send(client, address, **words())
        assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})
    for address in ("/desk/session/", "/desk/presence/?ids=1", draft_of(article)):
        assert client.get(address).status_code == 401
    assert not SideDraft.objects.exists()


def test_without_a_token_nothing_is_kept_and_the_session_gives_a_fresh_one(article, roles):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user("责任编辑"))

    assert send(client, draft_of(article), **words()).status_code == 403
    token = client.get("/desk/session/").json()["token"]
    answer = client.post(draft_of(article), {"csrfmiddlewaretoken": token, "packet": json.dumps(words())})

    assert answer.status_code == 200
    assert SideDraft.objects.count() == 1


@pytest.mark.parametrize(
    "packet",
    ["", "x", "[]", "null", "3", '"text"', "{" * 50_000, "[" * 50_000,
     json.dumps(words(fields=[])), json.dumps(words(fields={"headline": "text"})),
     json.dumps(words(fields={"headline": [1]})), json.dumps(words(fields={"headline": [["deep"]]})),
     json.dumps(words(key="")), json.dumps(words(key="short")), json.dumps(words(key="ä" * 12)),
     json.dumps(words(key="x" * 41)), json.dumps(words(key="../../etc/x")), json.dumps(words(key=None)),
     json.dumps(words(sequence=-1)), json.dumps(words(sequence=2**63)), json.dumps(words(sequence="one")),
     json.dumps(words(sequence=None)), json.dumps(words(sequence=float("inf"))), json.dumps(words(version=2**40)),
     json.dumps({"key": KEY, "fields": {}}), json.dumps({"here": True, "typed": "soon"}),
     json.dumps({"here": True, "typed": float("nan")}), json.dumps({"here": True, "typed": []}),
     json.dumps(words(fields={str(n): [] for n in range(side_drafts.MAX_NAMES + 1)}))],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_junk_is_refused_and_nothing_is_kept(client_as, article, packet):
    answer = client_as("责任编辑").post(draft_of(article), {"packet": packet})

    assert (answer.status_code, answer.json()) == (400, {"error": "packet"})
    assert not SideDraft.objects.exists()
    assert not Presence.objects.exists()


def test_too_much_is_refused(client_as, article):
    much = json.dumps(words("长" * (side_drafts.MAX_BYTES // 3)), ensure_ascii=False)

    assert client_as("责任编辑").post(draft_of(article), {"packet": much}).status_code == 413
    huge = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert client_as("责任编辑").post(draft_of(article), {"packet": huge}).status_code == 400
    assert not SideDraft.objects.exists()


def test_what_postgresql_cannot_store_is_replaced(client_as, article):
    answer = client_as("责任编辑").post(
        draft_of(article),
        {"packet": '{"key": "opening-1", "sequence": 1, "fields": {"headline": ["a\\u0000b\\ud800c𠮷"]}}'},
    )

    assert answer.status_code == 200
    assert SideDraft.objects.get().fields["headline"] == ["a\ufffdb\ufffdc𠮷"]


def test_discarding_gives_the_words_back_to_the_browser(client_as, article):
    client = client_as("责任编辑")
    send(client, draft_of(article), **words())

    answer = send(client, draft_of(article), key=KEY, discard=True)

    assert answer.json()["discarded"] == {"headline": ["写了一半"]}
    assert not SideDraft.objects.exists()
    assert send(client, draft_of(article), key=KEY, discard=True).json()["discarded"] is None


def test_new_piece_has_drafts_of_its_own(client_as):
    client = client_as("记者")

    assert send(client, "/desk/articles/new/opening-9/draft/", **words()).json()["kept"] is True
    assert (SideDraft.objects.get().article, SideDraft.objects.get().key) == (None, "opening-9")
    assert send(client_as("摄影"), "/desk/articles/new/opening-9/draft/", **words()).status_code == 403
    assert "未保存的修改" in client.get("/admin/articles/article/add/").content.decode()
    page = client.get("/admin/articles/article/add/?draft=opening-9").content.decode()
    assert 'value="写了一半"' in page


def test_drafts_of_deleted_or_unknown_pieces_do_no_harm(client_as):
    client = client_as("责任编辑")
    for pk in ("0", "999999", "99999999999999999999"):
        assert send(client, f"/desk/articles/{pk}/draft/", **words()).status_code == 404


# Presence -------------------------------------------------------------------------------------------------------------


def test_presence_says_who_types_and_since_when(client_as, article):
    writer = factories.user("责任编辑", last_name="李", first_name="某")
    client = Client()
    client.force_login(writer)
    other = client_as("总编辑")

    assert send(client, draft_of(article), here=True, typed=10).json()["present"] == []

    (sentence,) = other.get(draft_of(article)).json()["present"]
    assert sentence in {f"李某正在编辑，{n} 秒前按过键" for n in range(10, 15)}
    answer = other.get(f"/desk/presence/?ids={article.pk},999,x,-1,٣,").json()
    assert answer == {"present": {str(article.pk): [sentence]}}
    assert presence.at([article.pk])[article.pk][0].user_id == writer.pk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(None, "打开着这篇稿件"), (-50, "0 秒前"), (119, "秒前"), (300, "5 分钟前"), (10**9, "1440 分钟前")],
)
def test_presence_in_words(client_as, article, typed, sentence):
    user = factories.user()
    presence.beat(article.pk, user, typed)

    assert sentence in presence.at([article.pk])[article.pk][0].sentence


def test_presence_ends_by_silence_and_by_leaving(client_as, article):
    client, user = client_as("责任编辑"), factories.user()
    presence.beat(article.pk, user, 1)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert presence.at([article.pk]) == {}

    send(client, draft_of(article), here=True)
    assert len(presence.at([article.pk])[article.pk]) == 1
    send(client, draft_of(article), leave=True)
    assert presence.at([article.pk]) == {}


def test_presence_forgets_what_is_a_day_old(article):
    presence.beat(article.pk, factories.user())
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))

    presence.beat(article.pk, factories.user())

    assert Presence.objects.count() == 1


def test_reader_of_a_piece_is_not_shown_as_editing_it(client_as):
    published = factories.article()

    send(client_as("摄影"), draft_of(published), here=True, typed=1)

    assert not Presence.objects.exists()


def test_presence_of_pieces_that_the_user_does_not_see_is_not_told(client_as, article):
    presence.beat(article.pk, factories.user(), 1)

    assert client_as("记者").get(f"/desk/presence/?ids={article.pk}").json() == {"present": {}}


def test_presence_of_many_pieces_is_one_query(article, django_assert_num_queries):
    pieces = [article, *(factories.article() for _ in range(5))]
    for piece in pieces:
        for _ in range(3):
            presence.beat(piece.pk, factories.user(), 1)

    with django_assert_num_queries(1):
        found = presence.at([piece.pk for piece in pieces])
    assert [len(found[piece.pk]) for piece in pieces] == [3] * 6


def test_name_is_data_and_no_markup(client_as, article):
    factories.user()
    rogue = factories.user("责任编辑", last_name="<script>alert(1)</script>", first_name='"><img src=x onerror=x>')
    client = Client()
    client.force_login(rogue)
    send(client, draft_of(article), here=True, typed=1)
    article.updated_by = rogue
    article.save()

    answer = client_as("总编辑").get(draft_of(article))

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    other = client_as("总编辑")
    page = other.post(f"/admin/articles/article/{article.pk}/change/", {"headline": "x", "version": "99"})
    assert page.status_code == 409
    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()


def test_addresses_refuse_other_methods(client_as, article):
    client = client_as("责任编辑")
    assert client.delete(draft_of(article)).status_code == 405
    assert client.get("/desk/articles/new/opening-9/draft/").status_code == 405
    assert client.post("/desk/session/").status_code == 405
    assert client.post("/desk/presence/").status_code == 405


def test_page_after_a_login_in_another_window(client_as):
    assert "回到原来的窗口" in client_as("记者").get("/desk/signed-in/").content.decode()
