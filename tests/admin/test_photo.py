"""The picture library: what goes in, who may change what, what stays."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo, PhotoStatus, Status
from tests import factories

from .forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/photo/add/"


def upload(data, name="照片.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def address(photo):
    return f"/admin/articles/photo/{photo.pk}/change/"


@pytest.fixture
def photographer(client_as):
    return client_as("摄影")


def test_upload_waits_for_its_renditions_and_keeps_the_words(photographer):
    data = filled(photographer, ADD, caption="湿地的清晨", keywords="候鸟、湿地", place="赛罕区")

    response = photographer.post(ADD, data | {"original": upload(factories.image_bytes(800, 600))})

    assert response.status_code == 302, response.context["errors"]
    photo = Photo.objects.get()
    assert (photo.caption, photo.keywords, photo.status) == ("湿地的清晨", ["候鸟", "湿地"], PhotoStatus.PENDING)
    assert photo.uploaded_by.groups.get().name == "摄影"
    assert "照片" not in photo.original.name


def test_duplicate_is_refused_with_a_link(photographer):
    data = factories.image_bytes(300, 200)
    photographer.post(ADD, filled(photographer, ADD) | {"original": upload(data)})

    response = photographer.post(ADD, filled(photographer, ADD, caption="又一次") | {"original": upload(data)})

    page = response.content.decode()
    assert response.status_code == 200
    assert address(Photo.objects.get()) in page
    assert "又一次" in page


def test_full_disk_is_a_sentence_at_the_field_and_the_words_stay(photographer, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(FileSystemStorage, "_save", full)
        response = photographer.post(
            ADD, filled(photographer, ADD, caption="满了也不丢") | {"original": upload(factories.image_bytes(300, 200))}
        )

    assert response.status_code == 200
    assert "磁盘满了" in str(response.context["adminform"].form.errors["original"])
    assert "满了也不丢" in response.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.parametrize("data", [b"GIF89a\0\0", b"<svg/>", b"\xff\xd8\xff\xe0 no picture", b"x" * 1000])
def test_file_that_is_no_picture_is_a_sentence_at_the_field(photographer, data):
    response = photographer.post(ADD, filled(photographer, ADD) | {"original": upload(data)})

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["original"]
    assert not Photo.objects.exists()


def test_empty_and_missing_file_is_a_sentence(photographer):
    for original in ({}, {"original": upload(b"")}):
        response = photographer.post(ADD, filled(photographer, ADD) | original)
        assert response.context["adminform"].form.errors["original"]


@pytest.mark.parametrize("focus", ["1.5", "-1", "nan", "inf", "x", "1e400"])
def test_focus_outside_the_picture_is_a_sentence(photographer, focus):
    photo = factories.photo()

    response = photographer.post(address(photo), filled(photographer, address(photo), focal_x=focus))

    assert response.status_code == 200
    photo.refresh_from_db()
    assert photo.focal_x == 0.5


def test_writer_changes_his_own_picture_and_no_other(roles, client):
    writer = factories.user("记者")
    client.force_login(writer)
    own, other = factories.photo(uploaded_by=writer), factories.photo()

    assert client.post(address(own), filled(client, address(own), caption="改了")).status_code == 302
    assert client.post(address(other), {"caption": "改了"}).status_code == 403


def test_words_that_readers_see_change_only_through_publishers(client_as):
    photo = factories.photo()
    factories.article(photos=[photo])

    assert client_as("摄影").post(address(photo), {"caption": "改了"}).status_code == 403
    chief = client_as("总编辑")
    assert chief.post(address(photo), filled(chief, address(photo), caption="改了")).status_code == 302


def test_picture_in_use_stays(client_as):
    shown, drafted, free = factories.photo(), factories.photo(), factories.photo()
    factories.article(photos=[shown])
    factories.article(status=Status.DRAFT, photos=[drafted])
    chief = client_as("总编辑")

    for photo in (shown, drafted, free):
        chief.post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})

    assert set(Photo.objects.all()) == {shown, drafted}


@pytest.mark.parametrize("number", [3, 40])
def test_library_asks_the_same_number_of_queries(client_as, django_assert_num_queries, number):
    for _ in range(number):
        factories.photo()
    client = client_as("摄影")

    # session, user with his permissions, districts of the filter, count, rows, two for the dates
    with django_assert_num_queries(7):
        client.get("/admin/articles/photo/")
