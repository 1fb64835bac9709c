"""A history in JSON lines becomes published stories, through the real command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Photo, Status, Tag
from tests import factories

STORY = {
    "id": 1,
    "district": "柳川区",
    "kicker": "柳川区：",
    "headline": "老桥通车",
    "subheadline": "",
    "bylines": ["程远", "巴雅尔"],
    "tags": ["交通", "老桥"],
    "published_at": "2019-05-04T06:00:00",
    "paragraphs": ["石榴巷的老桥昨天通车。", "<b>不是</b>标记 & 符号"],
}


@pytest.fixture
def newsroom(db):
    factories.district("柳川区", short_name="柳川")
    factories.reporter("程远", role="首席记者")


@pytest.fixture
def archive(tmp_path):
    def write(*stories, name="old.jsonl"):
        file = tmp_path / name
        lines = (story if isinstance(story, str) else json.dumps(story, ensure_ascii=False) for story in stories)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return write


def run(file, *arguments):
    output = StringIO()
    call_command("import_archive", str(file), "--connections", "1", *map(str, arguments), stdout=output)
    return output.getvalue()


def test_line_becomes_a_published_story_as_it_was(newsroom, archive):
    run(archive(STORY))

    article = Article.objects.get()
    assert article.status == Status.PUBLISHED
    assert timezone.localtime(article.publish_at).isoformat() == "2019-05-04T06:00:00+08:00"
    assert article.first_published_at == article.publish_at
    assert article.body == "<p>石榴巷的老桥昨天通车。</p>\n<p>&lt;b&gt;不是&lt;/b&gt;标记 &amp; 符号</p>"
    assert [district.name for district in article.districts.all()] == ["柳川区"]
    assert sorted(article.tags.names()) == ["交通", "老桥"]
    assert [(b.name, b.role, b.reporter is not None) for b in article.bylines.all()] == [
        ("程远", "首席记者", True),
        ("巴雅尔", "记者", False),
    ]
    assert article in Article.objects.public()


def test_again_writes_nothing_twice_and_goes_on_where_it_stopped(newsroom, archive):
    run(archive(STORY))

    output = run(archive(STORY, STORY | {"id": 2}))

    assert "1 stories written, 1 were here already" in output
    assert Article.objects.count() == 2


def test_same_id_of_another_source_is_another_story(newsroom, archive):
    run(archive(STORY), "--source", "a")
    run(archive(STORY), "--source", "b")

    assert Article.objects.count() == 2


def test_id_twice_in_one_file_is_one_story(newsroom, archive):
    assert "1 stories written, 1 were here already" in run(archive(STORY, STORY))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "a list where an object should be"),
        (STORY | {"id": None}, "id is None"),
        (STORY | {"id": True}, "id is True"),
        (STORY | {"id": "x" * 500}, "at most 100"),
        (STORY | {"headline": " \0"}, "headline is missing"),
        (STORY | {"headline": 7}, "headline is a int"),
        (STORY | {"headline": "长" * 301}, "at most 300"),
        (STORY | {"published_at": "gestern"}, "published_at is 'gestern'"),
        (STORY | {"published_at": "2019-02-30"}, "published_at is '2019-02-30'"),
        (STORY | {"published_at": "2999-01-01"}, "still to come"),
        (STORY | {"published_at": "0001-01-01"}, "no newspapers before 1600"),
        (STORY | {"id": 2, "district": "无名区"}, "district '无名区' is not known"),
        (STORY | {"bylines": "程远"}, "bylines must be a list"),
        (STORY | {"paragraphs": [1]}, "paragraphs must be a list"),
        (STORY | {"titel": "x"}, "unknown key 'titel'"),
    ],
)
def test_wrong_line_is_reported_with_its_number_and_the_rest_goes_on(newsroom, archive, line, reason):
    file = archive(STORY, line, STORY | {"id": 3})

    output = run(file)

    assert "2 stories written" in output
    assert "1 lines are wrong" in output
    report = file.with_name("old.jsonl.errors.txt").read_text()
    assert report.startswith("line 2: ")
    assert reason in report


def test_line_that_is_not_utf8_and_rare_characters(newsroom, tmp_path):
    file = tmp_path / "x.jsonl"
    good = json.dumps(STORY | {"headline": "𠮷祥\ue000", "kicker": "\ud800"}).encode()
    file.write_bytes(b'{"id": "\xff"}\n' + good + b"\n")

    output = run(file)

    assert "1 lines are wrong" in output
    assert Article.objects.get().headline == "𠮷祥\ue000"


def test_pictures_are_taken_in_once_and_used(newsroom, archive, tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    (media / "bridge.jpg").write_bytes(factories.image_bytes(80, 60))
    pictured = STORY | {"photo": "bridge.jpg", "caption": "老桥", "credit": "本报记者 程远 摄"}

    run(archive(pictured, pictured | {"id": 2}), "--media", media)

    photo = Photo.objects.get()
    assert (photo.caption, photo.credit_line) == ("老桥", "本报记者 程远 摄")
    assert photo.uses.count() == 2


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "nowhere.jpg", "text.jpg"])
def test_picture_that_is_none_is_reported(newsroom, archive, tmp_path, name):
    media = tmp_path / "media"
    media.mkdir()
    (tmp_path / "secret.jpg").write_bytes(factories.image_bytes())
    (media / "text.jpg").write_text("not a picture")

    output = run(archive(STORY | {"photo": name}), "--media", media)

    assert "1 lines are wrong" in output
    assert not Photo.objects.exists()
    assert not Article.objects.exists()


def test_tags_that_differ_in_case_only_are_one(newsroom, archive):
    factories.article(tags=["VR"])

    run(archive(STORY | {"tags": ["vr", "VR", "5G"]}))

    assert sorted(Tag.objects.values_list("name", flat=True)) == ["5G", "VR"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--media", "/nowhere"], "no such folder"),
        (["--by", "nobody"], "no such account"),
        (["--source", "a:b"], "no colon"),
    ],
)
def test_wrong_options_are_named(newsroom, archive, arguments, message):
    with pytest.raises(CommandError, match=message):
        run(archive(STORY), *arguments)

    assert not Article.objects.exists()


def test_missing_file_is_named(db, tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        run(tmp_path / "none.jsonl")
