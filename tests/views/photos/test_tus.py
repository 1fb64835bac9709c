"""The upload protocol, header by header, and by a client that is not ours."""

from __future__ import annotations

import base64
import errno
import hashlib
import http.client
import io
import os
import random
import socket
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from tusclient.client import TusClient

from articles.models import Photo, PhotoStatus, Shoot, Upload, UploadStatus
from articles.workflow.uploads import KEPT, MAX_BYTES, clear_expired, path_of
from tests import factories

ROOT = "/desk/photos/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = "application/offset+octet-stream"


@pytest.fixture
def photographer(client_as):
    return client_as("摄影")


def begin(client: Client, length: int, **headers: str):
    return client.post(ROOT, headers={**TUS, "Upload-Length": str(length), **headers})


def patch(client: Client, upload: Upload | str, data: bytes, offset: int, **headers: str):
    address = upload if isinstance(upload, str) else f"{ROOT}{upload.pk}/"
    return client.patch(address, data, content_type=CHUNK, headers={**TUS, "Upload-Offset": str(offset), **headers})


def metadata(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


# The protocol -------------------------------------------------------------------------------------------------------


def test_options_say_what_the_server_can_do(photographer):
    answer = photographer.options(ROOT)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "expiration", "checksum", "termination",
    }  # fmt: skip
    assert answer["Tus-Max-Size"] == str(MAX_BYTES)
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


def test_a_file_in_two_parts(photographer):
    data = factories.image_bytes(400, 300)
    made = begin(photographer, len(data), **{"Upload-Metadata": metadata(filename="夜景.jpg")})
    assert made.status_code == 201
    address = made["Location"].removeprefix("http://testserver")
    assert made["Upload-Expires"]
    first = patch(photographer, address, data[:100], 0)
    assert (first.status_code, first["Upload-Offset"]) == (204, "100")
    asked = photographer.head(address, headers=TUS)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("100", str(len(data)))
    assert asked["Cache-Control"] == "no-store"
    assert patch(photographer, address, data[100:], 100)["Upload-Offset"] == str(len(data))
    upload = Upload.objects.get()
    assert (upload.status, upload.name) == (UploadStatus.RECEIVED, "夜景.jpg")
    assert path_of(upload).read_bytes() == data


def test_creation_may_carry_the_file(photographer):
    data = factories.image_bytes()
    made = photographer.post(ROOT, data, content_type=CHUNK, headers={**TUS, "Upload-Length": str(len(data))})
    assert (made.status_code, made["Upload-Offset"]) == (201, str(len(data)))


def test_checksum_keeps_damaged_parts_out(photographer):
    begin(photographer, 10)
    upload = Upload.objects.get()
    right = base64.b64encode(hashlib.sha1(b"hello", usedforsecurity=False).digest()).decode()
    assert patch(photographer, upload, b"jello", 0, **{"Upload-Checksum": f"sha1 {right}"}).status_code == 460
    assert photographer.head(f"{ROOT}{upload.pk}/", headers=TUS)["Upload-Offset"] == "0"
    assert patch(photographer, upload, b"hello", 0, **{"Upload-Checksum": f"sha1 {right}"}).status_code == 204
    assert patch(photographer, upload, b"x", 5, **{"Upload-Checksum": "crc7 AAAA"}).status_code == 400
    assert patch(photographer, upload, b"x", 5, **{"Upload-Checksum": "sha1 !!"}).status_code == 400


def test_termination_removes_row_and_bytes(photographer):
    begin(photographer, 10)
    upload = Upload.objects.get()
    patch(photographer, upload, b"abc", 0)
    path = path_of(upload)
    assert photographer.delete(f"{ROOT}{upload.pk}/", headers=TUS).status_code == 204
    assert not path.exists()
    assert photographer.head(f"{ROOT}{upload.pk}/", headers=TUS).status_code == 404


def test_expired_uploads_answer_410_and_are_cleared(photographer):
    begin(photographer, 10)
    upload = Upload.objects.get()
    Upload.objects.update(expires_at=upload.expires_at - KEPT * 2)
    assert photographer.head(f"{ROOT}{upload.pk}/", headers=TUS).status_code == 410
    path = path_of(upload)
    assert clear_expired() == 1
    assert not path.exists()
    assert not Upload.objects.exists()


# What is refused ----------------------------------------------------------------------------------------------------


