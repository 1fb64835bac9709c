/* Hot areas on a page: drawn, moved, sized, named, ordered, connected; by mouse, finger and keyboard. What is not saved
   yet is kept in steps that can be undone; a colleague's version becomes one of them, so that nothing is lost. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const given = JSON.parse(document.getElementById("paper-data").textContent);
  const stage = document.querySelector("[data-stage]");
  const list = document.querySelector("[data-list]");
  const form = document.querySelector("[data-form]");
  const found = document.querySelector("[data-found]");
  const said = document.querySelector(".area-said");
  const conflict = document.querySelector(".area-conflict");
  const nameBox = document.getElementById("area-name");
  const searchBox = document.getElementById("area-search");
  const tools = Object.fromEntries([...document.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
  const sides = [...document.querySelectorAll("[data-side]")];
  const may = given.may && stage;
  const keep = paperKeep(`${given.user}:${given.save}`);
  const { inside, moved, resized } = paperGeometry;
  let areas = given.areas, version = given.version, stories = given.stories;
  let past = [], future = [], stored = JSON.stringify(areas), chosen = -1, drawing = false, saving = false, theirs = null, asked = 0;

  const label = (area) => area.headline || area.name || "没有名称";
  const isDirty = () => JSON.stringify(areas) !== stored;
  function say(text, wrong = false) {
    if (!said) return;
    said.textContent = text;
    said.classList.toggle("wrong", wrong);
  }

  /* Every change goes through here: what was before can be had again. */
  function change(next, select = chosen) {
    past.push(JSON.stringify(areas));
    if (past.length > 200) past.shift();
    future = [];
    areas = next;
    chosen = select;
    show();
  }
  function step(from, to) {
    if (!from.length) return;
    to.push(JSON.stringify(areas));
    areas = JSON.parse(from.pop());
    chosen = Math.min(chosen, areas.length - 1);
    show();
  }
  const put = (box, at = chosen) => change(areas.map((area, n) => (n === at ? box : area)));

  // What is shown ---------------------------------------------------------------------------------------------------
  function place(element, box) {
    for (const side of ["left", "top", "width", "height"]) element.style[side] = `${box[side]}%`;
  }
  function button(text, attributes) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }
  function show() {
    const focus = document.activeElement?.dataset?.at ?? null;
    const place_of = document.activeElement?.closest?.("[data-list], [data-stage]");
    const by = document.activeElement?.dataset?.by;
    if (stage) {
      for (const old of stage.querySelectorAll(".area, .handle")) old.remove();
      areas.forEach((area, n) => {
        const drawn = button("", { class: area.article ? "area" : "area bare", "data-at": n, "aria-pressed": n === chosen,
          "aria-label": `第${n + 1}块：${label(area)}，左${area.left}，上${area.top}，宽${area.width}，高${area.height}` });
        const number = document.createElement("b");
        number.textContent = n + 1;
        drawn.append(number);
        place(drawn, area);
        stage.append(drawn);
      });
      if (may && areas[chosen]) handles(areas[chosen]);
    }
    list.replaceChildren(...areas.map((area, n) => {
      const row = document.createElement("li");
      const name = button(`${n + 1}　${label(area)}`, { "data-at": n, class: area.article ? "" : "bare-name" });
      if (n === chosen) name.setAttribute("aria-current", "true");
      row.append(name);
      if (may) {
        row.append(button("↑", { "data-at": n, "data-by": -1, "aria-label": `${label(area)}往前` }), button("↓", { "data-at": n, "data-by": 1, "aria-label": `${label(area)}往后` }));
      }
      return row;
    }));
    if (!areas.length) list.innerHTML = '<li class="nothing">还没有热区。</li>';
    if (focus !== null && place_of && areas[chosen]) {
      const again = place_of.querySelector(by ? `[data-at="${chosen}"][data-by="${by}"]` : `[data-at="${chosen}"]`);
      again?.focus({ preventScroll: true });
    }
    showForm();
    if (!may) return;
    if (isDirty()) keep.write(version, areas);
    else if (!theirs) keep.forget();
    tools.add.disabled = false;
    tools.add.setAttribute("aria-pressed", drawing);
    tools.undo.disabled = !past.length;
    tools.redo.disabled = !future.length;
    tools.delete.disabled = !areas[chosen];
    tools.save.disabled = !isDirty() || saving;
    const sign = document.querySelector("[data-sign]");
    if (sign) sign.disabled = isDirty();
    stage.classList.toggle("drawing", drawing);
  }
  function handles(box) {
    for (const corner of ["nw", "ne", "sw", "se"]) {
      const handle = document.createElement("span");
      handle.className = "handle";
      handle.dataset.corner = corner;
      handle.style.left = `${corner.includes("w") ? box.left : box.left + box.width}%`;
      handle.style.top = `${corner.includes("n") ? box.top : box.top + box.height}%`;
      stage.append(handle);
    }
  }
  function showForm() {
    const area = areas[chosen];
    form.hidden = !area || !may;
    if (form.hidden) return;
    if (document.activeElement !== nameBox) nameBox.value = area.name;
    for (const side of sides) if (document.activeElement !== side) side.value = area[side.dataset.side];
    if (form.dataset.at !== String(chosen)) {
      form.dataset.at = chosen;
      searchBox.value = "";
      offer(stories);
    } else mark();
  }
  function offer(rows) {
    const taken = new Set(areas.map((area) => area.article));
    found.replaceChildren(...[{ id: null, headline: "不连稿件" }, ...rows].map((row) => {
      const item = document.createElement("li");
      const one = button(row.headline || "没有标题", { "data-article": row.id ?? "" });
      if (row.id) {
        const small = document.createElement("small");
        small.textContent = `${row.state}${taken.has(row.id) ? "，已有热区" : ""}`;
        one.append(small);
      }
      item.append(one);
      return item;
    }));
    mark();
  }
  function mark() {
    for (const one of found.querySelectorAll("[data-article]")) {
      one.setAttribute("aria-pressed", one.dataset.article === String(areas[chosen]?.article ?? ""));
    }
  }
  function choose(at, focus) {
    chosen = at;
    show();
    if (focus) stage?.querySelector(`.area[data-at="${at}"]`)?.focus({ preventScroll: true });
  }

  // By pointer ------------------------------------------------------------------------------------------------------
  function percent(event) {
    const box = stage.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100];
  }
  let held = null;
  function begin(event) {
    if (!may || event.button) return;
    const [x, y] = percent(event);
    const corner = event.target.dataset?.corner;
    const area = event.target.closest(".area");
    if (corner) held = { corner, box: areas[chosen], at: chosen, x, y };
    else if (area && !drawing) {
      const at = Number(area.dataset.at);
      // A finger first chooses, then moves: the page can still be scrolled.
      if (event.pointerType !== "mouse" && at !== chosen) return;
      if (at !== chosen) choose(at, true);
      held = { box: areas[at], at, x, y };
    } else if (event.pointerType === "mouse" || drawing) {
      held = { corner: "se", box: { left: x, top: y, width: 0, height: 0, name: "", article: null, headline: "" }, at: areas.length, x, y, isNew: true };
    } else return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
  }
  function drag(event) {
    if (!held) return;
    const [x, y] = percent(event);
    const [across, down] = [x - held.x, y - held.y];
    held.next = held.corner ? resized(held.box, held.corner, across, down) : moved(held.box, across, down);
    held.far = held.far || Math.hypot(across, down) > 0.4;
    const shown = stage.querySelector(".area.held") ?? stage.querySelector(held.isNew ? "none" : `.area[data-at="${held.at}"]`) ?? stage.appendChild(button("", { class: "area bare" }));
    shown.classList.add("held");
    place(shown, held.next);
    for (const handle of stage.querySelectorAll(".handle")) handle.hidden = true;
  }
  function end(event) {
    if (!held) return;
    const { next, far, isNew, at } = held;
    held = null;
    if (event.type === "pointercancel" || !next || !far) { show(); return; }
    drawing = false;
    if (isNew) change([...areas, next], areas.length);
    else put(next, at);
    stage.querySelector(`.area[data-at="${chosen}"]`)?.focus({ preventScroll: true });
    say(isNew ? `第${chosen + 1}块：请在旁边连稿件或起名。` : "");
  }
  if (stage) {
    stage.addEventListener("pointerdown", begin);
    stage.addEventListener("pointermove", drag);
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);
    stage.addEventListener("click", (event) => {
      const area = event.target.closest(".area");
      if (area && Number(area.dataset.at) !== chosen) choose(Number(area.dataset.at), true);
    });
    stage.addEventListener("focusin", (event) => {
      const at = Number(event.target.dataset?.at ?? -1);
      if (at >= 0 && at !== chosen && !held) choose(at, true);
    });
  }

  // By keys ---------------------------------------------------------------------------------------------------------
  function add() {
    const box = inside({ left: 35, top: 35, width: 30, height: 20, name: "", article: null, headline: "" });
    change([...areas, box], areas.length);
    stage.querySelector(`.area[data-at="${chosen}"]`)?.focus();
    say(`新建第${chosen + 1}块：方向键移动，Shift+方向键改大小。`);
  }
  function remove() {
    if (!areas[chosen]) return;
    const gone = label(areas[chosen]);
    change(areas.filter((_, n) => n !== chosen), Math.min(chosen, areas.length - 2));
    (stage.querySelector(`.area[data-at="${chosen}"]`) ?? tools.add).focus({ preventScroll: true });
    say(`删了“${gone}”。可以撤销。`);
  }
  document.addEventListener("keydown", (event) => {
    if (!may) return;
    const typing = event.target.closest("input, textarea, select");
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "s") { event.preventDefault(); save(); }
      if (key === "z" && !typing) { event.preventDefault(); if (event.shiftKey) step(future, past); else step(past, future); }
      if (key === "y" && !typing) { event.preventDefault(); step(future, past); }
      return;
    }
    const onStage = event.target.closest("[data-stage]");
    if (typing || !onStage && event.target !== document.body && !event.target.closest("[data-list], .area-tools")) return;
    if (key === "n" && !event.altKey) { event.preventDefault(); add(); return; }
    if (!onStage || !areas[chosen]) return;
    if (key === "delete" || key === "backspace") { event.preventDefault(); remove(); return; }
    if (key === "enter") { event.preventDefault(); searchBox.focus(); return; }
    const by = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] }[key];
    if (!by) return;
    event.preventDefault();
    const [x, y] = by.map((value) => value * (event.altKey ? 0.1 : 1));
    put(event.shiftKey ? resized(areas[chosen], "se", x, y) : moved(areas[chosen], x, y));
  });

  // The list and the form -------------------------------------------------------------------------------------------
  list.addEventListener("click", (event) => {
    const one = event.target.closest("button");
    if (!one) return;
    const at = Number(one.dataset.at), to = at + Number(one.dataset.by ?? 0);
    if (!one.dataset.by) { choose(at); stage?.querySelector(`.area[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" }); return; }
    if (!areas[to]) return;
    const next = [...areas];
    [next[at], next[to]] = [next[to], next[at]];
    change(next, to);
  });
  nameBox.addEventListener("change", () => put({ ...areas[chosen], name: nameBox.value.trim() }));
  for (const side of sides) {
    side.addEventListener("change", () => {
      put(inside({ ...areas[chosen], [side.dataset.side]: Number(side.value) || 0 }));
      side.value = areas[chosen][side.dataset.side];
    });
  }
  let pause = 0;
  searchBox.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(search, 200);
  });
  async function search() {
    const turn = ++asked;
    try {
      const response = await fetch(`${given.search}?q=${encodeURIComponent(searchBox.value)}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const data = await response.json();
      if (turn === asked) offer(data.stories);
    } catch {
      say("现在连不上，查不了稿件。", true);
    }
  }
  found.addEventListener("click", (event) => {
    const one = event.target.closest("[data-article]");
    if (!one) return;
    const headline = one.dataset.article ? one.firstChild.textContent : "";
    put({ ...areas[chosen], article: one.dataset.article ? Number(one.dataset.article) : null, headline });
    say(headline ? `第${chosen + 1}块连到《${headline}》。` : `第${chosen + 1}块不连稿件。`);
  });

  // Saving ----------------------------------------------------------------------------------------------------------
  async function save() {
    if (saving || !isDirty()) return;
    saving = true;
    say("正在保存……");
    show();
    const sent = JSON.stringify(areas);
    let answer = {}, ok = false;
    try {
      const response = await fetch(given.save, {
        method: "POST", credentials: "same-origin", body: JSON.stringify({ version, areas }),
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      });
      answer = await response.json();
      ok = response.ok;
    } catch {
      answer.error = "没有保存：现在连不上，请稍后再试。这里的改动都还在。";
    }
    saving = false;
    if (ok) {
      accept(answer);
      if (JSON.stringify(areas) === sent) { areas = answer.areas; stored = JSON.stringify(areas); } else stored = sent;
      say(given.signed ? "已保存。原来的签发作废了。" : answer.said);
      if (given.signed) { show(); location.reload(); return; }
    } else if (answer.now?.areas) {
      ask(answer.now, answer.error);
    } else say(answer.error ?? "没有保存。", true);
    show();
  }
  function ask(now, sentence) {
    theirs = now;
    conflict.hidden = false;
    conflict.querySelector("#conflict-title").textContent = sentence;
    conflict.querySelector("#conflict-title").focus();
  }
  function accept(state) {
    version = state.version;
    stories = state.stories;
    for (const box of document.querySelectorAll("[data-version]")) box.value = version;
  }
  conflict?.addEventListener("click", (event) => {
    const mine = event.target.closest("[data-conflict]")?.dataset.conflict;
    if (!mine || !theirs) return;
    const own = areas;
    accept(theirs);
    conflict.hidden = true;
    stored = JSON.stringify(theirs.areas);
    // Both are steps: whichever is used, the other is one undo away.
    if (mine === "mine") { past.push(JSON.stringify(theirs.areas)); future = []; areas = own; show(); save(); } else change(theirs.areas, -1);
    theirs = null;
    tools.save.focus();
  });

  if (may) {
    tools.add.addEventListener("click", (event) => {
      // Pressed by key: an area in the middle. By finger or mouse: the next drag draws.
      if (event.detail === 0) { add(); return; }
      drawing = !drawing;
      show();
      say(drawing ? "在版面上拖出一块。" : "");
    });
    tools.undo.addEventListener("click", () => step(past, future));
    tools.redo.addEventListener("click", () => step(future, past));
    tools.delete.addEventListener("click", remove);
    tools.save.addEventListener("click", save);
    addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
  }

  /* What was left unsaved is put on again, as a step; where a colleague was here since, both are offered. */
  const kept = may ? keep.read() : null;
  if (kept && JSON.stringify(kept.areas) !== stored) {
    if (kept.version === version) {
      change(kept.areas, -1);
      say("上次没有保存的热区还在，已经放上；不要的话按“撤销”。");
    } else {
      areas = kept.areas;
      ask(given, "您上次画的热区没有保存，后来同事改动了这一版。");
    }
  }
  show();
});
