"""Pictures from the browser to the library in a real browser: real files, a net that breaks, closed tabs, keys only."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from articles.models import Article, ArticleKind, Photo, PhotoStatus, Shoot, Upload, UploadStatus
from tests import factories
from tests.browser.fixtures import ACTION_SECONDS, overflow

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT = "责任编辑"


def picture(folder: Path, number: int, side: int = 240) -> Path:
    """A small picture of its own: noise of a seed, so that no two look alike."""
    dice = random.Random(number)
    small = Image.frombytes("RGB", (16, 12), dice.randbytes(16 * 12 * 3))
    path = folder / f"图{number:02}.jpg"
    small.resize((side, side * 3 // 4), Image.Resampling.BICUBIC).save(path, "JPEG", quality=90)
    return path


def large(folder: Path, name: str = "大图.png", side: int = 1300) -> Path:
    """About 5 MB, so that it goes in several parts."""
    path = folder / name
    noise = random.Random(name).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(path, "PNG", compress_level=0)
    return path


@pytest.fixture
def sign_in(live_server, client, roles) -> Callable[..., None]:
    def signed(context: BrowserContext, user) -> None:
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])

    return signed


@pytest.fixture
def editor(page: Page, sign_in) -> Page:
    user = factories.user(ACCOUNT)
    factories.reporter("柴小满", user=user)
    sign_in(page.context, user)
    page.user = user  # type: ignore[attr-defined]
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def work() -> None:
    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")


def choose(page: Page, *paths: Path) -> None:
    page.set_input_files("#choose-files", [str(path) for path in paths])


def states(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.file')].map(row => row.dataset.state)")


def arrived(page: Page, count: int) -> None:
    """Every row is beyond sending."""
    page.wait_for_function(
        "count => [...document.querySelectorAll('.file')].filter(row => !['waiting', 'hashing', 'hashed', 'queued',"
        " 'sending'].includes(row.dataset.state)).length === count",
        arg=count,
    )


def test_twelve_files_of_which_one_is_no_picture_and_one_a_duplicate(editor, tmp_path, axe):
    page = editor
    files = [picture(tmp_path, n) for n in range(10)]
    known = picture(tmp_path, 99)
    here = factories.photo(caption="早已在库里的一张。")
    Photo.objects.filter(pk=here.pk).update(sha256=hashlib.sha256(known.read_bytes()).hexdigest())
    text = tmp_path / "说明.jpg"
    text.write_text("这不是图片")

    page.goto("/desk/photos/upload/")
    choose(page, *files, text, known)
    arrived(page, 12)
    expect(page.locator(".file[data-state=known] .file-said")).to_contain_text("库里已有这一张，没有再传")
    expect(page.locator(".file[data-state=known] img")).to_be_visible()
    assert Upload.objects.count() == 11
    work()
    expect(page.locator(".file[data-state=ready]")).to_have_count(10)
    expect(page.locator(".file[data-state=refused] .file-said")).to_contain_text(re.compile("^未接收：.{6,}"))
    page.get_by_role("button", name="用库里那一张").click()
    expect(page.locator(".file[data-state=duplicate]")).to_have_count(1)
    expect(page.locator("#summary")).to_contain_text("已入库10张")
    assert axe(page, preload=False) == []

    shoot = Shoot.objects.get()
    assert list(Photo.objects.filter(shoot=shoot).order_by("shoot_order").values_list("shoot_order", flat=True)) == [
        *range(1, 11)
    ]
    assert shoot.credit_line == "本报记者 柴小满 摄"
    page.get_by_role("link", name="写说明").click()
    expect(page.locator(".card")).to_have_count(11)
    page.goto("/desk/photos/upload/")
    expect(page.locator(".shoots li").first).to_contain_text("可用 10")
    page.locator(".shoots summary").click()
    expect(page.locator(".shoots details")).to_contain_text("说明.jpg")


def test_net_breaks_in_the_middle_and_the_upload_goes_on(editor, tmp_path, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = editor
    path = large(tmp_path)
    page.goto("/desk/photos/upload/")
    cut: list[str] = []

    def break_after_first(route) -> None:
        if not cut and route.request.headers.get("upload-offset") not in (None, "0"):
            cut.append("cut")
            page.context.set_offline(True)
        route.continue_()

    page.route("**/desk/photos/uploads/*/", break_after_first)
    choose(page, path)
    expect(page.locator(".file-said")).to_contain_text("没有连上")
    upload = Upload.objects.get()
    assert 0 < upload.offset < upload.length
    page.context.set_offline(False)
    expect(page.locator(".file[data-state=sent], .file[data-state=received]")).to_have_count(1)
    work()
    expect(page.locator(".file[data-state=ready]")).to_have_count(1)
    assert Photo.objects.get().sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def half_sent(page: Page, path: Path) -> Upload:
    """The server has a part of the file, and the rest does not get through."""
    page.goto("/desk/photos/upload/")

    def let_one_through(route) -> None:
        if route.request.method == "PATCH" and route.request.headers.get("upload-offset") != "0":
            return  # never answered
        route.continue_()

    page.route("**/desk/photos/uploads/*/", let_one_through)
    choose(page, path)
    page.wait_for_function("""() => {
        const [item] = PhotoDesk.queue.items;
        return item.stored && item.upload && item.upload.offset >= 1048576;
    }""")
    return Upload.objects.get()


def test_closed_tab_goes_on_by_itself_when_opened_again(editor, tmp_path):
    page = editor
    path = large(tmp_path)
    begun = half_sent(page, path)
    page.close()
    assert 0 < begun.offset < begun.length
    again = page.context.new_page()
    offsets: list[str] = []
    again.on("request", lambda one: offsets.append(one.headers.get("upload-offset", "")))
    again.goto("/desk/photos/upload/")
    expect(again.locator(".file[data-state=sent], .file[data-state=received]")).to_have_count(1)
    assert "0" not in offsets
    upload = Upload.objects.get()
    assert (upload.pk, upload.status) == (begun.pk, UploadStatus.RECEIVED)
    work()
    assert Photo.objects.get().sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kept", ["address", "nothing"])
def test_same_file_chosen_again_goes_on_where_it_stopped(editor, tmp_path, kept):
    """Without the file in the browser: by the address that it remembers, or by what the server knows of the hash."""
    page = editor
    path = large(tmp_path)
    begun = half_sent(page, path)
    forget = "indexedDB.deleteDatabase(`newsroom-photos-${document.getElementById('upload').dataset.user}`)"
    page.evaluate(forget if kept == "address" else f"{forget}; localStorage.clear()")
    page.close()
    again = page.context.new_page()
    offsets: list[str] = []
    again.on("request", lambda one: offsets.append(one.headers.get("upload-offset", "")))
    again.goto("/desk/photos/upload/")
    expect(again.locator(".unfinished li")).to_contain_text("大图.png")
    choose(again, path)
    expect(again.locator(".file[data-state=sent], .file[data-state=received]")).to_have_count(1)
    expect(again.locator(".unfinished li")).to_be_hidden()
    assert "0" not in offsets
    assert Upload.objects.get().pk == begun.pk


def test_pause_resume_and_cancel_one_and_all(editor, tmp_path, axe):
    page = editor
    paths = [large(tmp_path, f"大图{n}.png", 700) for n in range(3)]
    page.goto("/desk/photos/upload/")
    page.route(
        "**/desk/photos/uploads/*/", lambda route: None if route.request.method == "PATCH" else route.continue_()
    )
    choose(page, *paths)
    expect(page.locator(".file[data-state=sending]")).to_have_count(3)
    page.wait_for_function("() => PhotoDesk.queue.items.every(item => item.url)")  # begun at the server, too
    page.get_by_role("button", name="暂停 大图1.png").press("Enter")
    expect(page.locator(".file").nth(1)).to_have_attribute("data-state", "paused")
    assert page.evaluate("document.activeElement.dataset.act") == "resume"  # the focus is not lost
    page.get_by_role("button", name="全部暂停").click()
    expect(page.locator(".file[data-state=paused]")).to_have_count(3)
    assert axe(page, preload=False) == []
    page.unroute("**/desk/photos/uploads/*/")
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="取消 大图0.png").click()
    expect(page.locator(".file")).to_have_count(2)
    expect(page.locator("#pause-all")).to_be_hidden()
    page.get_by_role("button", name="全部继续").click()
    arrived(page, 2)
    assert Upload.objects.filter(status=UploadStatus.RECEIVED).count() == 2
    assert not Upload.objects.filter(name="大图0.png").exists()


def test_paused_stays_paused_and_cancelled_stays_cancelled_when_the_page_is_closed_at_once(editor, tmp_path):
    page = editor
    paths = [large(tmp_path, f"大图{n}.png", 700) for n in range(2)]
    page.goto("/desk/photos/upload/")
    page.route(
        "**/desk/photos/uploads/*/", lambda route: None if route.request.method == "PATCH" else route.continue_()
    )
    choose(page, *paths)
    expect(page.locator(".file[data-state=sending]")).to_have_count(2)
    page.wait_for_function("() => PhotoDesk.queue.items.every(item => item.stored && item.url)")
    page.evaluate("""() => {
        document.querySelector(".file:first-child [data-act=pause]").click();
        document.querySelector(".file:last-child [data-act=cancel]").click();
    }""")
    page.close()
    again = page.context.new_page()
    again.goto("/desk/photos/upload/")
    expect(again.locator(".file")).to_have_count(1)
    expect(again.locator(".file")).to_have_attribute("data-state", "paused")
    again.get_by_role("button", name="继续 大图0.png").click()
    arrived(again, 1)
    assert Upload.objects.get(status=UploadStatus.RECEIVED).name == "大图0.png"


def test_damaged_and_misplaced_parts_are_sent_again(editor, tmp_path, watch):
    watch.expect("409")
    watch.expect("460")
    page = editor
    path = large(tmp_path, side=900)
    page.goto("/desk/photos/upload/")
    spoilt: list[str] = []

    def spoil(route) -> None:
        headers = route.request.headers
        if route.request.method == "PATCH" and len(spoilt) < 2:
            spoilt.append(headers["upload-offset"])
            if len(spoilt) == 1:
                route.continue_(headers={**headers, "upload-checksum": "sha256 " + "A" * 43 + "="})
            else:
                route.continue_(headers={**headers, "upload-offset": "7"})
            return
        route.continue_()

    page.route("**/desk/photos/uploads/*/", spoil)
    choose(page, path)
    expect(page.locator(".file[data-state=sent], .file[data-state=received]")).to_have_count(1)
    work()
    assert Photo.objects.get().sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_lapsed_login_is_said_and_the_upload_goes_on_after_it(editor, tmp_path, watch, sign_in):
    watch.expect("401")
    page = editor
    page.goto("/desk/photos/upload/")
    page.context.clear_cookies(name="sessionid")
    choose(page, picture(tmp_path, 1))
    expect(page.locator("#trouble")).to_contain_text("登录已过期")
    page.context.clear_cookies(name="csrftoken")
    sign_in(page.context, page.user)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(".file[data-state=sent], .file[data-state=received]")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_hidden()


def test_files_are_dropped_and_pasted(editor, tmp_path):
    page = editor
    page.goto("/desk/photos/upload/")
    for kind, number in (("drop", 1), ("paste", 2)):
        data = list(picture(tmp_path, number).read_bytes())
        page.evaluate(
            """([kind, data, name]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(data)], name, {type: "image/jpeg"}));
                document.dispatchEvent(kind === "drop"
                    ? new DragEvent("drop", {dataTransfer: transfer, cancelable: true})
                    : new ClipboardEvent("paste", {clipboardData: transfer, cancelable: true}));
            }""",
            [kind, data, f"{kind}.jpg"],
        )
    arrived(page, 2)
    assert set(Upload.objects.values_list("name", flat=True)) == {"drop.jpg", "paste.jpg"}
    assert Shoot.objects.count() == 1


def test_too_large_and_empty_files_are_refused_before_sending(editor, tmp_path):
    page = editor
    page.goto("/desk/photos/upload/")
    page.evaluate("PhotoDesk.queue.maxBytes = 1048576")
    empty = tmp_path / "空.jpg"
    empty.touch()
    choose(page, large(tmp_path, "太大.png"), empty)
    expect(page.locator(".file[data-state=refused]")).to_have_count(2)
    expect(page.locator(".file-said").first).to_contain_text("上限1 MB：请导出较小的文件再传")
    assert not Upload.objects.exists()


def test_pictures_that_look_alike_are_named_afterwards(editor, tmp_path):
    page = editor
    first = picture(tmp_path, 1, 480)
    second = tmp_path / "小一号.jpg"
    with Image.open(first) as image:
        image.resize((320, 240)).save(second, quality=70)
    page.goto("/desk/photos/upload/")
    choose(page, first, second)
    arrived(page, 2)
    work()
    expect(page.locator(".file[data-state=ready]")).to_have_count(2)
    expect(page.locator(".file-near").first).to_contain_text("很像：这一组的")


# Captions -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shoot(editor) -> Shoot:
    """Three pictures of the editor's own."""
    made = Shoot.objects.create(created_by=editor.user, credit_line="本报记者 柴小满 摄")
    for place in (1, 2, 3):
        factories.photo(caption="", shoot=made, shoot_order=place, uploaded_by=editor.user)
    return made


