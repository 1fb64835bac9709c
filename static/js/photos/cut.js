/* 裁剪: a box over the picture, by mouse, finger and arrow keys. The form beside it holds the numbers and is what is sent. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const stage = document.getElementById("focal");
  const box = document.getElementById("cut-box");
  const details = document.getElementById("cut");
  if (!stage || !box || !details) return;
  const form = document.getElementById("cut-form");
  const said = document.getElementById("cut-said");
  const ratio = document.getElementById("cut-ratio");
  const picture = stage.querySelector("img");
  const LEAST = 0.02;
  const at = { left: 0, top: 0, right: 1, bottom: 1 };
  const within = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
  let changed = false;
  document.getElementById("cut-tools").hidden = false;
  document.getElementById("cut-numbers").hidden = true;

  function show() {
    box.style.left = `${100 * at.left}%`;
    box.style.top = `${100 * at.top}%`;
    box.style.width = `${100 * (at.right - at.left)}%`;
    box.style.height = `${100 * (at.bottom - at.top)}%`;
    for (const name of Object.keys(at)) form.elements[name].value = (100 * at[name]).toFixed(3);
    const pixels = (part, whole) => Math.round(part * whole);
    said.textContent = `${pixels(at.right - at.left, said.dataset.width)}×${pixels(at.bottom - at.top, said.dataset.height)}像素`;
  }

  /* How high a box of this width is at the chosen ratio, as fractions. */
  const high = (wide) => (wide * said.dataset.width) / (Number(ratio.value) * said.dataset.height);

  /* Move a corner; with a ratio the height follows the width, and both stay inside. */
  function corner(names, x, y) {
    const [side, edge] = names.split(" ");
    changed = true;
    if (side === "left") at.left = within(x, 0, at.right - LEAST);
    else at.right = within(x, at.left + LEAST, 1);
    if (edge === "top") at.top = within(y, 0, at.bottom - LEAST);
    else at.bottom = within(y, at.top + LEAST, 1);
    if (ratio.value) {
      const room = edge === "top" ? at.bottom : 1 - at.top;
      const wide = Math.min(at.right - at.left, (room * Number(ratio.value) * said.dataset.height) / said.dataset.width);
      if (side === "left") at.left = at.right - wide;
      else at.right = at.left + wide;
      if (edge === "top") at.top = at.bottom - high(wide);
      else at.bottom = at.top + high(wide);
    }
    show();
  }

  function move(across, down) {
    changed = true;
    const wide = at.right - at.left;
    const tall = at.bottom - at.top;
    at.left = within(at.left + across, 0, 1 - wide);
    at.top = within(at.top + down, 0, 1 - tall);
    at.right = at.left + wide;
    at.bottom = at.top + tall;
    show();
  }

  ratio.addEventListener("change", () => corner("right bottom", at.right, at.bottom));
  details.addEventListener("toggle", () => {
    box.hidden = !details.open;
    stage.toggleAttribute("data-cutting", details.open);
    show();
    if (details.open) stage.scrollIntoView({ block: "nearest" });
  });

  let held = null; // what a finger or the mouse holds: a corner, or the box
  const place = (event) => {
    const frame = picture.getBoundingClientRect();
    return { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height };
  };
  box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.stopPropagation();
    held = { corner: event.target.dataset.corner, ...place(event) };
    box.setPointerCapture(event.pointerId);
    (held.corner ? event.target : box.querySelector("button")).focus({ preventScroll: true });
    if (event.pointerType === "mouse") event.preventDefault(); // no picture is dragged away
  });
  box.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = place(event);
    if (held.corner) corner(held.corner, now.x, now.y);
    else move(now.x - held.x, now.y - held.y);
    Object.assign(held, now);
  });
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, () => { held = null; });

  box.addEventListener("keydown", (event) => {
    const names = event.target.dataset.corner;
    const step = event.shiftKey ? 0.1 : 0.01;
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    event.stopPropagation(); // the focal point stays where it is
    if (!names || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") form.requestSubmit(form.querySelector(".main-button"));
    else if (event.key in ways) {
      const [side, edge] = names.split(" ");
      corner(names, at[side] + ways[event.key][0], at[edge] + ways[event.key][1]);
    } else return;
    event.preventDefault();
  });

  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});
