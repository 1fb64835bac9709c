"""/desk/paper/: editions and pages on the desk."""

import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Edition, HotArea, LogEntry, Page, PageImport, PhotoPurpose
from articles.workflow import editions
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2031, 5, 6)
# 1 session, 2 user with permissions, 3 bell; then 4 count and 5 rows of the list
LIST_QUERIES = 5


@pytest.fixture
def page(roles):
    edition = factories.edition(DAY, publish_at=None)
    return factories.page(edition, 1, name="要闻", image=factories.photo(purpose=PhotoPurpose.PAGE))


def save(browser, page, rows, version=None):
    body = json.dumps({"version": version or page.version, "areas": rows})
    return browser.post(f"/desk/paper/2031-05-06/{page.number}/areas/", body, content_type="application/json")


def test_editions_are_made_and_listed_with_their_state(client_as):
    browser = client_as("责任编辑")

    response = browser.post("/desk/paper/add/", {"date": "2031-05-06", "number": "6001"}, follow=True)

    assert "已建2031-05-06 第6001期" in response.content.decode()
    html = browser.get("/desk/paper/").content.decode()
    assert "编辑中" in html
    again = browser.post("/desk/paper/add/", {"date": "2031-05-06"})
    assert again.status_code == 409
    assert "已经有这个日期的一期" in again.content.decode()
    assert browser.post("/desk/paper/add/", {"date": "昨天"}).status_code == 400


@pytest.mark.parametrize("number", [1, 12])
def test_list_and_edition_cost_the_same_for_one_and_many(client_as, django_assert_num_queries, number):
    for n in range(number):
        factories.edition(date(2031, 1, n + 1))
    many = factories.edition(DAY, publish_at=None)
    for n in range(number):
        made = factories.page(many, n + 1, image=factories.photo(purpose=PhotoPurpose.PAGE))
        HotArea.objects.create(page=made, article=factories.article(page=made), left=1, top=1, width=9, height=9)
    browser = client_as("总编辑")
    browser.get("/desk/paper/")
    with django_assert_num_queries(LIST_QUERIES):
        browser.get("/desk/paper/")
    # … 4 the edition, 5 pages, 6 pages again for what stands in the way, 7 stories, 8 bare areas
    with django_assert_num_queries(8):
        browser.get("/desk/paper/2031-05-06/")


def test_areas_are_saved_and_come_back_as_stored(client_as, page):
    story = factories.article("水渠通水", page=page)
    answer = save(
        client_as("责任编辑"), page, [{"left": -5, "top": 10, "width": 30, "height": 20, "article": story.pk}]
    )

    assert answer.status_code == 200
    (area,) = answer.json()["areas"]
    assert area == {"left": 0, "top": 10, "width": 25, "height": 20, "name": "", "article": story.pk,
                    "headline": "水渠通水"}  # fmt: skip
    assert answer.json()["version"] == 2


def test_second_editor_gets_409_with_what_is_stored_now(client_as, page):
    first, second = client_as("责任编辑"), client_as("部主任")
    box = {"left": 1, "top": 1, "width": 10, "height": 10, "name": "先存的"}
    save(first, page, [box])

    answer = save(second, page, [{**box, "name": "后存的"}])

    assert answer.status_code == 409
    assert [area["name"] for area in answer.json()["now"]["areas"]] == ["先存的"]
    again = save(second, page, [{**box, "name": "后存的"}], version=answer.json()["now"]["version"])
    assert again.status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"version": "1"}', '{"version": 1, "areas": 5}', "x" * 300_000])
def test_odd_bodies_are_refused(client_as, page, body):
    browser = client_as("责任编辑")
    answer = browser.post("/desk/paper/2031-05-06/1/areas/", body, content_type="application/json")

    assert answer.status_code in (400, 409)
    assert "请" in answer.json()["error"]


def test_stories_of_the_page_come_first_and_others_by_headline(client_as, page):
    factories.article("清泉巷水渠", page=page)
    factories.article("水渠旧闻")
    factories.article("别的事")
    browser = client_as("责任编辑")
    factories.settle()

    found = browser.get("/desk/paper/2031-05-06/1/stories/", {"q": "水渠"}).json()["stories"]
    assert [story["headline"] for story in found] == ["清泉巷水渠", "水渠旧闻"]
    assert len(browser.get("/desk/paper/2031-05-06/1/stories/").json()["stories"]) == 1
    assert browser.get("/desk/paper/2031-05-06/1/stories/?q=%00%E6%B0%B4").status_code == 200


