/* Blocks by their grip onto another card, or to another place in their own. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const EDGE = 60;

  function goalAt(x, y, dragged) {
    const under = document.elementFromPoint(x, y);
    const row = under && under.closest(".row.block");
    const card = under && under.closest(".card");
    const loose = under && under.closest("#loose");
    if (row && row !== dragged) {
      const box = row.getBoundingClientRect();
      if (y < box.top + box.height / 2) return { row, card, loose, before: row.dataset.block };
      const next = row.nextElementSibling;
      if (next && next !== dragged) return { row: next, card, loose, before: next.dataset.block };
    }
    return card || loose ? { card, loose, before: null } : null;
  }

  function mark(goal) {
    document.querySelectorAll(".drop-here, .drop-before").forEach((old) => old.classList.remove("drop-here", "drop-before"));
    if (!goal) return;
    (goal.card || goal.loose).classList.add("drop-here");
    if (goal.row && goal.before) goal.row.classList.add("drop-before");
  }

  function drop(goal, row) {
    const block = row.dataset.block;
    const blocks = desk.chosen.includes(block) ? desk.chosen : [block];
    if (!goal || (goal.before && blocks.includes(goal.before))) return;
    if (goal.card) desk.do({ do: "move", blocks, item: goal.card.id, before: goal.before });
    else if (!row.closest("#loose")) desk.do({ do: "move", blocks, item: "loose", before: null });
  }

  function drag(event, row) {
    const grip = event.target;
    const side = document.getElementById("cards");
    let goal = null;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("dragging");
    const follow = (moved) => {
      const box = side.getBoundingClientRect();
      if (moved.clientY < box.top + EDGE) side.scrollTop -= 16;
      if (moved.clientY > box.bottom - EDGE) side.scrollTop += 16;
      goal = goalAt(moved.clientX, moved.clientY, row);
      mark(goal);
    };
    const stop = (last) => {
      grip.removeEventListener("pointermove", follow);
      grip.removeEventListener("pointerup", stop);
      grip.removeEventListener("pointercancel", stop);
      row.classList.remove("dragging");
      mark(null);
      if (last.type === "pointerup") drop(goal, row);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", stop);
    grip.addEventListener("pointercancel", stop);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("cards").addEventListener("pointerdown", (event) => {
      if (event.target.classList.contains("grip") && event.button === 0) drag(event, event.target.closest(".block"));
    });
  });
})();
