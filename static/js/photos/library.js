/* Keys and choosing in the library. Arrows go through the pictures, space chooses, Enter opens, / searches, Esc lets go. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("scripted");
  const form = document.getElementById("library-form");
  const search = document.getElementById("id_q");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  if (!form) return;

  const links = [...form.querySelectorAll(".card-link")];
  const box = (link) => link.parentElement.querySelector("input");
  const count = form.querySelector("[data-chosen]");
  let last = null; // where a range begins

  // One stop for Tab; arrows do the rest.
  function stopAt(link) {
    for (const other of links) other.tabIndex = other === link ? 0 : -1;
  }
  for (const link of links) box(link).tabIndex = -1;
  if (links.length) stopAt(links[0]);
  form.addEventListener("focusin", (event) => { if (links.includes(event.target)) stopAt(event.target); });

  function tell() { count.textContent = form.querySelectorAll(".card input:checked").length; }

  function choose(link, wanted, ranged) {
    const to = links.indexOf(link);
    const from = ranged && last !== null ? links.indexOf(last) : to;
    for (const other of links.slice(Math.min(from, to), Math.max(from, to) + 1)) box(other).checked = wanted;
    last = link;
    tell();
  }

  /* The picture of the next row whose middle is nearest. */
  function beside(link, down) {
    const here = link.getBoundingClientRect();
    const middle = here.left + here.width / 2;
    let best = null;
    for (const other of links) {
      const there = other.getBoundingClientRect();
      const rows = down ? there.top - here.bottom : here.top - there.bottom;
      if (rows < -4) continue;
      const away = rows * 10 + Math.abs(there.left + there.width / 2 - middle);
      if (!best || away < best.away) best = { link: other, away };
    }
    return best?.link;
  }

  form.addEventListener("keydown", (event) => {
    const link = event.target.closest(".card-link");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = links.indexOf(link);
    const steps = {
      ArrowRight: () => links[at + 1], ArrowLeft: () => links[at - 1], Home: () => links[0], End: () => links.at(-1),
      ArrowDown: () => beside(link, true), ArrowUp: () => beside(link, false),
    };
    if (event.key === " ") choose(link, !box(link).checked, event.shiftKey);
    else if (event.key === "Escape") { for (const other of links) box(other).checked = false; last = null; tell(); }
    else if (event.key in steps) {
      const next = steps[event.key]();
      if (next) {
        if (event.shiftKey) { last ??= link; choose(next, true, true); last = next; }
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "nearest" });
      }
    } else return;
    event.preventDefault();
  });

  form.addEventListener("click", (event) => {
    if (event.target.matches(".card input")) choose(event.target.closest(".card").querySelector(".card-link"), event.target.checked, event.shiftKey);
    const all = event.target.closest("[data-choose]");
    if (all) { for (const link of links) box(link).checked = all.dataset.choose === "all"; tell(); }
  });
  tell(); // a page that comes back from history keeps its ticks
  addEventListener("pageshow", tell);
});
