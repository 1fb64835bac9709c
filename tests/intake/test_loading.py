"""A batch of an archive's stories is in the database what the same stories are that come one by one."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.intake import load_lines, parse_line
from articles.intake.loading import prepare, write
from articles.models import (
    Article,
    Byline,
    District,
    Generation,
    ListCount,
    Listed,
    Reporter,
    Role,
    SearchRow,
    Status,
    Tag,
)
from tests import factories

PARAGRAPHS = ["石榴巷的老桥昨天通车。", "<b>不是</b>标记 & 符号", "一行\t里有\\n反斜杠\\和\r\n换行\\.", "ＧＤＰ 3.2％"]


def story(number: int) -> dict[str, Any]:
    return {
        "id": number, "district": ["柳川区", "", "石林县"][number % 3], "kicker": "柳川区：" if number % 2 else "",
        "headline": f"老桥通车\\N（{number}）", "subheadline": "——\t走近" if number % 5 == 0 else "",
        "bylines": ["程远", f"通讯员{number % 3}", "程远"][: number % 4], "tags": ["交通", f"话题{number % 4}"],
        "published_at": f"20{10 + number % 3}-0{number % 9 + 1}-01T06:00:00", "paragraphs": PARAGRAPHS[number % 2 :],
    }  # fmt: skip


def lines(numbers: range):
    return [parse_line(number, json.dumps(story(number))) for number in numbers]


def saved_alone(number: int) -> Article:
    """The story of a line, written row by row as anybody would."""
    line = lines(range(number, number + 1))[0]
    at = line.published_at
    article = Article.objects.create(
        archive_key=f"alone:{number}", kicker=line.kicker, headline=line.headline, subheadline=line.subheadline,
        body="\n".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
                       for text in line.paragraphs),
        status=Status.PUBLISHED, publish_at=at, first_published_at=at, created_at=at, updated_at=at,
    )  # fmt: skip
    if line.district:
        article.districts.add(District.objects.get(name=line.district))
    article.tags.add(*line.tags)
    for order, name in enumerate(dict.fromkeys(line.bylines), 1):
        person = Reporter.objects.filter(name=name).first()
        Byline.objects.create(article=article, name=name, reporter=person, order=order,
                              role=person.role if person else Role.REPORTER)  # fmt: skip
    return article


def everything_of(article: Article) -> dict[str, Any]:
    """All that the database has of a story, but for keys."""
    own = {"id", "archive_key", "article_id"}
    search = SearchRow.objects.filter(pk=article.pk).values().get()
    return {
        "row": {name: value for name, value in Article.objects.filter(pk=article.pk).values().get().items()
                if name not in own},
        "bylines": list(article.bylines.order_by("order").values_list("name", "reporter", "role", "order",
                                                                      "organisation", "role_as_printed")),
        "districts": sorted(article.districts.values_list("name", flat=True)),
        "tags": sorted(article.tags.names()),
        "search": {name: value for name, value in search.items() if name not in own},
        "listed": sorted(Listed.objects.filter(article=article).values_list("list", "owner", "at")),
    }  # fmt: skip


def counted() -> dict[tuple, int]:
    numbers: dict[tuple, int] = {}
    for name, owner, month, number in ListCount.objects.values_list("list", "owner", "month", "number"):
        numbers[name, owner, month] = numbers.get((name, owner, month), 0) + number
    return numbers


@pytest.fixture
def newsroom(db):
    factories.district("柳川区", short_name="柳川")
    factories.district("石林县")
    factories.reporter("程远", role="首席记者")


@pytest.mark.django_db(transaction=True)
def test_loaded_stories_are_what_the_same_stories_are_that_were_saved_alone(newsroom):
    begun = Generation.objects.get_or_create()[0].number
    report = load_lines(lines(range(12)), "loaded")
    loaded, lists = Generation.objects.get().number, counted()
    alone = [saved_alone(number) for number in range(12)]

    assert (report.written, report.known, report.wrong) == (12, 0, [])
    assert begun < loaded
    for number, article in enumerate(alone):
        assert everything_of(Article.objects.get(archive_key=f"loaded:{number}")) == everything_of(article)
    assert counted() == {place: 2 * number for place, number in lists.items()}
    assert not ListCount.objects.filter(is_new=True).exists()


@pytest.mark.django_db(transaction=True)
def test_several_connections_write_each_story_once(newsroom, tmp_path, monkeypatch):
    monkeypatch.setattr("articles.management.commands.import_archive.BATCH", 4)
    monkeypatch.setattr("articles.management.commands.import_archive.SORTED_AT", 6)
    monkeypatch.setattr("articles.management.commands.import_archive.MANY", 2)
    file, output = tmp_path / "old.jsonl", StringIO()
    numbers = [*range(30), *range(3, 8), *range(20, 35)]  # some ids come again while they are being written
    broken = "{\n"
    file.write_text("".join(json.dumps(story(number)) + "\n" for number in numbers) + broken)

    call_command("import_archive", str(file), "--connections", "3", stdout=output)

    assert "35 stories written, 15 were here already, 1 lines are wrong" in output.getvalue()
    assert sorted(Article.objects.values_list("archive_key", flat=True)) == sorted(f"old:{n}" for n in range(35))
    assert file.with_name("old.jsonl.errors.txt").read_text().startswith("line 51: no JSON")
    assert SearchRow.objects.count() == 35
    assert Tag.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_line_that_the_database_refuses_does_not_stop_the_others(newsroom):
    batch = prepare(lines(range(9)), "old")
    factories.article(archive_key="old:5")  # somebody else's run was quicker

    report = write(batch)

    assert report.written == 8
    assert [number for number, _ in report.wrong] == [5]
    assert "the database refuses it: duplicate key" in report.wrong[0][1]
    assert Article.objects.filter(archive_key__startswith="old:").count() == 9


def test_what_a_refused_batch_had_written_is_gone(newsroom):
    batch = prepare(lines(range(1, 2)), "old")
    factories.article(archive_key="old:1")

    assert write(batch).written == 0
    assert not Byline.objects.filter(name="程远").exists()


def test_connections_below_one_are_refused(db, tmp_path):
    with pytest.raises(CommandError, match="at least 1"):
        call_command("import_archive", str(tmp_path / "old.jsonl"), "--connections", "0")


def test_time_is_that_of_the_papers_clock(newsroom):
    load_lines(lines(range(1)), "old")

    assert timezone.localtime(Article.objects.get().publish_at).isoformat() == "2010-01-01T06:00:00+08:00"
