"""Controls: the harness finds what it is there to find."""

import io
import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from tests.browser.fixtures import REMEDY, Application, find_chromium, overflow


def caught(watch, page):
    """What the watch has seen; afterwards it has seen nothing, so that the control itself passes."""
    page.evaluate("0")
    with pytest.raises(pytest.fail.Exception) as failure:
        watch.verify()
    watch.problems.clear()
    return str(failure.value)


def test_quiet_page_passes(page, watch):
    page.goto("/robots.txt")

    watch.verify()


def test_console_error_fails(page, watch):
    page.goto("/robots.txt")
    page.evaluate("console.error('something broke')")

    assert "something broke" in caught(watch, page)


def test_script_error_fails(page, watch):
    page.goto("/robots.txt")
    page.evaluate("new Promise(done => { setTimeout(() => { setTimeout(done); throw new Error('lost') }) })")

    assert "lost" in caught(watch, page)


def test_violation_of_the_policy_fails(page, watch):
    page.goto("/robots.txt")
    page.evaluate("""{
        const inline = document.createElement("script");
        inline.textContent = "document.title = 'run'";
        document.head.append(inline);
    }""")

    assert "Content Security Policy" in caught(watch, page)


def test_request_to_another_server_fails_and_is_not_sent(page, watch):
    with page.expect_event("requestfailed"):
        page.set_content('<img src="https://example.com/pixel.png" alt="">')

    assert "request to another server: https://example.com/pixel.png" in caught(watch, page)


def test_missing_file_fails(page, watch):
    page.goto("/robots.txt")
    page.evaluate("fetch('/static/no-such-file.css').then(response => response.text())")

    assert "404" in caught(watch, page)


def test_expected_problem_must_happen(watch):
    watch.expect("404")

    with pytest.raises(pytest.fail.Exception, match="did not happen: 404"):
        watch.verify()

    watch.problems.append("console: 404")
    watch.verify()


def test_axe_finds_a_picture_without_words_and_pale_text(page, axe):
    page.set_content(
        '<html lang="zh-Hans"><title>t</title><main><h1>题</h1><img src="data:," id="mute">'
        '<p style="color:#aaa;background:#fff">淡色的一段字</p></main></html>'
    )

    found = "\n".join(axe(page))

    assert "image-alt (critical) #mute" in found
    assert "color-contrast (serious) p" in found


def test_axe_is_content_with_a_good_page(page, axe):
    page.set_content('<html lang="zh-Hans"><title>t</title><main><h1>题</h1><p>字</p></main></html>')

    assert axe(page) == []


def test_axe_looks_at_colours_that_have_arrived(page, axe):
    page.set_content(
        '<html lang="zh-Hans"><title>t</title><style>a{color:#fff;transition:color 60s}.dark a{color:#000}</style>'
        '<main><h1>题</h1><a href="#main">连到正文</a></main></html>'
    )

    page.evaluate("document.documentElement.className = 'dark'")

    assert axe(page) == []


def test_overflow_names_what_is_too_wide(page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.set_content('<p>字</p><div class="wide" style="width:900px">宽</div>')
    assert overflow(page) == ["div.wide"]

    page.set_content("<p>字</p>")
    assert overflow(page) == []


def test_nothing_of_a_closed_page_meets_the_emptied_tables():
    """`shut()` returns when the running request has ended; what arrives afterwards never reaches the project."""
    asked, statuses, shut = [], [], threading.Event()
    application = Application(lambda environ, start_response: asked.append(environ) or io.BytesIO(b"answer"))

    def ask(name):
        return application({"name": name}, lambda status, headers: statuses.append(status))

    running = ask("running")
    waiting = threading.Thread(target=lambda: application.shut() or shut.set())
    waiting.start()
    with application.changed:
        application.changed.wait_for(lambda: not application.is_open)

    assert (list(ask("late")), statuses) == ([], ["503 Service Unavailable"])
    assert not shut.is_set()
    running.close()
    waiting.join()
    assert asked == [{"name": "running"}]

    application.open()
    assert list(ask("next")) == [b"answer"]


def test_chromium_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")

    with pytest.raises(pytest.UsageError, match="/no/such/chromium"):
        find_chromium()


def without_chromium(tmp_path, **environ):
    """These very tests in another process that finds no Chromium."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "CHROMIUM", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", "quiet or expected"],
        env={**kept, "PATH": str(tmp_path), **environ}, cwd=settings.BASE_DIR, capture_output=True, text=True,
    )  # fmt: skip


def test_browser_tests_are_left_out_aloud_where_there_is_no_chromium(tmp_path):
    done = without_chromium(tmp_path)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert f"1 browser tests were left out: no Chromium was found. Enable them with: {REMEDY}" in done.stdout


def test_missing_chromium_fails_in_ci(tmp_path):
    done = without_chromium(tmp_path, CI="true")

    assert done.returncode == 1
    assert "browser tests may not be left out here" in done.stdout
