"""The verbs of the picture library: what they change, whom they refuse, what they leave behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.imaging.opening import ImageError
from articles.models import LogEntry, Photo, PhotoFile, PhotoStatus, Rights, Status
from articles.workflow import make_renditions, photo_desk, take_in
from articles.workflow.errors import Conflict, Forbidden, WorkflowError
from articles.workflow.photos import DuplicatePhoto
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def photographer(roles):
    return factories.user("摄影")


@pytest.fixture
def chief(roles):
    return factories.user("总编辑")


@pytest.fixture
def photo(photographer):
    made = take_in(factories.image_bytes(800, 600), photographer, caption="石榴巷")
    make_renditions.func(made.pk)
    made.refresh_from_db()
    return made


def file_of(tmp_path, data=None):
    path = tmp_path / "new.jpg"
    path.write_bytes(data or factories.image_bytes(1100, 550))
    return path


# Words ---------------------------------------------------------------------------------------------------------------


def test_words_are_written_once_and_the_version_grows(photo, photographer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        changed = photo_desk.describe(photo, photographer, {"caption": "石榴巷亮灯", "place": ""})

    assert (changed, photo.caption, photo.version) == (["caption"], "石榴巷亮灯", 2)
    assert len(callbacks) == 1
    assert photo_desk.describe(photo, photographer, {"caption": "石榴巷亮灯"}) == []
    assert photo.version == 2


def test_whoever_comes_second_changes_nothing(photo, photographer):
    seen = Photo.objects.get(pk=photo.pk)
    photo_desk.describe(photo, photographer, {"caption": "先到"})

    with pytest.raises(Conflict, match="刚刚被别人改过"):
        photo_desk.describe(seen, photographer, {"caption": "后到"})

    assert Photo.objects.get(pk=photo.pk).caption == "先到"


def test_names_follow_the_people_from_left_to_right(photo, photographer):
    photo_desk.describe(photo, photographer, {"people": "云舒、白朗"})
    assert photo.caption == "石榴巷（左起：云舒、白朗）"

    photo_desk.describe(photo, photographer, {"people": "白朗、云舒"})
    assert photo.caption == "石榴巷（左起：白朗、云舒）"

    photo_desk.describe(photo, photographer, {"people": "", "caption": "石榴巷亮灯（左起：白朗、云舒）"})
    assert photo.caption == "石榴巷亮灯"


def test_refusal_is_in_the_log_and_nothing_else_is(photo, roles):
    other = factories.user("记者")

    with pytest.raises(Forbidden, match="不能改"):
        photo_desk.describe(photo, other, {"caption": "改"})

    entry = LogEntry.objects.get()
    assert (entry.verb, entry.details["tried"], entry.details["photo"]) == ("refused", "photo_describe", photo.pk)


def test_words_that_readers_see_change_through_publishers_and_into_the_log(photo, photographer, chief):
    factories.article(photos=[photo])

    with pytest.raises(Forbidden):
        photo_desk.describe(photo, photographer, {"caption": "改"})
    photo_desk.describe(photo, chief, {"caption": "改"})

    assert LogEntry.objects.filter(verb="photo_words", details__photo=photo.pk).count() == 1


def test_several_get_the_same_words_where_they_say_nothing(photographer, roles):
    photos = [factories.photo(uploaded_by=photographer, caption="", keywords=["夜景"]), factories.photo(caption="有")]
    other = factories.photo(caption="")
    factories.article(photos=[other])

    done = photo_desk.describe_many(
        [*photos, other], photographer, {"caption": "共同", "keywords": ["亮灯", "夜景"]}, only_empty=True
    )

    assert [photo.caption for photo in photos] == ["共同", "有"]
    assert photos[0].keywords == ["夜景", "亮灯"]
    assert [(refused.pk, "不能改" in why) for refused, why in done.refused] == [(other.pk, True)]


# The picture ---------------------------------------------------------------------------------------------------------


def test_turning_takes_the_focal_point_along(photo, photographer):
    photo_desk.set_focal(photo, photographer, 0.2, 0.4)
    photo_desk.rotate(photo, photographer, 90)

    assert (photo.rotation, photo.width, photo.height) == (90, 600, 800)
    assert (photo.focal_x, photo.focal_y) == (0.6, 0.2)

    photo_desk.rotate(photo, photographer, 270)
    assert (photo.rotation, photo.width, photo.height) == (0, 800, 600)
    assert (photo.focal_x, photo.focal_y) == (0.2, 0.4)


def test_cut_cut_again_turned_and_whole_again(chief):
    photo = factories.photo(width=800, height=400, focal_x=0.5, focal_y=0.5)

    photo_desk.cut_photo(photo, chief, (0.25, 0.0, 1.0, 0.5))
    assert (photo.cut, photo.width, photo.height) == ([0.25, 0.0, 1.0, 0.5], 600, 200)
    assert (photo.focal_x, photo.focal_y) == (pytest.approx(1 / 3, abs=1e-3), 1.0)

    photo_desk.cut_photo(photo, chief, (0.5, 0.0, 1.0, 1.0))
    assert (photo.cut, photo.width, photo.height) == ([0.625, 0.0, 1.0, 0.5], 300, 200)
    assert (photo.focal_x, photo.focal_y) == (0.5, 0.5)  # the point was cut away

    photo_desk.rotate(photo, chief, 90)
    assert (photo.cut, photo.width, photo.height) == ([0.5, 0.625, 1.0, 1.0], 200, 300)
    assert (photo.whole_width, photo.whole_height) == (400, 800)

    photo_desk.cut_photo(photo, chief, None)
    assert (photo.cut, photo.width, photo.height, photo.whole_width) == ([], 400, 800, 0)
    assert photo.version == 5
    photo_desk.cut_photo(photo, chief, (0.0, 0.0, 1.0, 1.0))
    assert photo.version == 5


@pytest.mark.parametrize(
    "box",
    [(0.5, 0, 0.5, 1), (0.6, 0, 0.5, 1), (-0.1, 0, 1, 1), (0, 0, 1, 1.1), (0, 0, 0.01, 1), (float("nan"), 0, 1, 1)],
)
def test_cut_that_is_none_is_refused(chief, box):
    photo = factories.photo(width=800, height=400)
    with pytest.raises(WorkflowError, match="请"):
        photo_desk.cut_photo(photo, chief, box)
    assert photo.version == 1


@pytest.mark.parametrize("point", [(1.2, 0.5), (-0.1, 0), (float("nan"), 0.5)])
def test_focal_point_outside_is_refused(photo, photographer, point):
    with pytest.raises(WorkflowError, match="0和1之间"):
        photo_desk.set_focal(photo, photographer, *point)


def test_replaced_file_keeps_the_address_and_the_old_file(photo, photographer, tmp_path):
    old = photo.sha256
    photo_desk.replace_file(photo, photographer, file_of(tmp_path), "调色")
    make_renditions.func(photo.pk)

    photo.refresh_from_db()
    earlier = PhotoFile.objects.get()
    assert (photo.width, photo.height, photo.status) == (1100, 550, PhotoStatus.READY)
    assert (earlier.sha256, earlier.reason, earlier.replaced_by) == (old, "调色", photographer)
    assert max(made.width for made in photo.renditions.filter(crop="full")) == 1100
    assert photo.original.storage.exists(earlier.original.name)

    photo_desk.restore_file(photo, photographer, earlier)
    assert photo.sha256 == old
    assert PhotoFile.objects.get().width == 1100


def test_file_that_is_known_or_no_picture_replaces_nothing(photo, photographer, tmp_path):
    data = factories.image_bytes()
    other = take_in(data, photographer)

    with pytest.raises(DuplicatePhoto, match=f"编号{other.pk}"):
        photo_desk.replace_file(photo, photographer, file_of(tmp_path, data))
    with pytest.raises(ImageError):
        photo_desk.replace_file(photo, photographer, file_of(tmp_path, b"<svg/>"))
    with photo.original.open("rb") as stream, pytest.raises(WorkflowError, match="就是现在的文件"):
        photo_desk.replace_file(photo, photographer, file_of(tmp_path, stream.read()))
    assert not PhotoFile.objects.exists()


# The bin -------------------------------------------------------------------------------------------------------------


def test_what_is_used_anywhere_stays_out_of_the_bin(chief):
    used, drafted, imaged, portrayed = (factories.photo() for _ in range(4))
    factories.article("用图的稿件", photos=[used])
    factories.article(status=Status.DRAFT, photos=[drafted])
    factories.page(image=imaged)
    factories.reporter(portrait=portrayed)

    for photo in (used, drafted, imaged, portrayed):
        with pytest.raises(WorkflowError, match="还在用"):
            photo_desk.bin_photo(photo, chief)
    with pytest.raises(WorkflowError, match="《用图的稿件》"):
        photo_desk.bin_photo(used, chief)
    assert not Photo.objects.unused().exists()


def test_bin_and_back(photo, photographer):
    photo_desk.bin_photo(photo, photographer)
    assert (photo.binned_by, Photo.objects.kept().count()) == (photographer, 0)
    with pytest.raises(WorkflowError, match="回收站"):
        photo_desk.describe(photo, photographer, {"caption": "改"})

    photo_desk.restore_photo(photo, photographer)
    assert photo.binned_at is None
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["photo_bin", "photo_restore"]


def test_binned_photo_is_not_public_although_a_story_uses_it(photo):
    factories.article(photos=[photo])
    assert Photo.objects.public().exists()

    Photo.objects.filter(pk=photo.pk).update(binned_at=timezone.now())

    assert not Photo.objects.public().exists()


def test_after_thirty_days_rows_and_files_go(photo, photographer):
    photo_desk.bin_photo(photo, photographer)
    names = [made.file for made in photo.renditions.all()]
    now = timezone.now()

    assert photo_desk.purge_photos(now + timedelta(days=29)) == []
    assert photo_desk.purge_photos(now + timedelta(days=31)) == [photo.pk]

    assert not Photo.objects.exists()
    assert not photo.original.storage.exists(photo.original.name)
    assert not any(file.storage.exists(file.name) for file in names)


def test_usable_are_those_that_may_still_be_put_into_a_story(db):
    today = timezone.localdate()
    good = [factories.photo(), factories.photo(rights=Rights.LICENSED, rights_until=today)]
    factories.photo(rights_until=today - timedelta(days=1))
    factories.photo(binned_at=timezone.now())
    factories.photo(status=PhotoStatus.PENDING)

    assert set(Photo.objects.usable()) == set(good)
