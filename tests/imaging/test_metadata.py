from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags

from articles.imaging.metadata import CAPTION_LIMIT, KEYWORDS_KEPT, Metadata, read_metadata
from articles.imaging.mojibake import cleaned, decoded, repaired
from tests.imaging.pictures import encode, exif_with, iptc_block, jpeg, scene, with_segment

CAPTION = "青城公园里，市民在晨光中练习太极拳。"

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 photoshop:City="呼和浩特" photoshop:Credit="青城影像" exif:GPSLatitude="40,49.5N" exif:GPSLongitude="111,40,12E">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Morning</rdf:li>
<rdf:li xml:lang="zh-CN">晨练</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>苏日娜</rdf:li><rdf:li>李若川</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>晨练</rdf:li><rdf:li>公园</rdf:li></rdf:Bag></dc:subject>
<photoshop:Headline>晨练的人们</photoshop:Headline><Iptc4xmpCore:Location>青城公园</Iptc4xmpCore:Location>
<photoshop:DateCreated>2026-05-04T06:30:00+08:00</photoshop:DateCreated>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def exif_text(tag: int, value: bytes) -> bytes:
    """A JPEG whose EXIF field holds exactly these bytes, as a camera would write them."""
    stand_in = "#" * len(value)  # Pillow writes only ASCII here
    return jpeg(exif=exif_with({tag: stand_in})).replace(stand_in.encode(), value)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_exif_caption_is_repaired_from_either_encoding(encoding: str) -> None:
    read = read_metadata(exif_text(ExifTags.Base.ImageDescription, CAPTION.encode(encoding)))
    assert read.caption == CAPTION


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_iptc_is_read_in_either_encoding(encoding: str) -> None:
    block = iptc_block(
        (120, CAPTION.encode(encoding)),
        (105, "晨练的人们".encode(encoding)),
        (80, "苏日娜".encode(encoding)),
        (110, "青城影像".encode(encoding)),
        (116, "版权所有".encode(encoding)),
        (90, "呼和浩特".encode(encoding)),
        (92, "青城公园".encode(encoding)),
        (25, "晨练".encode(encoding)),
        (25, "公园".encode(encoding)),
        (55, b"20260504"),
        (60, b"063000+0800"),
    )
    read = read_metadata(with_segment(jpeg(), 0xED, block))
    assert read == Metadata(
        caption=CAPTION,
        headline="晨练的人们",
        photographer="苏日娜",
        credit="青城影像",
        copyright="版权所有",
        place="青城公园",
        city="呼和浩特",
        keywords=("晨练", "公园"),
        taken_at=datetime(2026, 5, 4, 6, 30, tzinfo=timezone(timedelta(hours=8))),
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_xmp_is_read_and_goes_before_exif(form: str) -> None:
    exif = exif_with({ExifTags.Base.ImageDescription: "older caption"})
    options: dict[str, Any] = {"tiffinfo": {700: XMP}} if form == "TIFF" else {"xmp": XMP, "exif": exif}
    if form == "PNG":
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": info, "exif": exif}
    read = read_metadata(encode(scene(), form, **options))
    assert read.caption == "晨练"
    assert read.headline == "晨练的人们"
    assert read.photographer == "苏日娜、李若川"
    assert (read.credit, read.place, read.city) == ("青城影像", "青城公园", "呼和浩特")
    assert read.keywords == ("晨练", "公园")
    assert read.gps == (40.825, 111.67)
    assert read.taken_at == datetime(2026, 5, 3, 22, 30, tzinfo=UTC)


def test_windows_fields_and_user_comment_are_read() -> None:
    exif = exif_with(
        {
            0x9C9B: "标题".encode("utf-16-le"),
            0x9C9D: "王小明".encode("utf-16-le"),
            0x9C9E: "雪;冬天；雪".encode("utf-16-le"),
        }
    )
    read = read_metadata(jpeg(exif=exif))
    assert (read.headline, read.photographer, read.keywords) == ("标题", "王小明", ("雪", "冬天"))
    for order in ("utf-16-le", "utf-16-be"):
        comment = exif_with({}, {ExifTags.Base.UserComment: b"UNICODE\0" + CAPTION.encode(order)})
        assert read_metadata(jpeg(exif=comment)).caption == CAPTION


def test_time_is_aware_only_when_the_camera_says_so() -> None:
    naive = exif_with({}, {ExifTags.Base.DateTimeOriginal: "2026:01:02 03:04:05"})
    assert read_metadata(jpeg(exif=naive)).taken_at == datetime(2026, 1, 2, 3, 4, 5)
    aware = exif_with(
        {}, {ExifTags.Base.DateTimeOriginal: "2026:01:02 03:04:05", ExifTags.Base.OffsetTimeOriginal: "+08:00"}
    )
    assert read_metadata(jpeg(exif=aware)).taken_at == datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)
    for nonsense in ("0000:00:00 00:00:00", "    :  :     :  :  ", "9999:99:99 99:99:99"):
        assert read_metadata(jpeg(exif=exif_with({}, {ExifTags.Base.DateTimeOriginal: nonsense}))).taken_at is None


