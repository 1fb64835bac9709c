/* The one toolbar: what can be done with the chosen block, or with the passage chosen inside it. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);
  const headline = (card) => card.querySelector("textarea[data-type=headline]").value || "无题";

  const shown = (id) => document.querySelector(`#cards .block[data-block="${CSS.escape(id)}"]`);
  const piece = (id) => document.querySelector(`#source .piece[data-block="${CSS.escape(id)}"]`);
  const kindOf = (id) => { const one = piece(id); return one ? [...one.classList].find((name) => name.startsWith("k-")).slice(2) : ""; };

  /* The blocks of the item that a block stands in, in the order in which they are shown. */
  function around(id) {
    const one = shown(id);
    const box = one && (one.closest(".card") || one.closest("#loose"));
    return box ? [...box.querySelectorAll(".block[data-block]")].map((other) => other.dataset.block) : [];
  }

  function words() {
    if (desk.passage) return `选中“${short(desk.passage.words, 10)}”，拆成：`;
    if (desk.chosen.length > 1) return `选中${desk.chosen.length}块`;
    const one = desk.chosen.length ? piece(desk.chosen[0]) : null;
    if (one) return `${one.dataset.label}：${short(one.textContent, 14)}`;
    const card = byId(desk.card);
    return card ? `第${card.querySelector(".number").textContent}条：${short(headline(card), 14)}` : "点一块文字，两边都可以";
  }
  const short = (text, most) => { const found = [...text.trim()]; return found.length > most ? `${found.slice(0, most).join("")}…` : found.join(""); };

  desk.toolbar = () => {
    const bar = byId("toolbar");
    const [first] = desk.chosen;
    const card = desk.chosenCard();
    const set = (name, on) => { bar.querySelector(`[data-tool=${name}]`).disabled = !on; };
    bar.classList.toggle("with-passage", Boolean(desk.passage));
    bar.classList.toggle("with-choice", Boolean(first || card));
    byId("chosen").textContent = words();
    const kind = first && kindOf(first);
    for (const button of bar.querySelectorAll("[data-kind]")) {
      button.disabled = !first;
      button.setAttribute("aria-pressed", String(!desk.passage && desk.chosen.length === 1 && button.dataset.kind === kind));
    }
    for (const name of ["other-kind", "all-kinds", "move-to"]) byId(name).disabled = !first;
    const one = desk.chosen.length === 1 && !desk.passage;
    const caret = desk.caret && desk.caret.block === first ? "光标处断开" : "断开…";
    bar.querySelector("[data-tool=cut]").textContent = caret;
    set("up", one && card);
    set("down", one && card);
    set("join", one && shown(first));
    set("cut", one);
    set("split", one && card);
    set("merge", card && card.previousElementSibling);
    set("check", desk.doubtsHere().length);
  };

  desk.setKind = (kind) => {
    if (!desk.chosen.length || !kind) return;
    if (desk.passage) {
      desk.do({ do: "carve", start: desk.passage.start, end: desk.passage.end, kind });
      desk.forgetPassage();
      return;
    }
    desk.do({ do: "kind", blocks: desk.chosen, kind });
    for (const id of desk.chosen) { // shown at once; the answer says what else follows from it
      for (const element of document.querySelectorAll(`[data-block="${CSS.escape(id)}"]`)) {
        element.className = element.className.replace(/\bk-\w+/, `k-${kind}`);
        const label = element.querySelector(".row-kind");
        if (label) label.textContent = desk.kindLabel(kind);
        if (element.dataset.label) element.dataset.label = desk.kindLabel(kind);
      }
    }
    desk.toolbar();
  };
  desk.kindLabel = (kind) => document.querySelector(`#all-kinds option[value=${kind}]`).textContent;

  function fillGoals() {
    const goals = byId("move-to");
    const own = desk.chosenCard();
    const options = [new Option("归到…", "")];
    for (const card of byId("items").children) {
      if (card !== own) options.push(new Option(`${card.querySelector(".number").textContent}. ${short(headline(card), 16)}`, card.id));
    }
    options.push(new Option("新的一条", "new"));
    if (own) options.push(new Option("不进稿件", "loose"));
    goals.replaceChildren(...options);
  }

  const within = (way) => { // before which block, and of which item
    const [id] = desk.chosen;
    const row = around(id);
    const at = row.indexOf(id);
    const card = desk.chosenCard();
    const beside = way < 0 ? card.previousElementSibling : card.nextElementSibling;
    if (way < 0 && at > 0) return { item: card.id, before: row[at - 1] };
    if (way > 0 && at < row.length - 1) return { item: card.id, before: row[at + 2] || null };
    if (!beside) return null;
    return { item: beside.id, before: way < 0 ? null : (beside.querySelector(".block") || { dataset: {} }).dataset.block || null };
  };

  desk.tools = {
    up: () => { const to = within(-1); if (to) desk.do({ do: "move", blocks: desk.chosen, ...to }); },
    down: () => { const to = within(1); if (to) desk.do({ do: "move", blocks: desk.chosen, ...to }); },
    join: () => desk.do({ do: "join", block: desk.chosen[0] }),
    split: () => desk.do({ do: "split", block: desk.chosen[0] }),
    merge: () => {
      const card = desk.chosenCard();
      desk.do({ do: "merge", item: card.id, into: card.previousElementSibling.id });
    },
    cut: () => {
      const [block] = desk.chosen;
      if (desk.caret && desk.caret.block === block) {
        desk.do({ do: "part", block, at: desk.caret.at });
        desk.caret = null;
      } else desk.openCut(block);
    },
    check: () => desk.check(desk.doubtsHere()),
  };
  desk.use = (name) => {
    const button = byId("toolbar").querySelector(`[data-tool=${name}]`);
    if (!button.disabled) desk.tools[name]();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const bar = byId("toolbar");
    bar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); }); // the passage stays chosen
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.kind) desk.setKind(button.dataset.kind);
      else if (button.dataset.tool) desk.use(button.dataset.tool);
    });
    for (const name of ["other-kind", "all-kinds"]) {
      byId(name).addEventListener("change", (event) => {
        desk.setKind(event.target.value);
        event.target.value = "";
      });
    }
    for (const event of ["focusin", "pointerdown"]) byId("move-to").addEventListener(event, fillGoals);
    byId("move-to").addEventListener("change", (event) => {
      const item = event.target.value;
      event.target.value = "";
      if (item) desk.do({ do: "move", blocks: desk.chosen, item, before: null });
      if (desk.chosen.length) desk.choose(desk.chosen, { from: desk.shownSide() });
    });
  });
})();
