"""Writing and saving: nothing typed is lost, nothing is written over unseen."""

import re
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Byline, SiteSettings, Status
from tests import factories

from .forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def address(article):
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.fixture
def editor(client_as):
    return client_as("责任编辑")


def test_new_story_is_a_draft_of_its_writer_with_districts_tags_and_bylines(client_as):
    district, reporter = factories.district(), factories.reporter("若川")
    client = client_as("记者")
    rows = {"bylines-TOTAL_FORMS": 1, "bylines-0-reporter": reporter.pk, "bylines-0-role": "记者", "bylines-0-order": 1}

    response = client.post(
        ADD,
        filled(
            client, ADD, headline="候鸟来了", body="<p>湿地。</p>", districts=[district.pk], tags="候鸟、湿地", **rows
        ),
    )

    assert response.status_code == 302, response.context["errors"]
    article = Article.objects.get()
    assert (article.status, article.version) == (Status.DRAFT, 1)
    assert article.created_by.groups.get().name == "记者"
    assert list(article.districts.all()) == [district]
    assert sorted(tag.name for tag in article.tags.all()) == ["候鸟", "湿地"]
    assert [byline.printed_name for byline in article.bylines.all()] == ["若川"]


def test_save_counts_the_version_and_names_who(editor):
    article = factories.article(status=Status.DRAFT)

    response = editor.post(address(article), filled(editor, address(article), headline="新标题"))

    article.refresh_from_db()
    assert response.status_code == 302
    assert (article.headline, article.version) == ("新标题", 2)
    assert article.updated_by is not None


def test_save_without_a_change_changes_nothing(editor):
    article = factories.article(status=Status.DRAFT, body="<p>一。</p>\n<p>二。</p>", tags=["乙", "甲"])

    editor.post(address(article), filled(editor, address(article), body="<p>一。</p><p>二。</p>"))

    article.refresh_from_db()
    assert article.version == 1


def test_conflict_keeps_what_was_typed_and_shows_what_is_stored(editor):
    article = factories.article(status=Status.DRAFT)
    data = filled(editor, address(article), headline="我写的标题", body="<p>我写的正文𠮷</p>")
    other = factories.user("部主任", last_name="张", first_name="三")
    Article.objects.filter(pk=article.pk).update(headline="别人的标题", version=2, updated_by=other)

    response = editor.post(address(article), data)

    assert response.status_code == 409
    page = response.content.decode()
    assert "我写的标题" in page
    assert "我写的正文𠮷" in page
    assert "别人的标题" in page
    assert "三 张" in page or "张三" in page
    article.refresh_from_db()
    assert (article.headline, article.version) == ("别人的标题", 2)

    again = data | {"version": response.context["adminform"].form["version"].value()}
    assert editor.post(address(article), again).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.version) == ("我写的标题", 3)


@pytest.mark.django_db(transaction=True)
def test_conflict_found_by_the_update_itself_is_shown_in_the_form(editor, monkeypatch):
    """The rival commits after the form was checked and before it is written."""
    article, saving = factories.article(status=Status.DRAFT), workflow.saving
    data = filled(editor, address(article), headline="我写的")

    def rival():
        Article.objects.filter(pk=article.pk).update(headline="别人快一步", version=2)
        connection.close()

    def overtaken(edited, by, **options):
        monkeypatch.setattr(workflow, "saving", saving)
        thread = Thread(target=rival)
        thread.start()
        thread.join()
        return saving(edited, by, **options)

    monkeypatch.setattr(workflow, "saving", overtaken)
    response = editor.post(address(article), data)

    assert response.status_code == 409
    assert "我写的" in response.content.decode()
    assert "别人快一步" in response.content.decode()
    article.refresh_from_db()
    assert (article.headline, article.version) == ("别人快一步", 2)


def test_row_deleted_by_somebody_else_comes_back_with_what_was_typed(editor):
    article = factories.article(status=Status.DRAFT, bylines=["甲某", "乙某", "丙某"])
    data = filled(editor, address(article), **{"bylines-0-name": "甲某某", "bylines-2-DELETE": "on"})
    Byline.objects.exclude(name="乙某").delete()

    response = editor.post(address(article), data)

    assert response.status_code == 302
    assert sorted(Byline.objects.values_list("name", flat=True)) == ["乙某", "甲某某"]


def test_photo_in_the_body_gets_its_use_once(editor):
    article, photo = factories.article(status=Status.DRAFT), factories.photo()
    body = f'<p>文</p><figure data-photo="{photo.pk}"><figcaption>说明</figcaption></figure>'
    rows = {"uses-TOTAL_FORMS": 1, "uses-0-photo": photo.pk, "uses-0-order": 1, "uses-0-caption": "本次"}

    response = editor.post(address(article), filled(editor, address(article), body=body, **rows))

    assert response.status_code == 302
    assert [(use.photo, use.caption) for use in article.uses.all()] == [(photo, "本次")]


