"""Pictures for staff: the list of the editor's window, and thumbnails."""

import pytest

from articles.models import PhotoPurpose, PhotoStatus
from tests import factories

pytestmark = pytest.mark.django_db
CHOOSE = "/desk/photos/choose/"


@pytest.fixture
def writer(client_as):
    return client_as("记者")


def ids(client, **query):
    return [photo["id"] for photo in client.get(CHOOSE, query).json()["photos"]]


def test_list_gives_what_the_window_shows(writer):
    photo = factories.photo(caption="湿地", photographer=factories.reporter("若川"))

    answer = writer.get(CHOOSE).json()

    assert answer == {
        "photos": [
            {"id": photo.pk, "thumbnail": f"/desk/photos/{photo.pk}/thumbnail/", "caption": "湿地", "credit": "若川 摄"}
        ],
        "page": 1,
        "pages": 1,
        "count": 1,
    }


@pytest.mark.parametrize("word", ["候鸟", "赛罕", "若川", "ruo-chuan", "生态", "本报记者", "候鸟 赛罕"])
def test_search_finds_by_caption_place_photographer_and_keywords(writer, word):
    found = factories.photo(
        caption="候鸟",
        place="赛罕区",
        photographer=factories.reporter("若川"),
        keywords=["生态"],
        credit_line="本报记者 摄",
    )
    factories.photo()

    assert ids(writer, q=word) == [found.pk]


def test_only_news_photos_that_are_ready(writer):
    factories.photo(status=PhotoStatus.PENDING)
    factories.photo(purpose=PhotoPurpose.PAGE)

    assert ids(writer) == []


def test_pages_and_odd_values(writer):
    for _ in range(26):
        factories.photo()

    assert len(ids(writer)) == 24
    assert len(ids(writer, page=2)) == 2
    for query in ({"page": "x"}, {"page": "999"}, {"page": "-1"}, {"q": "\0"}, {"q": "长" * 5000}, {"q": "%"}):
        assert writer.get(CHOOSE, query).status_code == 200


def test_list_and_thumbnails_are_for_the_newsroom_only(client, roles):
    photo = factories.photo()
    for address in (CHOOSE, f"/desk/photos/{photo.pk}/thumbnail/"):
        assert client.get(address).status_code == 302
    client.force_login(factories.user())
    for address in (CHOOSE, f"/desk/photos/{photo.pk}/thumbnail/"):
        assert client.get(address).status_code == 403


def test_thumbnail_is_a_rendition_and_never_the_original(writer):
    photo = factories.photo()

    response = writer.get(f"/desk/photos/{photo.pk}/thumbnail/")

    content = b"".join(response.streaming_content)
    assert response.headers["Content-Type"] in ("image/webp", "image/jpeg")
    assert "private" in response.headers["Cache-Control"]
    with photo.original.open("rb") as original:
        assert content != original.read()


def test_thumbnail_of_a_waiting_photo_is_a_sign(writer):
    photo = factories.photo(status=PhotoStatus.PENDING)
    photo.renditions.all().delete()

    assert writer.get(f"/desk/photos/{photo.pk}/thumbnail/").headers["Location"].endswith(".svg")
    assert writer.get("/desk/photos/99999/thumbnail/").status_code == 404
    assert writer.get("/desk/photos/99999999999999999999/thumbnail/").status_code == 404


def test_list_asks_the_same_number_of_queries(writer, django_assert_num_queries):
    for number in (1, 20):
        for _ in range(number):
            factories.photo(photographer=factories.reporter())
        # session and user, permissions, count, keys, photos
        with django_assert_num_queries(5):
            writer.get(CHOOSE)
