"""A photo story: all its pictures in their order, numbered, before the text; a picture alone is a story as others."""

import brotli
import pytest
from django.conf import settings

from articles.models import AiLabel, ArticleKind, Rights
from tests import factories

pytestmark = pytest.mark.django_db


def story(number, **fields):
    photos = [
        factories.photo(width=320, height=240, caption=f"第{n}幅的说明", credit_line="某人 摄")
        for n in range(1, number + 1)
    ]
    body = f'<p>正文在这里。</p><figure data-photo="{photos[-1].pk}"><figcaption></figcaption></figure>'
    return factories.article(kind=ArticleKind.PHOTO, photos=photos, body=body, **fields), photos


def test_pictures_stand_in_order_with_number_caption_and_credit(client):
    article, _ = story(3)

    page = client.get(article.get_absolute_url()).content.decode()

    assert [page.index(f"第{n}幅的说明") for n in (1, 2, 3)] == sorted(page.index(f"第{n}幅的说明") for n in (1, 2, 3))
    for number in (1, 2, 3):
        assert f'<b class="slide-count">{number}/3</b>' in page
        assert f'id="picture-{number}"' in page
    assert page.count('<figure class="slide"') == 3
    assert page.count("<figure") == 3  # none again in the text
    assert "正文在这里" in page


def test_first_picture_comes_first_and_the_others_when_they_are_near(client):
    article, _ = story(3)

    page = client.get(article.get_absolute_url()).content.decode()

    assert page.count('fetchpriority="high"') == 1
    assert page.index('fetchpriority="high"') < page.index('loading="lazy"')
    assert page.count('width="320" height="240"') == 3


def test_one_picture_is_shown_as_in_any_story(client):
    article, _ = story(1)

    page = client.get(article.get_absolute_url()).content.decode()

    assert "slides" not in page
    assert page.count("<figure") == 1


def test_other_kinds_keep_their_pictures_in_the_text(client):
    photos = [factories.photo() for _ in range(3)]
    article = factories.article(photos=photos)

    assert "slides" not in client.get(article.get_absolute_url()).content.decode()


def test_pictures_made_by_machines_say_so(client):
    article, photos = story(2, ai_label=AiLabel.TEXT)
    type(photos[0]).objects.filter(pk=photos[0].pk).update(rights=Rights.AI)

    assert "图片由人工智能生成" in client.get(article.get_absolute_url()).content.decode()


def test_page_with_its_styles_and_scripts_weighs_little(client):
    """Less than 60 KB as it goes over the line, pictures apart."""
    import re

    article, _ = story(12)
    page = client.get(article.get_absolute_url()).content.decode()

    files = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page))
    parts = [page.encode()] + [(settings.BASE_DIR / "static" / name).read_bytes() for name in files]
    assert {"css/slides.css", "js/site/pictures.js", "css/article.css"} <= files
    assert sum(len(brotli.compress(part, quality=5)) for part in parts) < 60_000
