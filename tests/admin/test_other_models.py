"""Settings, people, paper and corrections: what is special about each form."""

import pytest
from django.test import Client

from articles.models import Article, Correction, District, Edition, Page, SiteSettings, Status, Tag
from articles.workflow import topics
from tests import factories

from .forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client_as):
    return client_as("总编辑")


@pytest.fixture
def administrator(client_as):
    return client_as("管理员")


def test_settings_are_one_row(administrator):
    add = "/admin/articles/sitesettings/add/"
    response = administrator.post(add, filled(administrator, add, name="云川日报"))
    assert response.status_code == 302
    assert SiteSettings.objects.get().pk == 1

    assert administrator.get(add).status_code == 403
    listed = administrator.get("/admin/articles/sitesettings/")
    assert listed.headers["Location"].endswith("/1/change/")
    assert administrator.post("/admin/articles/sitesettings/1/delete/", {"post": "yes"}).status_code == 403


def test_column_gets_its_slug_from_its_name(chief):
    add = "/admin/articles/column/add/"

    chief.post(add, filled(chief, add, name="基层实践"))

    assert chief.get("/admin/articles/column/").context["cl"].result_list[0].slug == "ji-ceng-shi-jian"


def test_tag_gets_its_slug_from_its_name(client_as):
    editor, add = client_as("责任编辑"), "/admin/articles/tag/add/"

    response = editor.post(add, filled(editor, add, name="候鸟"))

    assert response.status_code == 302, response.context["errors"]
    assert Tag.objects.get().slug == "hou-niao"


def test_district_takes_other_names_by_any_separator_and_not_itself_as_parent(chief):
    district = factories.district("土默特左旗")
    page = f"/admin/articles/district/{district.pk}/change/"

    chief.post(page, filled(chief, page, aliases="土左旗、土左，毕克齐"))
    district.refresh_from_db()
    assert district.aliases == ["土左旗", "土左", "毕克齐"]

    response = chief.post(page, filled(chief, page, parent=district.pk))
    assert "上级不能是自己" in response.content.decode()


def test_district_with_stories_stays(administrator):
    district = factories.district()
    factories.article(districts=[district])

    administrator.post(f"/admin/articles/district/{district.pk}/delete/", {"post": "yes"})

    assert District.objects.exists()


@pytest.mark.parametrize("kind", ["column", "district", "tag"])
def test_what_many_stories_use_is_refused_without_going_through_them(administrator, kind, monkeypatch):
    monkeypatch.setattr("articles.admin.people.MOST_TO_UNTAG", 1)
    owner = getattr(factories, kind)() if kind != "tag" else Tag.objects.create(name="老街")
    for _ in range(2):
        story = factories.article(**{"column": owner} if kind == "column" else {})
        if kind != "column":
            getattr(story, f"{kind}s").add(owner)
    address = f"/admin/articles/{kind}/{owner.pk}/delete/"
    page = administrator.get(address).content.decode()
    assert "不能" in page
    assert story.headline not in page
    administrator.post(address, {"post": "yes"})
    assert type(owner).objects.filter(pk=owner.pk).exists()


def test_person_who_has_signed_is_refused_without_going_through_the_stories(administrator):
    story = factories.article()
    signed = story.bylines.create(reporter=factories.reporter("甲某"), role="记者", order=1)
    page = administrator.get(f"/admin/articles/reporter/{signed.reporter_id}/delete/").content.decode()
    assert "甲某署名1篇稿件，不能删除" in page
    assert story.headline not in page


def test_tag_of_few_stories_goes_and_the_stories_stay(administrator):
    story = factories.article()
    story.tags.add("老街")
    administrator.post(f"/admin/articles/tag/{Tag.objects.get().pk}/delete/", {"post": "yes"})
    assert not Tag.objects.exists()
    assert Article.objects.filter(pk=story.pk).exists()


def test_lists_say_how_many_stories_have_appeared(administrator):
    column, district, tag = factories.column(), factories.district(), Tag.objects.create(name="老街")
    for status in ("published", "published", "draft"):
        story = factories.article(column=column, districts=[district], status=status)
        story.tags.add(tag)
    for kind in ("column", "district", "tag"):
        page = administrator.get(f"/admin/articles/{kind}/").content.decode()
        assert '<td class="field-pieces">2</td>' in page


def test_edition_with_pages_inline(chief):
    add = "/admin/articles/edition/add/"
    rows = {"pages-TOTAL_FORMS": 2, "pages-0-number": 1, "pages-0-name": "要闻", "pages-1-number": 2}

    response = chief.post(add, filled(chief, add, date="2026-11-22", number=7, **rows))

    assert response.status_code == 302, response.context["errors"]
    assert [page.printed_label for page in Edition.objects.get().pages.all()] == ["第01版：要闻", "第02版"]


def test_two_pages_of_one_number_are_a_sentence(chief):
    edition = factories.edition()
    factories.page(edition, 1)
    page = f"/admin/articles/edition/{edition.pk}/change/"
    rows = {"pages-TOTAL_FORMS": 2, "pages-1-number": 1}

    response = chief.post(page, filled(chief, page, **rows))

    assert response.status_code == 200
    assert Page.objects.count() == 1


