"""A sheet to draw on: flat shapes, gradients, glows and a little paper grain, smoothed by drawing at twice the size."""

import math
import random
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw

from articles.demo.illustrations.colour import Colour, rgba

Point: TypeAlias = tuple[float, float]

_OVERSAMPLING = 2


class Canvas:
    """`width` × `height` units, which are also the finished picture's pixels; y runs downwards."""

    def __init__(self, width: int, height: int, paper: Colour = "#f4ecdc") -> None:
        self.width, self.height = width, height
        size = (width * _OVERSAMPLING, height * _OVERSAMPLING)
        self.image = Image.new("RGB", size, rgba(paper)[:3])
        # Drawing in RGBA onto an RGB picture lays translucent colours over what is there.
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def finished(self, seed: int = 0, grain: int = 7) -> Image.Image:
        """The picture at its own size, with the grain of printing paper."""
        image = self.image.reduce(_OVERSAMPLING)
        noise = Image.frombytes("L", (360, 240), random.Random(seed).randbytes(360 * 240))  # noqa: S311
        soft = noise.point(lambda value: 128 + (value - 128) * grain // 128)
        sheet = soft.resize(image.size, Image.Resampling.BICUBIC)
        return ImageChops.soft_light(image, Image.merge("RGB", (sheet, sheet, sheet)))

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self._draw.polygon(self._scaled(points), fill=rgba(fill))

    def blob(self, points: Sequence[Point], fill: Colour, steps: int = 8) -> None:
        """A closed smooth shape through the points (Catmull–Rom)."""
        self.polygon(smooth(points, steps), fill)

    def rect(self, x: float, y: float, width: float, height: float, fill: Colour, radius: float = 0) -> None:
        left, top, right, bottom = self._box(x, y, x + width, y + height)
        if right < left or bottom < top:
            return
        if radius:
            self._draw.rounded_rectangle((left, top, right, bottom), radius * _OVERSAMPLING, fill=rgba(fill))
        else:
            self._draw.rectangle((left, top, right, bottom), fill=rgba(fill))

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        """Filled, by centre and half axes."""
        self._draw.ellipse(self._box(x - across, y - down, x + across, y + down), fill=rgba(fill))

    def ring(self, x: float, y: float, across: float, down: float, colour: Colour, width: float) -> None:
        box = self._box(x - across, y - down, x + across, y + down)
        self._draw.ellipse(box, outline=rgba(colour), width=max(1, round(width * _OVERSAMPLING)))

    def slice(self, x: float, y: float, across: float, down: float, start: float, end: float, fill: Colour) -> None:
        """A chord of an ellipse between two angles (degrees, clockwise from the right): domes, hair, bowls."""
        self._draw.chord(self._box(x - across, y - down, x + across, y + down), start, end, fill=rgba(fill))

    def arc(
        self, x: float, y: float, across: float, down: float, start: float, end: float, colour: Colour, width: float
    ) -> None:
        box = self._box(x - across, y - down, x + across, y + down)
        self._draw.arc(box, start, end, fill=rgba(colour), width=max(1, round(width * _OVERSAMPLING)))

    def line(self, points: Sequence[Point], colour: Colour, width: float = 2, *, round_ends: bool = True) -> None:
        """A stroke with round joints; its ends are round too unless asked otherwise. Best in opaque colours."""
        scaled = self._scaled(points)
        thick = max(1, round(width * _OVERSAMPLING))
        self._draw.line(scaled, fill=rgba(colour), width=thick, joint="curve" if thick > 3 else None)
        if round_ends and thick > 3:
            radius = thick / 2 - 0.5
            for x, y in (scaled[0], scaled[-1]):
                self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rgba(colour))

    def curve(self, points: Sequence[Point], colour: Colour, width: float = 2) -> None:
        """A smooth open stroke through the points."""
        self.line(smooth(points, 8, closed=False), colour, width)

    def fade(self, x: float, y: float, width: float, height: float, stops: Sequence[Colour]) -> None:
        """A rectangle whose colour runs from top to bottom through the stops (opaque)."""
        left, top, right, bottom = (round(value) for value in self._box(x, y, x + width, y + height))
        if right > left and bottom > top:
            self.image.paste(_gradient(right - left, bottom - top, stops), (left, top))

    def fade_polygon(self, points: Iterable[Point], stops: Sequence[Colour]) -> None:
        """A polygon filled with a gradient from its top to its bottom; alpha in the stops counts."""
        scaled = self._scaled(points)
        left = max(0, math.floor(min(x for x, _ in scaled)))
        top = max(0, math.floor(min(y for _, y in scaled)))
        right = min(self.image.width, math.ceil(max(x for x, _ in scaled)))
        bottom = min(self.image.height, math.ceil(max(y for _, y in scaled)))
        if right <= left or bottom <= top:
            return
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        if any(rgba(stop)[3] < 255 for stop in stops):
            opacity = [(rgba(stop)[3],) * 3 + (255,) for stop in stops]
            mask = ImageChops.multiply(mask, _gradient(*size, opacity).getchannel(0))
        self.image.paste(_gradient(*size, stops), (left, top), mask)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 0.6) -> None:
        """Light that fades outwards from a point; `strength` is its opacity in the middle."""
        side = round(radius * 2 * _OVERSAMPLING)
        falloff = Image.radial_gradient("L").point(lambda v: round(255 * strength * max(0.0, 1 - v / 180) ** 1.8))
        left, top = round((x - radius) * _OVERSAMPLING), round((y - radius) * _OVERSAMPLING)
        self.image.paste(rgba(colour)[:3], (left, top, left + side, top + side), falloff.resize((side, side)))

    def veil(self, colour: Colour, alpha: float) -> None:
        """The whole sheet seen through a thin film of one colour."""
        self.image.paste(Image.blend(self.image, Image.new("RGB", self.image.size, rgba(colour)[:3]), alpha))

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points]

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        # A pixel less at the right and the bottom: Pillow's boxes include both borders.
        k = _OVERSAMPLING
        return left * k, top * k, max(left * k, right * k - 1), max(top * k, bottom * k - 1)


def smooth(points: Sequence[Point], steps: int = 8, *, closed: bool = True) -> list[Point]:
    """Points along a Catmull–Rom curve through the given ones."""
    count = len(points)
    result: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            result.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    if not closed:
        result.append(points[-1])
    return result


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _gradient(width: int, height: int, stops: Sequence[Colour]) -> Image.Image:
    """A vertical gradient through any number of colours, as RGB."""
    column = Image.new("RGB", (1, len(stops)))
    column.putdata([rgba(stop)[:3] for stop in stops])
    if len(stops) == 1:
        return column.resize((width, height))
    # Sampling between the centres of the first and the last pixel makes the ends exactly the end colours.
    box = (0.0, 0.5, 1.0, len(stops) - 0.5)
    return column.resize((1, height), Image.Resampling.BILINEAR, box=box).resize((width, height))
