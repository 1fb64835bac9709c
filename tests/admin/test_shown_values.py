"""What a form only shows is what Django writes of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin import site
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.auth.models import User
from django.forms import modelform_factory

from articles.admin.article import FLOW, ORIGIN, PAPER, PLACE, RECORD, WORDS
from articles.admin.values import ShownValue
from articles.models import Article, Photo
from tests import factories

pytestmark = pytest.mark.django_db
NASTY = "<b>&\"'</b>\n一\r\n二\r三"
NAMES = [*FLOW, *RECORD, *WORDS["fields"], *PLACE["fields"], *PAPER["fields"], *ORIGIN["fields"], "body_shown", "id",
         "first_published_at", "pending", "page_import", "page_id"]  # fmt: skip


def stories():
    person = factories.user(username="zhubi", last_name=NASTY)
    moment = datetime(2024, 2, 29, 16, 5, 9, 123456, tzinfo=UTC)
    words = dict.fromkeys(("kicker", "headline", "subheadline", "summary", "source", "note"), NASTY)
    place, tag = factories.district(NASTY), "<i>"
    yield Article()
    yield factories.article("甲", status="draft", body="<p>一。</p>" * 1200)
    yield factories.article(
        **words, publish_at=moment, first_published_at=moment, column=factories.column(NASTY), page=factories.page(),
        position=3, is_lead=True, kind="photo", created_by=person, updated_by=person, districts=[place],
        tags=[tag, "乙"],
    )  # fmt: skip
    yield factories.article("", status="withdrawn", withdrawn_reason=NASTY, withdrawn_at=moment)


def ours_and_djangos(model, row, name):
    site.discover()
    form = modelform_factory(model, fields=[])(instance=row)
    plain = AdminReadonlyField(form, name, is_first=False, model_admin=site._registry[model])
    return str(ShownValue.like(plain).of(form)), str(plain.contents())


def test_values_of_a_story_are_those_of_django():
    for story in stories():
        for name in NAMES:
            ours, djangos = ours_and_djangos(Article, story, name)
            assert ours == djangos, name


@pytest.mark.parametrize("model", [Photo, User])
def test_values_of_other_rows_are_those_of_django(model):
    factories.photo(caption=NASTY, credit_line=NASTY)
    factories.user(username="zhubi", last_name=NASTY)
    for field in model._meta.get_fields():
        if field.concrete:
            ours, djangos = ours_and_djangos(model, model.objects.get(), field.name)
            assert ours == djangos, field.name