def test_use_of_a_photo_that_stands_in_the_body_comes_back(editor):
    photo = factories.photo()
    body = f'<figure data-photo="{photo.pk}"></figure>'
    article = factories.article(status=Status.DRAFT, body=body, photos=[photo])

    editor.post(address(article), filled(editor, address(article), **{"uses-0-DELETE": "on"}))

    assert article.uses.count() == 1


def test_published_story_cannot_lose_its_headline(client_as):
    article = factories.article()
    client = client_as("总编辑")

    response = client.post(address(article), filled(client, address(article), headline=""))

    assert response.status_code == 200
    assert "请先填写标题" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"headline": "标\0题"}, "不允许是用空字符串"),
        ({"body": "<p>正\0文</p>"}, "不允许是用空字符串"),
        ({"headline": "长" * 301}, "301"),
        ({"tags": "签" * 200}, "最多40个字"),
        ({"tags": "、".join(f"签{i}" for i in range(40))}, "最多30个"),
        ({"column": "999999999"}, "选择"),
        ({"column": "abc"}, "选择"),
        ({"districts": ["99999999999999999999"]}, "选"),
        ({"kind": "poem"}, "poem"),
        ({"page": "12345678901234567890"}, "选择"),
        ({"position": "3"}, "版内位置"),
        ({"position": "99999999999"}, "32767"),
        ({"original_author": "某人"}, "请填写来源"),
        ({"bylines-TOTAL_FORMS": "1", "bylines-0-role": "记者", "bylines-0-organisation": "社"}, "须有姓名"),
        ({"bylines-TOTAL_FORMS": "1", "bylines-0-reporter": "77777", "bylines-0-role": "记者"}, "选择"),
        ({"bylines-TOTAL_FORMS": "99999"}, "100"),
        ({"bylines-TOTAL_FORMS": "x"}, "数据缺失或被篡改"),
        ({"uses-TOTAL_FORMS": "1", "uses-0-photo": "77777", "uses-0-order": "1"}, "选择"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_bad_input_is_a_sentence_in_the_form(editor, changes, sentence):
    article = factories.article(status=Status.DRAFT)

    response = editor.post(address(article), filled(editor, address(article), **changes))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    article.refresh_from_db()
    assert article.version == 1


def test_rare_and_private_use_characters_are_kept(editor):
    article = factories.article(status=Status.DRAFT)

    editor.post(address(article), filled(editor, address(article), headline="𠮷祥\ue000🀄", body="<p>㐂𠮷\ue001</p>"))

    article.refresh_from_db()
    assert (article.headline, article.body) == ("𠮷祥\ue000🀄", "<p>㐂𠮷\ue001</p>")


def test_dangerous_html_is_gone_and_its_text_stays(editor):
    article = factories.article(status=Status.DRAFT)
    body = '<p onclick="x()">中<a href="javascript:x()">文</a></p><script>x()</script>'

    editor.post(address(article), filled(editor, address(article), body=body))

    article.refresh_from_db()
    assert "文" in article.body
    assert "script" not in article.body
    assert "onclick" not in article.body


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "99999999999999999999", "1%00", "_3F"])
def test_unknown_id_is_not_found(client_as, pk):
    chief = client_as("总编辑")
    for page in ("change", "delete", "history"):
        assert chief.get(f"/admin/articles/article/{pk}/{page}/").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("status", "asked"), [(Status.DRAFT, 7), (Status.PUBLISHED, 3)])
def test_form_asks_as_many_queries_with_many_rows(editor, django_assert_num_queries, number, status, asked):
    for _ in range(60):
        factories.reporter()
        factories.photo()
    article = factories.article(
        status=status,
        bylines=[factories.reporter() for _ in range(number)],
        photos=[factories.photo() for _ in range(number)],
    )

    editor.get(address(article))  # the content type is known from then on

    # session, user with his permissions; the piece with its districts, tags, column and page, bylines and pictures,
    # settings, and whether drafts of this user are kept. Of a draft also its tags once more, the districts to choose
    # from, and twice whether he is one of its authors
    with django_assert_num_queries(asked):
        page = editor.get(address(article)).content

    assert page.count(b"<option") < 50 + 20 * number  # roles and kinds; no list of people or pictures
    assert reverse("desk_preview", args=[article.pk]).encode() in page


@pytest.mark.parametrize("number", [1, 30])
def test_form_of_a_writer_asks_as_many_queries_with_many_rows(client, roles, django_assert_num_queries, number):
    writer = factories.user("记者")
    client.force_login(writer)
    article = factories.article(
        status=Status.DRAFT, created_by=writer,
        bylines=[factories.reporter() for _ in range(number)], photos=[factories.photo() for _ in range(number)],
    )  # fmt: skip

    client.get(address(article))

    # session, user; the piece as it is stored, whether it is his to see, and as its form shows it; whether he is one of
    # its authors; the districts to choose from
    with django_assert_num_queries(7):
        client.get(address(article))