def saved(page: Page) -> None:
    """The server has every word and every click; the page may be one that is still coming."""
    page.wait_for_function(
        "() => window.PhotoDesk?.keep?.empty && !PhotoDesk.keep.sending && PhotoDesk.cards.waiting.size === 0"
    )


def test_captions_in_one_pass_by_keyboard_alone(editor, shoot):
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    expect(page.locator("#check")).to_contain_text("没有说明的3张")
    page.focus("#id_title")
    page.keyboard.insert_text("石榴巷亮灯")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("石榴巷的路灯昨晚亮了。")
    page.keyboard.press("Alt+ArrowDown")  # the first picture says what all say
    page.keyboard.press("Tab")
    page.keyboard.insert_text("云舒")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("白朗")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.insert_text("灯下的棋摊。")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "新建图片新闻"
    expect(page.locator(".clause").first).to_have_text("左起：云舒、白朗")
    saved(page)
    expect(page.locator("#check")).to_contain_text("3张都有说明和署名，可以发布")
    assert list(shoot.photos.order_by("shoot_order").values_list("caption", flat=True)) == [
        "石榴巷的路灯昨晚亮了（左起：云舒、白朗）。", "灯下的棋摊。", "石榴巷的路灯昨晚亮了。",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/articles/article/*/change/")
    article = Article.objects.get()
    assert (article.kind, article.headline) == (ArticleKind.PHOTO, "石榴巷亮灯")
    assert article.uses.count() == 3


def test_words_survive_a_lost_net_and_a_closed_tab(editor, shoot, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    page.context.set_offline(True)
    page.locator(".card textarea").nth(1).fill("断网时写的说明。")
    expect(page.locator("#saving")).to_contain_text("写的都记在这台机器上")
    page.close()
    again = editor.context.new_page()
    again.context.set_offline(False)
    again.goto(f"/desk/photos/shoots/{shoot.pk}/")
    expect(again.locator(".card textarea").nth(1)).to_have_value("断网时写的说明。")
    saved(again)
    assert shoot.photos.get(shoot_order=2).caption == "断网时写的说明。"


def test_letters_typed_while_a_save_is_under_way_stay(editor, shoot):
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    held: list = []
    page.route("**/save/", lambda route: route.continue_() if held else held.append(route))
    field = page.locator(".card textarea").first
    field.press_sequentially("一二 ")
    page.wait_for_function("() => document.getElementById('saving').dataset.state === 'sending'")
    field.press_sequentially("三四")
    held[0].continue_()
    saved(page)
    expect(field).to_have_value("一二 三四")
    assert shoot.photos.get(shoot_order=1).caption == "一二 三四"


def test_both_versions_are_shown_when_somebody_else_wrote_first(editor, shoot, watch):
    watch.expect("409")
    page = editor
    with page.expect_response("**/cards/"):
        page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    first, second, _ = shoot.photos.order_by("shoot_order")
    rounds = ((0, first, "用我写的", "我写的。"), (1, second, "用别处的", "同事写的。"))
    for number, photo, choice, result in rounds:
        Photo.objects.filter(pk=photo.pk).update(caption="同事写的。", version=9)
        field = page.locator(".card textarea").nth(number)
        field.fill("我写的。")
        clash = page.locator(".card").nth(number).locator(".clash")
        expect(clash).to_contain_text("别处刚刚改成了：同事写的。")
        expect(field).to_have_value("我写的。")
        clash.get_by_role("button", name=choice).click()
        expect(field).to_have_value(result)
        saved(page)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.caption, second.caption) == ("我写的。", "同事写的。")


