"""From the text of a page to drafts, through the real command and the real database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, ArticleKind, Edition, Page, Status
from tests import factories

PAGE = """02版 区县 2026年3月5日 星期四
责任编辑 吴一凡 校对 郑小满

柳川区：

让老街的灯亮到最后一位客人离开

●本报记者 程远 通讯员 巴雅尔

傍晚七点,柳川区石榴巷的灯一盏接一盏亮起来。修鞋铺的老板说,过去八点街上就没有人了,如今十点还有人来取

鞋。街道办把路灯的熄灯时间推迟了两个小时。

先问住户再动手

动工之前,社区挨家挨户问了三遍。哪一段太亮,哪一段太暗,都记在一张图上。

北桥县：

一口井的账本

本报讯(记者 乌日罕)北桥县清泉村给村里的机井装上了水表。村民刷卡取水,用了多少一目了然。

去年全村浇地用水比前年少了两成。
"""


@pytest.fixture
def newsroom(db):
    for name in ("柳川区", "北桥县"):
        factories.district(name)
    factories.reporter("程远")
    factories.reporter("乌日罕")
    factories.reporter("乌日罕")


@pytest.fixture
def page_file(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


def run(*arguments, **options):
    output = StringIO()
    call_command("import_page", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def test_page_becomes_drafts_on_their_page_in_order(newsroom, page_file):
    editor = factories.user()

    run(page_file, "--edition", "2026-03-05", "--page", "2", "--by", editor.username)

    first, second = Article.objects.order_by("position")
    assert (first.kicker, first.headline) == ("柳川区：", "让老街的灯亮到最后一位客人离开")
    assert second.headline == "一口井的账本"
    assert {first.status, second.status} == {Status.DRAFT}
    assert first.created_by == editor
    assert [d.name for d in first.districts.all()] == ["柳川区"]
    assert "如今十点还有人来取鞋。" in first.body
    assert "<h2>先问住户再动手</h2>" in first.body
    assert second.dateline == "本报讯"
    page = Page.objects.get()
    assert (page.number, page.name, first.page) == (2, "区县", page)
    assert [(c.role, c.name) for c in page.credits.all()] == [("责任编辑", "吴一凡"), ("校对", "郑小满")]
    assert Edition.objects.get().publish_at is None
    assert not Article.objects.public().exists()


def test_names_of_one_person_are_linked_and_of_two_left_to_the_editor(newsroom, page_file):
    run(page_file)

    bylines = {b.name: b for a in Article.objects.all() for b in a.bylines.all()}
    assert bylines["程远"].reporter.name == "程远"
    assert bylines["巴雅尔"].role == "通讯员"
    assert bylines["巴雅尔"].reporter is None
    assert bylines["乌日罕"].reporter is None


def test_json_prints_what_was_found_and_writes_nothing(newsroom, page_file):
    found = json.loads(run(page_file, "--json"))

    assert [item["headline"] for item in found["items"]] == ["让老街的灯亮到最后一位客人离开", "一口井的账本"]
    assert not Article.objects.exists()


def test_same_page_again_is_refused_and_again_repeats_it(newsroom, page_file):
    run(page_file)

    with pytest.raises(CommandError, match="already imported as 2 stories"):
        run(page_file)
    assert Article.objects.count() == 2

    run(page_file, "--again")
    assert Article.objects.count() == 4


def test_page_that_has_stories_is_not_imported_over(newsroom, page_file, tmp_path):
    run(page_file, "--edition", "2026-03-05", "--page", "2")
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("一口井", "两口井"), encoding="utf-8")

    with pytest.raises(CommandError, match="already imported"):
        run(other, "--edition", "2026-03-05", "--page", "2")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空"),
        (b" \n\n\t", "空"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        (bytes(range(256)) * 40, "[\u4e00-\u9fff]"),
        ("第一段文字。\n".encode() * 3_000_000, "上限"),
    ],
)
def test_what_is_no_page_is_refused_and_nothing_is_written(newsroom, tmp_path, data, message):
    file = tmp_path / "bad.txt"
    file.write_bytes(data)

    with pytest.raises(CommandError, match=message):
        run(file)

    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--edition", "2026-02-30", "--page", "1"], "2026-02-30"),
        (["--edition", "2026-02-20"], "belong together"),
        (["--edition", "2026-02-20", "--page", "0"], "between 1 and 200"),
        (["--by", "nobody"], "no such account"),
    ],
)
def test_wrong_options_are_named(newsroom, page_file, arguments, message):
    with pytest.raises(CommandError, match=message):
        run(page_file, *arguments)

    assert not Article.objects.exists()
    assert not Edition.objects.exists()


def test_file_that_is_not_there_is_named(newsroom, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.txt"):
        run(tmp_path / "nowhere.txt")


def test_gbk_page_reads_like_its_utf8_twin(newsroom, tmp_path, page_file):
    gbk = tmp_path / "gbk.txt"
    gbk.write_bytes(PAGE.encode("gb18030"))

    assert run(gbk, "--json") == run(page_file, "--json")


def test_rare_characters_and_private_use_survive_the_database(newsroom, tmp_path):
    file = tmp_path / "rare.txt"
    file.write_text(
        "𠮷祥村的新桥通了\n\n本报讯（记者 程远）𠮷祥村昨天通了一座新桥，桥名里有一个\ue123字。\n", encoding="utf-8"
    )

    run(file)

    article = Article.objects.get()
    assert article.headline.startswith("𠮷祥村")
    assert "\ue123" in article.body
    assert article.kind == ArticleKind.NEWS


def test_headline_longer_than_its_column_is_kept_whole_somewhere(newsroom, tmp_path):
    file = tmp_path / "long.txt"
    headline = "很长的标题" * 80
    file.write_text(f"{headline}\n\n本报讯（记者 程远）正文只有一句话。\n", encoding="utf-8")

    run(file)

    stored = "".join(a.headline + a.body for a in Article.objects.all())
    assert headline in stored.replace("</p>", "").replace("<p>", "")
