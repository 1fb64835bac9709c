import hashlib

import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from articles.models import Page, PhotoPurpose, Rendition
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    """A rendition that everybody may see."""
    photo = factories.photo()
    factories.article(photos=[photo])
    return photo.renditions.get(format="jpeg")


@pytest.fixture
def hidden():
    """A rendition of a photo that no public story uses."""
    return factories.photo().renditions.get(format="webp")


def fetch(client, address, **headers):
    """GET, with the whole answer read into `response.body`, which closes the file."""
    response = client.get(address, **headers)
    response.body = response.getvalue()
    return response


def address(rendition):
    return f"/media/{rendition.file.name}"


def test_public_rendition_is_sent_to_be_kept(client, shown):
    response = fetch(client, address(shown))

    assert response.status_code == 200
    with shown.file.open() as stored:
        assert response.body == stored.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(shown.file.size)
    assert response["Cache-Control"].startswith("public, max-age=31536000, immutable, s-maxage=2,")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in response or response["Content-Disposition"].startswith("inline")
    assert not response.has_header("Vary")
    assert not response.cookies


@pytest.mark.parametrize(("format", "type"), [("jpeg", "image/jpeg"), ("webp", "image/webp"), ("avif", "image/avif")])
def test_content_type_is_that_of_the_format_and_not_of_the_name(client, shown, format, type):
    data = factories.image_bytes()
    made = Rendition(photo=shown.photo, format=format, width=32, height=24, size=len(data))
    made.file.save(f"{hashlib.sha256(data).hexdigest()[:32]}.html", ContentFile(data))

    assert fetch(client, address(made))["Content-Type"] == type


def test_public_rendition_takes_one_query_and_no_session(client_as, django_assert_num_queries, shown):
    client = client_as("记者")

    with django_assert_num_queries(1):  # the rendition
        response = fetch(client, address(shown))

    assert response["Cache-Control"].startswith("public")
    assert not response.has_header("Vary")


def test_hidden_rendition_is_not_found_for_readers(client, django_assert_num_queries, hidden):
    with django_assert_num_queries(2):  # the public look-up, among those that were made anew
        assert fetch(client, address(hidden)).status_code == 404


def test_hidden_rendition_is_shown_to_staff_and_not_kept(client_as, hidden):
    response = fetch(client_as("责任编辑"), address(hidden))

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/webp"


def test_hidden_rendition_is_not_found_for_accounts_without_the_right(client, client_as, hidden):
    plain = factories.user()
    client.force_login(plain)

    assert fetch(client, address(hidden)).status_code == 404


def test_hidden_rendition_is_not_found_with_a_cookie_of_nobody(client, hidden):
    client.cookies[project.SESSION_COOKIE_NAME] = "x" * 32

    assert fetch(client, address(hidden)).status_code == 404
    assert not Session.objects.exists()


def test_rendition_is_gone_with_its_story(client, shown):
    assert fetch(client, address(shown)).status_code == 200

    shown.photo.uses.get().article.__class__.objects.update(publish_at=timezone.now() + timezone.timedelta(hours=1))

    assert fetch(client, address(shown)).status_code == 404


def test_known_rendition_is_not_sent_again(client, shown):
    etag = fetch(client, address(shown))["ETag"]

    response = fetch(client, address(shown), HTTP_IF_NONE_MATCH=etag)

    assert response.status_code == 304
    assert response["ETag"] == etag
    assert response["Cache-Control"].startswith("public")
    assert fetch(client, address(shown), HTTP_IF_NONE_MATCH='"another"').status_code == 200


def test_a_304_gives_nothing_away_about_hidden_renditions(client, hidden):
    name = hidden.file.name
    assert fetch(client, address(hidden), HTTP_IF_NONE_MATCH=f'"{name}"').status_code == 404
    assert fetch(client, address(hidden), HTTP_IF_NONE_MATCH="*").status_code == 404


def test_head_has_the_length_and_no_body(client, shown):
    response = client.head(address(shown))

    assert response.status_code == 200
    assert response["Content-Length"] == str(shown.file.size)
    assert response.content == b""


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_media_only_answers_questions(client, shown, method):
    assert getattr(client, method)(address(shown)).status_code == 405


@pytest.mark.parametrize(
    "name",
    ["../originals/x.jpg", "..%2f..%2fpyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "//etc/passwd",
     "x%00.jpg", "x.jpg%00", "%ff%fe.jpg", "a" * 3000, ".", "%5c..%5cx", "originals/x.jpg", "空.jpg", "-1", "x.jpg/"],
)  # fmt: skip
def test_tricks_with_the_path_are_not_found(client, shown, name):
    assert fetch(client, f"/media/{name}").status_code == 404


def test_originals_have_no_address(client, client_as, shown):
    photo = shown.photo
    for visitor in (client, client_as("管理员")):
        for name in (photo.original.name, f"originals/{photo.original.name}", f"../default/{photo.original.name}"):
            assert fetch(visitor, f"/media/{name}").status_code == 404


def test_missing_file_is_not_found_and_reported(client, shown, caplog):
    shown.file.storage.delete(shown.file.name)

    assert fetch(client, address(shown)).status_code == 404
    assert client.head(address(shown)).status_code == 404
    assert shown.file.name in caplog.text


@pytest.fixture
def page_with_pdf():
    page = factories.page(number=2)
    page.pdf.save("p2.pdf", ContentFile(b"%PDF-1.7 test"))
    return page


def pdf_address(page):
    return f"/paper/{page.edition.date}/{page.number}/pdf"


def test_pdf_of_a_public_page_opens_in_the_browser_without_an_origin(client, page_with_pdf, django_assert_num_queries):
    with django_assert_num_queries(1):  # the page
        response = fetch(client, pdf_address(page_with_pdf))

    assert response.body == b"%PDF-1.7 test"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{page_with_pdf.edition.date}-02.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=2"


def test_pdf_is_not_found_before_its_edition_is_out(client, client_as, page_with_pdf):
    page_with_pdf.edition.publish_at = timezone.now() + timezone.timedelta(hours=1)
    page_with_pdf.edition.save()

    assert fetch(client, pdf_address(page_with_pdf)).status_code == 404


def test_page_without_a_pdf_is_not_found(client):
    assert fetch(client, pdf_address(factories.page())).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["2025-02-30/1", "20250320/1", "2025-W12-4/1", "x/1", "2025-03-20/0", "2025-03-20/999999999999", "9999-12-31/1"],
)
def test_unknown_pages_are_not_found(client, page_with_pdf, path):
    assert Page.objects.public().exists()
    assert fetch(client, f"/paper/{path}/pdf").status_code == 404


def test_page_image_is_served_while_its_edition_is_public(client):
    photo = factories.photo(purpose=PhotoPurpose.PAGE)
    page = factories.page(image=photo)
    rendition = photo.renditions.first()
    assert fetch(client, address(rendition)).status_code == 200

    page.edition.publish_at = None
    page.edition.save()

    assert fetch(client, address(rendition)).status_code == 404
