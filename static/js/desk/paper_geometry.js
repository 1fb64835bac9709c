/* Rectangles in percent of a page. Plain functions on {left, top, width, height}; nothing leaves the page. */
"use strict";
const paperGeometry = (() => {
  const SMALLEST = 0.5;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const cents = (value) => Math.round(value * 100) / 100;

  function span(start, length) {
    const [a, b] = length < 0 ? [start + length, start] : [start, start + length];
    const first = cents(clamp(a, 0, 100 - SMALLEST));
    return [first, cents(Math.max(clamp(b, 0, 100) - first, SMALLEST))];
  }
  function inside(box) {
    const [left, width] = span(box.left, box.width);
    const [top, height] = span(box.top, box.height);
    return { ...box, left, top, width, height };
  }
  /* Its size stays; it stops at the edge. */
  function moved(box, x, y) {
    return { ...box, left: cents(clamp(box.left + x, 0, 100 - box.width)), top: cents(clamp(box.top + y, 0, 100 - box.height)) };
  }
  /* `corner` is one of nw, ne, sw, se: the opposite one stays, also where they change sides. */
  function resized(box, corner, x, y) {
    const next = { ...box };
    if (corner.includes("w")) { next.left += x; next.width -= x; } else next.width += x;
    if (corner.includes("n")) { next.top += y; next.height -= y; } else next.height += y;
    return inside(next);
  }
  return { SMALLEST, inside, moved, resized };
})();
