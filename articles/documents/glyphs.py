"""The characters of a PDF page with their boxes, and what else is drawn: pictures, rules, boxes. Read with pypdfium2.

Coordinates are points from the page's upper left corner as a reader sees it, rotation and crop box applied.
"""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from math import hypot
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

MAX_CHARACTERS: Final = 60_000
MAX_OBJECTS: Final = 20_000
THIN: Final = 3.0  # points: a path no thicker is a rule
_LONG: Final = 24.0

# Noto and Source Han share glyphs between a radical and its character, and browsers write the radical into the text
# layer. Unicode gives those of U+2F00 a decomposition, most of U+2E80 none: these are the ones in everyday type.
_RADICALS: Final = str.maketrans(
    "⺁⺟⺠⺩⺬⻁⻄⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⻑⻒⻌⻍⻎⻖⻏⻫⻭⻯⻱⻲",
    "厂母民王示虎西见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟長镸辶辶辶阝阝斉歯竜龜亀",
)


@dataclass(slots=True)
class Glyph:
    """One printed character. `order` is its place in the file, `size` the type's in points, `font` the font's name."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    order: int
    is_upright: bool = True
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, other: Rect, slack: float = 2.0) -> bool:
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page besides text. `boxes` are frames and tints, not as large as the page."""

    pictures: list[Rect]
    across: list[Rect]  # horizontal rules
    down: list[Rect]  # vertical rules
    boxes: list[Rect]


class Plane:
    """From a PDF's coordinates to points from the upper left corner of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = page.get_size()
        corners = [self._device(page, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000))]
        (self.x, self.y), (ax, ay), (bx, by) = corners
        self.a, self.b = (ax - self.x) / 1000, (ay - self.y) / 1000
        self.c, self.d = (bx - self.x) / 1000, (by - self.y) / 1000

    def _device(self, page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
        fine = 100  # pdfium answers in whole pixels
        at_x, at_y = ctypes.c_int(), ctypes.c_int()
        wide, high = round(self.width * fine), round(self.height * fine)
        pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, at_x, at_y)
        return at_x.value / fine, at_y.value / fine

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.x + self.a * x + self.c * y, self.y + self.b * x + self.d * y

    def direction(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def read_glyphs(page: pypdfium2.PdfPage, plane: Plane) -> tuple[list[Glyph], bool]:
    """All printed characters in the file's order (blanks too), and whether there were more than `MAX_CHARACTERS`."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        reader = _Reader(text, plane)
        glyphs = [glyph for n in range(min(count, MAX_CHARACTERS)) for glyph in reader.read(n)]
        return glyphs, count > MAX_CHARACTERS
    finally:
        text.close()


class _Reader:
    """Asks pdfium for one character after another; the buffers are used again and again."""

    def __init__(self, text: pypdfium2.PdfTextPage, plane: Plane) -> None:
        self.text = text
        self.plane = plane
        self.matrix = pdfium.FS_MATRIX()
        self.box = pdfium.FS_RECTF()
        self.at = (ctypes.c_double(), ctypes.c_double())
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.order = 0

    def read(self, n: int) -> list[Glyph]:
        """The character `n`: none for what pdfium made up itself, several for a ligature."""
        text = self.text
        if pdfium.FPDFText_IsGenerated(text, n) == 1:
            return []
        chars = readable(pdfium.FPDFText_GetUnicode(text, n))
        if not chars:
            return []
        pdfium.FPDFText_GetMatrix(text, n, self.matrix)
        pdfium.FPDFText_GetLooseCharBox(text, n, self.box)
        pdfium.FPDFText_GetCharOrigin(text, n, *self.at)
        matrix, box = self.matrix, self.box
        size = pdfium.FPDFText_GetFontSize(text, n) * hypot(matrix.c, matrix.d)
        rect = self.plane.rect(box.left, box.bottom, box.right, box.top)
        x, y = self.plane.point(self.at[0].value, self.at[1].value)
        along, down = self.plane.direction(matrix.a, matrix.b)
        upright = along > 0 and abs(down) < 0.1 * along
        size = size if size > 0.5 else max(rect.height, 1.0)
        left, right = rect.left, rect.right
        if upright and unicodedata.east_asian_width(chars[0]) in "WF":
            # Some glyphs come with a tight box: a full-width one takes its whole width.
            left, right = min(left, x), max(right, x + size * 0.97)
        bold = self._is_bold(n)
        found = []
        for k, char in enumerate(chars):
            step = (right - left) / len(chars)
            self.order += 1
            edge = left + k * step
            found.append(
                Glyph(char, edge, rect.top, edge + step, rect.bottom, y, size, self.order, upright, bold)
            )  # fmt: skip
        return found

    def _is_bold(self, n: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self.text, n, self.name, len(self.name), self.flags)
        if not 1 < length <= len(self.name):
            return False
        name = self.name.raw[: length - 1].decode("utf-8", "replace").lower()
        return any(word in name for word in ("bold", "black", "heavy", "simhei", "黑体", "hei"))


def readable(code: int) -> str:
    """The character of a text layer as it is meant: radicals and ligatures resolved, what is no text left out."""
    if not code or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd" if code else ""
    char = chr(code)
    if char in "\r\n\f\v\u00ad\u200b\u2060\ufeff\ufffe\x02":
        return ""
    if char in " \t\u00a0\u3000":
        return "\u3000" if char == "\u3000" else " "
    if code < 32 or 0x7F <= code < 0xA0:
        return "\ufffd"
    if 0x2F00 <= code <= 0x2FDF or 0xFB00 <= code <= 0xFB06 or 0xF900 <= code <= 0xFAD9:
        return unicodedata.normalize("NFKC", char)
    return char.translate(_RADICALS)


def read_drawn(page: pypdfium2.PdfPage, plane: Plane) -> Drawn:
    """Pictures, rules and boxes; of a page with more than `MAX_OBJECTS` objects the first ones."""
    drawn = Drawn([], [], [], [])
    area = plane.width * plane.height
    for count, thing in enumerate(page.get_objects(max_depth=4)):
        if count > MAX_OBJECTS:
            break
        if thing.type not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            continue
        rect = _bounds(thing, plane)
        if rect is None:
            continue
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            if rect.width > _LONG and rect.height > _LONG and rect.width * rect.height < 0.9 * area:
                drawn.pictures.append(rect)
        elif rect.height <= THIN and rect.width >= _LONG:
            drawn.across.append(rect)
        elif rect.width <= THIN and rect.height >= _LONG:
            drawn.down.append(rect)
        elif rect.width >= 2 * _LONG and rect.height >= _LONG and rect.width * rect.height < 0.7 * area:
            drawn.boxes.append(rect)
    return drawn


def _bounds(thing: Any, plane: Plane) -> Rect | None:
    try:
        left, bottom, right, top = thing.get_bounds()
        container = thing.container
        while container is not None:
            matrix = container.get_matrix()
            points = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            bottom, top = min(y for _, y in points), max(y for _, y in points)
            container = container.container
    except (pypdfium2.PdfiumError, AttributeError):
        return None
    rect = plane.rect(left, bottom, right, top)
    inside = Rect(max(rect.left, 0), max(rect.top, 0), min(rect.right, plane.width), min(rect.bottom, plane.height))
    return inside if inside.width >= 0 and inside.height >= 0 else None