def test_fingers_on_faces_put_names_from_left_to_right(editor, shoot):
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    page.wait_for_function("() => document.querySelector('.frame img').naturalWidth > 0")  # the frame is as wide as it
    frame = page.locator(".frame").first
    box = frame.bounding_box()
    assert box
    for x, name in ((0.8, "丙某"), (0.2, "甲某"), (0.5, "乙某")):
        frame.click(position={"x": box["width"] * x, "y": box["height"] / 2})
        page.keyboard.insert_text(name)
    expect(page.locator(".clause").first).to_have_text("左起：甲某、乙某、丙某")
    saved(page)
    assert shoot.photos.get(shoot_order=1).people == "甲某、乙某、丙某"


def test_order_leaving_out_and_putting_back(editor, shoot):
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    first, second, third = (photo.pk for photo in shoot.photos.order_by("shoot_order"))
    page.locator(".card").nth(2).get_by_role("button", name="往前").press("Enter")
    page.locator(".card").nth(1).get_by_role("button", name="往前").press("Enter")
    page.wait_for_function("() => document.querySelector('.card .number').textContent === '1'")
    expect(page.locator(".card").first).to_have_id(f"photo-{third}")
    page.locator(f"#photo-{first}").get_by_role("button", name="不用这张").click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#left-out")).to_be_visible()
    saved(page)
    page.reload()
    assert [card.get_attribute("id") for card in page.locator(".card").all()] == [f"photo-{third}", f"photo-{second}"]
    page.get_by_role("button", name="放回来").click()
    expect(page.locator(".card")).to_have_count(3)


