"""A save over another version: what goes together does, what does not is shown twice, nothing typed is dropped."""

import json

import pytest
from django.contrib.auth.models import User

from articles import workflow
from articles.forms.typed import Typed
from articles.models import Article, Byline, SideDraft, Status
from articles.models.revision import RevisionKind
from tests import factories

from .forms import filled, put

pytestmark = pytest.mark.django_db
BODY = "<p>第一段说水渠。</p><p>第二段说粮库。</p><p>第三段说书屋。</p>"


def address(article):
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.fixture
def editor(client_as):
    return client_as("责任编辑")


@pytest.fixture
def other(client_as):
    return client_as("部主任")


def story(**fields):
    return factories.article("原标题", status=Status.DRAFT, **{"body": BODY, **fields})


def collide(mine, theirs, article, my_change, their_change):
    """Both open the form, `theirs` saves first; the answer to the second save."""
    my_data, their_data = filled(mine, address(article)), filled(theirs, address(article))
    assert theirs.post(address(article), their_data | their_change).status_code == 302
    response = mine.post(address(article), my_data | my_change)
    assert response.status_code == 409
    return response


def shown(response):
    """What the form holds now, to be posted."""
    data = {}
    form = response.context["adminform"].form
    boxes = [form] + [
        part
        for inline in response.context["inline_admin_formsets"]
        for part in (inline.formset.management_form, *inline.formset.forms)
    ]
    for box in boxes:
        for field in box:
            put(data, field.html_name, field.value(), field.field)
    return data


def test_changes_of_different_fields_go_together(editor, other):
    article, column = story(tags=["水利"]), factories.column("民生")
    district = factories.district("清水区")

    response = collide(
        editor, other, article, {"headline": "我的标题", "tags": "水利、我加的"},
        {"kicker": "他的引题", "column": column.pk, "tags": "他加的", "districts": [district.pk]},
    )  # fmt: skip

    page = response.content.decode()
    assert "合并好了" in page
    assert "民生" in page
    assert editor.post(address(article), shown(response)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.kicker, article.column, article.version) == ("我的标题", "他的引题", column, 3)
    assert {tag.name for tag in article.tags.all()} == {"我加的", "他加的"}
    assert list(article.districts.all()) == [district]


def test_paragraphs_go_together_and_the_revision_says_merged(editor, other):
    article = story()
    response = collide(
        editor, other, article, {"body": BODY.replace("水渠", "新水渠")}, {"body": BODY.replace("书屋", "大书屋")}
    )

    assert editor.post(address(article), shown(response) | {"_merged": "2"}).status_code == 302
    article.refresh_from_db()
    assert article.body == BODY.replace("水渠", "新水渠").replace("书屋", "大书屋")
    assert article.revisions.first().kind == RevisionKind.MERGED


def test_same_headline_is_a_choice_and_mine_stays_in_the_form(editor, other):
    article = story()

    response = collide(editor, other, article, {"headline": "我的标题"}, {"headline": "他的标题"})

    page = response.content.decode()
    assert "1处要您选定" in page
    assert "他的" in page
    assert response.context["adminform"].form["headline"].value() == "我的标题"
    for choice, wanted in (("theirs", "他的标题"), ("mine", "我的标题")):
        Article.objects.filter(pk=article.pk).update(headline="他的标题", version=2)
        posted = shown(response) | {
            "version": "2", "merge-0": choice, "merge-0-field": "headline", "merge-0-shown": "我的标题",
            "merge-0-mine": "我的标题", "merge-0-theirs": "他的标题",
        }  # fmt: skip
        assert editor.post(address(article), posted).status_code == 302
        assert Article.objects.get(pk=article.pk).headline == wanted


