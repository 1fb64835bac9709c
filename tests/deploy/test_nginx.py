"""deploy/nginx.conf in a real nginx: what is kept, for how long, for whom, and what happens when a node is away."""

from __future__ import annotations

import gzip
import re
import shutil

import brotli
import pytest

from articles.workflow.refreshing import ask_anew
from deploy import front

from .conftest import CSS, PUBLIC

SHORT = "public, max-age=0, s-maxage=1, stale-if-error=86400"


# What is kept -------------------------------------------------------------------------------------------------------


def test_a_public_page_is_asked_for_once(site):
    site.put("/kept/", headers={"Cache-Control": PUBLIC, "Content-Security-Policy": "default-src 'none'"})
    first, second = site.get("/kept/"), site.get("/kept/")
    assert (first.cache, second.cache) == ("MISS", "HIT")
    assert second.body == first.body
    assert second.headers["content-security-policy"] == "default-src 'none'"
    assert second.headers["cache-control"] == PUBLIC
    assert len(site.asked("/kept/")) == 1


def test_when_the_applications_time_is_over_the_first_reader_gets_the_new_page(site):
    site.put("/changes/", 200, b"old", {"Cache-Control": SHORT})
    assert site.get("/changes/").body == b"old"
    site.put("/changes/", 200, b"new", {"Cache-Control": SHORT})
    assert site.until_asked_anew("/changes/").body == b"new"


@pytest.mark.parametrize(("status", "headers"), [(410, {"Cache-Control": SHORT}), (404, {})])
def test_what_is_gone_takes_the_place_of_what_was_there(site, status, headers):
    path = f"/gone-{status}/"
    site.put(path, 200, b"withdrawn later", {"Cache-Control": SHORT})
    assert site.get(path).status == 200
    site.put(path, status, b"gone", headers)
    assert (site.until_asked_anew(path).status, site.get(path).body) == (status, b"gone")
    site.stop_nodes()
    assert site.get(path).status in (status, 503)  # never the page that was there before
    assert b"withdrawn later" not in site.get(path).body


def test_a_page_that_is_the_same_is_not_sent_again(site):
    site.put("/same/", 200, b"page", {"Cache-Control": SHORT, "ETag": 'W/"1"'})
    site.get("/same/")
    assert site.until_asked_anew("/same/").cache == "REVALIDATED"
    assert site.asked("/same/")[-1][2]["if-none-match"] == 'W/"1"'
    assert site.get("/same/", if_none_match='W/"1"').status == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=600"},
        {"Cache-Control": PUBLIC, "Set-Cookie": "sessionid=1"},
        {"Cache-Control": PUBLIC, "Vary": "Accept-Encoding, Cookie"},
        {},
    ],
    ids=["no-store", "private", "sets a cookie", "varies by cookie", "says nothing"],
)
def test_what_is_not_for_everybody_is_not_kept(site, headers, request):
    path = f"/{re.sub('[^a-z]', '-', request.node.callspec.id)}/"
    site.put(path, 200, b"mine", headers)
    site.get(path)
    assert site.get(path).cache != "HIT"
    assert len(site.asked(path)) == 2


@pytest.mark.parametrize("who", [{"cookie": "a=1; sessionid=abc"}, {"authorization": "Bearer abc"}])
def test_who_is_signed_in_is_answered_by_the_application_and_leaves_nothing(site, who, request):
    path = f"/signed-in-{next(iter(who))}/"
    site.put(path, 200, b"public")
    site.get(path)
    site.put(path, 200, b"personal")
    assert site.get(path, **who).body == b"personal"
    assert site.get(path).body == b"public"


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/photos/1/", "/admin/articles/article/", "/accounts/login/", "/api/v1/articles",
             "/healthz", "/preview/token/", "/report/", "/offline/public.json"]
)  # fmt: skip
def test_the_staffs_pages_and_questions_of_the_moment_are_never_kept(site, path):
    site.put(path)
    assert [site.get(path).cache for _ in range(2)] == ["", ""]
    assert len(site.asked(path)) == 2


def test_another_way_of_writing_an_address_is_another_page(site):
    """nginx itself would take /a//story/ for /a/story/, and the answer of one for the other's."""
    site.put("/a/story/", 200, b"story")
    assert site.get("/a//story/").status == 404
    assert site.get("/a/story/").body == b"story"
    assert site.get("/a//story/").status == 404


