/* Characters inside a block: a passage chosen in the source, the caret of a click, and the window for keyboards.

   Offsets count code points, as the server does; JavaScript's own count halves of surrogate pairs. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);
  const points = (text) => [...text].length;

  desk.passage = null; // {block, start, end, words} or {blocks}

  const offsetIn = (piece, node, at) => {
    const range = document.createRange();
    range.selectNodeContents(piece);
    if (piece.contains(node)) range.setEnd(node, at);
    return Number(piece.dataset.start) + points(range.toString());
  };

  function read() {
    const selection = getSelection();
    const source = byId("source");
    if (!selection.rangeCount || !source.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    if (range.collapsed) {
      const piece = (range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer).closest(".piece");
      return piece ? { caret: { block: piece.dataset.block, at: offsetIn(piece, range.startContainer, range.startOffset) } } : null;
    }
    const pieces = [...source.querySelectorAll(".piece")].filter((piece) => {
      if (!range.intersectsNode(piece)) return false;
      const inner = range.cloneRange();
      if (!piece.contains(range.startContainer)) inner.setStart(piece, 0);
      if (!piece.contains(range.endContainer)) inner.setEnd(piece, piece.childNodes.length);
      return inner.toString().trim() !== "";
    });
    if (!pieces.length) return null;
    const blocks = [...new Set(pieces.map((piece) => piece.dataset.block))];
    if (blocks.length > 1) return { blocks };
    const [first, last] = [pieces[0], pieces[pieces.length - 1]];
    const start = first.contains(range.startContainer) ? offsetIn(first, range.startContainer, range.startOffset) : Number(first.dataset.start);
    const end = last.contains(range.endContainer) ? offsetIn(last, range.endContainer, range.endOffset) : Number(last.dataset.start) + points(last.textContent);
    return { block: blocks[0], start, end, words: range.toString() };
  }

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const found = read();
      if (found && found.caret) desk.caret = found.caret;
      if (found && found.blocks) {
        desk.passage = null;
        desk.chosen = found.blocks;
        desk.paint();
        return;
      }
      const before = desk.passage;
      desk.passage = found && !found.caret ? found : null;
      if (desk.passage && !desk.chosen.includes(found.block)) {
        desk.chosen = [found.block];
        desk.paint();
      } else if (before || desk.passage || found) desk.toolbar();
    }, 120);
  });

  desk.forgetPassage = () => {
    desk.passage = null;
    if (byId("source").contains(getSelection().anchorNode)) getSelection().removeAllRanges();
  };

  /* The window: the block's own text, in which a caret can be put by keyboard or finger, and nothing typed. */
  desk.openCut = (block) => {
    const pieces = [...byId("source").querySelectorAll(`.piece[data-block="${CSS.escape(block)}"]`)];
    if (!pieces.length) return;
    const area = byId("cut-text");
    const runs = [];
    let text = "";
    for (const piece of pieces) {
      runs.push({ from: text.length, start: Number(piece.dataset.start), text: piece.textContent });
      text += piece.textContent;
    }
    area.value = text;
    area.cut = { block, place: (index) => {
      const run = [...runs].reverse().find(({ from }) => from <= index) || runs[0];
      return run.start + points(run.text.slice(0, index - run.from));
    }, runs };
    byId("cut-refusal").hidden = true;
    byId("cut").showModal();
    area.focus();
    area.setSelectionRange(0, 0);
  };

  function refuse(words) {
    byId("cut-refusal").textContent = words;
    byId("cut-refusal").hidden = false;
  }

  function cut(what) {
    const area = byId("cut-text");
    const { block, place, runs } = area.cut;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    if (what === "part") {
      if (from === 0 || from >= area.value.length) return refuse("光标在这一块的边上，断不开：请把光标放在文字中间。");
      desk.do({ do: "part", block, at: place(from) });
    } else {
      if (from === to) return refuse("还没有选字：请按住 Shift 用方向键选几个字。");
      const run = [...runs].reverse().find((one) => one.from <= from);
      // The end is counted in the stretch of the last chosen character, not in the one that begins there.
      desk.do({ do: "carve", start: run.start + points(run.text.slice(0, from - run.from)), end: place(to - 1) + 1, kind: byId("cut-kind").value });
    }
    byId("cut").close();
    return undefined;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const area = byId("cut-text");
    area.addEventListener("beforeinput", (event) => event.preventDefault());
    byId("cut").addEventListener("click", (event) => {
      const what = event.target.dataset.cut;
      if (what === "close") byId("cut").close();
      else if (what) cut(what);
    });
    byId("cut").addEventListener("close", () => {
      if (desk.chosen.length) desk.choose(desk.chosen, { from: desk.shownSide() });
    });
  });
})();
