"""From the phone to the home page, counted: `make demo PORT=8510`, then in another window

    .venv/bin/python -m benchmarks.photo_clicks http://127.0.0.1:8510

Everybody works on a phone of 360 px. A photographer sends one picture and captions it; a writer makes a story of it;
three reviewers and a proofreader sign; the picture stands on the home page. Printed are the taps and the typed
characters of each person. Counted is what a finger does on our pages, with everybody signed in and at the page named
in `START`; choosing the picture in the phone's own gallery is one tap, a Chinese character is one keystroke.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.photo_batch import make_pictures
from tests.browser.fixtures import ACTION_SECONDS, ARGUMENTS, find_chromium

TITLE = "石榴巷亮灯"
CAPTION = "昨晚，石榴巷的路灯亮了，居民在灯下散步。"
PHOTOGRAPHER, WRITER, PROOFREADER = "gaoyuanshan", "wurina", "jiwenxiu"
REVIEWERS = (("linruozhou", "通过初审"), ("kangjianye", "通过复审"), ("yansuqin", "通过终审"))
START = {PHOTOGRAPHER: "/desk/photos/upload/", WRITER: "/desk/photos/"}  # the others: /desk/
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}


class Hand:
    """One person's finger: every tap and every character is counted."""

    def __init__(self, browser: Browser, address: str, account: str, password: str) -> None:
        self.account, self.taps, self.typed = account, Counter[str](), 0
        context = browser.new_context(base_url=address, locale="zh-CN", **PHONE)  # type: ignore[arg-type]
        context.set_default_timeout(ACTION_SECONDS * 1000)
        self.page: Page = context.new_page()
        start = START.get(account, "/desk/")
        self.page.goto(f"/admin/login/?next={start}")
        self.page.fill("#id_username", account)
        self.page.fill("#id_password", password)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(f"**{start}")

    def tap(self, name: str, role: str = "button") -> None:
        self.taps[name] += 1
        self.page.get_by_role(role, name=name, exact=role == "button").first.tap()  # type: ignore[arg-type]

    def press(self, selector: str, name: str) -> None:
        self.taps[name] += 1
        self.page.locator(selector).first.tap()

    def type(self, words: str) -> None:
        self.typed += len(words)
        self.page.keyboard.insert_text(words)

    def said(self) -> str:
        return f"{self.account}: {self.taps.total()} taps, {self.typed} characters ({'、'.join(self.taps.elements())})"


def send_and_caption(hand: Hand, picture: Path) -> None:
    with hand.page.expect_file_chooser() as chosen:
        hand.press("label[for=choose-files]", "选择图片")
    hand.taps["相册里的一张"] += 1
    chosen.value.set_files(picture)
    hand.tap("写说明", "link")
    hand.page.locator(".card").wait_for()
    hand.press("#id_title", "名称")
    hand.type(TITLE)
    hand.press("#id_caption", "共同说明")
    hand.type(CAPTION)
    hand.tap("放进图片库")
    hand.page.wait_for_url("**/desk/photos/")


def write_story(hand: Hand) -> str:
    """The newest picture of the library is the one; returns the story's headline."""
    hand.page.locator(".card-link img").first.wait_for()
    hand.press(".card-choose", "勾选")
    hand.tap("新建图片新闻")
    hand.page.wait_for_url("**/change/")
    headline = hand.page.locator("#id_headline").input_value()
    hand.tap("送审")
    hand.page.wait_for_load_state()
    return headline


def sign(hand: Hand, headline: str, *buttons: str) -> None:
    hand.page.reload()
    hand.tap(headline, "link")
    for button in buttons:
        hand.tap(button)
        hand.page.wait_for_load_state()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--password", default="yunchuan-demo")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        picture = make_pictures(Path(folder), 1, 12)[0]
        accounts = [PHOTOGRAPHER, WRITER, *(account for account, _ in REVIEWERS), PROOFREADER]
        hands = {account: Hand(browser, options.address, account, options.password) for account in accounts}
        send_and_caption(hands[PHOTOGRAPHER], picture)
        hands[WRITER].page.reload()
        headline = write_story(hands[WRITER])
        for account, button in REVIEWERS[:2]:
            sign(hands[account], headline, button)
        sign(hands[PROOFREADER], headline, "签一校", "签二校", "签三校")
        chief, last = REVIEWERS[2]
        sign(hands[chief], headline, last, "发布")
        hands[chief].page.get_by_text("看读者看到的").wait_for()
        home = hands[PHOTOGRAPHER].page
        home.goto("/")
        number = home.get_by_role("link", name=TITLE).count()
        expect(home.locator("article", has_text=TITLE).locator("img").first).to_be_visible()
        print(f"on the home page: {number} link, with its picture")
        browser.close()
    for hand in hands.values():
        print(hand.said())
    everybody = hands.values()
    print(f"together: {sum(h.taps.total() for h in everybody)} taps, {sum(h.typed for h in everybody)} characters")


if __name__ == "__main__":
    main()