def test_wrong_offsets_and_lengths_change_nothing(photographer):
    begin(photographer, 10)
    upload = Upload.objects.get()
    assert patch(photographer, upload, b"abc", 3).status_code == 409
    assert patch(photographer, upload, b"a" * 11, 0).status_code == 413
    patch(photographer, upload, b"abcde", 0)
    assert patch(photographer, upload, b"abcde", 0).status_code == 409
    assert patch(photographer, upload, b"abcdef", 5).status_code == 413
    upload.refresh_from_db()
    assert upload.offset == 5


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "0"}, 400), ({"Upload-Length": "-5"}, 400), ({"Upload-Length": "many"}, 400), ({}, 400),
        ({"Upload-Length": "9" * 40}, 400), ({"Upload-Length": str(MAX_BYTES + 1)}, 413),
        ({"Upload-Defer-Length": "1"}, 400), ({"Upload-Length": "5", "Tus-Resumable": "0.2.2"}, 412),
    ],
)  # fmt: skip
def test_creation_with_nonsense_is_refused_in_words(photographer, headers, status):
    answer = photographer.post(ROOT, headers={**TUS, **headers})
    assert answer.status_code == status
    assert any("\u4e00" <= char <= "\u9fff" for char in answer.content.decode())
    assert not Upload.objects.exists()


def test_metadata_nobody_can_read_is_left_out(photographer):
    wild = "filename !!!,shoot " + base64.b64encode(b"'; drop").decode() + ",order " + base64.b64encode(b"-1").decode()
    assert begin(photographer, 5, **{"Upload-Metadata": wild}).status_code == 201
    assert begin(photographer, 5, **{"Upload-Metadata": metadata(filename="a\0b" * 200)}).status_code == 201
    assert "\0" not in "".join(Upload.objects.values_list("name", flat=True))


def test_only_octet_streams_are_appended(photographer):
    begin(photographer, 5)
    upload = Upload.objects.get()
    answer = photographer.patch(
        f"{ROOT}{upload.pk}/", b"hello", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}
    )
    assert answer.status_code == 415


def test_other_peoples_uploads_and_shoots_are_not_there(photographer, client_as):
    begin(photographer, 5)
    upload = Upload.objects.get()
    shoot = Shoot.objects.create(created_by=upload.user)
    other = client_as("摄影")
    address = f"{ROOT}{upload.pk}/"
    assert other.head(address, headers=TUS).status_code == 404
    assert patch(other, upload, b"hello", 0).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    begin(other, 5, **{"Upload-Metadata": metadata(shoot=str(shoot.pk))})
    assert not Upload.objects.filter(shoot=shoot).exists()


def test_full_disk_is_said_and_the_upload_goes_on_when_there_is_room(photographer, monkeypatch):
    begin(photographer, 10)
    upload = Upload.objects.get()
    patch(photographer, upload, b"abc", 0)

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        answer = patch(photographer, upload, b"defg", 3)
        assert (answer.status_code, answer.content.decode()[:8]) == (507, "服务器的磁盘满了")
        disk.setattr(Path, "touch", lambda _path, **_how: full(0))
        assert begin(photographer, 5).status_code == 507
    upload.refresh_from_db()
    assert (upload.offset, Upload.objects.count()) == (3, 1)
    assert patch(photographer, upload, b"defghij", 3).status_code == 204
    assert path_of(upload).read_bytes() == b"abcdefghij"


def test_who_may_upload(client, client_as):
    assert begin(client, 5).status_code == 401
    assert begin(client_as("校对"), 5).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.user("摄影"))
    assert begin(strict, 5).status_code == 403
    assert not Upload.objects.exists()


def test_a_crash_between_file_and_row_is_repaired(photographer):
    """Bytes behind the recorded offset come from a writer that died; the next one starts at the offset."""
    begin(photographer, 10)
    upload = Upload.objects.get()
    patch(photographer, upload, b"abc", 0)
    with path_of(upload).open("ab") as file:
        file.write(b"garbage")
    patch(photographer, upload, b"defghij", 3)
    assert path_of(upload).read_bytes() == b"abcdefghij"


# The way to a photo -------------------------------------------------------------------------------------------------


def work() -> None:
    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")


@pytest.mark.django_db(transaction=True)
def test_uploaded_file_becomes_a_ready_photo_of_its_shoot(photographer):
    user = photographer.session["_auth_user_id"]
    shoot = Shoot.objects.create(created_by_id=user)
    data = factories.image_bytes(500, 400)
    said = metadata(filename="a.jpg", sha256=hashlib.sha256(data).hexdigest(), shoot=str(shoot.pk), order="7")
    address = begin(photographer, len(data), **{"Upload-Metadata": said})["Location"].removeprefix("http://testserver")
    patch(photographer, address, data, 0)
    work()
    upload = Upload.objects.get()
    photo = Photo.objects.get()
    assert (upload.status, upload.photo) == (UploadStatus.DONE, photo)
    assert (photo.status, photo.shoot, photo.shoot_order) == (PhotoStatus.READY, shoot, 7)
    assert photo.fingerprint is not None
    assert not path_of(upload).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_no_picture_is_refused_and_gone(photographer):
    files = [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"MZ" * 50,
             factories.image_bytes()[:80]]  # fmt: skip
    for data in files:
        patch(photographer, begin(photographer, len(data))["Location"].removeprefix("http://testserver"), data, 0)
    work()
    assert list(Upload.objects.values_list("status", flat=True)) == [UploadStatus.REFUSED] * 3
    assert all(Upload.objects.values_list("reason", flat=True))
    assert not Photo.objects.exists()
    assert not any(path_of(upload).exists() for upload in Upload.objects.all())


