"""Is this .docx archive safe to unpack? Asked before any part of it reaches the Word reader.

Held: number of entries, unpacked size, ratio, names that stay inside, no encryption, and XML without DTD, of a bounded
number of elements and depth. A declared size may lie; therefore the XML parts are really unpacked here, counting.
Source: OPC (ECMA-376 Part 2) §8.1.4 forbids DTD content in every part of a package.
"""

from __future__ import annotations

import xml.sax
import zipfile
from typing import Final
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from articles.documents.errors import DocumentError

MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
MAX_XML_UNPACKED: Final = 24 * 1024 * 1024
MAX_PART: Final = 60 * 1024 * 1024
MAX_RATIO: Final = 200
MAX_ELEMENTS: Final = 250_000
# The Word reader walks the tree by recursion, a few frames a level.
MAX_DEPTH: Final = 120

_SMALL: Final = 1024 * 1024  # below this a high ratio does no harm: blank XML packs 500 : 1
_CHUNK: Final = 64 * 1024
_MB: Final = 1024 * 1024
_RESAVE: Final = "请用 Word 打开，另存为新的 .docx 后再导入。"


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise `DocumentError` when unpacking the archive, or reading its XML, would be dangerous."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise DocumentError(f"Word 文件里有 {len(infos)} 个部件，上限为 {MAX_ENTRIES} 个；{_RESAVE}")
    total = 0
    names = set()
    for info in infos:
        _check_entry(info)
        if info.filename in names:
            raise DocumentError(f"Word 文件里有重名的部件“{info.filename[:60]}”，一个名字只能有一个；{_RESAVE}")
        names.add(info.filename)
        total += info.file_size
    if total > MAX_UNPACKED:
        raise DocumentError(
            f"Word 文件解开后有 {total / _MB:.0f} MB，上限为 {MAX_UNPACKED // _MB} MB；请删去大图（图片另传）后再导入。"
        )
    counter = _Counter()
    unpacked = 0
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            unpacked = _check_xml(archive, info, counter, unpacked)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise DocumentError(f"Word 文件里有指向外面的路径“{name[:60]}”，部件须留在文件之内；{_RESAVE}")
    if info.flag_bits & 0x1:
        raise DocumentError("Word 文件里的部件加了密码，不能打开。请去掉密码另存后再导入。")
    if info.file_size > MAX_PART:
        raise DocumentError(
            f"Word 文件里的部件“{name[:60]}”解开后有 {info.file_size / _MB:.0f} MB，"
            f"上限为 {MAX_PART // _MB} MB；请删去大图（图片另传）后再导入。"
        )
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        ratio = info.file_size // max(info.compress_size, 1)
        raise DocumentError(f"Word 文件里的部件压缩了 {ratio} 倍，上限为 {MAX_RATIO} 倍，像是压缩炸弹；{_RESAVE}")


class _Counter(ContentHandler):
    """Counts the elements of all parts, and the depth of each."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0
        self.depth = 0

    def startElement(self, name: str, attrs: object) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS:
            raise DocumentError(f"Word 文件里有超过 {MAX_ELEMENTS} 个元素，文稿没有这么长；请拆成几个文件后再导入。")
        if self.depth > MAX_DEPTH:
            raise DocumentError(f"Word 文件里的元素嵌套超过 {MAX_DEPTH} 层；{_RESAVE}")

    def endElement(self, name: str) -> None:
        self.depth -= 1


def _check_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo, counter: _Counter, unpacked: int) -> int:
    """Read one XML part to its end; return the bytes unpacked so far."""
    counter.depth = 0
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(counter)
    try:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_XML_UNPACKED:
                    raise DocumentError(
                        f"Word 文件的文字部分解开后超过 {MAX_XML_UNPACKED // _MB} MB，文稿没有这么长；"
                        "请拆成几个文件后再导入。"
                    )
                parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise DocumentError(f"Word 文件里有实体或 DTD 定义，Word 自己不会写这些，可能有害；{_RESAVE}") from error
    except xml.sax.SAXException as error:
        raise DocumentError(f"Word 文件的部件“{info.filename[:60]}”损坏，不能读；{_RESAVE}") from error
    except DocumentError:
        raise
    except Exception as error:  # a broken stream: zlib.error, BadZipFile, EOFError, NotImplementedError …
        raise DocumentError(f"Word 文件损坏或没有传完整（部件“{info.filename[:60]}”解不开）；{_RESAVE}") from error
    return unpacked
