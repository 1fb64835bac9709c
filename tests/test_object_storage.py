"""Originals and renditions in a real S3 server on the loopback interface (moto): one private, the other for readers."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import boto3
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings
from moto.server import ThreadedMotoServer

from articles.models import PhotoStatus, Rendition
from articles.workflow import make_renditions, take_in
from newsroom import environment, object_storage
from tests import factories

ORIGINALS, RENDITIONS = "paper-originals", "paper-renditions"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def client(server):
    made = boto3.client("s3", endpoint_url=f"http://{server}", aws_access_key_id="key", aws_secret_access_key="secret",
                        region_name="us-east-1")  # fmt: skip
    for bucket in (ORIGINALS, RENDITIONS):
        made.create_bucket(Bucket=bucket)
    yield made
    for bucket in (ORIGINALS, RENDITIONS):
        for found in made.list_objects_v2(Bucket=bucket).get("Contents", []):
            made.delete_object(Bucket=bucket, Key=found["Key"])
        made.delete_bucket(Bucket=bucket)
    made.close()


def configured(server, public=""):
    values = {"NEWSROOM_STORE_URL": f"http://key:secret@{server}/{ORIGINALS}/{RENDITIONS}"}
    if public:
        values["NEWSROOM_STORE_PUBLIC_ADDRESS"] = public
    read = environment.read(values)
    stores = object_storage.storages(
        read["NEWSROOM_STORE_URL"], settings.MEDIA_URL, read["NEWSROOM_STORE_PUBLIC_ADDRESS"]
    )
    return override_settings(STORAGES={**settings.STORAGES, **stores})


@pytest.fixture
def in_store(client, server, monkeypatch):
    with configured(server):
        # A field keeps the storage that it was declared with.
        monkeypatch.setattr(Rendition._meta.get_field("file"), "storage", storages["renditions"])
        yield client


def names(client, bucket):
    return [found["Key"] for found in client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def fetched(address):
    with urllib.request.urlopen(address) as answer:
        return answer.status, answer.read(), answer.headers


@pytest.mark.django_db
def test_picture_goes_the_whole_way_through_the_store(in_store, client_as):
    data = factories.image_bytes(700, 500)
    photo = take_in(data, None)
    make_renditions.func(photo.pk)

    photo.refresh_from_db()
    assert photo.status == PhotoStatus.READY
    assert names(in_store, ORIGINALS) == [photo.original.name]
    assert set(names(in_store, RENDITIONS)) == {made.file.name for made in photo.renditions.all()}
    with photo.original.open("rb") as stream:
        assert stream.read() == data

    factories.article(photos=[photo])
    shown = photo.renditions.filter(format="webp").first()
    response = client_as("记者").get(shown.file.url)
    assert shown.file.url == f"/media/{shown.file.name}"
    assert response.headers["Content-Type"] == "image/webp"
    assert len(b"".join(response.streaming_content)) == shown.size


def test_originals_have_no_address_and_everybody_else_is_refused(in_store, server):
    name = storages["default"].save("photos/a.jpg", ContentFile(b"original"))

    with pytest.raises(ValueError, match="not accessible"):
        storages["default"].url(name)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        fetched(f"http://{server}/{ORIGINALS}/{name}")


def test_second_original_of_a_name_replaces_nothing(in_store):
    first, second = (storages["default"].save("photos/a.jpg", ContentFile(data)) for data in (b"1", b"2"))

    assert first != second
    with storages["default"].open(first) as stream:
        assert stream.read() == b"1"


def test_renditions_are_read_by_everybody_where_the_bucket_says_so(client, server):
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                                       "Resource": f"arn:aws:s3:::{RENDITIONS}/*"}]}  # fmt: skip
    client.put_bucket_policy(Bucket=RENDITIONS, Policy=json.dumps(policy))
    with configured(server, f"http://{server}/{RENDITIONS}"):
        name = storages["renditions"].save("abc.webp", ContentFile(b"RIFF"))
        address = storages["renditions"].url(name)

    status, content, headers = fetched(address)

    assert address == f"http://{server}/{RENDITIONS}/abc.webp"
    assert (status, content) == (200, b"RIFF")
    assert headers["Content-Type"] == "image/webp"
    assert "immutable" in headers["Cache-Control"]


def test_what_is_missing_is_missing_as_in_a_folder(in_store):
    for alias in ("default", "renditions"):
        assert not storages[alias].exists("nowhere.jpg")
        with pytest.raises(FileNotFoundError):
            storages[alias].open("nowhere.jpg")
        with pytest.raises(FileNotFoundError):
            storages[alias].size("nowhere.jpg")
        storages[alias].delete("nowhere.jpg")


@pytest.mark.django_db
def test_media_answers_404_for_a_file_that_the_store_lost(in_store, client_as):
    photo = take_in(factories.image_bytes(400, 300), None)
    make_renditions.func(photo.pk)
    factories.article(photos=[photo])
    shown = photo.renditions.filter(format="jpeg").first()
    storages["renditions"].delete(shown.file.name)

    assert client_as("记者").get(shown.file.url).status_code == 404