@pytest.mark.django_db(transaction=True)
def test_same_file_twice_and_a_wrong_sum(photographer):
    data = factories.image_bytes()
    for said in ("", "", metadata(sha256="0" * 64)):
        made = begin(photographer, len(data), **({"Upload-Metadata": said} if said else {}))
        patch(photographer, made["Location"].removeprefix("http://testserver"), data, 0)
    work()
    assert list(Upload.objects.order_by("created_at").values_list("status", flat=True)) == [
        UploadStatus.DONE, UploadStatus.DUPLICATE, UploadStatus.REFUSED,
    ]  # fmt: skip
    assert Photo.objects.count() == 1


# A real client ------------------------------------------------------------------------------------------------------


def signed_in(live_server) -> dict[str, str]:
    """Headers of a photographer's program."""
    client = Client()
    client.force_login(factories.user("摄影"))
    token = client.get("/admin/password_change/").cookies["csrftoken"].value
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    return {"Cookie": cookies, "X-CSRFToken": token, "Referer": live_server.url}


@pytest.mark.django_db(transaction=True)
def test_content_length_that_lies_costs_nothing(roles, live_server):
    """Ten bytes are promised and four come: the four are kept, or none where a checksum was promised."""
    headers = signed_in(live_server)
    address = live_server.url.removeprefix("http://")

    def ask(method: str, path: str, body: bytes = b"", **more: str) -> tuple[int, http.client.HTTPMessage]:
        with closing(http.client.HTTPConnection(address, timeout=30)) as connection:
            connection.putrequest(method, path)
            for name, value in {**headers, **TUS, **more}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders(body)
            connection.sock.shutdown(socket.SHUT_WR)
            with connection.getresponse() as answer:
                return answer.status, answer.headers

    _, made = ask("POST", ROOT, Upload_Length="10", Content_Length="0")
    path = made["Location"].removeprefix(live_server.url)
    said = {"Content_Type": CHUNK, "Upload_Offset": "0", "Content_Length": "10"}
    assert ask("PATCH", path, b"abcd", **said, Upload_Checksum="sha1 " + "A" * 27 + "=")[0] == 460
    assert Upload.objects.get().offset == 0
    assert ask("PATCH", path, b"abcd", **said)[1]["Upload-Offset"] == "4"
    assert ask("PATCH", path, b"efghijklmn", **{**said, "Upload_Offset": "4", "Content_Length": "6"})[0] == 204
    assert path_of(Upload.objects.get()).read_bytes() == b"abcdefghij"


@pytest.mark.django_db(transaction=True)
def test_tuspy_resumes_uploads_cut_at_random_places(roles, live_server):
    """Each upload is cut once or more by a client that stops, and taken up by a new one.

    `TUS_UPLOADS=50 make test ARGS="tests/views/photos/test_tus.py -k tuspy_resumes -s"` is the long run.
    """
    headers, cuts = signed_in(live_server), 0
    dice = random.Random(5)
    sums = []
    for _ in range(int(os.environ.get("TUS_UPLOADS", "6"))):
        data = dice.randbytes(dice.randint(50_000, 300_000))
        sums.append(hashlib.sha256(data).hexdigest())
        uploader = TusClient(live_server.url + ROOT, headers).uploader(
            file_stream=io.BytesIO(data), chunk_size=32_768, upload_checksum=dice.random() < 0.5
        )
        while uploader.offset < len(data):
            uploader.upload(stop_at=min(len(data), uploader.offset + dice.randint(1, len(data))))
            cuts += uploader.offset < len(data)
            # A new client that knows nothing but the address.
            uploader = TusClient(live_server.url + ROOT, headers).uploader(
                file_stream=io.BytesIO(data), url=uploader.url, chunk_size=dice.choice([1000, 65_536])
            )
    found = [
        hashlib.sha256(path_of(upload).read_bytes()).hexdigest() for upload in Upload.objects.order_by("created_at")
    ]
    print(f"{len(sums)} uploads, cut {cuts} times, {sum(a != b for a, b in zip(found, sums, strict=True))} mismatches")
    assert found == sums
    assert set(Upload.objects.values_list("status", flat=True)) == {UploadStatus.RECEIVED}
