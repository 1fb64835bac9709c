/* The chosen blocks, the same on both sides; going from block to block and from doubt to doubt. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);
  const quoted = (id) => CSS.escape(id);

  desk.chosen = []; // block ids, in the order in which they were chosen
  desk.card = ""; // an item chosen as a whole
  desk.caret = null; // {block, at}: where the last click in the source went

  desk.blocksIn = (side) => [...side.querySelectorAll(side.id === "source" ? ".piece[data-block]" : ".block[data-block]")];
  const ofBlock = (id, side) => byId(side).querySelectorAll(`.${side === "source" ? "piece" : "block"}[data-block="${quoted(id)}"]`);

  desk.cardOf = (id) => {
    const shown = ofBlock(id, "cards")[0];
    return shown ? shown.closest(".card") : null;
  };
  desk.chosenCard = () => (desk.chosen.length ? desk.cardOf(desk.chosen[0]) : byId(desk.card));

  desk.say = (words) => { // said even when the same words come twice
    const place = byId("say");
    place.textContent = place.textContent === words ? `${words}\u00a0` : words;
  };

  desk.paint = () => {
    for (const old of document.querySelectorAll(".selected")) {
      old.classList.remove("selected");
      old.removeAttribute("aria-current");
    }
    for (const side of ["source", "cards"]) {
      for (const old of byId(side).querySelectorAll("[data-block][tabindex='0']")) old.tabIndex = -1;
      for (const id of desk.chosen) {
        ofBlock(id, side).forEach((one, n) => {
          one.classList.add("selected");
          if (n === 0) {
            one.tabIndex = 0;
            one.setAttribute("aria-current", "true");
          }
        });
      }
    }
    const card = desk.chosenCard();
    if (card) card.classList.add("selected");
    if (desk.toolbar) desk.toolbar();
  };

  function show(element) {
    if (!element) return;
    const side = element.closest("#source, #cards");
    const own = side && side.scrollHeight > side.clientHeight + 1 ? side.getBoundingClientRect() : { top: 110, bottom: innerHeight - (byId("toolbar").offsetHeight || 0) };
    const box = element.getBoundingClientRect();
    if (box.top < own.top + 12 || box.bottom > own.bottom - 12) element.scrollIntoView({ block: box.height > (own.bottom - own.top) * 0.8 ? "start" : "center", behavior: "auto" });
  }

  /* `from`: the side where the editor is ("source", "cards" or "" for neither): the focus goes there. */
  desk.choose = (ids, { from = "", focus = true, more = false } = {}) => {
    desk.chosen = more ? [...new Set([...desk.chosen, ...ids])] : [...ids];
    desk.card = "";
    desk.paint();
    const last = ids[ids.length - 1];
    if (last === undefined) return;
    for (const side of ["source", "cards"]) {
      const element = ofBlock(last, side)[0];
      if (element && side === from && focus) element.focus({ preventScroll: true });
      show(element);
    }
  };

  desk.chooseCard = (id) => {
    desk.chosen = [];
    desk.card = id;
    desk.paint();
    const top = byId(id) && byId(id).querySelector(".card-top");
    if (!top) return;
    show(top);
    top.focus({ preventScroll: true });
    show(byId("source").querySelector(`[data-item="${quoted(id)}"]`));
  };

  desk.side = () => {
    const held = document.activeElement;
    return held && held.closest("#source") ? "source" : held && held.closest("#cards") ? "cards" : desk.shownSide();
  };
  /* On a small screen only one side is to be seen. */
  desk.shownSide = () => {
    const shown = document.querySelector(".sides").dataset.shown;
    return getComputedStyle(document.querySelector(".tabs")).display === "none" ? "cards" : shown === "source" ? "source" : "cards";
  };

  /* The next block on the side where the focus is; each block once, however many stretches it has. */
  desk.step = (way, more) => {
    const side = desk.side();
    const ids = [...new Set(desk.blocksIn(byId(side)).map((one) => one.dataset.block))];
    const at = ids.indexOf(desk.chosen[desk.chosen.length - 1]);
    let to = at + way;
    if (at < 0 && desk.card) {
      const inside = [...byId(desk.card).querySelectorAll(".block")].map((one) => one.dataset.block);
      to = ids.indexOf(way > 0 ? inside[0] : inside[0]) - (way > 0 ? 0 : 1);
    }
    if (at < 0 && !desk.card) to = way > 0 ? 0 : ids.length - 1;
    if (ids[to] === undefined) return;
    desk.choose([ids[to]], { from: side, more });
  };

  /* Doubts -------------------------------------------------------------------------------------------------------- */
  desk.doubts = () => [...document.querySelectorAll("#items .doubt[data-key], #loose .doubt[data-key]")];

  desk.doubtAt = ""; // key of the doubt that the walk stands at
  desk.goToDoubt = (doubt) => {
    const card = doubt.closest(".card");
    const block = doubt.dataset.at || (doubt.closest(".block") || { dataset: {} }).dataset.block || "";
    if (block && (ofBlock(block, "cards").length || ofBlock(block, "source").length)) {
      desk.choose([block], { from: ofBlock(block, desk.side()).length ? desk.side() : "cards" });
      if (!ofBlock(block, "cards").length) show(doubt);
    } else if (card) desk.chooseCard(card.id);
    if (card || block) show(doubt.closest(".block") || doubt);
    desk.doubtAt = doubt.dataset.key;
    document.querySelectorAll(".doubt.at").forEach((old) => old.classList.remove("at"));
    doubt.classList.add("at");
    const all = desk.doubts();
    desk.say(`第${all.indexOf(doubt) + 1}处，共${all.length}处：${doubt.querySelector("span").textContent}`);
    if (desk.toolbar) desk.toolbar();
  };

  /* After the one that the walk stands at; else after the chosen block; else the first. */
  desk.walk = (way) => {
    const all = desk.doubts();
    if (!all.length) {
      desk.say("都看过了");
      return;
    }
    let at = all.findIndex((doubt) => doubt.dataset.key === desk.doubtAt);
    if (at < 0) {
      const here = desk.chosen.length ? ofBlock(desk.chosen[0], "cards")[0] : byId(desk.card);
      const after = here ? all.findIndex((doubt) => here.compareDocumentPosition(doubt) & Node.DOCUMENT_POSITION_FOLLOWING) : 0;
      at = way > 0 ? (after < 0 ? all.length : after) - 1 : after < 0 ? 0 : after;
    }
    desk.goToDoubt(all[(at + way + all.length) % all.length]);
  };

  /* The doubts that Enter settles: the one of the walk if it is here, else all of the chosen block or card. */
  desk.doubtsHere = () => {
    const all = desk.doubts();
    const card = desk.chosenCard();
    const inside = (doubt) => (desk.chosen.length
      ? desk.chosen.includes(doubt.dataset.at) || desk.chosen.includes((doubt.closest(".block") || { dataset: {} }).dataset.block)
      : Boolean(card && doubt.closest(".card") === card && !doubt.closest(".block")));
    const here = all.filter(inside);
    const walked = all.find((doubt) => doubt.dataset.key === desk.doubtAt);
    return walked && (here.includes(walked) || (card && walked.closest(".card") === card && !walked.closest(".block"))) ? [walked] : here;
  };

  desk.check = (doubts) => {
    if (!doubts.length) return;
    const all = desk.doubts();
    const after = all.slice(all.indexOf(doubts[doubts.length - 1]) + 1).concat(all).find((doubt) => !doubts.includes(doubt));
    desk.do({ do: "check", keys: doubts.map((doubt) => doubt.dataset.key), value: true });
    for (const doubt of doubts) {
      const block = doubt.closest(".block");
      doubt.remove();
      if (block && !block.querySelector(".doubt")) block.classList.remove("doubtful");
    }
    desk.doubtAt = "";
    if (after) desk.goToDoubt(after);
    else {
      desk.paint();
      desk.say("都看过了");
    }
  };

  /* A block that is gone (joined, parted): the one that holds its first character now. */
  desk.remember = () => desk.chosen.map((id) => {
    const piece = ofBlock(id, "source")[0];
    return { id, start: piece ? Number(piece.dataset.start) : -1 };
  });
  desk.findAgain = (before) => {
    desk.chosen = [...new Set(before.map(({ id, start }) => {
      if (ofBlock(id, "source").length || ofBlock(id, "cards").length) return id;
      const all = [...byId("source").querySelectorAll(".piece")];
      const found = all.filter((piece) => Number(piece.dataset.start) <= start).pop();
      return found ? found.dataset.block : "";
    }).filter(Boolean))];
  };
})();
