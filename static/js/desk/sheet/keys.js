/* Keys. Single letters work only while the focus is in one of the two columns and not in a field (WCAG 2.1.4). */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);
  const isOff = () => { try { return localStorage.getItem("desk-keys-off") === "1"; } catch { return false; } };
  const isField = (element) => element.matches("input, textarea, select, [contenteditable]");

  const KEYS = {
    ArrowDown: (event) => desk.step(1, event.shiftKey),
    ArrowUp: (event) => desk.step(-1, event.shiftKey),
    j: () => desk.step(1),
    k: () => desk.step(-1),
    J: () => desk.step(1, true),
    K: () => desk.step(-1, true),
    n: () => desk.walk(1),
    N: () => desk.walk(-1),
    Enter: () => {
      const here = desk.doubtsHere();
      if (here.length) desk.check(here);
      else desk.walk(1);
    },
    s: () => desk.use("split"),
    m: () => desk.use("merge"),
    o: () => desk.use("join"),
    c: () => { desk.caret = null; desk.toolbar(); desk.use("cut"); },
    g: () => byId("move-to").focus(),
    z: () => desk.turn("undo"),
    Z: () => desk.turn("redo"),
    Delete: () => { const card = desk.chosenCard(); if (card) desk.leaveOut(card); },
    "?": () => byId("help").showModal(),
    Escape: () => { desk.forgetPassage(); desk.chosen = []; desk.card = ""; desk.paint(); },
  };

  function inColumns(event) {
    const target = event.target;
    if (!target.closest("#source, #cards") || isField(target)) return false;
    return !(event.key === "Enter" && target.closest("button, a, summary") && !target.classList.contains("handle"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      desk.makeDrafts();
      return;
    }
    if (!inColumns(event)) return;
    if (event.altKey && !event.ctrlKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      desk.use(event.key === "ArrowUp" ? "up" : "down");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (isOff() && event.key.length === 1)) return;
    const digit = /^[1-9]$/.test(event.key) && byId("toolbar").querySelectorAll("[data-kind]")[Number(event.key) - 1];
    const act = digit ? () => desk.setKind(digit.dataset.kind) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
})();