def test_form_of_one_story_holds_nothing_of_the_story_before(editor):
    one, other = (
        factories.article(
            f"{name}标题", kicker=name, column=factories.column(f"{name}栏目"), tags=[f"{name}标签"],
            bylines=[factories.reporter(f"{name}人")], photos=[factories.photo(caption=f"{name}说明")],
        )
        for name in ("清泉", "石榴")
    )  # fmt: skip
    for shown, hidden in ((one, other), (other, one), (one, other)):
        page = editor.get(address(shown)).content.decode()
        for text in ("标题", "栏目", "人", "说明", "标签"):
            assert f"{shown.kicker}{text}" in page, text
            assert f"{hidden.kicker}{text}" not in page, text
        for prefix in ("bylines", "uses"):
            owners = re.findall(rf'<input type="hidden" name="{prefix}-(\w+)-article" value="(\d+)"', page)
            assert owners == [("0", str(shown.pk)), ("__prefix__", str(shown.pk))]
            row = getattr(shown, prefix).get()
            assert f'<input type="hidden" name="{prefix}-0-id" value="{row.pk}" id="id_{prefix}-0-id">' in page


def test_form_offers_a_district_as_soon_as_it_is_there(editor):
    article = factories.article(status=Status.DRAFT)
    assert "新旗" not in editor.get(address(article)).content.decode()

    district = factories.district("新旗")
    assert "新旗" in editor.get(address(article)).content.decode()
    editor.post(address(article), filled(editor, address(article), districts=[district.pk]))
    assert list(article.districts.all()) == [district]


@pytest.mark.parametrize("role", ["责任编辑", "总编辑", "记者"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_form_names_the_rows_that_a_story_leads_to(client_as, role, status):
    writer = factories.user("记者", username="zhubi")
    place, page, column = factories.district(), factories.page(), factories.column()
    person, photo = factories.reporter("若川"), factories.photo(caption="候鸟在湿地")
    article = factories.article(
        status=status, districts=[place], page=page, column=column, bylines=[person], photos=[photo],
        tags=["候鸟", "湿地"], created_by=writer, updated_by=writer,
    )  # fmt: skip
    client = client_as(role)
    if role == "记者":
        client.force_login(writer)

    shown = re.sub(r"\s+", " ", client.get(address(article)).content.decode())

    for words in (place.name, str(page), column.name, str(person), str(photo), "候鸟", "湿地", "zhubi"):
        assert words in shown, words


def test_form_of_an_editor_shows_a_binned_or_unknown_story_to_nobody(editor):
    article = factories.article(status=Status.DRAFT, binned_at=timezone.now())

    assert editor.get(address(article)).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_saving_asks_the_same_number_of_queries(editor, django_assert_num_queries, rows):
    SiteSettings.objects.create(pk=1, name="云川日报")
    article = factories.article(
        status=Status.DRAFT,
        bylines=[factories.reporter() for _ in range(rows)],
        photos=[factories.photo() for _ in range(rows)],
        districts=[factories.district() for _ in range(rows)],
        tags=[f"标签{n}" for n in range(rows)],
    )
    editor.post(address(article), filled(editor, address(article), body="<p>第一次</p>"))
    changed = filled(editor, address(article), body="<p>第二次</p>")

    # session, user with permissions, piece; districts and tags of the form, those ticked; of bylines and of pictures
    # what is stored and the rows; lock, look before, the text with its version, look after, the last revision's number,
    # revision, end of the log, entry, signatures; Django's log; the kept draft: 21, and two savepoints with their ends
    with django_assert_num_queries(25):
        answer = editor.post(address(article), changed)

    assert answer.status_code == 302
    assert article.revisions.count() == 3


def test_a_row_added_beside_its_untouched_twin_is_refused(editor):
    person = factories.reporter()
    article = factories.article(status=Status.DRAFT, bylines=[person])
    data = filled(editor, address(article))
    data |= {"bylines-TOTAL_FORMS": "2", "bylines-1-order": "2", "bylines-1-reporter": str(person.pk),
             "bylines-1-role": data["bylines-0-role"], "bylines-1-name": "", "bylines-1-role_as_printed": "",
             "bylines-1-organisation": "", "bylines-1-id": "", "bylines-1-article": str(article.pk)}  # fmt: skip

    answer = editor.post(address(article), data)

    assert answer.status_code == 200
    assert "重复" in answer.content.decode()
    assert article.bylines.count() == 1


def test_an_untouched_row_is_deleted_when_its_box_is_ticked(editor):
    article = factories.article(status=Status.DRAFT, bylines=[factories.reporter(), factories.reporter()])

    editor.post(address(article), filled(editor, address(article)) | {"bylines-0-DELETE": "on"})

    assert article.bylines.count() == 1
