"""The demo newspaper's files: that they hold what a demo needs, and that mistakes in them are named."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.demo import rules, source
from articles.demo.source import DemoPaper, PhotoPlace, SourceError, StorySpec, Subheading, load

HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
HAN_OR_MARK = f"{HAN}“”‘’《》（），。、；：？！…—"


@pytest.fixture(scope="module")
def paper() -> DemoPaper:
    return load()


@pytest.fixture(scope="module")
def published(paper: DemoPaper) -> list[StorySpec]:
    return [story for story in paper.stories if story.status == "published"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo's files in which a test breaks one."""
    for name in ("newspaper.toml", "photos.toml"):
        shutil.copy(source.FOLDER / name, tmp_path)
    shutil.copytree(source.FOLDER / "stories", tmp_path / "stories")
    return tmp_path


def texts(paper: DemoPaper) -> Iterator[tuple[str, str]]:
    """Every text that readers see, with the place it stands in."""
    for story in paper.stories:
        where = f"stories/{story.slug}.txt"
        for text in (story.kicker, story.headline, story.subheadline, story.summary, story.correction):
            yield where, text
        yield where, story.withdrawn_reason
        for block in story.body:
            if not isinstance(block, PhotoPlace):
                yield where, block.text
    for photo in paper.photos:
        yield from (("photos.toml", text) for text in (photo.caption, photo.alt))
    for person in paper.people:
        yield "newspaper.toml", person.biography
    for column in paper.columns:
        yield "newspaper.toml", column.description
    for page in paper.static_pages:
        yield "newspaper.toml", page.body


# What a demo needs


def test_stories_come_in_every_kind_and_state(paper: DemoPaper) -> None:
    kinds, states = (Counter(getattr(story, name) for story in paper.stories) for name in ("kind", "status"))

    assert len(paper.stories) >= 84
    assert set(kinds) == set(rules.KINDS)
    assert set(states) == set(rules.STATUSES)
    assert states.total() - states["published"] >= 12
    assert min(states.values()) >= 2


def test_stories_are_long_normal_and_short(paper: DemoPaper) -> None:
    lengths = [story.characters for story in paper.stories]

    assert sum(900 <= length <= 1600 for length in lengths) >= 15
    assert sum(350 <= length <= 700 for length in lengths) >= 40
    assert sum(120 <= length <= 300 for length in lengths) >= 25
    assert min(lengths) >= 120
    assert max(lengths) <= 1600


def test_each_page_of_each_edition_is_filled(published: list[StorySpec]) -> None:
    pages = Counter((story.edition, story.page) for story in published if story.edition is not None)

    assert set(pages) == {(edition, page) for edition in rules.EDITIONS if edition >= 0 for page in rules.PAGES}
    assert all(4 <= count <= 8 for count in pages.values())
    for edition, page in pages:
        places = [s.position for s in published if (s.edition, s.page) == (edition, page)]
        assert min(places, default=0) == 1, (edition, page)


def test_lead_story_is_long_and_illustrated(paper: DemoPaper) -> None:
    (lead,) = (story for story in paper.stories if story.lead)

    assert (lead.edition, lead.page, lead.position, lead.status) == (0, 1, 1, "published")
    assert lead.photos
    assert lead.characters >= 900
    assert all((lead.kicker, lead.subheadline, lead.summary))