def cards_on_the_server(page: Page, shoot: Shoot, wanted: Callable[[list[Photo]], bool]) -> None:
    """Wait until the shoot's pictures are as `wanted` says: the page that asked for it is closed by now."""
    address = f"/desk/photos/shoots/{shoot.pk}/"
    for _ in range(ACTION_SECONDS * 10):
        page.evaluate("address => fetch(address).then(answer => answer.text())", address)  # not faster than it answers
        if wanted(list(shoot.photos.order_by("shoot_order"))):
            return
    pytest.fail(f"the server has: {[(one.pk, one.caption) for one in shoot.photos.order_by('shoot_order')]}")


@pytest.mark.parametrize("way", ["close", "leave"])
def test_what_was_done_a_moment_before_the_page_goes_is_kept(editor, shoot, way):
    """A click and a letter reach the server although the page goes before it has answered, or even been asked."""
    page = editor
    watcher = page.context.new_page()
    watcher.goto("/robots.txt")
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    first, second, third = (photo.pk for photo in shoot.photos.order_by("shoot_order"))
    saved(page)
    page.evaluate(
        """([first, second]) => {
            const field = document.querySelector(`#photo-${second} textarea`);
            field.value = "最后一刻写的。";
            field.dispatchEvent(new Event("input", {bubbles: true}));
            document.querySelector(`#photo-${second} [data-tool=down]`).click();
            document.querySelector(`#photo-${first} [data-tool=leave]`).click();
        }""",
        [first, second],
    )
    if way == "close":
        page.close()
    else:
        page.goto("/robots.txt")
    cards_on_the_server(
        watcher, shoot, lambda photos: [(photo.pk, photo.caption) for photo in photos]
        == [(third, ""), (second, "最后一刻写的。")],
    )  # fmt: skip


