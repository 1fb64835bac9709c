"""Every save is a revision, and a signature is under one text and no other."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import (
    Article,
    ArticlePhoto,
    Byline,
    LogEntry,
    Notification,
    Photo,
    Proof,
    Review,
    Revision,
    SiteSettings,
    Status,
)
from articles.workflow import Conflict, Forbidden, WorkflowError, revisions
from articles.workflow.log import canonical_json, sha256_of
from articles.workflow.photo_merging import merge_into
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑")


def rich_article(**fields):
    """A piece in which every field of a snapshot says something."""
    person = factories.reporter("若川")
    fields.setdefault("body", "<p>一。</p><p>二。</p>")
    return factories.article(
        "标题", kicker="新城区：", subheadline="副题", summary="提要", dateline="本报讯",
        source="某某社", original_headline="原题", original_author="原作者", ai_label="text", column=factories.column(),
        page=factories.page(), position=2, is_lead=True, note="备注", embargo_until=timezone.now() + timedelta(days=1),
        districts=[factories.district()], tags=["湿地", "候鸟"], bylines=[person, "甲某"], photos=[factories.photo()],
        **{"status": Status.DRAFT, **fields},
    )  # fmt: skip


# Snapshots and hashes --------------------------------------------------------------------------------
def test_snapshot_says_what_is_signed_and_where_it_runs():
    article = rich_article()
    taken = revisions.snapshot(article)

    line = {"role": "记者", "organisation": "", "role_as_printed": ""}
    assert taken["text"]["bylines"] == [
        {**line, "name": "若川", "reporter": article.bylines.first().reporter_id},
        {**line, "name": "甲某", "reporter": None},
    ]
    assert taken["text"]["photos"] == [
        {"photo": article.uses.get().photo_id, "caption": article.uses.get().printed_caption}
    ]
    assert taken["placing"]["tags"] == sorted(["湿地", "候鸟"])
    assert set(taken["text"]) == set(revisions.TEXT)
    assert set(taken["placing"]) == set(revisions.PLACING)


def test_every_column_that_editors_write_is_in_the_snapshot():
    columns = {field.name for field in Article._meta.fields if field.editable and not field.primary_key}

    assert columns == set(revisions.TEXT + revisions.PLACING) - {"bylines", "photos", "districts", "tags"}


def test_hash_survives_the_way_through_the_database(editor):
    article = rich_article(body="<p>𠮷\ue000㐂 &amp; “引”</p>")
    workflow.save(article, editor)

    for revision in Revision.objects.all():
        assert sha256_of(revision.snapshot) == revision.sha256
        assert (
            sha256_of(revision.snapshot["text"])
            == revision.text_sha256
            == revisions.text_sha256(revisions.snapshot(Article.objects.get()))
        )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(exclude_characters="\0")),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
)


@given(JSON)
def test_canonical_form_is_one_spelling(value):
    again = json.loads(canonical_json(value))

    assert again == value
    assert canonical_json(again) == canonical_json(value)


# Saving --------------------------------------------------------------------------------
def test_new_piece_has_its_first_revision(editor):
    article = Article(headline="新稿", body="<p>文</p>")
    with workflow.saving(article, editor):
        Byline.objects.create(article=article, name="甲某", order=1)

    revision = article.revisions.get()
    assert (revision.number, revision.version, revision.kind, revision.author) == (1, 1, "created", editor)
    assert revision.snapshot["text"]["bylines"][0]["name"] == "甲某"
    assert LogEntry.objects.get().verb == "created"


def test_each_save_is_a_revision_with_what_changed(editor):
    article = factories.article(status=Status.DRAFT)
    article.headline, article.kicker = "新标题", "引题"
    with workflow.saving(article, editor):
        article.tags.set(["湿地"])

    found, saved = article.revisions.order_by("number")
    assert (found.kind, found.version) == ("found", 1)
    assert (saved.kind, saved.version, saved.changes) == ("saved", 2, ["kicker", "headline", "tags"])
    assert (article.version, article.updated_by) == (2, editor)
    assert LogEntry.objects.get().details["changed"] == ["kicker", "headline", "tags"]


def test_save_without_a_change_is_none(editor):
    article = factories.article(status=Status.DRAFT)
    before = Article.objects.get().updated_at

    with workflow.saving(article, editor):
        pass

    stored = Article.objects.get()
    assert (stored.version, stored.updated_at, stored.updated_by) == (1, before, None)
    assert [row.kind for row in article.revisions.all()] == ["found"]
    assert not LogEntry.objects.exists()


def test_save_on_an_old_version_writes_nothing(editor):
    article = factories.article(status=Status.DRAFT, body="<p>甲</p>")
    other = Article.objects.get(pk=article.pk)
    other.body = "<p>乙</p>"
    workflow.save(other, editor)

    article.body = "<p>丙</p>"
    with pytest.raises(Conflict), workflow.saving(article, editor):
        Byline.objects.create(article=article, name="甲某")

    stored = Article.objects.get()
    assert (stored.body, stored.updated_by, stored.bylines.count()) == ("<p>乙</p>", editor, 0)
    assert article.body == "<p>丙</p>"


def test_error_in_the_middle_of_a_save_undoes_all_of_it(editor):
    article = factories.article(status=Status.DRAFT)
    article.headline = "改了"

    with pytest.raises(IntegrityError, match="byline_names_somebody"), workflow.saving(article, editor):
        Byline.objects.bulk_create([Byline(article=article, name="甲某"), Byline(article=article)])

    stored = Article.objects.get()
    assert (stored.version, stored.bylines.count(), stored.revisions.count()) == (1, 0, 0)
    assert stored.headline != "改了"


def test_save_gives_every_photo_of_the_body_its_use_once(editor):
    photo = factories.photo()
    article = factories.article(status=Status.DRAFT)
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    for _ in range(2):
        article.body = figure + '<figure data-photo="999999999999999999"></figure>' + article.body
        workflow.save(article, editor)

    assert [use.photo for use in article.uses.all()] == [photo]


def test_published_time_and_state_are_not_for_saving(editor):
    article = factories.article(status=Status.DRAFT)
    article.status, article.publish_at, article.headline = Status.DRAFT, timezone.now(), "改"

    workflow.save(article, editor)

    assert Article.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("role", "status", "field", "value"),
    [
        ("记者", Status.DRAFT, "is_lead", True),
        ("校对", Status.FIRST_REVIEW, "kind", "ad"),
        ("校对", Status.FIRST_REVIEW, "source", "别家"),
        ("责任编辑", Status.PUBLISHED, "is_lead", True),
    ],
)
def test_fields_that_are_not_his_are_refused_and_that_is_logged(roles, role, status, field, value):
    by = factories.user(role)
    article = factories.article(status=status, created_by=by)
    setattr(article, field, value)

    with pytest.raises(Forbidden, match="什么都没有保存"):
        workflow.save(article, by)

    assert getattr(Article.objects.get(), field) != value
    assert LogEntry.objects.get().details["tried"] == "save"


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影"])
def test_pieces_of_others_are_not_his_to_change(roles, role):
    article = factories.article("原来的", status=Status.DRAFT)
    article.headline = "改了"

    with pytest.raises(Forbidden):
        workflow.save(article, factories.user(role))

    assert Article.objects.get().headline == "原来的"


# Restoring and comparing --------------------------------------------------------------------------------
def test_restored_text_is_a_new_revision_with_all_its_rows(editor):
    article = rich_article()
    workflow.save(article, editor)
    first = revisions.settle(article)
    with workflow.saving(article, editor):
        article.bylines.all().delete()
        article.uses.all().delete()
        Byline.objects.create(article=article, name="乙某", order=1)
        article.tags.set(["新签"])
        Article.objects.filter(pk=article.pk).update(headline="另一个")

    workflow.restore(article, editor, first.number)

    newest = article.revisions.first()
    assert (newest.kind, newest.restored_from) == ("restored", first.number)
    assert newest.text_sha256 == first.text_sha256
    assert article.headline == "标题"
    assert [tag.name for tag in article.tags.all()] == ["新签"]

    workflow.restore(article, editor, first.number, placing=True)

    assert article.revisions.first().sha256 == first.sha256


def test_picture_that_went_into_another_is_restored_as_that_one(editor):
    figures = '<figure data-photo="{}"></figure><p>一</p>'
    kept, dropped, both = factories.photo(caption="留下的"), factories.photo(caption="并入的"), factories.photo()
    article = factories.article(status=Status.DRAFT, photos=[dropped, both], body=figures.format(dropped.pk))
    first = revisions.settle(article)
    with workflow.saving(article, editor):
        article.uses.all().delete()
        Article.objects.filter(pk=article.pk).update(body="<p>二</p>")
    merge_into(kept, dropped, editor)
    merge_into(kept, both, editor)

    workflow.restore(article, editor, first.number)

    use = article.uses.get()
    assert (use.photo, use.caption) == (kept, "并入的")
    assert article.body == figures.format(kept.pk)


def test_bylines_that_changed_places_are_restored(editor):
    people = [factories.reporter(name) for name in ("甲", "乙", "丙")]
    article = factories.article(status=Status.DRAFT, bylines=people)
    first = revisions.settle(article)
    with workflow.saving(article, editor):
        for byline, order in zip(article.bylines.all(), (3, 1, 2), strict=True):
            Byline.objects.filter(pk=byline.pk).update(order=order)

    workflow.restore(article, editor, first.number)

    assert [byline.printed_name for byline in article.bylines.all()] == ["甲", "乙", "丙"]


def test_revision_that_does_not_exist_is_a_sentence(editor):
    with pytest.raises(WorkflowError, match="没有第9号修订"):
        workflow.restore(factories.article(status=Status.DRAFT), editor, 9)


def test_comparison_speaks_the_language_of_editors(editor):
    article = rich_article()
    before = revisions.settle(article)
    article.headline, article.body = "新标题", "<p>一。</p><p>三。</p>"
    article.is_lead = False
    with workflow.saving(article, editor):
        article.bylines.first().delete()
        ArticlePhoto.objects.update(caption="另一句说明")
        article.tags.set(["湿地", "天鹅"])

    changes = {change.label: change for change in workflow.compare(before, article.revisions.first())}

    assert list(changes) == ["标题", "正文", "署名", "配图", "首页头条", "标签"]
    assert [(one.kind, one.text) for one in changes["标题"].changes] == [("added", "新"), ("same", "标题")]
    assert [row.kind for row in changes["正文"].blocks] == ["same", "changed"]
    assert ("removed", "记者 若川", "") in [(row.kind, row.before, row.after) for row in changes["署名"].rows]
    assert [row.kind for row in changes["配图"].rows] == ["changed"]
    assert {(row.kind, row.after or row.before) for row in changes["标签"].rows} >= {("same", "湿地")}
    assert (changes["首页头条"].before, changes["首页头条"].after) == ("是", "否")


def test_comparison_of_equals_is_empty():
    article = rich_article()

    assert workflow.compare(revisions.settle(article), revisions.settle(article)) == []


# Signatures and changes --------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["headline", "body", "byline", "photo", "caption", "source"])
def test_change_of_what_is_signed_voids_all_reviews_and_sends_back(editor, change):
    article = factories.signed(
        factories.article(status=Status.APPROVED, bylines=["甲某"], photos=[factories.photo()]), proofs=3
    )
    if change in ("headline", "body", "source"):
        setattr(article, change, "另外的")
    with workflow.saving(article, editor):
        if change == "byline":
            article.bylines.update(name="乙某")
        elif change == "photo":
            article.uses.all().delete()
        elif change == "caption":
            article.uses.update(caption="另一句说明")

    assert article.status == Status.FIRST_REVIEW
    reviews = Review.objects.all()
    assert [row.voided_by for row in reviews] == [editor] * 3
    label = {"byline": "署名", "photo": "配图", "caption": "配图"}.get(change) or str(
        Article._meta.get_field(change).verbose_name
    )
    assert all(label in row.voided_reason for row in reviews)
    assert [(row.number, row.stands) for row in Proof.objects.order_by("number")] == [(1, True), (2, True), (3, False)]
    assert Notification.objects.filter(kind="voided").count() == 4


@pytest.mark.parametrize("status", [Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.APPROVED])
def test_change_of_placing_voids_nothing(editor, status):
    article = factories.signed(factories.article(status=status), reviews=0 if status == Status.FIRST_REVIEW else 1)
    page = factories.page()
    article.page, article.position, article.is_lead, article.kind, article.note = page, 1, True, "feature", "备注"
    with workflow.saving(article, editor):
        article.districts.set([factories.district()])
        article.tags.set(["湿地"])

    assert article.status == status
    assert article.version == 2
    assert not Review.objects.filter(voided_at__isnull=False).exists()
    assert not Proof.objects.filter(voided_at__isnull=False).exists()


def test_change_before_anybody_signed_moves_nothing(editor):
    article = factories.article(status=Status.FIRST_REVIEW)
    article.headline = "改了"

    workflow.save(article, editor)

    assert article.status == Status.FIRST_REVIEW
    assert not LogEntry.objects.filter(verb="void").exists()


def test_changing_back_does_not_bring_signatures_back(editor):
    article = factories.approved_article("甲")
    for headline in ("乙", "甲"):
        article.headline = headline
        workflow.save(article, editor)

    assert article.status == Status.FIRST_REVIEW
    assert not Review.objects.filter(voided_at=None).exists()


def test_fewer_proofs_required_means_that_the_last_of_them_is_void(editor):
    SiteSettings.objects.create(pk=1, proofs_required=1)
    article = factories.signed(factories.article(status=Status.APPROVED), proofs=1)
    article.headline = "改了"

    workflow.save(article, editor)

    assert not Proof.objects.get().stands


@pytest.mark.parametrize("elsewhere", ["caption", "name"])
def test_text_that_changes_elsewhere_is_noticed_before_it_is_published(roles, elsewhere):
    chief, person, photo = factories.user("总编辑"), factories.reporter("若川"), factories.photo()
    article = factories.approved_article(bylines=[person], photos=[photo])
    if elsewhere == "caption":
        Photo.objects.update(caption="图片库里改过的说明")
    else:
        type(person).objects.update(name="改名")

    with pytest.raises(Conflict, match="从别处改动过"):
        workflow.publish(article, chief)

    article.refresh_from_db()
    assert (article.status, article.version) == (Status.FIRST_REVIEW, 2)
    assert not Review.objects.filter(voided_at=None).exists()
    assert article.revisions.first().kind == "found"


# The database's own rules --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_revision SET snapshot = '{}'",
        "UPDATE articles_review SET opinion = '改过的意见'",
        "UPDATE articles_review SET reviewer_id = reviewer_id + 1",
        "UPDATE articles_proof SET text_sha256 = 'x'",
    ],
)
def test_revisions_and_signatures_are_not_rewritten(statement):
    factories.approved_article()

    with pytest.raises(IntegrityError, match=r"refused|only ever voided"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", [Proof, Review, Revision])
def test_revisions_and_signatures_stay_with_their_piece(model):
    article = factories.approved_article()

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        model.objects.all()._raw_delete("default")

    assert article.proofs.count() == 3


def test_voided_signature_is_not_made_to_stand_again(editor):
    article = factories.approved_article()
    article.headline = "改了"
    workflow.save(article, editor)

    with pytest.raises(IntegrityError, match="only ever voided"), transaction.atomic():
        Review.objects.update(voided_at=None, voided_by=None, voided_reason="")
