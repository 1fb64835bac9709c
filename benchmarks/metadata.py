"""Chinese metadata by carrier, encoding and field: `.venv/bin/python -m benchmarks.metadata`.

Files are made here: EXIF text, Windows' XP fields, EXIF UserComment, IPTC-IIM and XMP in the encodings in which Chinese
programs and cameras write them, several invented captions and names each. Prints files tried and fields right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

from PIL import ExifTags

from articles.imaging.metadata import Metadata, read_metadata
from tests.imaging.pictures import encode, exif_with, iptc_block, jpeg, scene, with_segment

CAPTIONS = [
    "石榴巷亮灯，居民在灯下下棋。", "5月6日，清泉区的水渠通了水！", "“老井”旁的三代人——云舒、白朗和若川",
    "乌云其木格·阿柔娜在草场上", "第3届马铃薯节：一万斤、两百户", "雪", "龘靐齉", "A座三层，WiFi已开通",
]  # fmt: skip
NAMES = ["云舒", "乌云其木格", "包·乌云", "若川", "白喆"]
WORDS = ["亮灯", "夜景", "老街"]

Case = tuple[str, bytes, dict[str, object]]


def exif_text(tag: int, value: bytes) -> bytes:
    stand_in = "#" * len(value)
    return jpeg(exif=exif_with({tag: stand_in})).replace(stand_in.encode(), value)


def in_exif() -> Iterator[Case]:
    for encoding in ("utf-8", "gb18030", "gbk"):
        for caption in CAPTIONS:
            try:
                value = caption.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield (
                f"EXIF description, {encoding}",
                exif_text(ExifTags.Base.ImageDescription, value),
                {"caption": caption},
            )
        for name in NAMES:
            value = name.encode(encoding)
            yield f"EXIF artist, {encoding}", exif_text(ExifTags.Base.Artist, value), {"photographer": name}
    for caption in CAPTIONS:
        value = caption.encode("utf-16-le") + b"\0\0"
        yield "XPComment, UTF-16", jpeg(exif=exif_with({0x9C9C: value})), {"caption": caption}
        for order in ("utf-16-le", "utf-16-be"):
            comment = b"UNICODE\0" + caption.encode(order)
            yield f"UserComment, {order}", jpeg(exif=exif_with({}, {0x9286: comment})), {"caption": caption}


def in_iptc() -> Iterator[Case]:
    for encoding in ("utf-8", "gb18030", "gbk"):
        for number, caption in enumerate(CAPTIONS):
            name = NAMES[number % len(NAMES)]
            said = {"caption": caption, "headline": "亮灯", "photographer": name, "credit": "本报记者",
                    "place": "石榴巷", "city": "云川市", "copyright": "云川日报社",
                    "keywords": tuple(WORDS)}  # fmt: skip
            numbers = {"caption": 120, "headline": 105, "photographer": 80, "credit": 110, "place": 92, "city": 90,
                       "copyright": 116}  # fmt: skip
            try:
                sets = [(numbers[field], str(value).encode(encoding)) for field, value in said.items()
                        if field in numbers]  # fmt: skip
                sets += [(25, word.encode(encoding)) for word in WORDS]
            except UnicodeEncodeError:
                continue
            yield f"IPTC-IIM, {encoding}", with_segment(jpeg(), 0xED, iptc_block(*sets)), said


def in_xmp() -> Iterator[Case]:
    for form in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        for number, caption in enumerate(CAPTIONS):
            name = NAMES[number % len(NAMES)]
            words = "".join(f"<rdf:li>{word}</rdf:li>" for word in WORDS)
            packet = (
                '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"'
                ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="云川市">'
                f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(caption)}</rdf:li></rdf:Alt>'
                f"</dc:description><dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>"
                f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
            ).encode()
            options = {"xmp": packet}
            if form == "PNG":
                from PIL.PngImagePlugin import PngInfo

                text = PngInfo()
                text.add_itxt("XML:com.adobe.xmp", packet.decode())
                data = encode(scene(), form, pnginfo=text)
            elif form == "TIFF":
                data = encode(scene(), form, tiffinfo={700: packet})
            else:
                data = encode(scene(), form, **options)
            said = {"caption": caption, "photographer": name, "city": "云川市", "keywords": tuple(WORDS)}
            yield f"XMP in {form}", data, said


def main() -> None:
    files, fields, right = Counter[str](), Counter[str](), Counter[str]()
    wrong = []
    for label, data, said in (*in_exif(), *in_iptc(), *in_xmp()):
        read: Metadata = read_metadata(data)
        files[label] += 1
        for field, value in said.items():
            fields[label] += 1
            if getattr(read, field) == value:
                right[label] += 1
            else:
                wrong.append(f"{label}: {field} {value!r} was read as {getattr(read, field)!r}")
    for label in files:
        print(f"{label:28} {files[label]:3} files {right[label]:4} of {fields[label]:4} fields right")
    print(f"{sum(files.values())} files, {sum(right.values())} of {sum(fields.values())} fields right")
    for line in wrong:
        print(f"  {line}")


if __name__ == "__main__":
    main()
