"""Captions in one pass: common words, what differs, order, people, and the stories that are made of a shoot."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import (
    Article,
    ArticleKind,
    ArticlePhoto,
    Photo,
    PhotoStatus,
    Rights,
    Shoot,
    Status,
    Upload,
    UploadStatus,
)
from articles.text import parse_byline
from articles.workflow.photo_rights import may_change_photo, photos_not_ready
from articles.workflow.shoot_hints import proposals
from articles.workflow.shoot_words import join_people, with_people, without_people
from articles.workflow.shoots import photos_of, welcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def photographer(client_as):
    return known(client_as("摄影"))


@pytest.fixture
def editor(client_as):
    return known(client_as("责任编辑"))


def known(client: Client) -> Client:
    client.pk = int(client.session["_auth_user_id"])  # type: ignore[attr-defined]
    return client


def shoot_of(client, count: int = 3, **fields) -> Shoot:
    shoot = Shoot.objects.create(created_by_id=client.pk, **fields)
    for place in range(1, count + 1):
        factories.photo(caption="", shoot=shoot, shoot_order=place, uploaded_by_id=client.pk)
    return shoot


def post(client: Client, shoot: Shoot, path: str, body: object):
    return client.post(f"/desk/photos/shoots/{shoot.pk}/{path}", json.dumps(body), content_type="application/json")


def say(client: Client, shoot: Shoot, version: int = 1, was: dict | None = None, **fields: str):
    was = dict.fromkeys(fields, "") if was is None else was
    return post(client, shoot, "save/", {"common": {"version": version, "fields": fields, "was": was}})


def say_of(client: Client, shoot: Shoot, photo: Photo, version: int = 1, was: dict | None = None, **fields: str):
    was = dict.fromkeys(fields, "") if was is None else was
    return post(
        client, shoot, "save/", {"photos": [{"id": photo.pk, "version": version, "fields": fields, "was": was}]}
    )


def captions(shoot: Shoot) -> list[str]:
    return [photo.caption for photo in photos_of(shoot)]


# Who may -------------------------------------------------------------------------------------------------------------


def test_foreign_shoots_are_not_there_except_for_editors(photographer, editor, client_as):
    shoot = shoot_of(photographer, 1)
    address = f"/desk/photos/shoots/{shoot.pk}/"
    other = client_as("摄影")
    assert [one.get(address).status_code for one in (photographer, editor, other, client_as("记者"))] == [
        200, 200, 404, 404,
    ]  # fmt: skip
    photo = shoot.photos.get()
    for path in ("cards/", "save/", "order/", "level/", f"photos/{photo.pk}/leave/", f"photos/{photo.pk}/turn/"):
        assert post(other, shoot, path, {"have": [], "order": [photo.pk]}).status_code == 404, path
    for path in ("finish/", "story/", "insert/"):
        assert other.post(address + path).status_code == 404, path
    assert other.get(address + "drafts/").status_code == 404
    assert client_as("校对").get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert post(Client(), shoot, "save/", {}).status_code == 401


def test_addresses_far_away_are_not_there(photographer):
    shoot = shoot_of(photographer, 1)
    assert photographer.get(f"/desk/photos/shoots/{10**30}/").status_code == 404
    assert post(photographer, shoot, f"photos/{10**30}/leave/", {}).status_code == 404


# Common words --------------------------------------------------------------------------------------------------------


def test_common_words_reach_every_picture_that_says_nothing_else(photographer):
    shoot = shoot_of(photographer)
    district, reporter = factories.district("石榴区"), factories.reporter("柴小满")
    first = photos_of(shoot)[0]
    Photo.objects.filter(pk=first.pk).update(caption="自己的说明。")
    answer = say(
        photographer, shoot, caption="石榴巷亮灯。", place="石榴巷", taken_at="2031-05-06T19:30",
        district=str(district.pk), photographer=str(reporter.pk), rights="supplied", keywords="民生、夜景",
        was={"caption": "", "place": "", "taken_at": "", "district": "", "photographer": "", "rights": "own",
             "keywords": ""},
    )  # fmt: skip
    assert answer.status_code == 200
    assert captions(shoot) == ["自己的说明。", "石榴巷亮灯。", "石榴巷亮灯。"]
    for photo in photos_of(shoot):
        assert (photo.place, photo.district, photo.photographer, photo.rights) == (
            "石榴巷", district, reporter, Rights.SUPPLIED,
        )  # fmt: skip
        assert photo.credit_line == "本报记者 柴小满 摄"
        assert photo.keywords == ["民生", "夜景"]
        assert timezone.localtime(photo.taken_at).hour == 19
    assert answer.json()["common"]["values"]["credit_line"] == "本报记者 柴小满 摄"
    say(photographer, shoot, 2, caption="石榴巷昨晚亮灯。", was={"caption": "石榴巷亮灯。"})
    assert captions(shoot) == ["自己的说明。", "石榴巷昨晚亮灯。", "石榴巷昨晚亮灯。"]


def test_credit_is_built_in_the_form_of_the_paper_until_it_is_written_by_hand(photographer):
    shoot = shoot_of(photographer, 1)
    one, two = factories.reporter("柴小满"), factories.reporter("云舒", role="通讯员")

    def credit() -> str:
        shoot.refresh_from_db()
        return shoot.credit_line

    say(photographer, shoot, agency="某区融媒体中心")
    assert credit() == "某区融媒体中心供图"
    say(photographer, shoot, photographer=str(one.pk))
    assert credit() == "本报记者 柴小满 摄（某区融媒体中心）"
    say(
        photographer,
        shoot,
        photographer=str(two.pk),
        agency="",
        was={"photographer": str(one.pk), "agency": "某区融媒体中心"},
    )
    assert credit() == "通讯员 云舒 摄"
    assert [(who.role, who.name) for who in parse_byline(credit())] == [("摄影", "云舒")]
    say(photographer, shoot, credit_line="资料图片", was={"credit_line": "通讯员 云舒 摄"})
    say(photographer, shoot, photographer=str(one.pk), was={"photographer": str(two.pk)})
    assert credit() == "资料图片"
    assert photos_of(shoot)[0].credit_line == "资料图片"


def test_name_of_the_camera_owner_gives_way_to_the_line_of_the_paper(photographer):
    reporter = factories.reporter("柴小满")
    shoot = shoot_of(photographer, 2)
    first, second = photos_of(shoot)
    Photo.objects.filter(pk=first.pk).update(credit_line="柴小满")
    Photo.objects.filter(pk=second.pk).update(credit_line="某相机")
    state = say(photographer, shoot, photographer=str(reporter.pk)).json()["state"]
    assert [photo.credit_line for photo in photos_of(shoot)] == ["本报记者 柴小满 摄", "某相机"]
    assert "“某相机”1张" in state["notes"]
    answer = post(photographer, shoot, "level/", {"field": "credit_line"})
    assert answer.json()["changed"] == 1
    assert photos_of(shoot)[1].credit_line == "本报记者 柴小满 摄"
    assert post(photographer, shoot, "level/", {"field": "title"}).status_code == 403
    assert post(photographer, shoot, "level/", {"field": 7}).status_code == 403


def test_pictures_that_come_later_get_the_words_too(photographer):
    shoot = shoot_of(photographer, 0, caption="大家一样。", credit_line="某某 摄", keywords=["夜景"])
    late = factories.photo(caption="", shoot=shoot, uploaded_by_id=photographer.pk, keywords=["狗"])
    answer = post(photographer, shoot, "cards/", {"have": []}).json()
    assert [card["id"] for card in answer["cards"]] == [late.pk]
    late.refresh_from_db()
    assert (late.caption, late.credit_line, late.keywords) == ("大家一样。", "某某 摄", ["夜景", "狗"])
    assert post(photographer, shoot, "cards/", {"have": [late.pk]}).json()["cards"] == []


def test_worker_gives_a_picture_the_words_of_its_shoot(photographer):
    shoot = shoot_of(photographer, 0, caption="大家一样。", credit_line="某某 摄")
    late, single = factories.photo(caption="", shoot=shoot), factories.photo(caption="")
    for photo in (late, single):
        welcome(photo, shoot.created_by)
        photo.refresh_from_db()
    assert (late.caption, late.credit_line, single.caption) == ("大家一样。", "某某 摄", "")


# What differs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "people", "caption"),
    [
        ("签约现场。", "甲某、乙某、丙某", "签约现场（左起：甲某、乙某、丙某）。"),
        ("签约现场", "甲某、乙某", "签约现场（左起：甲某、乙某）"),
        ("签约现场。", "甲某", "签约现场（图中为甲某）。"),
        ("合影。", "甲某、乙某；丙某", "合影（前排左起：甲某、乙某；后排左起：丙某）。"),
        ("合影。", "甲；乙；丙", "合影（第一排左起：甲；第二排左起：乙；第三排左起：丙）。"),
        ("", "甲某、乙某", "左起：甲某、乙某。"),
        ("只有说明。", "", "只有说明。"),
    ],
)
def test_people_stand_in_the_caption_and_come_off_again(words, people, caption):
    assert with_people(words, people) == caption
    assert without_people(caption, people) == words


def test_people_are_joined_with_the_marks_of_the_paper():
    assert join_people(" 甲某 ,乙某，丙某、; 丁某\n\n戊 某 ") == "甲某、乙某、丙某；丁某；戊 某"


def test_people_stay_when_the_common_caption_changes(photographer):
    shoot = shoot_of(photographer, 2, caption="签约现场。")
    first = photos_of(shoot)[0]
    answer = say_of(photographer, shoot, first, people="甲某，乙某")
    assert answer.json()["photos"][str(first.pk)]["values"] == {
        "caption": "", "people": "甲某、乙某", "place": "", "credit_line": "",
    }  # fmt: skip
    say(photographer, shoot, caption="昨天的签约现场。", was={"caption": "签约现场。"})
    assert captions(shoot) == ["昨天的签约现场（左起：甲某、乙某）。", "昨天的签约现场。"]
    say_of(photographer, shoot, first, 3, people="", was={"people": "甲某、乙某"})
    assert captions(shoot)[0] == "昨天的签约现场。"


def test_emptied_caption_means_the_common_one(photographer):
    shoot = shoot_of(photographer, 1, caption="共同的。")
    photo = photos_of(shoot)[0]
    say_of(photographer, shoot, photo, caption="自己的。")
    assert captions(shoot) == ["自己的。"]
    say_of(photographer, shoot, photo, 2, caption="", was={"caption": "自己的。"})
    assert captions(shoot) == ["共同的。"]


# Two at once ---------------------------------------------------------------------------------------------------------


def test_second_writer_gets_both_and_nothing_is_overwritten(photographer, editor):
    shoot = shoot_of(photographer, 1)
    photo = photos_of(shoot)[0]
    say(editor, shoot, caption="编辑写的。")
    clash = say(photographer, shoot, caption="摄影写的。")
    assert clash.status_code == 409
    assert clash.json()["common"]["clash"] is True
    assert clash.json()["common"]["values"]["caption"] == "编辑写的。"
    say_of(editor, shoot, photo, 2, caption="编辑说这张。")
    clash = say_of(photographer, shoot, photo, 1, caption="摄影说这张。")
    assert clash.status_code == 409
    assert captions(shoot) == ["编辑说这张。"]
    again = say_of(photographer, shoot, photo, 9, caption="摄影说这张。", was={"caption": "编辑说这张。"})
    assert again.status_code == 200
    assert captions(shoot) == ["摄影说这张。"]


def test_other_fields_changed_meanwhile_are_no_conflict(photographer, editor):
    shoot = shoot_of(photographer, 1)
    say(editor, shoot, place="石榴巷")
    assert say(photographer, shoot, caption="摄影写的。").status_code == 200
    shoot.refresh_from_db()
    assert (shoot.place, shoot.caption, shoot.version) == ("石榴巷", "摄影写的。", 3)


def test_without_what_was_seen_the_version_decides(photographer):
    shoot = shoot_of(photographer, 1)
    assert say(photographer, shoot, 7, was={}, caption="盲写。").status_code == 409
    assert say(photographer, shoot, 1, was={}, caption="看着写。").status_code == 200


def test_same_words_again_change_nothing(photographer):
    shoot = shoot_of(photographer, 1)
    say(photographer, shoot, caption="一样。")
    say(photographer, shoot, 2, caption="一样。", was={"caption": "一样。"})
    again = say(photographer, shoot, 1, caption="一样。")  # what a closed page had sent already
    assert again.status_code == 200
    shoot.refresh_from_db()
    assert (shoot.version, photos_of(shoot)[0].version) == (2, 2)


# Bad input -----------------------------------------------------------------------------------------------------------


def test_one_bad_field_does_not_hold_up_the_others(photographer):
    shoot = shoot_of(photographer, 1)
    answer = say(
        photographer,
        shoot,
        caption="好的。",
        district="99999",
        rights="nonsense",
        taken_at="昨天",
        keywords="长" * 41,
        title="x" * 61,
        was={"caption": "", "district": "", "rights": "own", "taken_at": "", "keywords": "", "title": ""},
    )
    assert set(answer.json()["common"]["errors"]) == {"district", "rights", "taken_at", "keywords", "title"}
    assert captions(shoot) == ["好的。"]


@pytest.mark.parametrize("text", ["a\0b", "长" * 1001])
def test_captions_that_cannot_be_kept_are_refused_in_words(photographer, text):
    shoot = shoot_of(photographer, 1)
    photo = photos_of(shoot)[0]
    answer = say_of(photographer, shoot, photo, caption=text)
    assert answer.json()["photos"][str(photo.pk)]["errors"]["caption"]
    assert captions(shoot) == [""]


def test_caption_with_its_people_may_not_be_too_long(photographer):
    shoot = shoot_of(photographer, 1, caption="长" * 995)
    photo = photos_of(shoot)[0]
    answer = say_of(photographer, shoot, photo, people="甲某、乙某")
    assert "上限1000字" in answer.json()["photos"][str(photo.pk)]["errors"]["people"]


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {"common": 7}, {"common": {}}, {"common": {"version": "1", "fields": {}}},
     {"common": {"version": 1, "fields": {"caption": 7}}}, {"common": {"version": 1, "fields": [], "was": {}}},
     {"common": {"version": 1, "fields": {"caption": "x"}, "was": 5}}, {"photos": {}}, {"photos": [7]},
     {"photos": [{"id": "1"}]}, {"photos": [{"id": True, "version": 1, "fields": {}}]}, {"photos": [{"id": 1}] * 1001}],
)  # fmt: skip
def test_junk_is_answered_400(photographer, body):
    shoot = shoot_of(photographer, 1)
    assert post(photographer, shoot, "save/", body).status_code == 400
    assert captions(shoot) == [""]


@pytest.mark.parametrize("order", [None, "x", [1, "x"], [None], [-1], [2**70], [1.5], list(range(1, 1003))])
def test_junk_orders_are_answered_400(photographer, order):
    assert post(photographer, shoot_of(photographer, 1), "order/", {"order": order}).status_code == 400


def test_markup_stays_text(photographer):
    shoot = shoot_of(photographer, 1)
    say(photographer, shoot, caption="<script>alert(1)</script>", title="<b>粗</b>")
    text = photographer.get(f"/desk/photos/shoots/{shoot.pk}/").content.decode()
    assert "<script>alert(1)" not in text
    assert "<b>粗" not in text


# Which pictures, in which order --------------------------------------------------------------------------------------


def test_order_leaving_out_and_taking_back(photographer):
    shoot = shoot_of(photographer)
    first, second, third = (photo.pk for photo in photos_of(shoot))
    stranger = factories.photo()
    answer = post(photographer, shoot, "order/", {"order": [third, stranger.pk, first, third]})
    assert answer.json()["order"] == [third, first, second]
    assert post(photographer, shoot, f"photos/{first}/leave/", {}).json()["order"] == [third, second]
    assert Photo.objects.get(pk=first).shoot is None
    back = post(photographer, shoot, f"photos/{first}/take/", {}).json()
    assert set(back["order"]) == {third, second, first}
    assert [card["id"] for card in back["cards"]] == [first]


def test_picture_of_the_library_is_a_guest_with_its_own_words(photographer):
    shoot = shoot_of(photographer, 1, caption="共同的。")
    home = Shoot.objects.create(created_by=factories.user())
    guest = factories.photo(caption="早有说明。", shoot=home)
    for _ in range(2):
        assert post(photographer, shoot, f"photos/{guest.pk}/take/", {}).status_code == 200
    assert [photo.pk for photo in photos_of(shoot)][1:] == [guest.pk]
    assert Upload.objects.filter(shoot=shoot, status=UploadStatus.DUPLICATE).count() == 1
    say(photographer, shoot, caption="换了。", was={"caption": "共同的。"})
    guest.refresh_from_db()
    assert (guest.caption, guest.shoot) == ("早有说明。", home)
    post(photographer, shoot, f"photos/{guest.pk}/leave/", {})
    assert guest.pk not in [photo.pk for photo in photos_of(shoot)]
    binned = factories.photo(binned_at=timezone.now())
    assert post(photographer, shoot, f"photos/{binned.pk}/take/", {}).status_code == 404


def test_pictures_are_turned_and_a_stale_turn_is_refused(photographer):
    shoot = shoot_of(photographer, 1)
    photo = photos_of(shoot)[0]
    path = f"photos/{photo.pk}/turn/"
    assert post(photographer, shoot, path, {"degrees": 90, "version": 1}).status_code == 200
    assert post(photographer, shoot, path, {"degrees": 90, "version": 1}).status_code == 409
    assert post(photographer, shoot, path, {"degrees": 45, "version": 2}).status_code == 403
    assert post(photographer, shoot, path, {"degrees": "x", "version": 2}).status_code == 400
    assert (
        post(photographer, shoot, f"photos/{factories.photo().pk}/turn/", {"degrees": 90, "version": 1}).status_code
        == 404
    )
    photo.refresh_from_db()
    assert photo.rotation == 90


def test_words_of_public_pictures_are_for_those_who_publish(photographer, editor, client_as):
    shoot = shoot_of(photographer, 2)
    public, free = photos_of(shoot)
    factories.article(photos=[public])
    for client in (photographer, editor):
        assert say_of(client, shoot, public, caption="改了读者看到的。").json()["photos"][str(public.pk)]["errors"]
    say(photographer, shoot, caption="共同的。")
    assert captions(shoot) == ["", "共同的。"]
    chief = known(client_as("总编辑"))
    assert say_of(chief, shoot, public, caption="总编辑改的。").status_code == 200
    assert captions(shoot)[0] == "总编辑改的。"
    assert not may_change_photo(public, factories.user("责任编辑"))
    assert may_change_photo(free, factories.user("责任编辑"))


# Hints ---------------------------------------------------------------------------------------------------------------


def test_district_is_proposed_with_the_reason(photographer):
    near, named = factories.district("石榴区"), factories.district("古井县", short_name="古井")
    shoot = shoot_of(photographer)
    photos = photos_of(shoot)
    for photo in photos[:2]:
        Photo.objects.filter(pk=photo.pk).update(district=near)
    found = proposals(shoot, photos_of(shoot))
    assert [(one.district, one.why) for one in found] == [(near, "2张：按照片里记的拍摄位置")]
    shoot.place = "古井县老戏台"
    found = proposals(shoot, photos_of(shoot))
    assert (found[0].district, found[0].why) == (named, "名称、地点或共同说明里写着")
    assert "用石榴区" in photographer.get(f"/desk/photos/shoots/{shoot.pk}/").content.decode()


def test_check_says_what_is_missing(photographer):
    shoot = shoot_of(photographer, 2)
    page = photographer.get(f"/desk/photos/shoots/{shoot.pk}/").content.decode()
    assert "2张里没有说明的2张，没有署名的2张：补上以前不能发布" in page
    answer = say(photographer, shoot, caption="有了。", credit_line="某某 摄").json()
    assert "2张都有说明和署名，可以发布" in answer["state"]["notes"]


def test_page_costs_the_same_for_one_and_for_many_pictures(photographer):
    counts = []
    for count in (1, 3):
        shoot = shoot_of(photographer, count)
        with CaptureQueriesContext(connection) as counted:
            photographer.get(f"/desk/photos/shoots/{shoot.pk}/")
        counts.append(len(counted))
    assert counts[0] == counts[1]


# What becomes of them ------------------------------------------------------------------------------------------------


def test_story_is_made_of_a_shoot(editor):
    reporter, district = factories.reporter("柴小满"), factories.district("石榴区")
    shoot = shoot_of(
        editor, 3, title="石榴巷亮灯", caption="路灯<亮>了。", photographer=reporter, credit_line="本报记者 柴小满 摄",
        district=district, keywords=["夜景"],
    )  # fmt: skip
    rejected = photos_of(shoot)[2]
    Photo.objects.filter(pk=rejected.pk).update(status=PhotoStatus.REJECTED, rejected_reason="解不开。")
    answer = editor.post(f"/desk/photos/shoots/{shoot.pk}/story/")
    article = Article.objects.get()
    assert answer["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (article.kind, article.status, article.headline) == (ArticleKind.PHOTO, Status.DRAFT, "石榴巷亮灯")
    assert article.body == "<p>路灯&lt;亮&gt;了。</p>"
    assert [use.photo_id for use in article.uses.all()] == [photo.pk for photo in photos_of(shoot)[:2]]
    assert [(one.role, one.reporter, one.role_as_printed) for one in article.bylines.all()] == [
        ("摄影", reporter, "记者")
    ]
    assert list(article.districts.all()) == [district]
    assert list(article.tags.names()) == ["夜景"]
    assert captions(shoot)[0] == "路灯<亮>了。"


def test_story_needs_pictures_and_the_right_to_write(editor, photographer):
    for client, shoot, words in (
        (editor, shoot_of(editor, 0), "还没有图片"), (photographer, shoot_of(photographer, 1), "不能新建稿件"),
    ):  # fmt: skip
        answer = client.post(f"/desk/photos/shoots/{shoot.pk}/story/", follow=True)
        assert words in answer.content.decode()
    assert not Article.objects.exists()
    page = photographer.get(f"/desk/photos/shoots/{shoot.pk}/").content.decode()
    assert "新建图片新闻" not in page
    assert "插进稿件" not in page


def test_pictures_go_behind_those_of_a_draft(editor, client_as):
    shoot = shoot_of(editor, 2)
    first = photos_of(shoot)[0]
    draft = factories.article(status="draft", photos=[factories.photo(), first])
    address = f"/desk/photos/shoots/{shoot.pk}/insert/"
    editor.post(address, {"article": draft.pk})
    assert [use.photo_id for use in draft.uses.all()][2:] == [photos_of(shoot)[1].pk]
    draft.refresh_from_db()
    assert draft.version == 2
    assert "已经有这一组的全部图片" in editor.post(address, {"article": draft.pk}, follow=True).content.decode()
    for nonsense in ("", "x", "9" * 30, "٣"):
        assert "没有选稿件" in editor.post(address, {"article": nonsense}, follow=True).content.decode()
    published = factories.article()
    editor.post(address, {"article": published.pk})
    assert not published.uses.exists()


def test_one_rule_says_which_pictures_come_into_a_story(editor):
    """Rights that are over and files that were not taken stay out, with the reason; captions and credits that lack are
    named, since the draft may still get them."""
    shoot = shoot_of(editor, 3)
    over, rejected, good = photos_of(shoot)
    until = timezone.localdate() - timedelta(days=1)
    Photo.objects.filter(pk=over.pk).update(rights_until=until)
    Photo.objects.filter(pk=rejected.pk).update(status=PhotoStatus.REJECTED, rejected_reason="解不开")
    draft = factories.article(status="draft")

    page = editor.post(f"/desk/photos/shoots/{shoot.pk}/insert/", {"article": draft.pk}, follow=True).content.decode()

    assert [use.photo for use in draft.uses.all()] == [good]
    assert f"图片{over.pk}的授权{until:%Y-%m-%d}已经到期" in page
    assert f"图片{rejected.pk}没有接收（解不开）" in page
    assert "配图没有说明，配图没有署名：补上以前不能发布" in page

    Photo.objects.filter(pk=good.pk).update(rights_until=until)
    page = editor.post(f"/desk/photos/shoots/{shoot.pk}/story/", follow=True).content.decode()
    assert Article.objects.get() == draft
    assert "请等图片传完" not in page
    assert page.count("已经到期，不能再放进稿件") == 2


def test_drafts_are_those_that_one_may_change(editor, client_as):
    reporter = known(client_as("记者"))
    mine = factories.article("我的石榴", status="draft", created_by_id=reporter.pk)
    factories.article("别人的石榴", status="draft")
    factories.article("石榴已经发布")
    shoot = shoot_of(reporter, 1)

    def found(client: Client, words: str) -> list[int]:
        answer = client.get(f"/desk/photos/shoots/{shoot.pk}/drafts/", {"q": words})
        return [row["id"] for row in answer.json()["drafts"]]

    assert found(reporter, "") == [mine.pk]
    assert found(reporter, "石榴 我的") == [mine.pk]
    assert found(reporter, "没有\0") == []
    assert len(found(editor, "石榴")) == 2


def test_finish_leads_to_the_library_and_says_what_is_missing(photographer):
    shoot = shoot_of(photographer, 2, caption="共同的。")
    answer = photographer.post(f"/desk/photos/shoots/{shoot.pk}/finish/", follow=True)
    assert "2张已在图片库里，没有署名2张" in answer.content.decode()
    assert captions(shoot) == ["共同的。", "共同的。"]


# Before publication --------------------------------------------------------------------------------------------------


def test_pictures_without_words_are_named_before_publication():
    yesterday = timezone.localdate() - timedelta(days=1)
    pictures = [
        factories.photo(credit_line="某某 摄"),
        factories.photo(caption="", credit_line="某某 摄"),
        factories.photo(),
        factories.photo(rights=Rights.FILE, rights_until=yesterday),
        factories.photo(agency="某单位", status=PhotoStatus.PENDING),
    ]
    article = factories.article(status="draft", photos=pictures)
    assert photos_not_ready(article) == ["第2张图没有说明", "第3张图没有署名", "第4张图授权已经到期", "第5张图还在处理"]
    ArticlePhoto.objects.filter(article=article, photo=pictures[1]).update(caption="这里的说明。")
    assert "第2张图没有说明" not in photos_not_ready(article)
    single = factories.article(status="draft", photos=[factories.photo(caption="")])
    assert photos_not_ready(single) == ["配图没有说明", "配图没有署名"]
    assert photos_not_ready(factories.article(status="draft")) == []
