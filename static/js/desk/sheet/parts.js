/* Puts an answer's parts into the page: only those that changed came, and the place where one reads stays. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);

  desk.have = () => Object.fromEntries([...document.querySelectorAll("[data-hash]")].map((part) => [part.id, part.dataset.hash]));

  /* Keeps the chosen block where it is on the screen while things above it grow or shrink. */
  function holdPlace(change) {
    const sides = [byId("source"), byId("cards")];
    const marks = sides.map((side) => side.querySelector(".selected") || [...side.querySelectorAll(".chunk, .card")].find((one) => one.getBoundingClientRect().bottom > side.getBoundingClientRect().top));
    const before = marks.map((mark) => mark && mark.getBoundingClientRect().top);
    change();
    marks.forEach((mark, n) => {
      if (!mark || !mark.isConnected) return;
      const moved = mark.getBoundingClientRect().top - before[n];
      if (!moved) return;
      if (sides[n].scrollHeight > sides[n].clientHeight + 1) sides[n].scrollTop += moved;
      else window.scrollBy(0, moved);
    });
  }

  function holdFocus(change) {
    const held = document.activeElement;
    const id = held && held.id;
    const block = held && held.dataset && held.dataset.block;
    const side = held && held.closest && held.closest("#source, #cards");
    change();
    if (!held || document.activeElement === held || (document.activeElement && document.activeElement !== document.body)) return;
    const again = (id && byId(id)) || (held.isConnected && held) || (block && side && desk.blocksIn(side).find((one) => one.dataset.block === block)) || side;
    if (again) again.focus({ preventScroll: true });
  }

  function one(html) {
    if (!html) return;
    const fresh = desk.fromHtml(html);
    desk.morph(byId(fresh.id), fresh);
  }

  function items(list, order) {
    const box = byId("items");
    const fresh = new Map(list.map(({ id, html }) => [id, html]));
    const wanted = new Set(order);
    for (const card of [...box.children]) if (!wanted.has(card.id)) card.remove();
    let at = box.firstElementChild;
    for (const id of order) {
      let card = byId(id);
      if (!card) card = desk.fromHtml(fresh.get(id));
      else if (fresh.has(id)) desk.morph(card, desk.fromHtml(fresh.get(id)));
      if (card === at) at = at.nextElementSibling;
      else box.insertBefore(card, at);
    }
  }

  desk.apply = ({ parts }) => {
    holdPlace(() => holdFocus(() => {
      (parts.source || []).forEach(({ html }) => one(html));
      if (parts.order) items(parts.items || [], parts.order);
      [parts.loose, parts.doubts, parts.bar].forEach(one);
      desk.fitTexts();
      desk.number();
      desk.paint();
    }));
  };

  /* The number of an item stands in the list only; its first stretch of the source shows it too. */
  desk.number = () => {
    const numbers = new Map([...byId("items").children].map((card, n) => [card.id, n + 1]));
    for (const first of byId("source").querySelectorAll("[data-first]")) first.dataset.no = numbers.get(first.dataset.item) || "";
    for (const other of byId("source").querySelectorAll("[data-no]:not([data-first])")) other.removeAttribute("data-no");
    for (const [id, number] of numbers) byId(id).querySelector(".number").textContent = number;
  };

  /* Text areas as high as their text. */
  desk.fit = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  desk.fitTexts = () => {
    if (CSS.supports("field-sizing", "content")) return;
    document.querySelectorAll("#items textarea[data-type]").forEach(desk.fit);
  };
})();
