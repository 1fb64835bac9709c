"""The page of one picture: words over a version, where it is used, its file, its cut, its twins."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import LogEntry, Photo, PhotoFile, Status
from articles.workflow import make_renditions, take_in
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client_as):
    return client_as("责任编辑")


@pytest.fixture
def chief(client_as):
    return client_as("总编辑")


def address(photo, rest=""):
    return f"/desk/photos/{photo.pk}/{rest}"


def words(photo, **changes):
    """What the form would send of the picture as it is."""
    return {
        "version": photo.version, "caption": photo.caption, "rights": photo.rights, "credit_line": photo.credit_line,
        "place": photo.place, **changes,
    }  # fmt: skip


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_page_costs_the_same_for_one_and_many_uses(editor, django_assert_max_num_queries):
    photo = factories.photo(fingerprint=1)
    for _ in range(12):
        factories.article(photos=[photo])

    with django_assert_max_num_queries(26):
        assert editor.get(address(photo)).status_code == 200


def test_words_are_saved(editor):
    photo = factories.photo()
    district, person = factories.district(), factories.reporter()

    response = editor.post(
        address(photo),
        words(photo, caption="新的说明", keywords="亮灯、夜景", district=district.pk, photographer=person.pk,
              rights="licensed", rights_until="2031-05-06", taken_at="2031-05-01T08:30", people="云舒"),
        follow=True,
    )  # fmt: skip

    photo.refresh_from_db()
    assert said(response) == ["保存好了。"]
    assert (photo.caption, photo.keywords, photo.version) == ("新的说明（图中为云舒）", ["亮灯", "夜景"], 2)
    assert (photo.district, photo.photographer, str(photo.rights_until)) == (district, person, "2031-05-06")


def test_second_of_two_sees_both_and_loses_nothing(editor):
    photo = factories.photo(caption="原来的")
    editor.post(address(photo), words(photo, caption="先到的"))

    response = editor.post(address(photo), words(photo, caption="后到的"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "现在存着：先到的" in page
    assert ">\n后到的</textarea>" in page
    assert Photo.objects.get(pk=photo.pk).caption == "先到的"
    assert editor.post(address(photo), words(photo, version=2, caption="后到的")).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("rights", "x"), ("district", "99999999"), ("taken_at", "昨天"), ("rights_until", "2031-02-31"),
     ("caption", "长" * 1001), ("keywords", "、".join("字" * n for n in range(1, 60))), ("version", "x"),
     ("caption", "\0")],
)  # fmt: skip
def test_words_that_make_no_sense_come_back_with_a_sentence(editor, field, value):
    photo = factories.photo()

    response = editor.post(address(photo), words(photo, **{field: value}))

    assert response.status_code == 400
    assert response.context["form"].errors
    assert Photo.objects.get(pk=photo.pk).version == 1


def test_who_may_not_change_it_reads(client_as):
    photo = factories.photo()
    factories.article(photos=[photo])
    photographer = client_as("摄影")

    page = photographer.get(address(photo)).content.decode()
    assert "<fieldset disabled>" in page
    response = photographer.post(address(photo), words(photo, caption="改"))

    assert response.status_code == 403
    assert LogEntry.objects.filter(verb="refused").exists()


def test_where_it_is_used_is_shown_with_states(editor):
    photo = factories.photo(fingerprint=None)
    factories.article("读者看到的", photos=[photo])
    factories.article("还在写的", status=Status.DRAFT, photos=[photo])
    factories.page(image=photo)
    person = factories.reporter(portrait=photo)

    page = editor.get(address(photo)).content.decode()

    for expected in ("读者看到的", "还在写的", "已发布", "草稿", "版面图", person.name, "不能删除"):
        assert expected in page


def test_bin_refuses_what_is_used(chief):
    used, free = factories.photo(), factories.photo()
    factories.article("用图的稿件", photos=[used])

    assert "《用图的稿件》" in said(chief.post(address(used, "act/bin/"), {"version": 1}, follow=True))[0]
    chief.post(address(free, "act/bin/"), {"version": 1})
    assert list(Photo.objects.kept()) == [used]
    assert "回收站" in chief.get(address(free)).content.decode()
    chief.post(address(free, "act/restore/"), {"version": 2})
    assert Photo.objects.kept().count() == 2


def test_focal_point_by_script_and_by_form(editor):
    photo = factories.photo()

    response = editor.post(
        address(photo, "focal/"), {"version": 1, "x": "0.25", "y": "0.75"}, HTTP_ACCEPT="application/json"
    )
    assert response.json() == {"version": 2}
    late = editor.post(address(photo, "focal/"), {"version": 1, "x": "0", "y": "0"}, HTTP_ACCEPT="application/json")
    assert late.status_code == 409
    for x in ("2", "nan", "x", ""):
        assert "焦点" in said(editor.post(address(photo, "focal/"), {"version": 2, "x": x, "y": "0"}, follow=True))[0]
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.25, 0.75)


def test_cutting_by_form_and_back(editor):
    photo = factories.photo(width=800, height=400)
    address = f"/desk/photos/{photo.pk}/cut/"

    def cut(**sent):
        photo.refresh_from_db()
        return editor.post(address, {"version": photo.version, **sent}, follow=True).content.decode()

    assert "裁好了，原图还是整张" in cut(left="25", top="0", right="100", bottom="50")
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (600, 200)
    assert "做好以后才能再裁" in editor.get(f"/desk/photos/{photo.pk}/").content.decode()  # the old picture is shown
    for nonsense in ({"left": "x"}, {"left": "nan", "top": "0", "right": "1", "bottom": "1"}, {}):
        assert "裁剪框须" in cut(**nonsense)
    assert "整张还原了" in cut(whole="1")
    photo.refresh_from_db()
    assert (photo.cut, photo.width) == ([], 800)
    assert "刚刚被别人改过" in cut(version=1, left="25", top="0", right="100", bottom="50")


def test_turning(editor):
    photo = factories.photo(width=60, height=40)

    editor.post(address(photo, "turn/right/"), {"version": 1})

    photo.refresh_from_db()
    assert (photo.rotation, photo.width, photo.height) == (90, 40, 60)
    assert editor.post(address(photo, "turn/up/"), {"version": 2}).status_code == 404


def test_file_is_replaced_at_the_same_address(editor):
    photo = take_in(factories.image_bytes(400, 300), None)
    make_renditions.func(photo.pk)
    upload = SimpleUploadedFile("../../evil.php", factories.image_bytes(640, 480), content_type="text/html")

    editor.post(address(photo, "file/"), {"version": 1, "file": upload, "reason": "调色"})

    photo.refresh_from_db()
    earlier = PhotoFile.objects.get()
    assert photo.width == 640
    assert "evil" not in photo.original.name
    assert editor.get(address(photo, "state/")).json()["stale"] is True
    make_renditions.func(photo.pk)
    assert editor.get(address(photo, "state/")).json()["stale"] is False
    editor.post(address(photo, f"file/{earlier.pk}/"), {"version": 2})
    photo.refresh_from_db()
    assert photo.width == 400


def test_what_is_no_picture_replaces_nothing(editor):
    photo = factories.photo()
    for upload in (b"<svg/>", b"GIF89a", b"\xff\xd8\xff\xe0cut"):
        file = SimpleUploadedFile("a.jpg", upload)
        response = editor.post(address(photo, "file/"), {"version": 1, "file": file}, follow=True)
        assert said(response)
    assert said(editor.post(address(photo, "file/"), {"version": 1}, follow=True)) == [
        "还没有选文件：请先选一个图片文件。"
    ]
    assert not PhotoFile.objects.exists()


def test_original_is_a_download_and_in_the_log(editor, client_as):
    photo = factories.photo()

    response = editor.get(address(photo, "original/"))

    with photo.original.open("rb") as stream:
        assert response.getvalue() == stream.read()
    assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{photo.pk}-')
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert LogEntry.objects.get(verb="photo_download").details["photo"] == photo.pk
    assert client_as("校对").get(address(photo, "original/")).status_code == 403


def test_original_that_the_storage_lost_is_404(editor):
    photo = factories.photo()
    photo.original.storage.delete(photo.original.name)

    assert editor.get(address(photo, "original/")).status_code == 404


def test_twins_stand_side_by_side_and_merge(chief):
    photo, twin = factories.photo(fingerprint=1, caption="这一张"), factories.photo(fingerprint=3, caption="那一张")
    article = factories.article(photos=[twin])

    page = chief.get(address(photo)).content.decode()
    assert "这一张" in page
    assert "那一张" in page
    response = chief.post(
        address(photo, "merge/"), {"version": 1, "other": twin.pk, "other_version": 1, "keep": "this"}
    )

    assert response.url == address(photo)
    assert article.uses.get().photo == photo
    assert "已经并入" in chief.get(address(twin)).content.decode()


def test_merging_over_an_old_version_changes_nothing(chief):
    photo, twin = factories.photo(fingerprint=1), factories.photo(fingerprint=3)

    messages = said(
        chief.post(address(photo, "merge/"), {"version": 7, "other": twin.pk, "other_version": 1}, follow=True)
    )

    assert "刚刚被别人改过" in messages[0]
    assert Photo.objects.kept().count() == 2
    for other in ("x", "", "9" * 30):
        assert (
            chief.post(address(photo, "merge/"), {"version": 1, "other": other, "other_version": "1"}).status_code
            == 404
        )


def test_expired_rights_are_said_loudly(editor):
    photo = factories.photo(rights_until=timezone.localdate() - timedelta(days=1))

    assert "不能再放进稿件" in editor.get(address(photo)).content.decode()


def test_every_address_is_for_the_newsroom(client, roles):
    photo = factories.photo()
    rests = ["", "state/", "original/", "focal/", "turn/left/", "file/", "file/1/", "merge/", "act/bin/"]
    for rest in rests:
        method = client.get if rest in ("", "state/", "original/") else client.post
        assert method(address(photo, rest)).status_code == 302
    client.force_login(factories.user())
    for rest in rests:
        method = client.get if rest in ("", "state/", "original/") else client.post
        assert method(address(photo, rest)).status_code == 403