def test_choice_does_not_touch_what_was_typed_after_it(editor):
    article = story()
    data = filled(editor, address(article), headline="第三种写法", body=BODY.replace("粮库", "谷仓"))
    choices = {
        "merge-0": "theirs", "merge-0-field": "headline", "merge-0-shown": "我的标题", "merge-0-mine": "我的标题",
        "merge-0-theirs": "他的标题", "merge-1": "theirs", "merge-1-field": "body",
        "merge-1-shown": "<p>第二段说粮库。</p>", "merge-1-mine": "<p>第二段说粮库。</p>",
        "merge-1-theirs": "<p>他的</p>",
    }  # fmt: skip

    assert editor.post(address(article), data | choices).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.body) == ("第三种写法", BODY.replace("粮库", "谷仓"))


def test_second_rival_is_the_next_conflict(editor, other):
    article = story()
    response = collide(editor, other, article, {"headline": "我的标题"}, {"kicker": "他的引题"})
    posted = shown(response)
    other.post(address(article), filled(other, address(article), subheadline="又来一处"))

    again = editor.post(address(article), posted)

    assert again.status_code == 409
    assert editor.post(address(article), shown(again)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.kicker, article.subheadline) == ("我的标题", "他的引题", "又来一处")


def test_rows_of_bylines_go_together(editor, other):
    article = story(bylines=["甲某", "乙某", "丙某"])
    pks = {byline.name: byline.pk for byline in article.bylines.all()}

    response = collide(
        editor, other, article,
        {"bylines-0-name": "甲某某", "bylines-TOTAL_FORMS": 4, "bylines-3-name": "丁某", "bylines-3-role": "通讯员",
         "bylines-3-order": 4},
        {"bylines-1-organisation": "水利局", "bylines-2-DELETE": "on", "bylines-TOTAL_FORMS": 4,
         "bylines-3-name": "戊某", "bylines-3-role": "记者", "bylines-3-order": 4},
    )  # fmt: skip

    assert editor.post(address(article), shown(response)).status_code == 302
    rows = {byline.name: byline for byline in article.bylines.all()}
    assert set(rows) == {"甲某某", "乙某", "丁某", "戊某"}
    assert rows["甲某某"].pk == pks["甲某"]
    assert rows["乙某"].organisation == "水利局"


def test_row_that_both_added_stands_once(editor, other):
    article, reporter = story(), factories.reporter("若川")
    row = {"bylines-TOTAL_FORMS": 1, "bylines-0-reporter": reporter.pk, "bylines-0-role": "记者", "bylines-0-order": 1}

    response = collide(editor, other, article, row | {"headline": "我的标题"}, row)

    assert editor.post(address(article), shown(response)).status_code == 302
    assert [byline.reporter for byline in article.bylines.all()] == [reporter]


def test_row_changed_by_both_is_a_choice_and_one_deleted_here_and_changed_there_stays(editor, other):
    article = story(bylines=["甲某", "乙某"])

    response = collide(
        editor, other, article, {"bylines-0-name": "我写的", "bylines-1-DELETE": "on"},
        {"bylines-0-name": "他写的", "bylines-1-name": "乙某某"},
    )  # fmt: skip

    page = response.content.decode()
    assert "1处要您选定" in page
    assert "bylines-0-name" in page
    assert "先留着" in page
    posted = shown(response) | {
        "merge-0": "theirs", "merge-0-field": "bylines-0-name", "merge-0-shown": "我写的", "merge-0-mine": "我写的",
        "merge-0-theirs": "他写的",
    }  # fmt: skip
    assert editor.post(address(article), posted).status_code == 302
    assert sorted(Byline.objects.values_list("name", flat=True)) == ["乙某某", "他写的"]


def test_row_of_mine_that_they_deleted_comes_back_when_i_typed_into_it(editor, other):
    article = story(bylines=["甲某", "乙某"])

    response = collide(
        editor, other, article, {"bylines-0-name": "甲某某"}, {"bylines-0-DELETE": "on", "bylines-1-DELETE": "on"}
    )

    assert editor.post(address(article), shown(response)).status_code == 302
    assert [byline.name for byline in article.bylines.all()] == ["甲某某"]


