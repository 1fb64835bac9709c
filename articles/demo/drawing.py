"""Draw and encode the demo's pictures in processes of their own: no Django, no database, only pixels in and out."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image

from articles.imaging.check import ImageFacts, check
from articles.imaging.notice import Notice
from articles.imaging.renditions import PAGE_WIDTHS, WIDTHS, Crop, Rendered, plan, render
from articles.imaging.similarity import dhash

PICTURE_IN_PAGE = (900, 600)
# What every browser shows. AVIF takes longer than both together: the worker adds it once the paper is being read.
FORMATS_AT_FIRST = ("webp", "jpeg")


@dataclass(frozen=True)
class Drawn:
    """One finished picture: the original as JPEG, its facts and its first renditions; `boxes` for a page only."""

    id: str
    data: bytes
    facts: ImageFacts
    fingerprint: int
    renditions: tuple[Rendered, ...]
    boxes: dict[str, tuple[float, float, float, float]]


@dataclass(frozen=True)
class SceneOrder:
    """`crops` are those that are wanted at once; `notice` is what the files say of themselves; `trimmed` the share of
    each edge that is cut off, for a picture that comes a second time."""

    id: str
    crops: tuple[Crop, ...]
    notice: Notice
    trimmed: float = 0.0


@dataclass(frozen=True)
class StoryOnPage:
    key: str
    kicker: str
    headline: str
    subheadline: str
    byline: str
    paragraphs: tuple[str, ...]
    scene: str
    caption: str


@dataclass(frozen=True)
class PageOrder:
    id: str
    paper_name: str
    date_line: str
    number: int
    name: str
    stories: tuple[StoryOnPage, ...]
    notice: Notice
    finer: int = 1
    """How many times as many pixels each way: for pages that readers are likely to zoom into."""


def draw_scene(order: SceneOrder) -> Drawn:
    from .illustrations import draw

    image = draw(order.id)
    if order.trimmed:
        across, down = round(image.width * order.trimmed), round(image.height * order.trimmed)
        image = image.crop((across, down, image.width - across, image.height - down))
    return _finished(order.id, image, order.crops, {}, order.notice)


def draw_page(order: PageOrder) -> Drawn:
    from .illustrations import draw
    from .page_image import Story, compose_page

    composed = compose_page(
        paper_name=order.paper_name,
        date_line=order.date_line,
        page_number=order.number,
        page_name=order.name,
        stories=[
            Story(
                story.key,
                story.kicker,
                story.headline,
                story.subheadline,
                story.byline,
                list(story.paragraphs),
                draw(story.scene, PICTURE_IN_PAGE) if story.scene else None,
                story.caption,
            )
            for story in order.stories
        ],
        finer=order.finer,
    )
    boxes = {key: (box.left, box.top, box.width, box.height) for key, box in composed.boxes.items()}
    return _finished(order.id, composed.image, (Crop.FULL,), boxes, order.notice, PAGE_WIDTHS)


def as_pdf(data: bytes) -> bytes:
    """A picture as a PDF of one page, for those who want to keep it or print it."""
    stream = io.BytesIO()
    Image.open(io.BytesIO(data)).save(stream, "PDF", resolution=200, quality=75)
    return stream.getvalue()


def all_scenes(orders: Iterable[SceneOrder]) -> Iterator[Drawn]:
    """In the order asked for, drawn on all processors."""
    with _pool() as pool:
        yield from pool.map(draw_scene, orders)


def all_pages(orders: Iterable[PageOrder]) -> Iterator[Drawn]:
    with _pool() as pool:
        yield from pool.map(draw_page, orders)


@contextmanager
def _pool() -> Iterator[ProcessPoolExecutor]:
    # "spawn": a forked child would carry the parent's database connection along. The children leave Ctrl-C to us.
    pool = ProcessPoolExecutor(
        os.cpu_count(), multiprocessing.get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(
    id: str, image: object, crops: tuple[Crop, ...], boxes: dict, notice: Notice, widths: Sequence[int] = WIDTHS
) -> Drawn:
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=90)  # type: ignore[attr-defined]
    data = stream.getvalue()
    facts = check(data)
    specs = plan(facts.width, facts.height, crops=crops, formats=FORMATS_AT_FIRST, widths=widths)
    renditions = tuple(render(data, specs, notice=notice))
    return Drawn(id, data, facts, dhash(data), renditions, boxes)
