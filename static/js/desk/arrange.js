/* Stories in lists: dragged by mouse, finger or pen, moved by arrow keys on the grip, or by the buttons beside each.
   Every step is saved at once and answers with the board as it is then; without scripts the same forms lead back here. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-arranging]");
  if (!root) return;
  const board = root.querySelector("[data-board]");
  const results = root.querySelector("[data-results]");
  const said = root.querySelector("[data-said]");
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  let version = board.querySelector("[name=version]")?.value ?? "";
  let busy = false;

  function say(text, wrong = false, again = null) {
    said.textContent = text;
    said.classList.toggle("wrong", wrong);
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain-button";
    button.textContent = "仍要做这一步";
    button.addEventListener("click", again);
    said.append(" ", button);
  }

  /** Send a step and show what came of it; `focus` names the element (data-focus) that has the focus afterwards. */
  async function send(step, focus) {
    if (busy) return;
    busy = true;
    root.setAttribute("aria-busy", "true");
    const body = new FormData();
    for (const [name, value] of Object.entries(step)) body.append(name, value);
    body.set("version", version);
    try {
      const response = await fetch(root.dataset.step, {
        method: "POST", body, credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": token },
      });
      const data = await response.json();
      if (data.html) show(data, focus);
      if (response.ok) say(data.said);
      else say(data.error, true, response.status === 409 ? () => send(step, focus) : null);
    } catch {
      say("没有保存：现在连不上，或者登录已过期。请检查后再做一次。", true, () => send(step, focus));
    }
    busy = false;
    root.removeAttribute("aria-busy");
  }

  function show(data, focus) {
    const opened = [...board.querySelectorAll("details[open] > summary")].map((summary) => summary.dataset.focus);
    board.innerHTML = data.html;
    version = String(data.version);
    for (const name of opened) {
      const summary = board.querySelector(`[data-focus="${name}"]`);
      if (summary) summary.parentElement.open = true;
    }
    for (const name of [focus].flat()) {
      const place = name && board.querySelector(`[data-focus="${name}"]`);
      if (place) { place.focus(); return; }
    }
  }

  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-send]");
    if (!form) return;
    event.preventDefault();
    const step = Object.fromEntries(new FormData(form, event.submitter));
    const slot = form.closest("[data-slot]")?.dataset.slot;
    send(step, [event.submitter?.dataset.focus, slot && `settings-${slot}`, "undo", "redo"]);
  });

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, select")) return;
    const name = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    const button = name && board.querySelector(`[data-focus="${name}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // Search ------------------------------------------------------------------------------------------------------------
  const finder = root.querySelector("[data-finder]");
  let asked = 0;
  let waiting = 0;
  async function find() {
    const number = ++asked;
    const query = new URLSearchParams({ q: finder.elements.q.value });
    try {
      const response = await fetch(`${root.dataset.found}?${query}`, { credentials: "same-origin" });
      if (response.ok && number === asked) results.innerHTML = await response.text();
    } catch {
      say("没有找：现在连不上，请稍后再试。", true);
    }
  }
  finder.addEventListener("submit", (event) => { event.preventDefault(); find(); });
  finder.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 250); });

  // Dragging ----------------------------------------------------------------------------------------------------------
  let drag = null;

  function takes(list, line) {
    const wanted = line.dataset.topic ? "topic" : line.dataset.article ? "story" : line.closest("[data-takes]").dataset.takes;
    return list.dataset.list !== "" && list.closest("[data-takes]")?.dataset.takes === wanted;
  }

  /** The list under a point, and the place in it among what was put by hand. */
  function target(x, y) {
    const under = document.elementFromPoint(x, y);
    const list = under?.closest("[data-list]") ?? under?.closest("[data-takes]")?.querySelector("[data-list]");
    if (!list || !takes(list, drag.line)) return null;
    const lines = [...list.querySelectorAll("[data-item]")].filter((line) => line !== drag.line);
    let at = lines.findIndex((line) => y < line.getBoundingClientRect().top + line.offsetHeight / 2);
    if (at < 0) at = lines.length;
    return { list, at, before: lines[at] ?? lines[at - 1]?.nextElementSibling ?? list.firstElementChild };
  }

  function mark(place) {
    drag.mark.remove();
    drag.place = place;
    if (!place) return;
    place.list.insertBefore(drag.mark, place.before === drag.line ? drag.line.nextElementSibling : place.before);
  }

  root.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || busy) return;
    const line = grip.closest("li");
    const ghost = document.createElement("li");
    ghost.className = "drop-mark";
    drag = { grip, line, mark: ghost, place: null, x: event.clientX, y: event.clientY, moved: false };
    grip.setPointerCapture(event.pointerId);
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
    drag.moved = true;
    drag.line.classList.add("dragged");
    mark(target(event.clientX, event.clientY));
    const edge = 60;
    if (event.clientY < edge) window.scrollBy(0, -14);
    else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 14);
  });
  function end(drops) {
    if (!drag) return;
    const { line, place, moved } = drag;
    line.classList.remove("dragged");
    drag.mark.remove();
    drag = null;
    if (!drops || !moved || !place) return;
    const { item, article, topic } = line.dataset;
    const to = place.list.dataset.list;
    if (item) send({ do: "move", item, to, at: place.at }, [`grip-${item}`]);
    else send({ do: "put", to, at: place.at, ...(topic ? { topic } : { article }) }, ["undo"]);
  }
  root.addEventListener("pointerup", () => end(true));
  root.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) { event.preventDefault(); end(false); say("没有移动。"); }
  });

  // Arrow keys on a grip: up and down in the list, left and right to the list before and behind.
  root.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    const line = grip?.closest("li");
    if (!line?.dataset.item || !event.key.startsWith("Arrow") || drag) return;
    event.preventDefault();
    const item = line.dataset.item;
    const list = line.closest("[data-list]");
    const at = [...list.querySelectorAll("[data-item]")].indexOf(line);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const focus = [`grip-${item}`];
    if (step) {
      const last = list.querySelectorAll("[data-item]").length - 1;
      if (at + step < 0 || at + step > last) { say(step < 0 ? "已经在最前。" : "已经在最后。"); return; }
      send({ do: "move", item, to: list.dataset.list, at: at + step }, focus);
      return;
    }
    const lists = [...board.querySelectorAll("[data-list]")].filter((other) => other === list || takes(other, line));
    const other = lists[lists.indexOf(list) + (event.key === "ArrowLeft" ? -1 : 1)];
    if (other) send({ do: "move", item, to: other.dataset.list, at: 0 }, focus);
    else say(event.key === "ArrowLeft" ? "前面没有放得下它的版块。" : "后面没有放得下它的版块。");
  });
});
