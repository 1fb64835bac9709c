"""The upload page and what its script asks: who may, what is known, what has become of each file."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Photo, PhotoStatus, Shoot, Upload, UploadStatus
from articles.workflow import take_in
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/desk/photos/upload/"
KNOWN = "/desk/photos/known/"
SHOOTS = "/desk/photos/shoots/"
STATES = "/desk/photos/uploads/state/"


@pytest.fixture
def photographer(client_as):
    client = client_as("摄影")
    client.pk = int(client.session["_auth_user_id"])
    return client


def post(client: Client, address: str, body: object):
    return client.post(address, json.dumps(body), content_type="application/json")


def upload_of(client, status: str = UploadStatus.RECEIVING, **fields) -> Upload:
    length = fields.pop("length", 10)
    fields.setdefault("expires_at", timezone.now() + timedelta(hours=1))
    offset = 4 if status == UploadStatus.RECEIVING else length
    return Upload.objects.create(user_id=client.pk, length=length, offset=offset, status=status, **fields)


# Who may -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"), [("摄影", 200), ("记者", 200), ("责任编辑", 200), ("校对", 403), ("通讯员", 403)]
)
def test_page_is_for_those_who_may_add_photos(client_as, role, status):
    answer = client_as(role).get(PAGE)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"


def test_scripts_are_told_in_words_why_not(client, client_as):
    assert client.get(PAGE).status_code == 302
    for address in (KNOWN, SHOOTS):
        assert post(client, address, {}).status_code == 401
        refused = post(client_as("校对"), address, {})
        assert (refused.status_code, bool(refused.json()["error"])) == (403, True)
    assert client.get(STATES).status_code == 401
    assert not Shoot.objects.exists()


def test_posting_needs_a_token(roles):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.user("摄影"))
    assert post(strict, SHOOTS, {}).status_code == 403
    assert not Shoot.objects.exists()


# A shoot is begun ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "本报记者 柴小满 摄"), ({"role": "摄影"}, "本报记者 柴小满 摄"),
        ({"role": "见习记者"}, "本报见习记者 柴小满 摄"),
        ({"role": "通讯员"}, "通讯员 柴小满 摄"), ({"role": "作者"}, "柴小满 摄"),
        ({"organisation": "某通讯社"}, "某通讯社记者 柴小满 摄"),
    ],
)  # fmt: skip
def test_shoot_begins_with_its_uploader_as_photographer(photographer, fields, line):
    reporter = factories.reporter("柴小满", user_id=photographer.pk, **fields)
    answer = post(photographer, SHOOTS, {})
    shoot = Shoot.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"id": shoot.pk, "url": f"{SHOOTS}{shoot.pk}/"})
    assert (shoot.created_by_id, shoot.photographer, shoot.credit_line) == (photographer.pk, reporter, line)


def test_whoever_is_no_reporter_begins_without_a_name(photographer):
    post(photographer, SHOOTS, {})
    assert Shoot.objects.get().credit_line == ""


# What is known -------------------------------------------------------------------------------------------------------


def test_known_photos_and_own_begun_uploads_are_told(photographer, client_as):
    here = factories.photo(caption="早在库里。")
    begun = upload_of(photographer, sha256="b" * 64)
    other = client_as("摄影")
    other.pk = int(other.session["_auth_user_id"])
    upload_of(other, sha256="c" * 64)
    upload_of(photographer, sha256="d" * 64, expires_at=timezone.now() - timedelta(hours=1))
    hashes = [here.sha256, "b" * 64, "c" * 64, "d" * 64, "e" * 64]
    answer = post(photographer, KNOWN, {"hashes": hashes}).json()
    assert {key: (row["id"], row["caption"]) for key, row in answer["known"].items()} == {
        here.sha256: (here.pk, "早在库里。")
    }
    assert answer["begun"] == {
        "b" * 64: {"url": f"/desk/photos/uploads/{begun.pk}/", "offset": 4, "length": 10, "shoot": None}
    }


def test_page_images_and_what_one_may_not_see_are_not_known(photographer, client_as):
    page = factories.photo(purpose="page")
    mine = factories.photo(uploaded_by_id=photographer.pk)
    theirs = factories.photo()
    hashes = [page.sha256, mine.sha256, theirs.sha256]
    assert set(post(photographer, KNOWN, {"hashes": hashes}).json()["known"]) == {mine.sha256, theirs.sha256}
    user = factories.user()
    user.user_permissions.add(Permission.objects.get(codename="add_photo"))
    blind = Client()
    blind.force_login(user)
    assert post(blind, KNOWN, {"hashes": hashes}).json()["known"] == {}


@pytest.mark.parametrize(
    "body",
    [[], None, "x", {}, {"hashes": "x"}, {"hashes": [1]}, {"hashes": ["'; drop"]}, {"hashes": ["A" * 64]},
     {"hashes": [None]}, {"hashes": ["a" * 64] * 501}, {"hashes": [{"a": 1}]}],
)  # fmt: skip
def test_junk_is_answered_400_in_words(photographer, body):
    answer = post(photographer, KNOWN, body)
    assert answer.status_code == 400
    assert any("\u4e00" <= char <= "\u9fff" for char in answer.json()["error"])


def test_broken_and_endless_json_is_answered_400(photographer):
    for text in (b"{", b"\xff\xfe", b"[" * 100_000, b'{"hashes": "' + b"a" * 600_000 + b'"}'):
        assert photographer.post(KNOWN, text, content_type="application/json").status_code == 400


def test_known_costs_the_same_for_one_and_for_many(photographer, django_assert_num_queries):
    for _ in range(3):
        factories.photo()
    hashes = list(Photo.objects.values_list("sha256", flat=True))
    for count in (1, 3):
        # session, user with rights, photos, begun uploads
        with django_assert_num_queries(4):
            post(photographer, KNOWN, {"hashes": hashes[:count]})


# What has become of them ---------------------------------------------------------------------------------------------


def test_states_of_own_uploads(photographer, client_as):
    pending, ready = factories.photo(status=PhotoStatus.PENDING), factories.photo()
    rejected = factories.photo(status=PhotoStatus.REJECTED, rejected_reason="解不开。")
    rows = {
        "receiving": upload_of(photographer),
        "received": upload_of(photographer, UploadStatus.RECEIVED),
        "pending": upload_of(photographer, UploadStatus.DONE, photo=pending),
        "ready": upload_of(photographer, UploadStatus.DONE, photo=ready),
        "rejected": upload_of(photographer, UploadStatus.DONE, photo=rejected),
        "refused": upload_of(photographer, UploadStatus.REFUSED, reason="不是图片。"),
        "duplicate": upload_of(photographer, UploadStatus.DUPLICATE, photo=ready),
    }
    other = client_as("摄影")
    other.pk = int(other.session["_auth_user_id"])
    foreign = upload_of(other)
    ids = [*(str(row.pk) for row in rows.values()), str(foreign.pk), str(uuid4())]
    found = photographer.get(STATES, {"ids": ",".join(ids)}).json()["uploads"]
    assert {name: found[str(row.pk)]["state"] for name, row in rows.items()} == {name: name for name in rows}
    assert [found[one]["state"] for one in ids[-2:]] == ["gone", "gone"]
    assert found[str(rows["refused"].pk)]["reason"] == "不是图片。"
    assert found[str(rows["rejected"].pk)]["reason"] == "解不开。"


def test_near_duplicates_are_named_once_ready(photographer):
    shoot = Shoot.objects.create(created_by_id=photographer.pk)
    mine = factories.photo(fingerprint=0b1111, shoot=shoot)
    twin = factories.photo(fingerprint=0b0111, shoot=shoot, caption="同组的。")
    far = factories.photo(fingerprint=0b1001, caption="库里的。")
    factories.photo(fingerprint=~0b1111)
    factories.photo(fingerprint=0b1111, purpose="page")
    factories.photo(fingerprint=0b1111, binned_at=timezone.now())
    row = upload_of(photographer, UploadStatus.DONE, photo=mine)
    near = photographer.get(STATES, {"ids": str(row.pk)}).json()["uploads"][str(row.pk)]["near"]
    assert [(one["id"], one["same_shoot"]) for one in near] == [(twin.pk, True), (far.pk, False)]


SOME = "6d1f0b52-7c0e-4a53-9a41-2f7be1c3d0aa"


@pytest.mark.parametrize("ids", ["x", "1,2", "'; drop", f"{SOME},y", ",".join([SOME] * 201)])
def test_states_of_nonsense(photographer, ids):
    assert photographer.get(STATES, {"ids": ids}).status_code == 400


def test_states_cost_the_same_for_one_and_for_many(photographer, django_assert_num_queries):
    rows = [upload_of(photographer, UploadStatus.DONE, photo=factories.photo(fingerprint=n << 20)) for n in range(1, 4)]
    for count in (1, 3):
        ids = ",".join(str(row.pk) for row in rows[:count])
        # session, user with rights, uploads with photos, pairs that look alike, those photos
        with django_assert_num_queries(5):
            photographer.get(STATES, {"ids": ids})


# The lists below -----------------------------------------------------------------------------------------------------


def test_own_shoots_and_unfinished_uploads_are_listed(photographer, client_as):
    shoot = Shoot.objects.create(created_by_id=photographer.pk, title="石榴巷亮灯")
    Shoot.objects.create(created_by_id=photographer.pk, title="空的一组")
    for status in (PhotoStatus.READY, PhotoStatus.READY, PhotoStatus.PENDING):
        factories.photo(shoot=shoot, status=status)
    upload_of(photographer, UploadStatus.REFUSED, shoot=shoot, name="坏.jpg", reason="不是图片。")
    upload_of(photographer, shoot=shoot, name="半截.jpg")
    upload_of(photographer, name="过期.jpg", expires_at=timezone.now() - timedelta(hours=1))
    text = photographer.get(PAGE).content.decode()
    for words in ("石榴巷亮灯", "可用 2", "处理中 1", "未接收 1", "坏.jpg：不是图片。", "半截.jpg", "40%"):
        assert words in text
    for words in ("空的一组", "过期.jpg"):
        assert words not in text
    assert "石榴巷亮灯" not in client_as("摄影").get(PAGE).content.decode()


def test_page_costs_the_same_for_one_and_for_many_shoots(photographer):
    def fill() -> None:
        shoot = Shoot.objects.create(created_by_id=photographer.pk)
        factories.photo(shoot=shoot)
        upload_of(photographer, shoot=shoot)

    counts = []
    for rounds in (1, 2):
        for _ in range(rounds):
            fill()
        with CaptureQueriesContext(connection) as counted:
            photographer.get(PAGE)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_names_of_files_are_text_and_nothing_else(photographer):
    upload_of(photographer, name="<script>alert(1)</script>.jpg")
    text = photographer.get(PAGE).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


# Cleaning ------------------------------------------------------------------------------------------------------------


def test_clear_uploads_removes_what_is_over_and_empty_shoots(photographer):
    long_ago = timezone.now() - timedelta(days=4)
    upload_of(photographer, expires_at=long_ago)
    kept = upload_of(photographer)
    Shoot.objects.create(created_by_id=photographer.pk, created_at=long_ago)
    young = Shoot.objects.create(created_by_id=photographer.pk)
    full = Shoot.objects.create(created_by_id=photographer.pk, created_at=long_ago)
    factories.photo(shoot=full)
    out = StringIO()
    call_command("clear_uploads", stdout=out)
    assert out.getvalue() == "1 uploads and 1 empty shoots removed.\n"
    assert list(Upload.objects.all()) == [kept]
    assert set(Shoot.objects.all()) == {young, full}


def test_hash_of_the_browser_is_the_hash_of_the_library(photographer):
    data = factories.image_bytes()
    photo = take_in(data, factories.user())
    digest = hashlib.sha256(data).hexdigest()
    assert post(photographer, KNOWN, {"hashes": [digest]}).json()["known"][digest]["id"] == photo.pk
