"""Queries whose SQL is written once still mean what they say at every call."""

from datetime import timedelta

import pytest
from django.db import DataError, transaction
from django.db.models import DateTimeField
from django.utils import timezone

from articles.models import Article, Revision
from articles.models.prepared import Given, GivenKeys, Prepared, PreparedInsert
from articles.models.present import Present, present
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_call_brings_its_own_values():
    first, second = factories.article("甲"), factories.article("乙")
    headline = Prepared(lambda: Article.objects.filter(pk=Given("pk")).values("headline"))

    assert headline(pk=first.pk) == [{"headline": "甲"}]
    assert headline(pk=second.pk) == [{"headline": "乙"}]
    assert headline(pk=0) == []


@pytest.mark.parametrize("keys", [lambda pks: pks, lambda pks: Article.objects.filter(pk__in=pks).values("pk")])
def test_keys_are_a_list_or_a_queryset(keys):
    first, second = factories.article("甲"), factories.article("乙")
    headlines = Prepared(lambda: Article.objects.filter(pk__in=GivenKeys("keys")).order_by("pk").values("headline"))

    assert [row["headline"] for row in headlines(keys=keys([first.pk, second.pk]))] == ["甲", "乙"]
    assert headlines(keys=keys([])) == []
    assert [row["headline"] for row in headlines(keys=keys([second.pk]))] == ["乙"]


def test_the_present_is_that_of_the_call(monkeypatch):
    factories.article("明天见报", publish_at=timezone.now() + timedelta(hours=2))
    public = Prepared(lambda: Article.objects.public().values("headline"))
    assert public() == []

    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))

    assert public() == [{"headline": "明天见报"}]


def test_a_time_that_would_never_change_is_refused():
    old = Prepared(lambda: Article.objects.filter(publish_at__lt=timezone.now()).values("pk"))
    given = Prepared(lambda: Article.objects.filter(publish_at__lt=Given("at", DateTimeField())).values("pk"))

    with pytest.raises(TypeError, match="let each call give it"):
        old()
    assert given(at=timezone.now()) == []


def test_a_time_reckoned_from_the_present_is_a_time_like_others():
    assert not isinstance(present() - timedelta(days=1), Present)
    assert not isinstance(present() + timedelta(days=1), Present)


def test_a_row_is_written_as_django_writes_it():
    piece = factories.article("甲")
    insert = PreparedInsert(Revision)
    given = {"article": piece, "version": 1, "kind": "saved", "snapshot": {"text": {"body": "“引号”'和\\"}},
             "sha256": "0" * 64, "text_sha256": "1" * 64}  # fmt: skip

    rows = [insert(Revision(number=number, changes=changes, **given)) for number, changes in ((1, []), (2, ["body"]))]
    usual = Revision.objects.create(number=3, changes=["body"], **given)

    for row, changes in zip(rows, ([], ["body"]), strict=True):
        stored = Revision.objects.get(pk=row.pk)
        assert not row._state.adding
        assert (stored.snapshot, stored.changes, stored.restored_from) == (usual.snapshot, changes, None)
        assert (stored.created_at, stored.kind, stored.author) == (row.created_at, "saved", None)


def test_what_is_too_long_for_a_column_is_refused_not_cut():
    row = Revision(article=factories.article(), number=1, version=1, snapshot={}, sha256="0" * 65, text_sha256="")

    with pytest.raises(DataError, match="too long"), transaction.atomic():
        PreparedInsert(Revision)(row)
    assert not Revision.objects.exists()
