"""The child process: its limits, its death, and what the caller gets instead."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from articles.documents import DocumentError, Limits, manuscript, read_file, sandbox
from tests.documents import word


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """`reader(code)`: children run this code where a file would be read; `order` and `folder` are known to it."""

    def use(code: str) -> None:
        package = tmp_path / "articles" / "documents"
        package.mkdir(parents=True)
        (tmp_path / "articles" / "__init__.py").touch()
        (package / "__init__.py").write_text(f"__path__.append({str(sandbox.ROOT / 'articles/documents')!r})\n")
        real = f"__path__.append({str(sandbox.ROOT / 'articles')!r})\n"
        (tmp_path / "articles" / "__init__.py").write_text(real)
        (package / "reading.py").write_text(f"def read_here(path, *, pages, images):\n    {code}\n")
        # The package's own __init__ imports the sandbox; the child only needs the modules.
        monkeypatch.setattr(sandbox, "ROOT", tmp_path)

    return use


def test_a_text_file_is_read_in_a_child():
    found = read_file("夜校开课\n\n灯亮了一个冬天。\n".encode("gb18030"))

    assert (found.kind, found.text) == ("txt", "夜校开课\n\n灯亮了一个冬天。\n")


def test_a_word_file_comes_back_whole():
    def write(document):
        word.line(document, "灯亮了一个冬天", 22, centred=True)
        word.line(document, word.STORY)
        document.add_picture(word.picture())
        word.line(document, "图为夜校。 穆远 摄")

    data = word.file(write)
    found = read_file(data)

    from articles.documents.docx import read_docx

    assert found == read_docx(data)
    assert found.pictures[0].people[0].name == "穆远"


def test_a_manuscript_survives_json():
    page = manuscript.PrintedPage(1, 100.0, 200.0, manuscript.MarkedText("夜校"), image=b"jpeg", notes=["注"])
    page.lines.append(manuscript.PrintedLine(0, 2, manuscript.Box(1.0, 2.0, 3.0, 4.0), 10.5))
    page.pictures.append((0, manuscript.Box(1.0, 2.0, 3.0, 4.0)))
    whole = manuscript.Manuscript("pdf", pages=[page])

    assert manuscript.from_json(*manuscript.to_json(whole)) == whole


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "夜\0校".encode(), b"%PDF-1.7 nothing"])
def test_a_refusal_comes_back_as_its_sentence(data):
    with pytest.raises(DocumentError, match="请"):
        read_file(data)


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(201 * 1024 * 1024)

    with pytest.raises(DocumentError, match=r"201 MB.*200 MB"):
        read_file(path)


def test_a_missing_file_is_a_document_error(tmp_path):
    with pytest.raises(DocumentError, match="读不到文件"):
        read_file(tmp_path / "none.txt")


def test_an_endless_reader_is_stopped_by_the_clock(reader):
    reader("import time; time.sleep(60)")
    begin = time.monotonic()

    with pytest.raises(DocumentError, match="1 秒"):
        read_file(b"x", Limits(seconds=1))
    assert time.monotonic() - begin < 5


def test_a_busy_reader_is_stopped_by_its_cpu_time(reader):
    reader("while True: pass")

    with pytest.raises(DocumentError, match="计算时间超过 1 秒"):
        read_file(b"x", Limits(cpu_seconds=1, seconds=20))


def test_a_greedy_reader_is_stopped_by_its_memory(reader):
    reader("return [bytearray(10**7) for _ in range(10**4)]")

    with pytest.raises(DocumentError, match="内存超过 460 MB"):
        read_file(b"x")


@pytest.mark.parametrize("signal", [6, 11])
def test_a_crash_is_a_document_error(reader, signal):
    reader(f"import os; os.kill(os.getpid(), {signal})")

    with pytest.raises(DocumentError, match="出错退出"):
        read_file(b"x")


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError('no sentence')",
        "import sys; sys.exit(0)",
        "import sys; sys.exit(3)",
        "import os; open(path.parent / 'result.json', 'w').write('[]'); os._exit(0)",
        "import os; open(path.parent / 'result.json', 'w').write('{\"files\": [\"../../etc/passwd\"]}'); os._exit(0)",
        "import os; open(path.parent / 'result.json', 'w').write('{\"files\": [], \"manuscript\": {}}'); os._exit(0)",
    ],
)
def test_a_child_without_a_proper_answer_is_a_document_error(reader, code):
    reader(code)

    with pytest.raises(DocumentError):
        read_file(b"x")


def test_the_child_sees_no_secret_of_the_application(reader, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    reader(
        "import os; from articles.documents.errors import DocumentError; raise DocumentError(repr(dict(os.environ)))"
    )

    with pytest.raises(DocumentError) as caught:
        read_file(b"x")
    assert "secret" not in str(caught.value)


def test_nothing_is_left_behind(reader, monkeypatch, tmp_path):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    reader("import os; os.kill(os.getpid(), 9)")

    with pytest.raises(DocumentError):
        read_file(b"x")
    assert list(folder.iterdir()) == []


def test_several_threads_read_at_once():
    texts = [f"夜校第{n}课，灯亮了一个冬天。" for n in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: read_file(text.encode()).text, texts))

    assert found == texts
    assert threading.active_count() >= 1


def test_the_original_is_neither_moved_nor_changed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("夜校开课。", encoding="utf-8")
    before = os.stat(path).st_mtime_ns

    read_file(path)

    assert (path.read_text(encoding="utf-8"), os.stat(path).st_mtime_ns) == ("夜校开课。", before)


def test_the_room_imports_no_django():
    import subprocess
    import sys

    code = "import sys, articles.documents, articles.documents.docx; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(sandbox.ROOT), capture_output=True, text=True)

    assert done.stdout.strip() == "False", done.stderr
