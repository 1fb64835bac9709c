"""Renditions are made anew when what they are made from changes, and readers always have some."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.imaging.metadata import read_metadata
from articles.models import FormerRendition, Photo, PhotoFile, PhotoStatus, Rendition
from articles.workflow import make_renditions, renditions, take_in
from articles.workflow.renditions import missing_specs, words_changed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    made = take_in(factories.image_bytes(700, 500), None, caption="石榴巷")
    make_renditions.func(made.pk)
    made.refresh_from_db()
    return made


def files(photo, **which):
    return set(photo.renditions.filter(**which).values_list("file", flat=True))


def status(client, name):
    response = client.get(f"/media/{name}")
    response.getvalue()  # to the end, which closes the file
    return response.status_code


def content(photo, **which):
    with photo.renditions.filter(**which).first().file.open("rb") as stream:
        return stream.read()


def test_nothing_is_made_twice(photo):
    before = set(photo.renditions.values_list("pk", "file"))

    make_renditions.func(photo.pk)

    assert missing_specs(photo) == []
    assert set(photo.renditions.values_list("pk", "file")) == before
    assert not FormerRendition.objects.exists()


def test_another_focal_point_changes_the_crops_and_not_the_whole_picture(photo):
    Photo.objects.filter(pk=photo.pk).update(focal_x=0.1)
    photo.refresh_from_db()

    assert {str(spec.crop) for spec in missing_specs(photo)} == {"4x3", "16x9", "1x1"}


def test_another_caption_is_written_into_every_file(photo):
    Photo.objects.filter(pk=photo.pk).update(caption="石榴巷亮灯")
    make_renditions.func(photo.pk)

    assert read_metadata(content(photo, format="webp")).caption == "石榴巷亮灯"
    assert read_metadata(content(photo, format="avif")).caption == "石榴巷亮灯"
    assert missing_specs(Photo.objects.get(pk=photo.pk)) == []


def test_turning_leaves_no_file_of_the_other_shape(photo):
    Photo.objects.filter(pk=photo.pk).update(rotation=90, width=500, height=700)
    make_renditions.func(photo.pk)

    shapes = set(photo.renditions.filter(crop="full").values_list("width", "height"))
    assert shapes == {(320, 448), (500, 700)}
    photo.refresh_from_db()
    assert photo.status == PhotoStatus.READY


def test_open_pages_find_the_old_files_for_a_day(photo, client):
    factories.article(photos=[photo])
    old = photo.renditions.filter(format="jpeg", crop="4x3").first().file.name
    Photo.objects.filter(pk=photo.pk).update(caption="改了说明")
    make_renditions.func(photo.pk)

    assert status(client, old) == 200

    renditions.clear_former(timezone.now())
    assert status(client, old) == 200
    renditions.clear_former(timezone.now() + timedelta(days=1, minutes=1))
    assert status(client, old) == 404
    assert not Rendition._meta.get_field("file").storage.exists(old)


def test_old_files_of_a_hidden_photo_are_for_nobody(photo, client):
    old = photo.renditions.filter(format="jpeg").first().file.name
    Photo.objects.filter(pk=photo.pk).update(caption="改了说明")
    make_renditions.func(photo.pk)

    assert status(client, old) == 404


def test_files_of_a_picture_that_was_replaced_go_at_once(photo, client, django_capture_on_commit_callbacks):
    factories.article(photos=[photo])
    old = files(photo)
    other = take_in(factories.image_bytes(900, 600), None)
    PhotoFile.objects.create(photo=photo, original=photo.original.name, sha256=photo.sha256, width=1, height=1, size=1)
    Photo.objects.filter(pk=photo.pk).update(original=other.original.name, width=900, height=600, sha256="f" * 64)

    with django_capture_on_commit_callbacks(execute=True):
        make_renditions.func(photo.pk)

    assert not old & files(photo)
    storage = Rendition._meta.get_field("file").storage
    assert not any(storage.exists(name) for name in old)
    assert status(client, old.pop()) == 404


def test_what_was_rendered_from_an_older_cut_is_not_stored(photo):
    stale = Photo.objects.get(pk=photo.pk)
    Photo.objects.filter(pk=photo.pk).update(focal_x=0.9)
    before = files(photo)

    renditions.store_renditions(stale, [])

    assert files(photo) == before


def test_picture_that_fails_to_be_made_anew_stays_as_readers_have_it(photo):
    photo.original.storage.delete(photo.original.name)
    Photo.objects.filter(pk=photo.pk).update(focal_x=0.9)

    make_renditions.func(photo.pk)

    photo.refresh_from_db()
    assert photo.status == PhotoStatus.READY
    assert "原图文件不在了" in photo.rejected_reason


@pytest.mark.django_db(transaction=True)
def test_words_wait_until_they_have_settled_and_come_once():
    photo = take_in(factories.image_bytes(400, 300), None)
    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")
    for caption in ("石", "石榴", "石榴巷"):
        Photo.objects.filter(pk=photo.pk).update(caption=caption)
        words_changed([photo.pk])

    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")
    assert missing_specs(Photo.objects.get(pk=photo.pk))

    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")

    assert not missing_specs(Photo.objects.get(pk=photo.pk))
    made = DBTaskResult.objects.filter(task_path="articles.workflow.renditions.make_renditions")
    assert made.count() <= 4
    assert set(DBTaskResult.objects.exclude(run_after__gt=timezone.now()).values_list("status", flat=True)) == {
        "SUCCESSFUL"
    }


@pytest.mark.django_db(transaction=True)
def test_command_makes_what_is_missing_and_all_anew(capsys):
    photos = [take_in(factories.image_bytes(400, 300), None) for _ in range(3)]

    call_command("renditions", "--missing", "--processes", "2")
    assert all(not missing_specs(photo) for photo in Photo.objects.all())
    call_command("renditions", "--missing")
    assert "0 renditions of 0 pictures made; 3 pictures looked at." in capsys.readouterr().out

    call_command("renditions", "--all")
    assert "of 3 pictures made" in capsys.readouterr().out
    assert all(not missing_specs(photo) for photo in Photo.objects.all())
    assert len(photos) == 3