def test_quick_steps_are_taken_one_after_the_other(editor, shoot):
    """Three moves while the first one is still under way: none overtakes another, and none is undone on the screen."""
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    first, second, third = (photo.pk for photo in shoot.photos.order_by("shoot_order"))
    held: list = []
    page.route("**/order/", lambda route: route.continue_() if held else held.append(route))
    last = page.locator(f"#photo-{third}").get_by_role("button", name="往前")
    with page.expect_request("**/order/"):
        last.click()
    last.click()
    page.locator(f"#photo-{first}").get_by_role("button", name="往后").click()
    shown = [f"photo-{third}", f"photo-{second}", f"photo-{first}"]
    assert [card.get_attribute("id") for card in page.locator(".card").all()] == shown
    held[0].continue_()
    saved(page)
    assert [card.get_attribute("id") for card in page.locator(".card").all()] == shown
    assert list(shoot.photos.order_by("shoot_order").values_list("pk", flat=True)) == [third, second, first]


def test_late_answer_undoes_nothing(editor, shoot):
    """An answer that was on its way for long says how things stood then; what was written and done since stays."""
    page = editor
    held: list = []

    def hold(route) -> None:
        held.append((route, route.fetch()))

    page.route("**/cards/", hold)
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    page.wait_for_function("() => window.PhotoDesk?.cards")
    first, second, _ = (photo.pk for photo in shoot.photos.order_by("shoot_order"))
    names = page.locator(f"#photo-{first} .names input")
    names.first.fill("甲某")
    saved(page)
    page.locator(f"#photo-{second}").get_by_role("button", name="不用这张").click()
    expect(page.locator(".card")).to_have_count(2)
    saved(page)
    page.evaluate("""() => {
        const { cards } = PhotoDesk;
        const apply = cards.apply.bind(cards);
        cards.apply = (...given) => { apply(...given); window.applied = true; };
    }""")
    route, answer = held[0]
    route.fulfill(response=answer)
    page.wait_for_function("() => window.applied")
    expect(page.locator(".card")).to_have_count(2)
    expect(names.first).to_have_value("甲某")
    assert page.evaluate("id => PhotoDesk.keep.base[id].people", first) == "甲某"


