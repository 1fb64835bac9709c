"""The search index, written and asked through the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import search
from articles.models import Article, ArticleKind, Photo, Reporter, SearchRow, Status
from articles.search import Filters, asking, find
from articles.search.conditions import in_index
from articles.text.searchable import searchable
from tests import factories

pytestmark = pytest.mark.django_db


def story(headline: str, body: str = "正文在此。", **fields) -> Article:
    return factories.article(headline, body=f"<p>{body}</p>", **fields)


def heads(text: str, filters: Filters | None = None, **options) -> list[str]:
    factories.settle()
    found = find(text, filters=filters, **options)
    names = dict(Article.objects.filter(pk__in=found.ids).values_list("pk", "headline"))
    return [names[pk] for pk in found.ids]


class Rule(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(st.text(alphabet="清泉的水甜，。！？“”《》·— \n\r\t１２３aBｃDé％&;-·①㎡", max_size=60))
    def test_database_and_python_make_texts_comparable_alike(self, text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT articles_searchable(%s)", [text])
            assert cursor.fetchone()[0] == searchable(text)


def test_any_two_characters_that_stand_together_are_found():
    story("井", "清泉巷的老井有三百年了。")
    for pair in ("清泉", "泉巷", "巷的", "的老", "老井", "三百", "年了"):
        assert heads(pair) == ["井"], pair
    assert heads("井有三百年") == ["井"]


def test_characters_count_in_their_order_and_not_over_the_end_of_a_sentence():
    story("对", "石榴巷里有老井。")
    story("错", "老巷里有石榴。井在外面。")
    assert heads("石榴巷") == ["对"]
    assert heads("巷里有老") == ["对"]
    assert heads("榴井") == []


def test_editors_find_each_story_of_this_month_once():
    now = timezone.now()
    for days in range(40):
        factories.article(f"清泉第{days}天", status=Status.PUBLISHED, publish_at=now - timedelta(days=days))
    found = heads("清泉", stories=Article.objects.unbinned(), by_date=True)
    assert found == [f"清泉第{days}天" for days in range(40)]


def test_everything_is_what_editors_see():
    factories.article("清泉发表", status=Status.PUBLISHED)
    factories.article("清泉定时", status=Status.PUBLISHED, publish_at=timezone.now() + timedelta(days=40))
    factories.article("清泉草稿", status=Status.DRAFT)
    factories.article("清泉已删", status=Status.DRAFT, binned_at=timezone.now())
    assert heads("清泉") == ["清泉发表"]
    assert set(heads("清泉", everything=True)) == {"清泉发表", "清泉定时", "清泉草稿"}
    assert heads("清泉", everything=True) == heads("清泉", stories=Article.objects.unbinned())
    assert heads("清泉 -草稿", everything=True, by_date=True) == ["清泉定时", "清泉发表"]


def test_marks_and_width_and_case_make_no_difference():
    story("“墙暖了”，话也多了", "全市GDP增长３.２%。")
    for text in ("墙暖了话也", "墙暖了，话也", "gdp增长3", "ＧＤＰ", "增长3.2%"):
        assert len(heads(text)) == 1, text


def test_traditional_characters_find_simplified_ones():
    story("湿地来了候鸟", "赛罕区的湿地。")
    assert heads("濕地來了候鳥") == ["湿地来了候鸟"]
    assert heads("賽罕區") == ["湿地来了候鸟"]


def test_one_character_is_found_in_headlines():
    story("井水甜了", "别的。")
    story("别的", "井在这里。")
    assert heads("井") == ["井水甜了"]


def test_quotes_blanks_and_minus():
    story("甲", "老井的水甜了。")
    story("乙", "老井停水通知，水甜不甜再说。")
    assert set(heads("老井 水甜")) == {"甲", "乙"}
    assert heads("老井 水甜 -通知") == ["甲"]
    assert heads("“老井停水”") == ["乙"]
    assert heads("-通知") == []


def test_people_districts_tags_columns_and_captions_are_found_and_names_by_pinyin():
    district = factories.district("赛罕区")
    photo = factories.photo(caption="渠边的白鹭。")
    person = factories.reporter("乌日娜", slug="wurina")
    story("一条", districts=[district], tags=["候鸟"], photos=[photo], bylines=[person, "丙某"],
          column=factories.column("城事"), kicker="石榴县：", source="新华社")  # fmt: skip
    for text in ("赛罕", "候鸟", "白鹭", "乌日娜", "wurina", "丙某", "城事", "石榴县", "新华"):
        assert heads(text) == ["一条"], text


def test_headline_comes_before_names_and_names_before_bodies():
    story("正文里有", "这里说到老井。", publish_at=timezone.now())
    story("老井在标题", publish_at=timezone.now() - timedelta(days=60))
    story("引题里有", kicker="老井边：", publish_at=timezone.now() - timedelta(days=30))
    assert heads("老井") == ["老井在标题", "引题里有", "正文里有"]
    assert heads("老井", by_date=True) == ["正文里有", "引题里有", "老井在标题"]


def test_of_two_equals_the_fresh_one_is_first():
    story("老井一", publish_at=timezone.now() - timedelta(days=900))
    story("老井二", publish_at=timezone.now() - timedelta(days=1))
    assert heads("老井") == ["老井二", "老井一"]


def test_only_what_is_asked_of_is_found():
    story("老井草稿", status=Status.DRAFT)
    story("老井待审", status=Status.FIRST_REVIEW)
    story("老井撤稿", status=Status.WITHDRAWN)
    story("老井明天", publish_at=timezone.now() + timedelta(days=1))
    story("老井")
    assert heads("老井") == ["老井"]
    assert len(find("老井", Article.objects.all()).ids) == 5


def test_index_follows_every_change_in_the_same_transaction():
    photo = factories.photo(caption="白鹭。")
    person = factories.reporter("甲某")
    one = story("老井", photos=[photo], bylines=[person], tags=["水利"])
    assert heads("老井")
    Article.objects.filter(pk=one.pk).update(headline="新渠")  # no Python of ours has seen it
    Photo.objects.filter(pk=photo.pk).update(caption="灰鹤。")
    Reporter.objects.filter(pk=person.pk).update(name="乙某")
    one.tags.set(["候鸟"])
    for gone, come in (("老井", "新渠"), ("白鹭", "灰鹤"), ("甲某", "乙某"), ("水利", "候鸟")):
        assert heads(gone) == [], gone
        assert heads(come) == ["新渠"], come
    one.delete()
    factories.settle()
    assert SearchRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_failed_transaction_leaves_the_index_as_it_was():
    one = story("老井")
    with transaction.atomic():
        Article.objects.filter(pk=one.pk).update(headline="新渠")
        transaction.set_rollback(True)
    assert heads("老井") == ["老井"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchqueue")
        assert cursor.fetchone()[0] == 0


def test_filters_and_facets_count_what_was_found():
    here, there = factories.district("清泉区"), factories.district("北辰区")
    column = factories.column("城事")
    person = factories.reporter("甲某")
    old = timezone.now().replace(year=2020)
    story("老井甲", districts=[here], column=column, bylines=[person])
    story("老井乙", districts=[here, there], kind=ArticleKind.COMMENT, publish_at=old)
    story("别的", districts=[there])
    factories.settle()
    found = find("老井")
    facets = {facet.name: facet.rows for facet in found.facets}
    assert [(name, n) for _, name, n in facets["district"]] == [("清泉区", 2), ("北辰区", 1)]
    assert [year for year, _, _ in facets["year"]] == [str(timezone.localdate().year), "2020"]
    assert heads("老井", Filters(district=there.slug)) == ["老井乙"]
    assert heads("老井", Filters(year="2020")) == ["老井乙"]
    assert heads("老井", Filters(column=column.slug, person=person.slug)) == ["老井甲"]
    assert heads("老井", Filters(kind="comment")) == ["老井乙"]


def test_common_word_is_bounded_and_rare_words_are_found_however_old(monkeypatch):
    monkeypatch.setattr(search.finding, "BOUND", 5)
    for number in range(8):
        story(f"老井{number}", publish_at=timezone.now() - timedelta(days=number * 60))
    story("古渡口", publish_at=timezone.now() - timedelta(days=4000))
    factories.settle()
    found = find("老井", by_date=True)
    assert (len(found.ids), found.is_more) == (5, True)
    assert heads("古渡口") == ["古渡口"]


def test_what_was_found_leads_to_what_is_older(monkeypatch):
    monkeypatch.setattr(search.finding, "BOUND", 3)
    for number in range(5):
        story(f"老井{number}", publish_at=timezone.now() - timedelta(days=number * 200))
    factories.settle()
    found = find("老井", by_date=True)
    assert (len(found.ids), found.is_more) == (3, True)
    assert heads("老井", by_date=True, until=found.reached) == ["老井3", "老井4"]
    assert find("老井", until=found.reached).reached is None


def test_texts_are_looked_at_up_to_a_number_and_the_rest_is_another_question(monkeypatch):
    monkeypatch.setattr(search.finding, "LOOKED", 4)
    for number in range(6):  # all pairs of the phrase, and not the phrase
        story(f"老街街道道旁{number}", publish_at=timezone.now() - timedelta(days=number * 200))
    story("老街道旁", publish_at=timezone.now() - timedelta(days=3000))
    factories.settle()
    found = find("老街道旁")
    assert (found.ids, found.is_more) == ([], False)
    assert found.reached is not None
    assert heads("老街道旁", until=found.reached - timedelta(days=1)) == ["老街道旁"]


@pytest.mark.parametrize("days", [(1, 2, 3), (6, 8, 9), (100, 300, 500), (30, 3000, 9000), (500, 1500, 4000, 9500)])
def test_stretches_of_time_leave_nothing_out_and_bring_nothing_twice(days):
    for number in days:
        story(f"老井{number}", publish_at=timezone.now() - timedelta(days=number))
    assert heads("老井", by_date=True) == [f"老井{number}" for number in days]


def test_minus_takes_away_what_the_index_has_and_only_that():
    story("甲", "老井的水。街道边。")
    story("乙", "老井的水。老街道边。")
    story("丙", "老井的水。街边的道边，老街。")
    assert set(heads("老井 -街道")) == {"丙"}
    assert set(heads("老井 -老街道")) == {"甲", "丙"}
    assert set(heads("老井 -老街 -街道")) == set()


@pytest.mark.parametrize(
    "text", ["%", "_%", "老_水", "\\", "'; DROP TABLE", "\0", "a" * 10_000, "{老,水}", "-" * 50, "①㎡"]
)
def test_strange_queries_find_nothing_and_break_nothing(text):
    story("老井")
    assert heads(text) == []


def test_number_of_queries_does_not_grow(django_assert_max_num_queries):
    for number in range(30):
        story(f"老井{number}", districts=[factories.district(f"第{number}区")], bylines=["甲某"])
    factories.settle()
    with django_assert_max_num_queries(12):
        find("老井")


def test_suggestions_by_name_and_by_pinyin():
    factories.district("赛罕区", slug="saihan")
    factories.reporter("赛音", slug="saiyin")
    story("赛罕区的湿地", tags=["赛事"])
    factories.settle()
    assert {(one.kind, one.name) for one in search.suggest("赛")} == {
        ("旗县区", "赛罕区"),
        ("人员", "赛音"),
        ("标签", "赛事"),
    }
    assert [one.name for one in search.suggest("saih")] == ["赛罕区"]
    assert ("报道", "赛罕区的湿地") in [(one.kind, one.name) for one in search.suggest("湿地")]
    assert search.suggest("，") == []


def test_rebuilding_writes_what_the_triggers_do_not_see(capsys):
    one = story("一条", districts=[factories.district("北辰区")])
    factories.settle()
    SearchRow.objects.update(side="")
    SearchRow.objects.filter(pk=story("二条").pk).delete()
    call_command("search_index")
    assert heads("北辰") == []
    call_command("search_index", rebuild=True, verbosity=0)
    assert heads("北辰") == ["一条"]
    assert "2 stories" in capsys.readouterr().out
    call_command("search_index", rebuild=True, first=one.pk, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_takes_too_long_is_given_up_and_leaves_the_connection_as_it_was(monkeypatch):
    story("老井")
    monkeypatch.setattr(asking, "SECONDS", 0.05)
    slow = asking.Question("default", in_index([["老井"]], []), [], [("pg_sleep(60) IS NOT NULL", [])], [])
    with pytest.raises(search.TooLong):
        asking.ask(slow, [], [], 5, 5)
    assert heads("老井") == ["老井"]
    with connection.cursor() as cursor:
        for setting in ("statement_timeout", "enable_seqscan", "plan_cache_mode", "work_mem"):
            cursor.execute("SELECT setting = reset_val FROM pg_settings WHERE name = %s", [setting])
            assert cursor.fetchone()[0], setting