def test_released_edition_stays(administrator):
    edition, planned = factories.edition(), factories.edition(publish_at=None)

    administrator.post(f"/admin/articles/edition/{edition.pk}/delete/", {"post": "yes"})
    administrator.post(f"/admin/articles/edition/{planned.pk}/delete/", {"post": "yes"})

    assert list(Edition.objects.all()) == [edition]


def test_hot_area_outside_the_page_is_a_sentence(chief):
    page = factories.page()
    add = "/admin/articles/hotarea/add/"
    box = {"left": "80", "top": "1", "width": "30", "height": "10"}

    response = chief.post(add, filled(chief, add, page=page.pk, **box))

    assert "热区须在版面之内" in response.content.decode()


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "2026-02-30", "昨天", "2026-11-22\0", "1899-12-31"])
def test_broken_date_is_a_sentence(chief, value):
    add = "/admin/articles/edition/add/"

    response = chief.post(add, filled(chief, add, date=value))

    assert response.status_code == 200
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    "moment", [("0001-01-01", "00:00"), ("9999-12-31", "23:59"), ("2026-13-01", "1"), ("2026-11-22", "25:00")]
)
def test_broken_moment_is_a_sentence(chief, moment):
    page = f"/admin/articles/photo/{factories.photo().pk}/change/"

    data = filled(chief, page, taken_at_0=moment[0], taken_at_1=moment[1])

    assert chief.post(page, data).status_code == 200


def test_correction_is_made_by_the_verb(chief):
    article, add = factories.article(), "/admin/articles/correction/add/"

    response = chief.post(add, filled(chief, add, article=article.pk, text="“2024年”应为“2025年”。"))

    assert response.status_code == 302, response.context["errors"]
    correction = Correction.objects.get()
    assert correction.created_by is not None
    article.refresh_from_db()
    assert article.version == 2


def test_correction_of_a_draft_is_refused_in_the_form(chief):
    draft, add = factories.article(status=Status.DRAFT), "/admin/articles/correction/add/"

    response = chief.post(add, filled(chief, add, article=draft.pk, text="更正"))

    assert response.status_code == 200
    assert "不能更正" in response.content.decode()
    assert not Correction.objects.exists()


def test_printed_correction_stays(administrator):
    article = factories.article()
    correction = Correction.objects.create(article=article, text="更正")

    administrator.post(f"/admin/articles/correction/{correction.pk}/delete/", {"post": "yes"})

    assert Correction.objects.exists()


@pytest.mark.parametrize("name", ["title", "slug"])
def test_static_page_takes_no_nul(administrator, name):
    add = "/admin/articles/staticpage/add/"

    response = administrator.post(
        add, filled(administrator, add, **{"title": "关于", "body": "<p>文</p>", name: "a\0b"})
    )

    assert response.status_code == 200


@pytest.mark.parametrize("term", ["若", "ruo", "%00", "长" * 500])
def test_autocomplete_finds_by_name_and_by_pinyin(chief, term):
    factories.reporter("若川")
    query = f"app_label=articles&model_name=byline&field_name=reporter&term={term}"

    response = chief.get(f"/admin/autocomplete/?{query}")

    assert response.status_code == (404 if "%" in term else 200)
    if len(term) < 5 and "%" not in term:
        assert [row["text"] for row in response.json()["results"]] == ["若川（记者）"]


def test_autocomplete_of_stories_shows_a_writer_no_drafts_of_others(client_as):
    factories.article("别人的秘密", status=Status.DRAFT)
    query = "app_label=articles&model_name=correction&field_name=article&term="

    response = client_as("记者").get(f"/admin/autocomplete/?{query}")

    assert "秘密" not in response.content.decode()


def test_stale_words_of_a_topic_are_refused_once_and_say_what_is_stored(chief):
    topic = factories.topic("老井", introduction="<p>一口井。</p>")
    page = f"/admin/articles/topic/{topic.pk}/change/"
    opened = filled(chief, page, title="老井新水")
    faster = Client()
    faster.force_login(factories.user("总编辑", last_name="苏", first_name="某"))
    assert faster.post(page, filled(faster, page, introduction="<p>两口井。</p>")).status_code == 302

    refused = chief.post(page, opened)

    assert refused.status_code == 409
    (sentence,) = refused.context["adminform"].form.non_field_errors()
    assert "苏某" in sentence
    assert "导语现在是“两口井。”" in sentence
    topic.refresh_from_db()
    assert (topic.title, "两口井" in topic.introduction) == ("老井", True)
    again = {**opened, "seen": refused.context["adminform"].form["seen"].value()}
    assert chief.post(page, again).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.slug) == ("老井新水", opened["slug"])


def test_stories_arranged_meanwhile_are_no_conflict_with_the_words_of_a_topic(chief):
    topic = factories.topic("老井")
    page = f"/admin/articles/topic/{topic.pk}/change/"
    opened = filled(chief, page, title="老井新水")
    topics.put(topic, topic.version, factories.user("责任编辑"), 0, factories.article())

    assert chief.post(page, opened).status_code == 302