def test_gps_is_read_and_nonsense_is_not() -> None:
    here = {1: "N", 2: (40.0, 49.0, 30.0), 3: "E", 4: (111.0, 40.0, 12.0)}
    assert read_metadata(jpeg(exif=exif_with({}, gps=here))).gps == (40.825, 111.67)
    south = {**here, 1: "S", 3: "W"}
    assert read_metadata(jpeg(exif=exif_with({}, gps=south))).gps == (-40.825, -111.67)
    for wrong in ({**here, 2: (95.0, 0.0, 0.0)}, {2: here[2]}, {**here, 2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}):
        assert read_metadata(jpeg(exif=exif_with({}, gps=wrong))).gps is None


def test_what_cameras_write_is_no_caption() -> None:
    assert read_metadata(exif_text(ExifTags.Base.ImageDescription, b"OLYMPUS DIGITAL CAMERA")).caption == ""


def test_hostile_metadata_is_cleaned_and_bounded() -> None:
    text = "\0标题\x07\u202e<script>" + "长" * 1_000_000
    many = b"".join(b"<rdf:li>k%d</rdf:li>" % n for n in range(5000))
    xmp = XMP.replace(
        "晨练的人们".encode(), text.replace("\0", "").replace("\x07", "").replace("<", "&lt;")[:200_000].encode()
    )
    xmp = xmp.replace("<rdf:li>公园</rdf:li>".encode(), many)
    read = read_metadata(encode(scene(), "WEBP", xmp=xmp))
    assert read.headline.startswith("标题<script>")
    assert len(read.headline) == 200
    assert len(read.keywords) == KEYWORDS_KEPT
    assert (
        len(read_metadata(encode(scene(), "WEBP", exif=exif_with({0x010E: "长" * 500_000}).tobytes())).caption)
        == CAPTION_LIMIT
    )


@pytest.mark.parametrize(
    "xmp",
    [
        b"<not xml",
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>" * 3000,
        b"\0" * 5000,
        b"x" * 2_000_000,
    ],
)
def test_hostile_xmp_gives_empty_fields(xmp: bytes) -> None:
    assert read_metadata(encode(scene(), "WEBP", xmp=xmp)) == Metadata()


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01" * 900]
)
def test_broken_exif_gives_empty_fields(exif: bytes) -> None:
    assert read_metadata(with_segment(jpeg(), 0xE1, exif)).caption == ""
    assert (
        read_metadata(
            with_segment(jpeg(), 0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\xff\xff\x1c\x02")
        ).headline
        == ""
    )


def test_orientation_is_reported() -> None:
    assert read_metadata(jpeg(exif=exif_with({0x0112: 6}))).orientation == 6
    assert read_metadata(jpeg(exif=exif_with({0x0112: 77}))).orientation == 1


def test_repair_leaves_good_text_alone() -> None:
    for text in ("Müller", "Café à la crème", "青城", "plain", "naïve – “ok”", "乌云其木格·𠮷"):
        assert repaired(text) == text
    assert decoded("记者".encode("gb18030")) == "记者"
    assert decoded("一二三四五六七八九十".encode()[:-1]) == "一二三四五六七八九"


def test_bytes_that_are_valid_both_ways_are_the_everyday_hanzi() -> None:
    """雪 of GB18030 is ѩ of UTF-8; but é of UTF-8 is 茅, and нет is a word."""
    for text in ("雪", "学习", "小", "谢", "春雪"):
        assert decoded(text.encode("gb18030")) == text
    for name in ("陈喆", "朱镕基", "曹堃"):
        assert decoded(name.encode("gb18030")) == name
    for text in ("雪", "é", "30°C", "β test", "µm", "нет", "да", "½", "·"):
        assert decoded(text.encode()) == text


@given(st.text(st.characters(codec="gb2312", categories=["Lo"]), min_size=2, max_size=80))
def test_repair_undoes_utf8_read_as_latin1(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text


@given(st.one_of(st.text(), st.binary()), st.integers(1, 50))
@settings(max_examples=200)
def test_cleaned_is_always_printable_and_bounded(value: str | bytes, limit: int) -> None:
    text = cleaned(value, limit)
    assert len(text) <= limit
    assert text.isprintable() or all(mark.isprintable() or mark in "\u3000\xa0" or ord(mark) > 0x7F for mark in text)
    assert "\0" not in text
