"""How names, credits, dates and dashes are set."""

from datetime import datetime

import pytest
from django.utils import timezone

from articles.models import Byline, Photo, Reporter, Role
from articles.views.site.markup import dashes, linked_byline, moment
from articles.views.site.picture_markup import credit, picture
from tests import factories


@pytest.mark.parametrize(
    ("photo", "line"),
    [
        (Photo(credit_line="本报记者 高某 摄"), "■本报记者 高某 摄"),
        (Photo(credit_line="○高某摄"), "○高某摄"),
        (Photo(photographer=Reporter(name="高某")), "■本报记者 高某 摄"),
        (Photo(photographer=Reporter(name="高某", organisation="某县通讯站")), "■某县通讯站 高某 摄"),
        (Photo(agency="新华社"), "■新华社供图"),
        (Photo(rights="file"), "■资料图片"),
        (Photo(), ""),
    ],
)
def test_credit_is_printed_with_its_mark(photo, line):
    assert credit(photo) == line


def test_byline_links_who_has_a_page_and_escapes_who_has_not():
    article = factories.article()
    Byline.objects.create(article=article, reporter=factories.reporter("甲某", slug="jia"), role=Role.REPORTER)
    Byline.objects.create(article=article, name="<b>乙</b>", role=Role.CORRESPONDENT, order=1)

    line = linked_byline(article)

    assert line == '本报记者 <a href="/reporters/jia/">甲某</a> 通讯员 &lt;b&gt;乙&lt;/b&gt;'


def test_name_inside_another_name_links_the_right_person():
    article = factories.article()
    for order, (name, slug) in enumerate([("王小明", "wxm"), ("王小", "wx")]):
        Byline.objects.create(article=article, reporter=factories.reporter(name, slug=slug), order=order)

    assert linked_byline(article).endswith('<a href="/reporters/wxm/">王小明</a> <a href="/reporters/wx/">王小</a>')


def test_time_of_another_year_names_the_year():
    then = timezone.make_aware(datetime(2019, 3, 20, 9, 5))

    assert moment(then) == '<time datetime="2019-03-20T09:05+08:00">2019年3月20日</time>'
    assert moment(then, "full").endswith(">2019年3月20日 09:05</time>")
    assert moment(None) == ""


def test_dashes_are_not_left_alone_on_a_line():
    assert dashes("老楼换了模样——") == "老楼换了模样\u2060——"
    assert dashes("——改造记") == "——\u2060改造记"
    assert dashes("") == ""


def test_missing_crop_falls_back_to_the_whole_picture():
    photo = factories.photo()

    assert f'width="{photo.renditions.get(crop="full", format="jpeg").width}"' in picture(photo, "4x3")
    assert picture(None) == ""


def test_article_without_bylines_has_no_line():
    assert linked_byline(factories.article()) == ""