def test_of_queries_only_those_count_that_a_list_reads(site):
    """A number to get past the cache does not; what might be read as `page` in the end does."""
    site.put("/list/")
    counted = ["", "?page=2", "?page=2&utm_source=a", "?x=1&before=7", "?x&after=7", "?page", "?p%61ge=2", "?x=%20"]
    for query in (*counted, "?utm_source=a&from=timeline", "?fbclid=1", "?n=5", "?n=/?&x", "?pages=2", "?xpage=2"):
        site.get(f"/list/{query}")
    assert [one[1] for one in site.asked("/list/")] == [f"/list/{query}" for query in counted]


@pytest.mark.parametrize("path", ["/search/", "/without-slash", "/file.xml"])
def test_every_query_of_the_search_and_of_other_addresses_counts(site, path):
    site.put(path)
    for query in ("", "?q=a", "?q=b"):
        site.get(f"{path}{query}")
    assert [one[1] for one in site.asked(path)] == [path, f"{path}?q=a", f"{path}?q=b"]


def test_codings_are_kept_apart_and_browsers_share_them(site):
    site.put("/coded/")
    browsers = ["gzip, deflate, br, zstd", "gzip, deflate, br", "br;q=1.0, gzip", "gzip, deflate", "gzip;q=0.8", "",
                "gzip;q=0"]  # fmt: skip
    for accepted in browsers:
        site.get("/coded/", accept_encoding=accepted)
    assert [one[2].get("accept-encoding", "") for one in site.asked("/coded/")] == ["br", "gzip", ""]


# When a node is away ------------------------------------------------------------------------------------------------


def test_a_reader_is_sent_to_the_other_node(site):
    site.start_nodes(2)
    site.put("/either/", 200, b"from the other", {"Cache-Control": "no-store"})
    site.nodes[0].replies["/either/"].status = 0
    answers = [site.get("/either/") for _ in range(4)]
    assert [(one.status, one.body) for one in answers] == [(200, b"from the other")] * 4


def test_what_somebody_sends_is_sent_once(site):
    site.start_nodes(2)
    site.put("/admin/articles/article/1/change/", 0)
    got = site.get("/admin/articles/article/1/change/", "POST", b"headline=a")
    assert got.status == 503
    assert "可能没有存下" in got.body.decode()
    assert len(site.asked("/admin/articles/article/1/change/")) == 1


@pytest.mark.parametrize("trouble", [500, 503, 0])
def test_readers_get_the_last_page_while_the_application_fails(site, trouble):
    path = f"/fails-{trouble}/"
    site.put(path, 200, b"last", {"Cache-Control": SHORT})
    site.get(path)
    site.put(path, trouble, b"trouble", {"Cache-Control": "no-store"})
    got = site.until_asked_anew(path)
    assert (got.status, got.body, got.cache) == (200, b"last", "STALE")


def test_readers_get_the_last_page_when_no_node_is_there(site):
    site.put("/left/", 200, b"last", {"Cache-Control": SHORT})
    site.get("/left/")
    site.stop_nodes()
    got = site.until_asked_anew("/left/")
    assert (got.status, got.body) == (200, b"last")
    assert site.get("/nobody-had-it/").status == 503
    page = site.get("/desk/")
    assert (page.status, page.headers["retry-after"], page.headers["cache-control"]) == (503, "10", "no-store")
    assert "暂时打不开" in page.body.decode()
    assert page.headers["x-content-type-options"] == "nosniff"


def test_what_was_taken_back_and_asked_for_anew_does_not_come_back_when_no_node_is_there(site, settings):
    """The control beside it was not asked for: nginx knows nothing of a withdrawal by itself."""
    settings.SITE_URL = f"http://127.0.0.1:{site.port}"
    accepted = {"br": "gzip, deflate, br", "gzip": "gzip", "identity": ""}
    for path in ("/taken-back/", "/not-asked-for/"):
        site.put(path, 200, b"withdrawn", {"Cache-Control": SHORT})
        for coding in accepted.values():
            site.get(path, accept_encoding=coding)
        site.put(path, 410, b"notice", {"Cache-Control": SHORT})
    site.put("/clock/", 200, b"tick", {"Cache-Control": SHORT})
    site.get("/clock/")
    site.until_asked_anew("/clock/")  # kept last, so the time of the others is over, too
    ask_anew.call(["/taken-back/"])
    site.stop_nodes()
    for coding in accepted.values():
        assert site.get("/taken-back/", accept_encoding=coding).body == b"notice"
        assert site.get("/not-asked-for/", accept_encoding=coding).body == b"withdrawn"


def test_the_applications_own_503_is_shown_when_all_say_so(site):
    site.start_nodes(2)
    site.put("/desk/board/", 503, "数据库连不上".encode(), {"Cache-Control": "no-store"})
    assert site.get("/desk/board/").body.decode() == "数据库连不上"