def test_late_pictures_get_the_common_words(editor, shoot):
    page = editor
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    page.fill("#id_caption", "大家都一样。")
    saved(page)
    Upload.objects.create(
        user=page.user, shoot=shoot, length=5, expires_at=shoot.created_at.replace(year=shoot.created_at.year + 1)
    )
    page.reload()
    late = factories.photo(caption="", shoot=shoot, shoot_order=9, uploaded_by=page.user)
    expect(page.locator(".card")).to_have_count(4)
    late.refresh_from_db()
    assert (late.caption, late.credit_line) == ("大家都一样。", "本报记者 柴小满 摄")


def test_pictures_go_into_a_draft(editor, shoot):
    page = editor
    draft = factories.article("等图的稿件", status="draft", created_by=page.user)
    factories.article("别的稿件", status="draft", created_by=page.user)
    page.goto(f"/desk/photos/shoots/{shoot.pk}/")
    page.get_by_role("button", name="插进稿件…").click()
    expect(page.locator("#insert-list label")).to_have_count(2)
    page.keyboard.insert_text("等图")
    expect(page.locator("#insert-list label")).to_have_count(1)
    page.get_by_role("button", name="插进去").click()
    page.wait_for_url(f"**/admin/articles/article/{draft.pk}/change/")
    assert draft.uses.count() == 3


def test_captions_may_be_written_while_files_are_still_going_out(editor, tmp_path):
    page = editor
    begun = half_sent(page, large(tmp_path))
    page.unroute("**/desk/photos/uploads/*/")
    page.get_by_role("link", name="写说明").click()
    expect(page.locator("#check")).to_contain_text("图片还在路上")
    page.fill("#id_caption", "边传边写。")
    # The queue of the new page is read from the browser's storage; until then it is empty.
    page.wait_for_function(
        "() => window.PhotoDesk?.queue?.items.length === 1"
        " && PhotoDesk.queue.items.every(item => ['sent', 'received'].includes(item.state))"
    )
    work()
    expect(page.locator(".card")).to_have_count(1)
    begun.refresh_from_db()
    assert begun.status == UploadStatus.DONE
    saved(page)
    expect(page.locator(".card img")).to_be_visible()
    assert Photo.objects.get(status=PhotoStatus.READY).caption == "边传边写。"


@pytest.mark.parametrize("width", [360, 1280])
def test_screens_fit_are_accessible_and_have_room_for_fingers(editor, shoot, tmp_path, axe, width):
    page = editor
    page.set_viewport_size({"width": width, "height": 780})
    Upload.objects.create(
        user=page.user, shoot=shoot, length=5, name="没有传完.jpg",
        expires_at=shoot.created_at.replace(year=shoot.created_at.year + 1),
    )  # fmt: skip
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in ("/desk/photos/upload/", f"/desk/photos/shoots/{shoot.pk}/"):
            page.goto(path)
            if path.endswith("upload/"):
                choose(page, picture(tmp_path, 7))
                arrived(page, 1)
            assert axe(page, preload=False) == [], (path, scheme)
            assert overflow(page) == [], path
            if width == 360:
                assert small_targets(page) == [], path


def small_targets(page: Page) -> list[str]:
    """Controls below 44 px in height; links within a sentence are none."""
    return page.evaluate("""() => [...document.querySelectorAll('main button, main select, main input, main summary')]
        .filter(one => one.checkVisibility() && one.type !== 'hidden' && one.type !== 'file')
        .filter(one => one.getBoundingClientRect().height < 43.5)
        .map(one => `${one.tagName} ${one.className} ${one.id}: ${one.getBoundingClientRect().height}`)""")


def test_camera_is_offered_to_fingers_only(browser, live_server, sign_in):
    user = factories.user("摄影")
    for touch in (True, False):
        context = browser.new_context(base_url=live_server.url, has_touch=touch, is_mobile=touch)
        sign_in(context, user)
        page = context.new_page()
        page.goto("/desk/photos/upload/")
        camera = page.locator("label", has_text="用相机拍")
        expect(camera).to_be_visible(visible=touch)
        assert page.locator("#take-photo").get_attribute("capture") == "environment"
        context.close()
