"""The import desk's addresses: who may, what is refused and how, and that nothing sent there breaks it."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.intake import make_drafts, open_text, read_import, take_steps
from articles.models import Article, ImportPicture, ImportStatus, PageImport
from articles.sheet import Sheet
from articles.views.desk.imports.pieces import CHUNK, chunk_bounds, chunks_of
from articles.views.desk.imports.urls import urlpatterns
from tests import factories

pytestmark = pytest.mark.django_db

STORY = "停了十九年的古井镇戏台，上周末又响起了锣鼓。修缮时工匠们用回了拆下的旧瓦，只补了四根新椽子。"
PAGE = f"""古井镇老戏台修好了
本报讯（记者 高一鸣）{STORY}
镇文化站站长说，往后每月逢十都有演出，票不要钱。

沙梁村电商服务站开张
本报讯（记者 白音）沙梁村的电商服务站昨天开张，头一天就寄出六十三件土豆和奶豆腐。
"""
POSTS = ["again", "discard", "restore", "place", "steps", "undo", "redo", "drafts"]
JSON_ANSWERS = ["status", "steps", "undo", "redo"]


def page_of(number: int) -> str:
    return "\n\n".join(f"第{n}条消息的标题在这里\n本报讯（记者 高一鸣）{STORY}\n{STORY}" for n in range(number))


@pytest.fixture
def editor(client_as):
    client = client_as("责任编辑")
    client.user = client_user(client)
    return client


def client_user(client):
    from django.contrib.auth.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


@pytest.fixture
def made(editor) -> PageImport:
    return open_text(PAGE, editor.user)


def address(name: str, pk: int = 0, **more) -> str:
    if name in ("", "paste", "upload"):
        return reverse("desk_import" + (f"_{name}" if name else ""))
    return reverse(f"desk_import_{name}", kwargs={"pk": pk, **more})


def every_address(pk: int) -> list[str]:
    """All addresses of the desk, each once."""
    rest = {"desk_import_picture": {"pk": pk, "number": 0}}
    found = []
    for pattern in urlpatterns:
        takes = "<int:pk>" in str(pattern.pattern)
        found.append(reverse(pattern.name, kwargs=rest.get(pattern.name, {"pk": pk} if takes else {})))
    return found


def is_post(path: str) -> bool:
    return path.rstrip("/").rpartition("/")[2] in (*POSTS, "paste", "upload")


def call(client, path: str, **more):
    return client.post(path, **more) if is_post(path) else client.get(path, **more)


def send(client, made: PageImport, steps, name: str = "steps", **more):
    body = {"steps": steps, **more} if name == "steps" else {"version": made.version, **more}
    return client.post(address(name, made.pk), json.dumps(body), content_type="application/json")


def have(client, made: PageImport) -> dict[str, str]:
    """The hashes of everything that a page of this import shows."""
    parts = send(client, made, []).json()["parts"]
    html = [*parts["source"], *parts["items"], *({"id": n, "html": parts[n]} for n in ("loose", "doubts", "bar"))]
    return {part["id"]: part["html"].partition('data-hash="')[2].partition('"')[0] for part in html}


# Who may -------------------------------------------------------------------------------------------------------------


def test_who_is_not_signed_in_is_sent_to_sign_in_or_told_so(made):
    for path in every_address(made.pk):
        answer = call(Client(), path)
        if path.rstrip("/").rpartition("/")[2] in JSON_ANSWERS:
            assert answer.status_code == 401, path
            assert "重新登录" in answer.json()["error"]
        else:
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith("/admin/login/")
    told = Client().post(address("upload"), headers={"Accept": "application/json"})
    assert told.status_code == 401


@pytest.mark.parametrize("role", ["通讯员", "摄影", "校对"])
def test_roles_without_the_permission_get_403(client_as, made, role):
    client = client_as(role)

    for path in every_address(made.pk):
        expected = 404 if path.endswith("/source/") else 403  # the source asks whose it is, not for the permission
        assert call(client, path).status_code == expected, path


@pytest.mark.parametrize("role", ["记者", "责任编辑", "部主任", "总编辑", "管理员"])
def test_roles_that_import_see_the_desk(client_as, role):
    assert client_as(role).get(address("")).status_code == 200


def test_what_somebody_else_imported_is_not_there_for_a_reporter(client_as, made):
    client = client_as("记者")

    for path in every_address(made.pk):
        if str(made.pk) in path.split("/"):
            assert call(client, path).status_code == 404, path
    assert PAGE[:9] not in client.get(address("")).content.decode()
    made.refresh_from_db()
    assert made.status == ImportStatus.OPEN


def test_no_address_keeps_anything_outside(editor, made):
    for path in every_address(made.pk):
        answer = call(editor, path)
        assert "no-store" in answer.headers["Cache-Control"], path
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", path


def test_changes_are_posts_with_a_token(editor, made):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)

    for path in filter(is_post, every_address(made.pk)):
        assert editor.get(path).status_code == 405, path
        assert strict.post(path).status_code == 403, path
    made.refresh_from_db()
    assert made.version == 1


def test_addresses_of_nothing_are_404(editor):
    for path in every_address(2**62 + 1):
        if str(2**62 + 1) in path:
            assert call(editor, path).status_code == 404, path


# Pasting and uploading -----------------------------------------------------------------------------------------------


def test_pasted_page_opens(editor):
    answer = editor.post(address("paste"), {"text": PAGE})

    made = PageImport.objects.get()
    assert answer.headers["Location"] == address("sheet", made.pk)
    assert made.created_by == editor.user
    assert "沙梁村电商服务站开张" in editor.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "还没有文字"), ("　\n ", "文字是空的"), ("长" * 400_000, "请按版拆开"), ("\0\0", "还没有文字")],
)
def test_refused_text_stays_in_its_box(editor, text, said):
    answer = editor.post(address("paste"), {"text": text})

    assert answer.status_code == 400
    content = answer.content.decode()
    assert said in content
    assert text.replace("\0", "")[:50] in content
    assert not PageImport.objects.exists()


def test_text_with_a_wrong_place_stays_too(editor):
    answer = editor.post(address("paste"), {"text": PAGE, "page": "300", "edition": "0001-01-01"})

    assert answer.status_code == 400
    assert "版是1到200之间的数字" in answer.content.decode()
    assert "沙梁村" in answer.content.decode()


@pytest.mark.parametrize("name", ["paste", "upload"])
def test_endless_bodies_are_refused_unread(editor, name):
    for length in ("300000000", "many"):
        answer = editor.generic("POST", address(name), b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=length)
        assert answer.status_code == 413
        assert "拆开" in answer.content.decode()
    told = editor.generic("POST", address("upload"), b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="300000000",
                          HTTP_ACCEPT="application/json")  # fmt: skip
    assert told.status_code == 413
    assert "200 MB" in told.json()["error"]


def test_files_are_received_one_by_one_or_together(editor):
    def files(*numbers):
        return [SimpleUploadedFile(f"城事{n}.txt", PAGE.encode()) for n in numbers]

    told = editor.post(address("upload"), {"files": files(1)}, headers={"Accept": "application/json"})
    first = PageImport.objects.get()
    assert told.json()["imports"] == [
        {"id": first.pk, "url": address("sheet", first.pk), "status": "reading", "name": "城事1.txt"}
    ]
    page = editor.post(address("upload"), {"files": files(2, 3)}, follow=True)
    assert page.redirect_chain[0][0] == address("")
    assert "收到" in page.content.decode()
    assert PageImport.objects.filter(status=ImportStatus.READING).count() == 3


def test_refused_files_are_named(editor):
    empty = SimpleUploadedFile("空.txt", b"")

    told = editor.post(address("upload"), {"files": [empty]}, headers={"Accept": "application/json"})
    assert told.status_code == 400
    assert "空.txt" in told.json()["error"]
    nothing = editor.post(address("upload"), {})
    assert nothing.status_code == 400
    assert "没有收到文件" in nothing.content.decode()
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(41)]
    assert editor.post(address("upload"), {"files": many}).status_code == 400
    assert not PageImport.objects.exists()


def test_reporter_does_not_choose_the_page(client_as):
    client = client_as("记者")

    assert 'name="edition"' not in client.get(address("")).content.decode()
    client.post(address("paste"), {"text": PAGE, "edition": "2031-06-02", "page": "3"})
    made = PageImport.objects.get()
    assert made.edition_date is None
    assert client.post(address("place", made.pk), {"edition": "2031-06-02", "page": "3"}).status_code == 403


def test_desk_lists_imports_by_state_and_not_all_of_them(editor, made):
    rows = [PageImport(name=f"旧{n}", status="failed", error="读不了。", created_by=editor.user) for n in range(12)]
    PageImport.objects.bulk_create(rows)

    content = editor.get(address("")).content.decode()
    assert content.count('class="why"') == 10
    assert "更早的没有列出" in content
    assert "接着核对" in content


# States --------------------------------------------------------------------------------------------------------------


def test_file_is_waited_for_and_opens_or_says_why_not(editor):
    file = SimpleUploadedFile("坏.pdf", b"%PDF-1.7 nothing")
    made_url = editor.post(address("upload"), {"files": [file]}).headers["Location"]
    made = PageImport.objects.get()

    waiting = editor.get(made_url).content.decode()
    assert "正在读《坏.pdf》" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert editor.get(address("status", made.pk)).json()["status"] == "reading"
    read_import.func(made.pk)
    failed = editor.get(made_url).content.decode()
    assert "读不了《坏.pdf》" in failed
    assert "原文件保存着" in failed
    editor.post(address("again", made.pk))
    made.refresh_from_db()
    assert made.status == ImportStatus.READING


def test_import_is_put_away_and_taken_back(editor, made):
    editor.post(address("discard", made.pk))
    assert "已丢弃" in editor.get(address("sheet", made.pk)).content.decode()
    answer = send(editor, made, [])
    assert (answer.status_code, answer.json()["reload"]) == (409, True)

    editor.post(address("restore", made.pk))
    assert 'id="items"' in editor.get(address("sheet", made.pk)).content.decode()
    refused = editor.post(address("again", made.pk), follow=True)
    assert "没有文件可读" in refused.content.decode()


def test_place_is_set_and_refused_in_words(editor, made):
    told = editor.post(address("place", made.pk), {"edition": "2031-06-02", "page": "3"},
                       headers={"Accept": "application/json"})  # fmt: skip
    made.refresh_from_db()
    assert (f"{made.edition_date}", made.page_number) == ("2031-06-02", 3)
    assert told.json()["version"] == made.version
    for wrong in ({"edition": "yesterday"}, {"page": "3"}, {"edition": "2031-06-02", "page": "0"}, {"page": "\0"}):
        told = editor.post(address("place", made.pk), wrong, headers={"Accept": "application/json"})
        assert told.status_code == 400
        assert told.json()["error"]
        assert editor.post(address("place", made.pk), wrong).status_code == 302
    editor.post(address("place", made.pk), {"edition": "", "page": ""})
    made.refresh_from_db()
    assert made.edition_date is None


# Steps ---------------------------------------------------------------------------------------------------------------


def test_step_is_stored_and_only_what_changed_comes_back(editor, made):
    first, second = made.as_sheet().items
    known = have(editor, made)

    answer = send(editor, made, [{"do": "tags", "item": second.id, "names": ["电商"], "id": "a"}], have=known).json()
    assert [part["id"] for part in answer["parts"]["items"]] == [second.id]
    assert answer["parts"]["source"] == []
    assert answer["parts"]["order"] == [first.id, second.id]
    assert "电商" in answer["parts"]["items"][0]["html"]
    again = send(editor, made, [{"do": "tags", "item": second.id, "names": [], "id": "a"}]).json()
    assert again["version"] == answer["version"]  # an id is done once
    made.refresh_from_db()
    assert made.as_sheet().items[1].tags == ["电商"]


def test_refused_step_names_itself_and_leaves_those_before_it(editor, made):
    item = made.as_sheet().items[0].id
    steps = [
        {"do": "tags", "item": item, "names": ["戏台"], "id": "a"},
        {"do": "merge", "item": item, "into": item, "id": "b"},
        {"do": "tags", "item": item, "names": [], "id": "c"},
    ]

    answer = send(editor, made, steps)
    assert (answer.status_code, answer.json()["failed"]) == (409, "b")
    assert answer.json()["error"]
    assert answer.json()["parts"]["order"]
    made.refresh_from_db()
    assert made.as_sheet().items[0].tags == ["戏台"]


def test_undo_and_redo_turn_back_what_the_page_showed(editor, made):
    item = made.as_sheet().items[0].id
    send(editor, made, [{"do": "tags", "item": item, "names": ["戏台"], "id": "a"}])

    stale = send(editor, made, None, "undo")  # `made` still has the version before the step
    assert (stale.status_code, stale.json()["error"][:6]) == (409, "别处刚有改动")
    made.refresh_from_db()
    assert send(editor, made, None, "undo").status_code == 200
    made.refresh_from_db()
    assert made.as_sheet().items[0].tags == []
    assert send(editor, made, None, "redo").status_code == 200
    made.refresh_from_db()
    assert made.as_sheet().items[0].tags == ["戏台"]


JUNK = [
    b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"steps": 3}', b'{"steps": [3]}', b'{"steps": [], "have": 3}',
    b'{"steps": [{"do": "tags", "names": [NaN]}]}', b'{"steps": [1e999]}', b"[" * 100_000, b'{"version": Infinity}',
    b'{"steps": [{"n": ' + b"9" * 6000 + b"}]}",
]  # fmt: skip


@pytest.mark.parametrize("body", JUNK, ids=range(len(JUNK)))
def test_junk_is_refused_in_words(editor, made, body):
    for name in ("steps", "undo", "redo"):
        answer = editor.post(address(name, made.pk), body, content_type="application/json")
        assert answer.status_code in (400, 409), name
        assert answer.json()["error"]
    made.refresh_from_db()
    assert made.version == 1


def test_strange_steps_are_refused_in_words(editor, made):
    item, block = made.as_sheet().items[0].id, made.as_sheet().items[0].blocks[0]
    strange = [
        {}, {"do": None}, {"do": ["kind"]}, {"do": "kind", "blocks": "b1", "kind": "headline"}, {"do": "split"},
        {"do": "kind", "blocks": [block], "kind": "\0"}, {"do": "type", "item": item, "field": "body", "value": "x"},
        {"do": "type", "item": item, "field": "headline", "value": "长" * 301}, {"id": {}},
        {"do": "part", "block": block, "at": 10**9}, {"do": "carve", "start": 5, "end": 1, "kind": "headline"},
        {"do": "person", "item": item, "role": "x", "name": "甲"}, {"do": "check", "keys": "all", "value": True},
        {"do": "move", "blocks": [block], "item": "i999"},
    ]  # fmt: skip

    for number, step in enumerate(strange):
        answer = send(editor, made, [{"id": f"s{number}", **step}])
        assert answer.status_code in (400, 409), step
        assert answer.json()["error"], step
    assert send(editor, made, [{"do": "x"}] * 101).status_code == 400
    made.refresh_from_db()
    assert made.version == 1


def test_letters_that_no_database_keeps_are_left_out(editor, made):
    item = made.as_sheet().items[0].id
    body = json.dumps({"steps": [{"do": "tags", "item": item, "names": ["戏\0台", "\ud83d"], "id": "a\0"}]})

    assert editor.post(address("steps", made.pk), body, content_type="application/json").status_code == 200
    made.refresh_from_db()
    assert made.as_sheet().items[0].tags == ["戏台", "�"]


def test_large_bodies_of_steps_are_refused_unread(editor, made):
    for name in ("steps", "undo", "redo"):
        answer = editor.generic("POST", address(name, made.pk), b"{}", "application/json", CONTENT_LENGTH="3000000")
        assert answer.status_code == 413
        assert answer.json()["error"]


def test_people_are_matched_in_words(editor):
    known = factories.reporter("高一鸣", organisation="要闻部")
    [factories.reporter("白音", role=role) for role in ("记者", "摄影")]
    near = factories.reporter("赛罕娜")
    made = open_text(f"古井镇老戏台修好了\n本报记者 高一鸣 白音 赛汉娜 佟雪\n{STORY}\n{STORY}", editor.user)
    item = made.as_sheet().items[0]

    content = editor.get(address("sheet", made.pk)).content.decode()
    assert "已认出：高一鸣（要闻部）" in content
    assert "同名2人，请选" in content
    assert "没有此人，是赛罕娜吗？" in content
    assert f'<option value="{near.pk}">相近：赛罕娜（记者）？</option>' in content
    assert content.count("没有此人，只留姓名") == 1
    step = {"do": "person", "item": item.id, "person": item.people[3].id, "role": "记者", "name": "佟雪", "who": "new"}
    card = send(editor, made, [{**step, "id": "a"}]).json()["parts"]["items"][0]["html"]
    assert '<option value="new" selected>新人员（将新建）</option>' in card
    card = send(editor, made, [{**step, "who": known.pk, "id": "b"}]).json()["parts"]["items"][0]["html"]
    assert "已指定的人员" in card


# Drafts --------------------------------------------------------------------------------------------------------------


def test_drafts_are_made_in_order_and_listed(editor, made):
    page = editor.post(address("drafts", made.pk), follow=True).content.decode()

    drafts = list(Article.objects.order_by("pk"))
    assert [draft.headline for draft in drafts] == ["古井镇老戏台修好了", "沙梁村电商服务站开张"]
    assert "新建2篇草稿" in page
    for draft in drafts:
        assert reverse("admin:articles_article_change", args=[draft.pk]) in page
        assert reverse("desk_preview", args=[draft.pk]) in page
    assert editor.post(address("drafts", made.pk)).status_code == 302  # made once
    assert Article.objects.count() == 2


def test_page_that_is_here_is_shown_beside_and_updated_only_when_asked(editor, made):
    make_drafts(made.pk, editor.user)
    twin = open_text(PAGE, editor.user)
    changed = take_steps(twin.pk, editor.user, [
        {"do": "type", "item": twin.as_sheet().items[0].id, "field": "kicker", "value": "古井镇：", "id": "a"}
    ])  # fmt: skip

    answer = editor.post(address("drafts", changed.pk))
    assert answer.status_code == 409
    content = answer.content.decode()
    assert content.count("更新</td>") == 2
    assert "更新这些草稿" in content
    assert Article.objects.count() == 2
    editor.post(address("drafts", twin.pk), {"update": "1"})
    assert Article.objects.count() == 2
    assert Article.objects.filter(kicker="古井镇：").count() == 1


def test_second_copy_of_an_open_page_asks_first(editor, made):
    twin = open_text(PAGE, editor.user)

    content = editor.post(address("drafts", twin.pk)).content.decode()
    assert "同样的文字导入过" in content
    assert "照样建稿" in content


def test_writer_of_nothing_cannot_make_drafts(editor, made):
    from django.contrib.auth.models import Permission

    editor.user.groups.clear()
    editor.user.user_permissions.set(Permission.objects.filter(codename__in=["add_pageimport", "review_article"]))

    assert editor.post(address("drafts", made.pk)).status_code == 403
    assert not Article.objects.exists()


# Looking back --------------------------------------------------------------------------------------------------------


def test_source_of_an_article_is_open_to_those_who_see_the_article(client_as, editor, made):
    draft = make_drafts(made.pk, editor.user).created[0]
    path = f"{address('source', made.pk)}?article={draft.pk}"

    content = editor.get(path).content.decode()
    assert content.count("<mark") == sum(1 for block in made.as_sheet().items[0].blocks)
    assert "沙梁村电商服务站开张" in content  # the whole page, of which the article is marked
    assert path in editor.get(reverse("admin:articles_article_change", args=[draft.pk])).content.decode()
    reporter = client_as("记者")
    assert reporter.get(path).status_code == 404
    Article.objects.filter(pk=draft.pk).update(created_by=client_user(reporter))
    assert reporter.get(path).status_code == 200
    assert reporter.get(address("source", made.pk)).status_code == 404


@pytest.mark.parametrize("asked", ["0", "x", "\0", "-1", "9" * 30, "²"])
def test_source_of_no_article_is_404(editor, made, asked):
    assert editor.get(address("source", made.pk), {"article": asked}).status_code == 404


def test_only_pictures_that_were_encoded_here_are_served(editor, made):
    picture = ImportPicture.objects.create(page_import=made, number=0)
    path = address("picture", made.pk, number=0)
    assert editor.get(path).status_code == 404

    picture.thumbnail.save("a.jpg", ContentFile(factories.image_bytes()))
    answer = editor.get(path)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    picture.thumbnail.save("b.jpg", ContentFile(b"<svg onload=alert(1)>"))
    assert editor.get(path).status_code == 404
    made.page_image.save("c.jpg", ContentFile(factories.image_bytes()))
    assert b"".join(editor.get(address("page_image", made.pk)).streaming_content)
    picture.thumbnail.storage.delete(picture.thumbnail.name)
    assert editor.get(path).status_code == 404
    assert editor.get(address("picture", made.pk, number=10**30)).status_code == 404


def test_front_page_of_the_admin_leads_to_the_desk(editor, client_as):
    assert address("") in editor.get("/admin/").content.decode()
    assert address("") not in client_as("校对").get("/admin/").content.decode()


# Size ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("items", [1, 30])
def test_queries_do_not_grow_with_the_items(editor, items):
    made = open_text(page_of(items), editor.user)
    assert made.item_count == items
    step = {"do": "tags", "item": made.as_sheet().items[0].id, "names": ["戏台"], "id": "a"}

    with CaptureQueriesContext(connection) as page:
        editor.get(address("sheet", made.pk))
    with CaptureQueriesContext(connection) as stepping:
        send(editor, made, [step])

    shown = {query["sql"] for query in page.captured_queries}
    assert len(page) == len(shown)  # none is asked twice
    assert (len(page), len(stepping)) == SHEET_QUERIES


# The page: session, user with permissions, the import, other pages of its file; people, tags,
# columns, pictures for the cards; newest editions, active columns, districts; unread notifications in the frame.
# A step: the first three, a savepoint, the row locked and written, the savepoint's end; the four for the cards.
SHEET_QUERIES = (12, 11)


def test_every_character_of_the_source_is_shown_once_and_in_place():
    text = "".join(f"第{n}行的文字𠮷\r\n" for n in range(900)) + "长" * (3 * CHUNK)
    bounds = chunk_bounds(text)

    assert [start for start, _ in bounds] == [0, *(end for _, end in bounds[:-1])]
    assert bounds[-1][1] == len(text)
    sheet = Sheet.from_json(open_sheet(text))
    stretches = [stretch for chunk in chunks_of(sheet, text, set()) for stretch in chunk["stretches"]]
    assert "".join(stretch.text for stretch in stretches) == text
    assert all(text.startswith(stretch.text, stretch.start) for stretch in stretches)
    assert not any("\r" in stretch.text for stretch in stretches if stretch.block)


def open_sheet(text: str) -> dict:
    from articles.sheet import sheet_of
    from articles.text import parse_page

    return sheet_of(parse_page(text)).to_json()
