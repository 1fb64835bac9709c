"""The halves of a story on two pages find each other."""

from datetime import date

import pytest

from articles.intake import make_drafts, open_text
from articles.models import Article, Jump
from articles.richtext import plain_text
from tests import factories

DAY = date(2031, 5, 6)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def opened(by, text, number):
    return open_text(text, by, edition_date=DAY, page_number=number)


def half(headline, jump, body="村里的老人把这些年修渠的事一件一件讲给孩子们听，讲到天黑。"):
    return f"{headline}\n\n本报讯（记者 云舒）{body}\n{jump}\n"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_halves_of_a_story_find_each_other_whichever_comes_first(by, order):
    texts = [(half("渠水长流", "（下转第3版）"), 1), ("（上接第1版）\n" + half("渠水长流续篇", ""), 3)]
    for n in order:
        text, number = texts[n]
        make_drafts(opened(by, text, number).pk, by, update=True)

    jumps = {jump.direction: jump for jump in Jump.objects.all()}
    assert set(jumps) == {"to", "from"}
    assert jumps["to"].other == jumps["from"].article
    assert jumps["from"].other == jumps["to"].article
    assert "下转" not in plain_text(jumps["to"].article.body)
    assert "转版：（下转第3版）" in jumps["to"].article.note


def test_two_stories_that_go_on_on_one_page_are_left_to_the_editor(by):
    page_one = half("渠水长流", "（下转第3版）") + "\n\n\n" + half("井水长流", "（下转第3版）", "这里说的是井。")
    make_drafts(opened(by, page_one, 1).pk, by)
    make_drafts(opened(by, "（上接第1版）\n" + half("渠水长流续篇", ""), 3).pk, by, update=True)

    assert Jump.objects.count() == 3
    assert not Jump.objects.exclude(other=None).exists()


def test_page_known_by_its_label_is_found_by_a_jump(by):
    page = factories.page(factories.edition(DAY), 11, label="A03")
    make_drafts(opened(by, half("渠水长流", "（下转A3版）"), 1).pk, by)
    row = opened(by, "（上接1版）\n" + half("渠水长流续篇", ""), 11)
    make_drafts(row.pk, by, update=True)

    assert Jump.objects.exclude(other=None).count() == 2
    assert Article.objects.get(page=page).jumps.get().other.page.number == 1
