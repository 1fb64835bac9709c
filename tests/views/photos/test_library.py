"""The picture library: what is found, how it is shown, what is done to several pictures."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import (
    Article,
    ArticlePhoto,
    Photo,
    PhotoPurpose,
    PhotoSearchRow,
    PhotoStatus,
    Rights,
    Shoot,
    Status,
)
from tests import factories

pytestmark = pytest.mark.django_db
LIBRARY, BULK = "/desk/photos/", "/desk/photos/bulk/"

# 1 session and user, 2 permissions, 3 how many, 4 the pictures, 5 which of them are his to change,
# 6-7 districts of filter and form, 8 photographers, 9 what is new in the inbox
QUERIES = 10


@pytest.fixture
def editor(client_as):
    return client_as("责任编辑")


@pytest.fixture
def chief(client_as):
    return client_as("总编辑")


def found(client, **query):
    response = client.get(LIBRARY, query)
    assert response.status_code == 200
    return [card.photo for cards in response.context["groups"] for card in cards]


@pytest.mark.parametrize("number", [1, 60])
def test_one_and_sixty_pictures_cost_the_same(editor, django_assert_num_queries, number):
    for _ in range(number):
        photo = factories.photo(photographer=factories.reporter())
        factories.article(photos=[photo])

    with django_assert_num_queries(QUERIES):
        assert len(found(editor)) == number


@pytest.mark.parametrize(
    "words",
    [
        "候鸟",
        "石榴巷",
        "云舒",
        "若川",
        "ruo-chuan",
        "ruochuan",
        "生态",
        "某视觉",
        "清泉",
        "晨雾 候鸟 若川",
        "夜里的巷子",
    ],
)
def test_search_finds_every_word_wherever_it_stands(editor, words):
    wanted = factories.photo(
        caption="晨雾里的候鸟", place="石榴巷", people="云舒、白朗", photographer=factories.reporter("若川"),
        keywords=["生态"], agency="某视觉", district=factories.district("清泉区"),
        shoot=Shoot.objects.create(title="夜里的巷子", created_by=factories.user()),
    )  # fmt: skip
    factories.photo(caption="候鸟")

    assert wanted in found(editor, q=words)
    assert found(editor, q=f"{words} 没有这个词") == []


def test_search_means_what_it_means_for_stories(editor):
    one, two = factories.photo(caption="晨雾里的候鸟。"), factories.photo(caption="候鸟晨飞，雾里看不清。")
    cases = {
        "雾": {one, two}, "晨雾": {one}, "“晨雾里”": {one}, "候鳥": {one, two}, "候鸟 -看不清": {one}, "鸟晨": {two},
        "候鸟晨飞雾": {two}, "-候鸟": set(), "，": set(), "%": set(), "' OR 1": set(),
    }  # fmt: skip
    for words, right in cases.items():
        assert set(found(editor, q=words)) == right, words
    assert set(found(editor, q=" ")) == {one, two}


def test_index_follows_every_change(editor):
    person, shoot = factories.reporter("若川"), Shoot.objects.create(title="夜里", created_by=factories.user())
    photo = factories.photo(caption="候鸟", photographer=person, shoot=shoot)
    story = factories.article(photos=[photo])
    Photo.objects.filter(pk=photo.pk).update(caption="灰鹤")
    type(person).objects.filter(pk=person.pk).update(name="云舒")
    Shoot.objects.filter(pk=shoot.pk).update(title="白天")
    ArticlePhoto.objects.filter(article=story).update(caption="湖面初冻")
    for gone, come in (("候鸟", "灰鹤"), ("若川", "云舒"), ("夜里", "白天"), ("结冰", "初冻")):
        assert found(editor, q=gone) == [], gone
        assert found(editor, q=come) == [photo], come
    ArticlePhoto.objects.filter(article=story).delete()
    assert found(editor, q="初冻") == []
    PhotoSearchRow.objects.all().delete()
    call_command("search_index", rebuild=True, verbosity=0)
    assert found(editor, q="灰鹤") == [photo]


def test_number_finds_its_picture(editor):
    photo = factories.photo()
    factories.photo()

    assert found(editor, q=str(photo.pk)) == [photo]


def test_filters(editor):
    today = timezone.localdate()
    district, person = factories.district(), factories.reporter()
    shoot = Shoot.objects.create(created_by=factories.user())
    plain = factories.photo(width=60, height=60, created_at=timezone.now() - timedelta(days=400))
    cases = {
        "district": (district.pk, factories.photo(district=district, width=90)),
        "photographer": (person.pk, factories.photo(photographer=person, width=90)),
        "shoot": (shoot.pk, factories.photo(shoot=shoot, width=90)),
        "rights": ("agency", factories.photo(rights=Rights.AGENCY, width=90)),
        "shape": ("tall", factories.photo(width=30, height=60)),
        "lacks": ("caption", factories.photo(caption="", credit_line="某人 摄", width=90)),
        "purpose": ("portrait", factories.photo(purpose=PhotoPurpose.PORTRAIT)),
        "bin": ("on", factories.photo(binned_at=timezone.now())),
    }
    for name, (value, photo) in cases.items():
        assert found(editor, **{name: value}) == [photo], name
    expired = factories.photo(rights_until=today - timedelta(days=1), width=90)
    soon = factories.photo(rights_until=today + timedelta(days=3), width=90)
    assert found(editor, rights="expired") == [expired]
    assert found(editor, rights="expiring") == [soon]
    assert found(editor, shape="square") == [plain]
    assert found(editor, until=str(today - timedelta(days=399))) == [plain]
    assert plain not in found(editor, since=str(today - timedelta(days=399)))


def test_used_and_unused(editor):
    free, drafted, shown = (factories.photo() for _ in range(3))
    factories.article(status=Status.DRAFT, photos=[drafted])
    factories.article(photos=[shown])

    assert found(editor, use="unused") == [free]
    assert found(editor, use="used") == [shown, drafted]
    assert found(editor, use="shown") == [shown]


def test_near_duplicates_stand_in_groups(editor):
    a, other, b = (factories.photo(fingerprint=bits) for bits in (0b1, 0x5555_5555_5555_5555, 0b111))
    c, d = factories.photo(fingerprint=-1), factories.photo(fingerprint=-2)
    old = factories.photo(fingerprint=0b11, created_at=timezone.now() - timedelta(days=200))

    response = editor.get(LIBRARY, {"near": "on"})

    assert [[card.photo for card in group] for group in response.context["groups"]] == [[d, c], [b, a]]
    since = str(timezone.localdate() - timedelta(days=300))
    wider = editor.get(LIBRARY, {"near": "on", "since": since}).context["groups"]
    assert {card.photo for card in wider[-1]} == {old, a, b}
    assert other not in found(editor, near="on")


def test_picture_that_is_like_two_others_joins_them(editor):
    photos = [factories.photo(fingerprint=bits) for bits in (0, 0b1111_1100_0000, 0b0000_0011_1111_1100)]
    between = factories.photo(fingerprint=0b0000_1111_1100_0000 & 0b0000_0011_1100_0000)

    groups = editor.get(LIBRARY, {"near": "on"}).context["groups"]

    assert len(groups) == 1
    assert {card.photo for card in groups[0]} == {*photos, between}


@pytest.mark.parametrize(
    "query",
    [{"page": "x"}, {"page": "999"}, {"page": "-1"}, {"q": "\0"}, {"q": "长" * 3000}, {"q": "%_\\'\""},
     {"since": "昨天"}, {"district": "99999999999999999999"}, {"photographer": "x"}, {"shoot": "-3"},
     {"shoot": "9" * 30}, {"rights": "'"}, {"shape": "x"}, {"near": "on", "page": "7"}, {"since": "0001-01-01"},
     {"until": "9999-12-31"}],
)  # fmt: skip
def test_odd_questions_are_answered(editor, query):
    factories.photo()

    assert editor.get(LIBRARY, query).status_code == 200


def test_pages_follow_each_other(editor):
    for _ in range(61):
        factories.photo()

    first, second = editor.get(LIBRARY), editor.get(LIBRARY, {"page": 2})

    assert (first.context["count"], first.context["has_next"], first.context["pages"]) == (60, True, 2)
    assert (second.context["count"], second.context["has_next"]) == (1, False)


def test_marks_say_what_one_has_to_know(editor):
    factories.photo(status=PhotoStatus.PENDING, caption="", rights_until=timezone.localdate() - timedelta(days=2))

    page = editor.get(LIBRARY).content.decode()

    for words in ("处理中", "缺说明", "缺署名", "授权已到期"):
        assert words in page


def test_pictures_have_their_size_before_they_load_and_load_late(editor):
    factories.photo(width=320, height=200)

    page = editor.get(LIBRARY).content.decode()

    assert 'width="320" height="200"' in page
    assert 'loading="lazy"' in page
    assert "style=" not in page


def test_library_is_for_the_newsroom(client, roles):
    assert client.get(LIBRARY).status_code == 302
    client.force_login(factories.user())
    assert client.get(LIBRARY).status_code == 403
    assert client.post(BULK).status_code == 403


# Several at once -----------------------------------------------------------------------------------------------------


def bulk(client, photos, **data):
    return client.post(BULK, {"photo": [photo.pk for photo in photos], **data}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_words_are_written_into_those_that_say_nothing(editor):
    empty, full = factories.photo(caption="", keywords=["旧"]), factories.photo(caption="有说明")
    district = factories.district()

    response = bulk(editor, [empty, full], do="words", caption="共同说明", keywords="新、旧", district=district.pk,
                    only_empty="on", back="q=%E6%9C%89")  # fmt: skip

    empty.refresh_from_db()
    full.refresh_from_db()
    assert (empty.caption, empty.keywords, empty.district) == ("共同说明", ["旧", "新"], district)
    assert (full.caption, full.keywords) == ("有说明", ["新", "旧"])
    assert said(response) == ["2张写好了。"]
    assert response.request["QUERY_STRING"] == "q=%E6%9C%89"


def test_bin_takes_the_unused_and_says_why_not_the_others(chief):
    free, used = factories.photo(), factories.photo()
    factories.article("用图的稿件", photos=[used])

    messages = said(bulk(chief, [free, used], do="bin"))

    assert list(Photo.objects.kept()) == [used]
    assert messages[0] == "1张放进了回收站。"
    assert "《用图的稿件》" in messages[1]
    assert said(bulk(chief, [free], do="restore")) == ["1张取回来了。"]
    assert Photo.objects.kept().count() == 2


def test_chosen_pictures_go_into_a_draft_in_their_order(editor):
    photos = [factories.photo() for _ in range(3)]
    draft = factories.article("正在写的", status=Status.DRAFT)
    ArticlePhoto.objects.create(article=draft, photo=photos[0], order=1)

    page = bulk(editor, photos, do="story", words="正在")
    assert "正在写的" in page.content.decode()
    response = bulk(editor, photos, article=draft.pk)

    assert response.redirect_chain[-1][0] == f"/admin/articles/article/{draft.pk}/change/"
    assert [use.photo for use in draft.uses.all()] == photos


def test_chosen_pictures_become_a_story_of_their_own(editor):
    reporter = factories.reporter("柴小满")
    shoot = Shoot.objects.create(
        title="石榴巷亮灯", caption="路灯亮了。", photographer=reporter, keywords=["夜景"], created_by=factories.user()
    )
    first, second = (factories.photo(caption="路灯亮了。", shoot=shoot, photographer=reporter) for _ in range(2))
    lone = factories.photo(caption="签约（图中为甲某）。", people="甲某", shoot=None)
    over = factories.photo(rights_until=timezone.localdate() - timedelta(days=1))

    answer = editor.post(BULK, {"do": "new", "photo": [second.pk, first.pk]})

    story = Article.objects.get()
    assert answer["Location"] == f"/admin/articles/article/{story.pk}/change/"
    assert (story.kind, story.status, story.headline) == ("photo", "draft", "石榴巷亮灯")
    assert story.body == "<p>路灯亮了。</p>"
    assert [use.photo for use in story.uses.all()] == [second, first]
    assert [line.reporter for line in story.bylines.all()] == [reporter]
    editor.post(BULK, {"do": "new", "photo": [lone.pk]})
    assert Article.objects.latest("pk").body == "<p>签约。</p>"
    page = editor.post(BULK, {"do": "new", "photo": [lone.pk, over.pk]}, follow=True).content.decode()
    assert "已经到期，不能再放进稿件" in page
    assert Article.objects.count() == 2


def test_photographer_makes_no_story(client_as):
    page = client_as("摄影").post(BULK, {"do": "new", "photo": [factories.photo().pk]}, follow=True).content.decode()
    assert "您的岗位不能新建稿件" in page
    assert "新建图片新闻" not in page
    assert not Article.objects.exists()


def test_expired_pictures_go_into_no_story(editor):
    photo = factories.photo(rights_until=timezone.localdate() - timedelta(days=1))
    draft = factories.article(status=Status.DRAFT)

    messages = said(bulk(editor, [photo], article=draft.pk))

    assert "到期" in messages[0]
    assert not draft.uses.exists()


def test_nothing_chosen_and_nonsense_are_sentences(editor):
    photo = factories.photo()
    assert "还没有选图片" in said(editor.post(BULK, {"do": "bin"}, follow=True))[0]
    assert "还没有选图片" in said(editor.post(BULK, {"photo": ["x", "9" * 30]}, follow=True))[0]
    assert "不知道要做什么" in said(bulk(editor, [photo], do="x"))[0]
    assert "没有填" in said(bulk(editor, [photo], do="words"))[0]
    assert "说明" in said(bulk(editor, [photo], do="words", caption="长" * 1001))[0]
    assert bulk(editor, [photo], article="9" * 30).status_code == 403
    assert editor.post(BULK, {"photo": photo.pk, "do": "bin", "back": "//elsewhere.example/\r\nX: y"}).url.startswith(
        LIBRARY
    )
