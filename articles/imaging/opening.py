"""The one door through which image files reach a decoder: known kind, known limits, quiet and upright."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image, ImageFile
from pillow_heif import register_heif_opener

from articles.imaging import kinds

MAX_MEGAPIXELS: Final = 80
MAX_MEGABYTES: Final = 60
# A strip of 80 million × 1 pixels passes the area limit and still makes no picture.
MAX_SIDE: Final = 30_000

Source = str | PathLike[str] | bytes

# Photographs of phones. Depth maps and thumbnails inside are left alone; libheif turns the picture upright itself.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

_MAX_PIXELS: Final = MAX_MEGAPIXELS * 1_000_000
_MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024
_NEW_SUBFILE_TYPE: Final = 254
_DNG_VERSION: Final = 50706

_TRANSPOSE: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class ImageError(Exception):
    """A file that cannot be taken as a picture. Its message is Chinese and names value, rule and remedy."""


class _Quiet:
    """Silences Pillow's warnings on odd files, and turns the decompression-bomb warning into an error.

    `warnings.catch_warnings` restores what it found, so two threads that overlap would leave the wrong filters
    behind; counting the holders makes only the first install and only the last restore them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._saved = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            self._holders += 1
            if self._holders == 1:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", Image.DecompressionBombWarning)

    def __exit__(self, *exc_info: object) -> None:
        with self._lock:
            self._holders -= 1
            if self._holders == 0:
                self._saved.__exit__(None, None, None)


quiet: Final = _Quiet()


@contextmanager
def opened(source: Source) -> Iterator[ImageFile.ImageFile]:
    """Open a picture, not yet decoded, after its kind, bytes and pixels are found within the limits.

    Raises `ImageError` for every file that is not an acceptable picture, also when the decoder fails inside the
    `with` block: hostile files make decoders raise almost anything.
    """
    data = read(source)
    form = _accepted_format(data)
    with quiet:
        try:
            with Image.open(BytesIO(data), formats=[form]) as image:
                _refuse_outsized(*image.size)
                _refuse_raw(image)
                yield image
        except ImageError:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise ImageError(f"图片像素过多，上限为 {MAX_MEGAPIXELS} 百万像素；请缩小尺寸后重新上传。") from error
        except MemoryError as error:
            raise ImageError("图片解码所需内存过大；请缩小尺寸后重新上传。") from error
        except Exception as error:
            raise ImageError(
                f"{_label(form)} 图片损坏或不完整，须能完整解码才能入库；请从相机或原机重新导出后上传。"
            ) from error


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The decoded picture turned upright as an EXIF orientation of 1–8 says."""
    turn = _TRANSPOSE.get(orientation)
    return image if turn is None else image.transpose(turn)


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1–8 that is still to be applied to the pixels (1: none).

    TIFF and HEIC pictures are turned while they are decoded, so for those it is always 1.
    """
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # hostile EXIF raises anything from struct.error to OverflowError
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright_size(image: Image.Image) -> tuple[int, int]:
    """(width, height) in pixels as a reader will see the picture, before or after decoding."""
    width, height = image.size
    return (height, width) if orientation(image) >= 5 else (width, height)


def read(source: Source) -> bytes:
    """The file's bytes; nothing is read of a file that is too large, empty or missing (`ImageError`)."""
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = Path(source).stat().st_size
        except OSError as error:
            raise ImageError(f"读不到图片文件（{error.strerror}）；请重新上传。") from error
    if size == 0:
        raise ImageError("图片文件为 0 字节，上传可能中断；请重新上传。")
    if size > _MAX_BYTES:
        megabytes = size / 1024 / 1024
        raise ImageError(f"图片文件为 {megabytes:.0f} MB，上限为 {MAX_MEGABYTES} MB；请导出较小的文件后上传。")
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _accepted_format(data: bytes) -> str:
    head = data[: kinds.HEAD_BYTES]
    form = kinds.accepted_format(head)
    if form is None:
        raise ImageError(
            f"这是{kinds.describe(head)}，只接收 JPEG、PNG、WebP、HEIC、TIFF、AVIF 图片；请另存为 JPEG 后上传。"
        )
    Image.init()
    if form not in Image.OPEN:
        raise ImageError(
            f"这是 {_label(form)} 图片，本系统暂不能解码；请在手机“相机”设置中改选“兼容性最佳”，或另存为 JPEG 后上传。"
        )
    return form


def _label(form: str) -> str:
    return {"WEBP": "WebP", "HEIF": "HEIC"}.get(form, form)


def _refuse_outsized(width: int, height: int) -> None:
    if width * height > _MAX_PIXELS:
        megapixels = width * height / 1_000_000
        raise ImageError(
            f"图片为 {width}×{height}，约 {megapixels:.0f} 百万像素，上限为 {MAX_MEGAPIXELS} 百万像素；"
            "请缩小尺寸后重新上传。"
        )
    if max(width, height) > MAX_SIDE:
        raise ImageError(f"图片为 {width}×{height}，单边上限为 {MAX_SIDE} 像素；请裁切后重新上传。")


def _refuse_raw(image: Image.Image) -> None:
    """NEF, ARW and DNG are TIFFs that hold a thumbnail first: taking that for the picture would be a trap."""
    tags = getattr(image, "tag_v2", None)
    if tags is not None and (_DNG_VERSION in tags or tags.get(_NEW_SUBFILE_TYPE) == 1):
        raise ImageError("这是相机原始文件（RAW），只接收成品图片；请在修图软件中导出为 JPEG 后上传。")
