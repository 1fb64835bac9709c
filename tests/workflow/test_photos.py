import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from articles.imaging.metadata import read_metadata
from articles.imaging.opening import ImageError
from articles.models import Photo, PhotoStatus, SiteSettings
from articles.workflow import DuplicatePhoto, make_renditions, take_in
from articles.workflow.renditions import missing_specs
from tests import factories


@pytest.fixture
def by(db):
    return factories.user()


@pytest.mark.django_db(transaction=True)
def test_uploaded_photo_is_pending_until_the_worker_has_made_its_renditions(by):
    photo = take_in(factories.image_bytes(1100, 700), by, caption="雨后的街道")

    assert photo.status == PhotoStatus.PENDING
    assert not photo.renditions.exists()

    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")

    photo.refresh_from_db()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert photo.status == PhotoStatus.READY
    assert {(r.crop, r.format) for r in photo.renditions.all()} == {
        (crop, form) for crop in ("full", "4x3", "16x9", "1x1") for form in ("avif", "webp", "jpeg")
    }
    assert all(r.file.storage.exists(r.file.name) for r in photo.renditions.all())
    assert max(r.width for r in photo.renditions.all()) == 1100


def test_worker_killed_half_way_leaves_a_pending_photo_that_the_next_run_finishes(by):
    photo = take_in(factories.image_bytes(700, 500), by)
    make_renditions.func(photo.pk)
    lost = photo.renditions.first()
    lost.delete()
    Photo.objects.filter(pk=photo.pk).update(status=PhotoStatus.PENDING)

    make_renditions.func(photo.pk)

    photo.refresh_from_db()
    assert photo.status == PhotoStatus.READY
    assert missing_specs(photo) == []


def test_same_file_again_is_refused_and_the_known_photo_named(by):
    data = factories.image_bytes()
    first = take_in(data, by)

    with pytest.raises(DuplicatePhoto, match=f"编号{first.pk}"):
        take_in(data, by)

    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 500, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0cut"]
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_is_written(by, data):
    with pytest.raises(ImageError, match=r"[\u4e00-\u9fff]"):
        take_in(data, by)

    assert not Photo.objects.exists()


def test_original_that_vanished_is_reported_on_the_photo(by):
    photo = take_in(factories.image_bytes(), by)
    photo.original.storage.delete(photo.original.name)

    make_renditions.func(photo.pk)

    photo.refresh_from_db()
    assert photo.status == PhotoStatus.REJECTED
    assert photo.rejected_reason


def test_public_files_name_the_photographer_and_the_house(db):
    person = factories.reporter("司琴")
    SiteSettings.objects.create(pk=1, name="云川日报")
    photo = take_in(factories.image_bytes(400, 300), None, caption="石榴巷", photographer=person, credit_line="司琴 摄")
    make_renditions.func(photo.pk)
    for rendition in photo.renditions.all():
        with rendition.file.open("rb") as stream:
            found = read_metadata(stream.read())
        assert (found.caption, found.photographer, found.credit) == ("石榴巷", "司琴", "司琴 摄")
