"""Bytes of uploaded text files: encodings that newspapers have, and files that are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import TextError, decode
from articles.text.decode import MAX_BYTES

TEXT = "东河县今年的首批春羔昨日出栏，平均每只比去年多卖九十元。\n本报讯（记者 何小满）"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_chinese_encodings_are_read(encoding: str) -> None:
    text = TEXT + " A4 CN 2031" if encoding.startswith("utf-16-") else TEXT
    assert decode(text.encode(encoding)) == text


def test_rare_characters_and_crlf_survive() -> None:
    text = "𠮷川村\r\n草原上的老人和孩子都来了。"
    assert decode(text.encode("gb18030")) == text


def test_lines_of_two_encodings_in_one_file_are_read_each() -> None:
    first, second = "前一行是从网页上抄来的文字，", "后一行是从排版文件里抄来的文字。"
    assert decode(first.encode() + b"\n" + second.encode("gbk")) == f"{first}\n{second}"


def test_a_few_damaged_bytes_are_shown_as_such() -> None:
    data = (TEXT * 10).encode()
    assert decode(data[:-1]).endswith("\ufffd")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        ("\u3000\u3000\n".encode(), "空白"),
        (b"\xef\xbb\xbf", "空的"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "Word"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0abc", "JPEG"),
        (b"text \x00 text", "空字符"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08", "控制字符"),
        ("這個檔案是繁體中文，編碼是別的。".encode("big5") * 3, "编码"),
        (bytes(range(128, 256)) * 4, "编码"),
    ],
)
def test_what_is_no_text_is_refused_in_chinese(data: bytes, word: str) -> None:
    with pytest.raises(TextError) as caught:
        decode(data)
    assert word in str(caught.value)
    assert "请" in str(caught.value)  # every message names a remedy


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(TextError, match=r"5\.0 MB，超过一版文本的上限 5 MB"):
        decode(b"a" * (MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_text_error(data: bytes) -> None:
    try:
        text = decode(data)
    except TextError:
        return
    assert text
