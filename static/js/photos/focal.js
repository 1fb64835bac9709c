/* The focal point: by mouse, finger and arrow keys, with the crops as they will be. Saved without leaving the page. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const stage = document.getElementById("focal");
  const form = document.getElementById("focal-form");
  if (!stage || !form) return;
  const picture = stage.querySelector("img");
  const mark = stage.querySelector(".focal-mark");
  const said = form.querySelector("[data-focal-said]");
  const frames = [...document.querySelectorAll("[data-crop]")];
  const RATIOS = { "4x3": 4 / 3, "16x9": 16 / 9, "1x1": 1 };
  const point = { x: Number(stage.dataset.x), y: Number(stage.dataset.y) };
  const within = (value) => Math.min(1, Math.max(0, value));
  let live = false; // the frames show what the worker made until the point moves

  function frame(node) {
    const whole = picture.naturalWidth / picture.naturalHeight;
    const ratio = RATIOS[node.dataset.crop];
    const wide = Math.min(1, ratio / whole); // the crop's part of the picture
    const high = Math.min(1, whole / ratio);
    const place = (at, part) => (part >= 1 ? 50 : (within((at - part / 2) / (1 - part))) * 100);
    const image = node.querySelector("img");
    if (image.src !== picture.currentSrc) { image.removeAttribute("srcset"); image.src = picture.currentSrc; }
    image.style.objectPosition = `${place(point.x, wide)}% ${place(point.y, high)}%`;
  }

  function show() {
    mark.hidden = false;
    mark.style.left = `${point.x * 100}%`;
    mark.style.top = `${point.y * 100}%`;
    form.elements.x.value = point.x.toFixed(4);
    form.elements.y.value = point.y.toFixed(4);
    if (live && picture.naturalWidth) frames.forEach(frame);
  }

  function move(x, y) {
    point.x = within(x);
    point.y = within(y);
    live = true;
    form.dataset.moved = "";
    said.textContent = `横${Math.round(point.x * 100)}%，纵${Math.round(point.y * 100)}%，还没有保存`;
    show();
  }

  function at(event) {
    const box = picture.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button || "cutting" in stage.dataset) return;
    at(event);
    // A finger that goes on is scrolling the page; a mouse drags the point.
    if (event.pointerType === "mouse") stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => { if (stage.hasPointerCapture(event.pointerId)) at(event); });
  stage.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") form.requestSubmit();
    else if (event.key in ways) move(point.x + ways[event.key][0], point.y + ways[event.key][1]);
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", () => {
    const x = Number(form.elements.x.value);
    const y = Number(form.elements.y.value);
    if (Number.isFinite(x) && Number.isFinite(y)) { point.x = within(x); point.y = within(y); live = true; form.dataset.moved = ""; mark.style.left = `${point.x * 100}%`; mark.style.top = `${point.y * 100}%`; frames.forEach(frame); }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "正在保存…";
    const sent = `${point.x} ${point.y}`;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true });
      if (answer.redirected || !(answer.headers.get("Content-Type") || "").includes("json")) throw new Error("signed out");
      const found = await answer.json();
      if (!answer.ok) { said.textContent = found.error; return; }
      for (const field of document.querySelectorAll("input[name=version]")) field.value = found.version;
      if (sent === `${point.x} ${point.y}`) delete form.dataset.moved;
      said.textContent = "保存好了，各种裁切正在重做。";
      document.dispatchEvent(new Event("photo:making"));
    } catch {
      said.textContent = "没有保存：请检查网络，或重新登录后再按一次。";
    }
  });

  addEventListener("beforeunload", (event) => { if ("moved" in form.dataset) event.preventDefault(); });

  show();
});