def test_page_is_signed_by_a_head_and_published_by_a_chief(client_as, page):
    assert client_as("责任编辑").post("/desk/paper/2031-05-06/1/sign/", {"version": 1}).status_code == 403
    signed = client_as("部主任").post("/desk/paper/2031-05-06/1/sign/", {"version": 1}, follow=True)
    assert "已签发：第01版：要闻" in signed.content.decode()

    chief = client_as("总编辑")
    version = Edition.objects.get().version
    done = chief.post("/desk/paper/2031-05-06/publish/", {"version": version, "stories_too": "on"}, follow=True)

    assert "已上线" in done.content.decode()
    assert Edition.objects.public().exists()
    verbs = list(LogEntry.objects.exclude(verb="refused").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["page_sign", "edition_publish"]


def test_edition_that_is_not_ready_is_refused_and_may_be_published_knowingly(client_as, page):
    chief = client_as("总编辑")
    refused = chief.post("/desk/paper/2031-05-06/publish/", {"version": 1, "at": ""})
    assert refused.status_code == 409
    html = refused.content.decode()
    assert "没有签发：第01版：要闻" in html
    assert 'name="knowing"' in html

    chief.post("/desk/paper/2031-05-06/publish/", {"version": 1, "knowing": "on"})

    assert Edition.objects.public().exists()
    assert LogEntry.objects.get(verb="edition_publish").is_loud


def statuses(browser, addresses):
    answers = [browser.get(address) for address in addresses]
    return {answer.status_code for answer in answers if answer.getvalue()}


def test_withdrawn_edition_shows_nothing_at_once(client, client_as, page):
    page.pdf.save("p.pdf", ContentFile(b"%PDF-1.7"))
    picture = page.image.renditions.first().file.url
    seen = ["/paper/2031-05-06/", "/paper/2031-05-06/1/", "/paper/2031-05-06/1/pdf", picture]
    chief = client_as("总编辑")
    assert statuses(client, seen) == {404}
    chief.post("/desk/paper/2031-05-06/publish/", {"version": 1, "knowing": "on"})
    assert statuses(client, seen) == {200}

    version = Edition.objects.get().version
    refused = chief.post("/desk/paper/2031-05-06/withdraw/", {"version": version})
    assert "须写明原因" in refused.content.decode()
    chief.post("/desk/paper/2031-05-06/withdraw/", {"version": version, "reason": "印错"})

    assert statuses(client, seen) == {404}
    assert "2031-05-06" not in client.get("/sitemaps/editions.xml").content.decode()


def test_picture_is_taken_in_and_no_picture_is_a_sentence(client_as, page):
    browser = client_as("责任编辑")
    given = SimpleUploadedFile("版面.jpg", factories.image_bytes(700, 1000))
    assert browser.post("/desk/paper/2031-05-06/1/file/", {"version": 1, "file": given}).status_code == 302
    page.refresh_from_db()
    assert (page.image.width, page.image.purpose, page.version) == (700, "page", 2)

    wrong = SimpleUploadedFile("版面.jpg", b"no picture")
    refused = browser.post("/desk/paper/2031-05-06/1/file/", {"version": 2, "file": wrong})
    assert refused.status_code == 409
    assert "refusal" in refused.content.decode()


def test_pdf_waits_to_be_read_and_is_offered_on_the_page(client_as, page):
    browser = client_as("责任编辑")
    given = SimpleUploadedFile("01.pdf", b"%PDF-1.7")
    html = browser.post("/desk/paper/2031-05-06/1/file/", {"version": 1, "file": given}, follow=True).content.decode()
    row = PageImport.objects.get()

    assert (row.edition_date, row.page_number, row.status) == (DAY, 1, "reading")
    assert "正在读取“01.pdf”" in html
    assert browser.post(f"/desk/paper/2031-05-06/1/file/{row.pk}/", {"version": 1}).status_code == 404


def test_admin_goes_not_round_the_desk(client_as, page):
    editions.sign_page(page, factories.user("部主任"))
    chief = client_as("总编辑")
    inline = {f"{name}-{end}": 0 for name in ("credits", "hot_areas") for end in ("TOTAL_FORMS", "INITIAL_FORMS")}
    fields = {"edition": page.edition_id, "number": 1, "name": "头版", "image": page.image_id, **inline}
    assert chief.post(f"/admin/articles/page/{page.pk}/change/", fields).status_code == 302
    page.refresh_from_db()
    assert (page.name, page.signed_at) == ("头版", None)

    form = {"date": "2031-05-06", "publish_at_0": "2020-01-01", "publish_at_1": "06:00",
            "pages-TOTAL_FORMS": 0, "pages-INITIAL_FORMS": 0}  # fmt: skip
    chief.post(f"/admin/articles/edition/{page.edition_id}/change/", form)
    assert Edition.objects.get().publish_at is None


def test_unknown_editions_and_pages_are_404(client_as, page):
    browser = client_as("责任编辑")
    for address in ("2031-05-07/", "2031-05-06/2/", "2031-05-06/99999999999999999999/", "2031-02-30/"):
        assert browser.get(f"/desk/paper/{address}").status_code == 404
    assert Page.objects.count() == 1


def test_page_is_removed_on_the_desk_and_a_refusal_is_a_sentence(client_as, page):
    browser = client_as("责任编辑")
    story = factories.article(page=page)

    refused = browser.post("/desk/paper/2031-05-06/1/remove/", {"version": page.version})
    assert refused.status_code == 409
    assert "还有1篇稿件" in refused.content.decode()
    story.delete()
    done = browser.post("/desk/paper/2031-05-06/1/remove/", {"version": page.version}, follow=True)

    assert "已去掉第01版：要闻" in done.content.decode()
    assert not Page.objects.exists()
