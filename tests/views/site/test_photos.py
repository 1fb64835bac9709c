import pytest

from articles.models import PhotoPurpose, PhotoStatus
from tests import factories

# 1 frame, 2 how many pictures, 3 the pictures of this sheet
PHOTOS_QUERIES = 3
# 1 frame, 2 the picture with its stories, 3 the pictures before and after
PHOTO_QUERIES = 3


@pytest.mark.parametrize("number", [1, 30])
def test_photos_cost_the_same_for_one_and_thirty(client, django_assert_num_queries, number):
    pictures = [factories.photo(photographer=factories.reporter()) for _ in range(number)]
    for _ in range(number):
        factories.article(photos=pictures)

    with django_assert_num_queries(PHOTOS_QUERIES):
        assert client.get("/photos/").context["sheet"].total == number
    with django_assert_num_queries(PHOTO_QUERIES):
        assert client.get(pictures[0].get_absolute_url()).status_code == 200


def test_photo_page_leads_to_stories_and_neighbours(client):
    pictures = [factories.photo() for _ in range(3)]
    article = factories.article("用图的报道", photos=pictures)
    factories.article("没发的报道", status="draft", photos=pictures)

    response = client.get(pictures[1].get_absolute_url())

    assert (response.context["newer"], response.context["older"]) == (pictures[2], pictures[0])
    assert article.get_absolute_url() in response.content.decode()
    assert "没发的报道" not in response.content.decode()


def test_photo_in_no_public_story_is_404(client):
    draft, rejected, unused = factories.photo(), factories.photo(), factories.photo()
    factories.article(status="draft", photos=[draft])
    factories.article(photos=[rejected])
    type(rejected).objects.filter(pk=rejected.pk).update(status=PhotoStatus.REJECTED, rejected_reason="糊了")

    for photo in (draft, rejected, unused):
        assert client.get(photo.get_absolute_url()).status_code == 404
    assert client.get("/photos/").context["sheet"].total == 0


def test_page_images_and_portraits_are_no_news_pictures(client):
    page_image = factories.photo(purpose=PhotoPurpose.PAGE)
    factories.page(image=page_image)

    assert client.get(page_image.get_absolute_url()).status_code == 404


def test_picture_element_offers_each_format_with_its_size(client):
    photo = factories.photo(width=320, height=240)
    factories.article(photos=[photo])

    page = client.get(photo.get_absolute_url()).content.decode()

    assert 'type="image/webp"' in page
    assert 'width="320" height="240"' in page
    assert 'fetchpriority="high"' in page