def test_pictures_go_together(editor, other):
    first, second, third = (factories.photo() for _ in range(3))
    article = story(photos=[first])

    response = collide(
        editor, other, article,
        {"uses-TOTAL_FORMS": 2, "uses-0-caption": "我的说明", "uses-1-photo": second.pk, "uses-1-order": 2},
        {"uses-TOTAL_FORMS": 2, "uses-1-photo": third.pk, "uses-1-order": 2},
    )  # fmt: skip

    assert editor.post(address(article), shown(response)).status_code == 302
    assert {use.photo: use.caption for use in article.uses.all()} == {first: "我的说明", second: "", third: ""}


@pytest.mark.parametrize(
    "base",
    ["", "x", "[]", "null", "{}", '{"fields": 3, "rows": {}}', '{"fields": {"headline": 3}, "rows": {}}',
     '{"fields": {}, "rows": {"bylines": [3]}}', '{"fields": {"headline": ["\\u0000"]}, "rows": {}}', "[" * 40_000,
     '{"fields": {"headline": [{"a": 1}]}, "rows": {"bylines": [{"id": ["x"]}], "nothing": []}}'],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_forged_base_loses_nothing(editor, base):
    article = story(bylines=["甲某"])
    data = filled(editor, address(article), headline="我的标题", body=BODY.replace("粮库", "谷仓"), base=base)
    Article.objects.filter(pk=article.pk).update(headline="他的标题", body=BODY.replace("粮库", "大粮库"), version=2)

    response = editor.post(address(article), data)

    page = response.content.decode()
    assert response.status_code == 409
    for words in ("我的标题", "他的标题", "谷仓", "大粮库"):
        assert words in page
    assert editor.post(address(article), shown(response)).status_code == 302
    article.refresh_from_db()
    assert "谷仓" in article.body


@pytest.mark.parametrize(
    "posted", [{}, {"version": "x"}, {"version": "-1"}, {"version": "9" * 40}, {"merge-0-field": ""}]
)
def test_forged_post_is_a_conflict_and_no_crash(editor, posted):
    article = story(bylines=["甲某"])

    assert editor.post(address(article), posted).status_code == 409
    article.refresh_from_db()
    assert article.version == 1


def test_words_of_a_rival_are_data_and_no_markup(editor):
    article = story()
    data = filled(editor, address(article), headline="<b>我</b>")
    Article.objects.filter(pk=article.pk).update(headline='"><script>alert(1)</script>', version=2)

    page = editor.post(address(article), data).content.decode()

    assert "<script>alert" not in page
    assert "<b>我</b>" not in page


def test_proofreader_merges_words_only(client_as):
    article = story(bylines=["甲某"])
    Article.objects.filter(pk=article.pk).update(status=Status.FIRST_REVIEW)
    proofreader = client_as("校对")
    data = filled(proofreader, address(article), headline="校过的标题")
    Article.objects.filter(pk=article.pk).update(kicker="他的引题", version=2)
    Byline.objects.update(name="乙某")

    response = proofreader.post(address(article), data)

    assert response.status_code == 409
    assert proofreader.post(address(article), shown(response)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("校过的标题", "他的引题")
    assert article.bylines.get().name == "乙某"


def test_change_of_a_published_piece_that_waits_is_merged_with(client_as):
    chief, other = client_as("总编辑"), client_as("部主任")
    article = factories.article("读者看到的标题", body=BODY)
    other.post(address(article), filled(other, address(article), headline="待审的标题"))
    article.refresh_from_db()
    assert article.pending is not None
    mine = filled(chief, address(article))
    assert mine["headline"] == "待审的标题"
    other.post(address(article), filled(other, address(article), kicker="待审的引题"))

    response = chief.post(address(article), mine | {"body": BODY.replace("粮库", "谷仓")})

    assert response.status_code == 409
    assert chief.post(address(article), shown(response)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.kicker, article.body) == ("读者看到的标题", "", BODY)
    text = article.pending.snapshot["text"]
    assert (text["headline"], text["kicker"]) == ("待审的标题", "待审的引题")
    assert "谷仓" in text["body"]


# Kept drafts in the form ----------------------------------------------------------------------------------------------


def keep(client, article, **changes):
    """What autosave.js sends for the form as it is, with `changes`."""
    data = {name: found if isinstance(found, list) else [str(found)]
            for name, found in filled(client, address(article), **changes).items()}  # fmt: skip
    key = data.pop("draft_key")[0]
    data = {name: [str(one) for one in found] for name, found in data.items()}
    packet = {"key": key, "sequence": 1, "version": article.version, "fields": data}
    assert client.post(f"/desk/articles/{article.pk}/draft/", {"packet": json.dumps(packet)}).json()["kept"]
    return key


def test_kept_draft_is_offered_shown_and_gone_after_the_save(editor):
    article = story(bylines=["甲某"])
    key = keep(editor, article, headline="写了一半", **{"bylines-0-name": "甲某某"})

    page = editor.get(address(article)).content.decode()
    assert f"?draft={key}" in page
    restored = editor.get(address(article), {"draft": key})
    assert restored.status_code == 200
    assert restored.context["adminform"].form["headline"].value() == "写了一半"
    assert "已恢复" in restored.content.decode()
    assert "写了一半" not in str(Article.objects.get().headline)

    response = editor.post(address(article), shown(restored))
    assert response.status_code == 302
    assert response.cookies["newsroom-saved"].value == key
    assert not SideDraft.objects.exists()
    assert [byline.name for byline in article.bylines.all()] == ["甲某某"]


def test_kept_draft_of_an_old_version_is_merged_when_it_is_restored(editor, other):
    article = story()
    key = keep(editor, article, headline="写了一半")
    other.post(address(article), filled(other, address(article), kicker="他的引题"))

    restored = editor.get(address(article), {"draft": key})

    assert "合并" in restored.content.decode()
    assert editor.post(address(article), shown(restored)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("写了一半", "他的引题")


def test_kept_draft_that_says_nothing_new_is_forgotten(editor):
    article = story(bylines=["甲某"], tags=["水利"])
    keep(editor, article)

    assert "未保存的修改" not in editor.get(address(article)).content.decode()
    assert not SideDraft.objects.exists()


@pytest.mark.parametrize("key", ["nothing-there", "x", "\0", "%00", "a" * 300])
def test_unknown_draft_shows_the_stored_text(editor, key):
    article = story()

    response = editor.get(address(article), {"draft": key})

    assert response.status_code == 200
    assert response.context["adminform"].form["headline"].value() == "原标题"


def test_junk_in_a_kept_draft_is_shown_with_its_errors_and_never_saved(editor):
    article = story()
    junk = {"headline": ["长" * 400], "column": ["abc"], "bylines-TOTAL_FORMS": ["99999"], "version": ["x"],
            "base": ["{"], "page": ["1" * 30], "_verb": ["publish"], "_save": ["1"]}  # fmt: skip
    SideDraft.objects.create(user=user_of(editor), article=article, key="junk-junk", fields=junk)

    response = editor.get(address(article), {"draft": "junk-junk"})

    assert response.status_code == 200
    article.refresh_from_db()
    assert (article.version, article.status) == (1, Status.DRAFT)


def user_of(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_base_says_what_the_form_showed(editor):
    article = story(bylines=["甲某"], tags=["水利"])

    base = Typed.from_json(filled(editor, address(article))["base"])

    assert base.fields["headline"] == ["原标题"]
    assert base.fields["body"] == [BODY]
    assert base.rows["bylines"][0]["name"] == ["甲某"]
    assert "version" not in base.fields


def test_saving_says_what_the_workflow_refuses_and_logs_it(client_as, monkeypatch):
    article, editor = story(), client_as("责任编辑")
    data = filled(editor, address(article), headline="新标题")

    def refuse(*_args, **_options):
        raise workflow.Forbidden("现在不归您修改。")

    monkeypatch.setattr(workflow, "saving", refuse)
    response = editor.post(address(article), data)

    assert response.status_code == 200
    assert "现在不归您修改。" in response.content.decode()
    assert article.log.get().verb == "refused"
