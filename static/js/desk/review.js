/* The review screen: what is done with selected characters, jumps between marks and lists, the difference by one key. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const PAUSE = 15000;
  const bar = document.querySelector(".selection-bar");
  const byKey = (key) => document.querySelectorAll(`[data-marks~="${key}"]`);
  let passage = null;

  function follow() {
    const now = window.DeskPassage.selected();
    if (!now) {
      // The bar stays while one of its buttons is being pressed.
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    passage = now;
    bar.hidden = false;
    const high = bar.offsetHeight + 8;
    const top = now.box.top > high + 8 ? now.box.top - high : now.box.bottom + 8;
    bar.style.insetBlockStart = `${Math.max(8, Math.min(top, innerHeight - high)) + scrollY}px`;
    bar.style.insetInlineStart = `${Math.max(8, Math.min(now.box.left, document.documentElement.clientWidth - bar.offsetWidth - 8))}px`;
  }
  document.addEventListener("selectionchange", follow);
  // The browser tells of a selection a moment later; a key that is pressed in between is about it all the same.
  document.addEventListener("keydown", follow, { capture: true });
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays

  function mark(sort) {
    const now = window.DeskPassage.selected() ?? passage;
    const form = document.querySelector(sort === "catch" ? "[data-form=catch] form" : "form[data-form=comment]");
    if (!now || !form) return;
    for (const name of ["field", "quote", "prefix", "suffix"]) form.elements[name].value = now[name];
    if (sort === "catch") {
      form.closest("details").open = true;
      form.elements.correction.value = now.quote;
      form.elements.correction.select();
    } else {
      const quoted = form.querySelector("[data-quoted]");
      quoted.hidden = false;
      quoted.querySelector("q").textContent = now.quote;
    }
    bar.hidden = true;
    form.scrollIntoView({ block: "nearest" });
    form.elements[sort === "catch" ? "correction" : "text"].focus({ preventScroll: true });
  }
  for (const button of bar.querySelectorAll("[data-mark]")) button.addEventListener("click", () => mark(button.dataset.mark));
  document.querySelector("[data-unquote]")?.addEventListener("click", (event) => {
    const form = event.target.closest("form");
    for (const name of ["field", "quote", "prefix", "suffix"]) form.elements[name].value = "";
    form.querySelector("[data-quoted]").hidden = true;
    form.elements.text.focus();
  });
  // A quotation that is typed over by hand stands where it may: what stood around the selection says nothing of it.
  const quote = document.querySelector("[data-form=catch] [name=quote]");
  quote?.addEventListener("input", () => { for (const name of ["prefix", "suffix"]) quote.form.elements[name].value = ""; });

  /* From an entry to its passage and back. */
  function show(key) {
    const marks = byKey(key);
    for (const other of document.querySelectorAll("mark.chosen")) other.classList.remove("chosen");
    for (const one of marks) one.classList.add("chosen");
    marks[0]?.scrollIntoView({ block: "center" });
  }
  for (const link of document.querySelectorAll("[data-jump]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); show(link.dataset.jump); });
  }
  document.getElementById("text").addEventListener("click", (event) => {
    const hit = event.target.closest("mark[data-marks]");
    if (!hit || !document.getSelection().isCollapsed) return;
    const key = hit.dataset.marks.split(" ")[0];
    show(key);
    document.getElementById(key)?.scrollIntoView({ block: "center" });
  });

  // Whoever comes from the list stops at the passages by j and k; the changes are stops only while they are shown.
  for (const one of document.querySelectorAll(".as-read mark")) { one.tabIndex = -1; one.dataset.stop = ""; }
  document.getElementById("refusal")?.scrollIntoView({ block: "nearest" });

  /* Who else is here, and whether what is shown still stands. */
  const screen = document.querySelector("[data-now]");
  let timer = setTimeout(ask, PAUSE);
  async function ask() {
    clearTimeout(timer);
    try {
      const response = await fetch(screen.dataset.now, { credentials: "same-origin", redirect: "error" });
      if (response.ok) {
        const now = await response.json();
        screen.querySelector(".stale").hidden = String(now.version) === screen.dataset.version;
        const there = now.present.map((sentence) => Object.assign(document.createElement("span"), { textContent: sentence }));
        screen.querySelector(".review-present").replaceChildren(...there);
      }
    } catch { /* no connection: asked again */ }
    if (!document.hidden) timer = setTimeout(ask, PAUSE);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });

  // A second click on a slow line is not a second act.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
});
