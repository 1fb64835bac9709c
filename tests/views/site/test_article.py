from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Correction, HotArea, PageCredit, Status
from tests import factories

# 1 frame, 2 the story with bylines, places, tags, corrections, credits and pictures, and those before and after,
# 3 which stories are related, 4 their cards
ARTICLE_QUERIES = 4


def _page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [2, 30])
def test_article_costs_the_same_among_two_and_among_thirty(client, print_stories, django_assert_num_queries, number):
    column, district = factories.column(), factories.district()
    article = print_stories(number, column=column, districts=[district], tags=["供热"])[0]
    for _ in range(number):
        Correction.objects.create(article=article, text="应为二十三。")
        PageCredit.objects.create(page=factories.page(), role="校对", name="某某")

    with django_assert_num_queries(ARTICLE_QUERIES):
        response = client.get(article.get_absolute_url())

    assert response.status_code == 200


def test_article_shows_headline_block_byline_and_source(client):
    article = factories.article(
        "主题在此", kicker="引题：", subheadline="——副题", bylines=[factories.reporter("甲某"), "乙某"],
        source="新华社", original_headline="原来的标题", original_author="丙某", ai_label="text",
    )  # fmt: skip

    page = _page(client, article)

    for words in (
        "主题在此",
        "引题：",
        "——\u2060副题",
        "甲某",
        "乙某",
        "来源：新华社",
        "原来的标题",
        "丙某",
        "人工智能",
    ):
        assert words in page
    assert f'href="{article.bylines.get(name="").reporter.get_absolute_url()}"' in page


def test_dateline_opens_the_first_paragraph(client):
    page = _page(client, factories.article(dateline="本报讯", body="<p>第一段。</p><p>第二段。</p>"))

    assert '<p><b class="dateline">本报讯</b>第一段。</p><p>第二段。</p>' in page


def test_page_in_the_paper_is_linked_once_the_edition_is_public(client):
    page = factories.page(name="要闻")
    article = factories.article(page=page, position=1)
    HotArea.objects.create(page=page, article=article, left=0, top=0, width=50, height=50)
    PageCredit.objects.create(page=page, role="责任编辑", name="丁某")

    assert page.get_absolute_url() in _page(client, article)
    assert "责任编辑：丁某" in _page(client, article)

    page.edition.publish_at = timezone.now() + timedelta(hours=1)
    page.edition.save()
    assert page.get_absolute_url() not in _page(client, article)
    assert "丁某" not in _page(client, article)


def test_picture_stands_where_the_body_wants_it_with_its_credit(client):
    photo = factories.photo(credit_line="本报记者 高某 摄")
    body = f'<p>前。</p><figure data-photo="{photo.pk}"><figcaption>图注在此</figcaption></figure><p>后。</p>'

    page = _page(client, factories.article(body=body, photos=[photo]))

    assert page.count("<figure") == 1
    assert "图注在此" in page
    assert "■本报记者 高某 摄" in page
    assert page.index("<p>前。") < page.index("<figure") < page.index("<p>后。")


def test_picture_that_the_body_does_not_place_stands_above_and_the_rest_below(client):
    first, second = factories.photo(caption="第一幅"), factories.photo(caption="第二幅")

    page = _page(client, factories.article(body="<p>正文。</p>", photos=[first, second]))

    assert page.index("第一幅") < page.index("<p>正文。") < page.rindex("第二幅")


def test_figure_without_a_public_picture_is_dropped(client):
    unused = factories.photo(caption="没有用在这里")
    bare = factories.photo()
    bare.renditions.all().delete()
    body = f'<p>正文。</p><figure data-photo="{unused.pk}"></figure><figure data-photo="{bare.pk}"></figure>'

    page = _page(client, factories.article(body=body, photos=[bare]))

    assert "<figure" not in page
    assert "data-photo" not in page
    assert "没有用在这里" not in page


def test_corrections_show_with_their_time(client):
    article = factories.article()
    Correction.objects.create(article=article, text="第二段“三里”应为“三公里”。")
    Correction.objects.create(article=article, text="还没到时间", published_at=timezone.now() + timedelta(hours=1))

    page = _page(client, article)

    assert "应为“三公里”" in page
    assert "还没到时间" not in page


def test_neighbours_are_of_the_same_column(client):
    column = factories.column()
    hours = [
        factories.article(f"第{n}条", column=column, publish_at=timezone.now() - timedelta(hours=n)) for n in (1, 2, 3)
    ]
    factories.article("别的栏目", publish_at=timezone.now() - timedelta(hours=2))

    context = client.get(hours[1].get_absolute_url()).context

    assert (context["newer"], context["older"]) == (hours[0], hours[2])


def test_related_prefers_shared_tags(client):
    column = factories.column()
    article = factories.article(column=column, tags=["供热", "老旧小区"])
    near = factories.article("同标签", tags=["供热", "老旧小区"], publish_at=timezone.now() - timedelta(days=9))
    far = factories.article("同栏目", column=column)
    factories.article("不相干")

    assert client.get(article.get_absolute_url()).context["related"] == [near, far]


def test_withdrawn_article_answers_410_without_title_and_reason(client):
    article = factories.article("撤下的标题", status=Status.WITHDRAWN, withdrawn_reason="内部的原因")

    response = client.get(article.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 410
    assert "撤稿说明" in page
    assert "noindex" in page
    assert "撤下的标题" not in page
    assert "内部的原因" not in page


def test_withdrawn_before_it_was_ever_shown_is_404(client):
    article = factories.article(status=Status.WITHDRAWN, first_published_at=None)

    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/articles/999999/", "/articles/99999999999999999999/", "/articles/0/"])
def test_unknown_article_is_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("headline", ["长" * 300, "𠮷野家前的\ue000槐树", "<script>alert(1)</script>", "A" * 300])
def test_odd_headlines_are_shown_escaped(client, headline):
    page = _page(client, factories.article(headline))

    assert "<script>alert" not in page
    assert headline.replace("<", "&lt;").replace(">", "&gt;") in page


def test_bare_story_is_laid_out(client):
    assert client.get(factories.article("只有标题", body="").get_absolute_url()).status_code == 200


def test_no_heading_skips_a_level(client):
    page = _page(client, factories.article(body="<h3>一</h3><h2>二</h2><h3>三</h3>"))

    assert "<h2>一</h2><h2>二</h2><h3>三</h3>" in page


def test_wide_table_scrolls_by_itself(client):
    page = _page(client, factories.article(body="<table><tbody><tr><td>一</td></tr></tbody></table>"))

    assert 'class="table-scroll" role="region" aria-label="表格" tabindex="0"><table>' in page