def test_archive_has_web_stories_over_forty_days(published: list[StorySpec]) -> None:
    days = [story.days_ago for story in published if story.edition is None]

    assert len(days) >= 15
    assert min(days) > 2
    assert 35 < max(days) <= 40
    assert len({int(day // 10) for day in days}) == 4


def test_districts_and_columns_have_four_stories_each(paper: DemoPaper, published: list[StorySpec]) -> None:
    districts = Counter(district for story in published for district in story.districts)
    columns = Counter(story.column for story in published)

    assert {name for name in rules.DISTRICTS if districts[name] < 4} == set()
    assert {column.name for column in paper.columns if columns[column.name] < 4} == set()


def test_each_photo_is_used_by_a_published_story(paper: DemoPaper, published: list[StorySpec]) -> None:
    used = {photo for story in published for photo in story.photos}

    assert len(paper.photos) == 42
    assert {photo.id for photo in paper.photos} - used == set()
    assert sum(3 <= len(story.photos) <= 5 for story in published if story.kind == "photo") >= 3


def test_people_pages_and_accounts_are_complete(paper: DemoPaper) -> None:
    roles = Counter(person.role for person in paper.people)

    assert len(paper.people) == 20
    assert set(roles) == set(rules.PERSON_ROLES)
    assert all(person.organisation for person in paper.people if person.role == "通讯员")
    assert all(person.press_card for person in paper.people if person.role in ("记者", "首席记者"))
    assert any("·" in person.name for person in paper.people)
    posts = [account.role for account in paper.accounts]
    assert list(dict.fromkeys(posts)) == list(rules.ACCOUNT_ROLES)
    assert posts.count("责任编辑") == 2  # who stands in where an editor is the author
    assert [page.name for page in paper.pages] == ["要闻", "区县", "民生", "文体副刊"]
    assert {page.slug for page in paper.static_pages} == {"about", "contact", "copyright", "privacy"}
    assert 10 <= len(paper.columns) <= 12


def test_people_have_published_work(paper: DemoPaper, published: list[StorySpec]) -> None:
    named = {byline.name for story in published for byline in story.bylines}
    named |= {photo.photographer for photo in paper.photos}

    assert {person.name for person in paper.people} - named == set()


def test_special_cases_are_present(paper: DemoPaper, published: list[StorySpec]) -> None:
    reprints = [story for story in published if story.source]

    assert 3 <= len(reprints) <= 4
    assert all(story.original_title and story.original_author for story in reprints)
    assert sum(bool(story.ai_label) for story in published) == 1
    assert sum(bool(story.correction) for story in published) == 2
    assert sum(any(isinstance(block, Subheading) for block in story.body) for story in published) >= 15
    assert any(not story.districts for story in published)


# How it is written


def test_texts_have_no_half_width_marks_beside_han(paper: DemoPaper) -> None:
    mark = re.compile(rf"(?<=[{HAN_OR_MARK}])[,.;:?!()]|[,.;:?!()](?=[{HAN_OR_MARK}])|[\"']")

    assert [(where, text) for where, text in texts(paper) if mark.search(text)] == []


def test_texts_close_what_they_open(paper: DemoPaper) -> None:
    for where, text in texts(paper):
        for pair in ("“”", "《》", "（）", "‘’"):
            assert text.count(pair[0]) == text.count(pair[1]), (where, text)


def test_texts_name_no_absolute_day(paper: DemoPaper) -> None:
    year = r"(?:1\d|20)\d\d年|[〇零一二三四五六七八九]{4}年"
    day = re.compile(year + r"|\d+月\d+日|星期[一二三四五六日天]|周[一二三四五六日]")

    assert [(where, text) for where, text in texts(paper) if day.search(text)] == []


def test_web_stories_do_not_speak_of_yesterday(paper: DemoPaper) -> None:
    web = {f"stories/{story.slug}.txt" for story in paper.stories if story.edition is None}

    assert [where for where, text in texts(paper) if where in web and re.search("昨[天日晚]", text)] == []


def test_headlines_and_openings_are_not_repeated(paper: DemoPaper) -> None:
    for name in ("headline", "opening"):
        counts = Counter(
            story.headline if name == "headline" else story.body[0].text[:5]  # type: ignore[union-attr]
            for story in paper.stories
        )
        assert [text for text, count in counts.items() if count > 1] == []


def test_names_that_stand_alone_are_all_used(paper: DemoPaper) -> None:
    listed = source._read_toml(source.FOLDER / "newspaper.toml")["one_off_names"]

    assert set(listed) == {byline.name for story in paper.stories for byline in story.bylines if not byline.person}


def test_files_are_utf8_with_single_line_ends() -> None:
    for path in (*source.FOLDER.glob("*.toml"), *source.FOLDER.glob("stories/*.txt")):
        data = path.read_bytes()
        assert data.decode("utf-8").endswith("\n"), path
        assert b"\r" not in data, path
        assert not data.endswith(b"\n\n"), path


# Reading


def test_body_html_escapes_and_places_photos() -> None:
    body = source.parse_body("甲<乙&丙\n\n## 小标题\n\n[photo: ice-rink]\n\n尾段")
    story = StorySpec(slug="s", kind="news", headline="题", column="要闻", status="draft", body=body)

    assert story.body_html() == (
        '<p>甲&lt;乙&amp;丙</p>\n<h2>小标题</h2>\n<figure data-photo="ice-rink"></figure>\n<p>尾段</p>'
    )
    assert story.characters == 10


def test_bylines_keep_role_as_printed() -> None:
    names = source.parse_bylines("本报首席记者 甲某 通讯员 乙某 丙某", frozenset({"甲某", "乙某"}), frozenset({"丙某"}))

    assert [(n.name, n.role, n.printed_role, n.person) for n in names] == [
        ("甲某", "首席记者", "本报首席记者", True),
        ("乙某", "通讯员", "通讯员", True),
        ("丙某", "通讯员", "通讯员", False),
    ]
    assert source.parse_bylines("甲某", frozenset({"甲某"}), frozenset())[0].role == "作者"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: news", "kind: gossip", "'gossip': kind is one of"),
        ("kind: news", "kind: news\ncolour: red", "'colour': unknown key"),
        ("column: 要闻", "column: 天下", "'天下': column is one of"),
        ("column: 要闻", "column:", "'column': this key is missing"),
        ("districts: 新城区", "districts: 月球区", "'月球区': district is one of"),
        ("林若舟", "无名氏", "'无名氏': a name is one of"),
        ("photos: metro-train", "photos: moon", "'moon': photo is one of"),
        ("status: published", "status: lost", "'lost': status is one of"),
        ("status: published", "status: withdrawn", "withdrawn_reason belongs to"),
        ("status: published", "status: scheduled", "hours_ahead belongs to"),
        ("page: 1", "page: 5", "5: page is one of"),
        ("page: 1", "page: one", "'one': page is a number"),
        ("position: 2", "position: 1", "already held by"),
        ("position: 2", "position: 2\nlead: yes", "one lead, on page 1"),
        ("榆荫路站的队伍短了", "晨光里的青城", "'晨光里的青城': already held by"),
        ("photos: metro-train\n\n", "photos: metro-train\n\n[photo: ice-rink]\n\n", "a picture placed in the text"),
        ("photos: metro-train\n\n", "photos: metro-train\n\n# 一\n\n", "a block is prose"),
        ("photos: metro-train\n\n", "photos: metro-train\n\n甲\n乙\n\n", "a paragraph is one line"),
        ("photos: metro-train\n\n", "photos: metro-train\n没有冒号\n\n", "each key once"),
    ],
)
def test_load_names_the_mistake_in_a_story(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "stories" / "metro-morning-trains.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceError, match=re.escape(message)):
        load(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("photos.toml", 'photographer = "朝鲁"', 'photographer = "无名氏"', "'无名氏': photographer is one of"),
        ("photos.toml", 'district = "托克托县"', 'district = "月球区"', "'月球区': district is one of"),
        ("photos.toml", 'place = "托克托县河湾湿地"\n', "", "'place': this key is missing"),
        ("photos.toml", 'id = "spring-wheat"', 'id = "wetland-cranes"', "id of a PhotoSpec is unique"),
        ("photos.toml", "准备歇脚后继续南飞。", "准备南飞", "ends with 。"),
        ("photos.toml", "本报记者 朝鲁 摄", "朝鲁", "a credit names the photographer"),
        ("newspaper.toml", "first_issue_number = 6001", 'first_issue_number = "6001"', "is a filled int"),
        ("newspaper.toml", 'postal_code = "000000"', 'postal_code = ""', "postal_code is a filled str"),
        ("newspaper.toml", "[settings]", "[settings]\nmood = 1", "'mood': unknown key"),
        ("newspaper.toml", "portrait-02", "portrait-03", "the portrait of 乌日娜 is portrait-02"),
        ("newspaper.toml", 'slug = "meng-ke"', 'slug = "meng-ke"\npress_card = "1"', "a press card belongs to staff"),
        ("newspaper.toml", 'person = "段小满"', 'person = "无名氏"', "'无名氏': person is one of"),
        ("newspaper.toml", 'slug = "yaowen"', 'slug = "要闻"', "a slug is a-z"),
        ("newspaper.toml", "number = 4", "number = 5", "the pages are 1 to 4"),
        ("newspaper.toml", "[settings]", "[settings", "the file is TOML"),
    ],
)
def test_load_names_the_mistake_in_a_table(folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceError, match=re.escape(message)) as caught:
        load(folder)

    assert str(caught.value).startswith(file)


def test_load_names_missing_and_unreadable_files(folder: Path) -> None:
    story = folder / "stories" / "metro-morning-trains.txt"

    story.write_bytes("kind: news".encode("utf-16"))
    with pytest.raises(SourceError, match="files are UTF-8"):
        load(folder)

    story.write_bytes(b"kind: news\r\n\r\n")
    with pytest.raises(SourceError, match="lines end in LF"):
        load(folder)

    (folder / "photos.toml").unlink()
    with pytest.raises(SourceError, match="the file is missing"):
        load(folder)

    shutil.rmtree(folder / "stories")
    shutil.copy(source.FOLDER / "photos.toml", folder)
    with pytest.raises(SourceError, match="at least one story"):
        load(folder)