@pytest.mark.parametrize("lost", ["pages", "pages/*"])
def test_a_lost_cache_folder_loses_no_page(site, lost):
    path = f"/lost-{len(lost)}/"
    site.put(path, 200, b"page" * 5000)
    site.get(path)
    for folder in [site.folder / "pages"] if lost == "pages" else list((site.folder / "pages").iterdir()):
        shutil.rmtree(folder)
    for name in (path, "/lost-and-new/"):
        site.put(name, 200, b"page" * 5000)
        answers = [site.get(name) for _ in range(3)]
        assert [(one.status, len(one.body)) for one in answers] == [(200, 20000)] * 3
    assert site.get(path).cache == "HIT"  # the folder is there again


# Pictures and static files ------------------------------------------------------------------------------------------


def test_public_pictures_are_kept_and_private_ones_are_not(site):
    site.put("/media/public.jpg", 200, b"\xff\xd8", {"Cache-Control": PUBLIC, "Content-Type": "image/jpeg"})
    site.put("/media/draft.jpg", 200, b"\xff\xd8", {"Cache-Control": "private, no-store", "Content-Type": "image/jpeg"})
    for path in ("/media/public.jpg", "/media/draft.jpg"):
        site.get(path, cookie="sessionid=staff")
        site.get(path)
    assert [site.get(path).cache for path in ("/media/public.jpg", "/media/draft.jpg")] == ["HIT", "MISS"]


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_static_files_come_from_the_disk_compressed_beforehand(site, accepted, coding, unpack):
    for name, age in (("site.0123456789ab.css", "public, max-age=31536000, immutable"),
                      ("site.css", "public, max-age=60")):  # fmt: skip
        got = site.get(f"/static/css/{name}", accept_encoding=accepted)
        assert (got.status, got.headers.get("content-encoding")) == (200, coding)
        assert unpack(got.body).decode() == CSS
        assert got.headers["content-type"] == "text/css; charset=utf-8"
        assert got.headers["cache-control"] == age
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "Accept-Encoding" in got.headers["vary"]
    assert site.asked("/static/css/site.css") == []


def test_a_static_file_that_is_not_on_the_disk_is_asked_of_the_application(site):
    site.put("/static/css/elsewhere.css", 200, b"p{}")
    assert site.get("/static/css/elsewhere.css").body == b"p{}"


def test_nothing_beside_the_static_files_can_be_read(site):
    (site.folder.parent / "files" / "secret-key").write_text("secret")
    for path in ("/static/../secret-key", "/static/%2e%2e/secret-key", "/front/away.html", "/static../secret-key"):
        assert site.get(path).status in (400, 404), path


# Limits -------------------------------------------------------------------------------------------------------------


def test_bodies_are_limited_by_where_they_go(site):
    site.put("/report/")
    site.put("/desk/photos/uploads/1/")
    page = site.get("/report/", "POST", bytes(300_000))
    assert (page.status, "提交的内容太大" in page.body.decode()) == (413, True)
    assert site.get("/desk/photos/uploads/1/", "PATCH", bytes(9_000_000)).status == 200


@pytest.mark.parametrize(("path", "method"), [("/search/", "GET"), ("/admin/login/", "POST"), ("/report/", "POST")])
def test_too_many_of_one_address_are_told_so(site, path, method):
    site.put(path, headers={"Cache-Control": "no-store"})
    answers = [site.get(path, method) for _ in range(60)]
    assert {one.status for one in answers} == {200, 429}
    assert "请求太频繁" in next(one for one in answers if one.status == 429).body.decode()
    if method == "POST":
        assert site.get(path).status == 200  # looking is not limited


def test_who_asks_is_told_to_the_application_and_nobody_is_believed(site):
    site.put("/who/")
    site.get("/who/", x_forwarded_for="192.0.2.1")
    headers = site.asked("/who/")[0][2]
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "http")
    assert headers["host"] == f"127.0.0.1:{site.port}"


def test_the_log_says_where_an_answer_came_from_and_no_secret(site):
    site.put("/logged/")
    site.put("/preview/secret-token/")
    for path in ("/logged/", "/logged/", "/preview/secret-token/"):
        site.get(path)
    lines = site.logged()
    assert re.findall(r'"GET [^ ]+/logged/" 200 \d+ cache=(\w+)', lines) == ["MISS", "HIT"]
    assert "secret-token" not in lines + site.child.log.read_text()


def test_every_place_of_the_template_has_a_value(site):
    text = front.TEMPLATE.read_text()
    assert set(re.findall(r"\$\{(\w+)\}", text)) == set(site.values)
    assert "${" not in front.rendered(site.values)
