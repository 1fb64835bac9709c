/* Keys of the desk's screens. Never while somebody types, never on pages that have keys of their own, and they can be
   switched off on this machine (WCAG 2.1.4). */
"use strict";
(() => {
  const OFF = "desk-keys-off";
  const PAUSE = 1200; // ms between g and the letter that follows it
  let going = 0;

  const isField = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const shown = (element) => element.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  /* j and k go through changes or marks where there are such, else through pieces. */
  function step(by) {
    const stops = all("[data-stop]").length ? all("[data-stop]") : all("[data-piece], [data-row]");
    if (!stops.length) return;
    const here = stops.indexOf(document.activeElement);
    const next = stops[Math.min(Math.max(here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by, 0), stops.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  /* On the page itself, or on the page of the piece that has the focus. */
  function use(name) {
    const target = all(`[data-key-${name}]`)[0];
    if (target) {
      if (target.matches("a, button[type=button], summary") && name !== "a") target.click();
      else target.focus();
      target.scrollIntoView({ block: "nearest" });
      return;
    }
    const piece = document.activeElement?.closest("[data-piece]");
    if (!piece) return;
    const address = new URL(piece.href);
    location.href = name === "e" ? `/admin/articles/article/${piece.dataset.piece}/change/` : `${address.pathname}#key-${name}`;
  }

  /* The page's own search, or the desk's. The photo library has a key of its own for it. */
  function find() {
    const field = all("input[type=search]")[0];
    if (!field) { go("s"); return; }
    field.focus();
    field.select();
  }

  function go(key) {
    if (key === "i") location.href = document.querySelector(".desk-bell")?.href ?? "/desk/inbox/";
    const link = document.querySelector(`[data-go="${key}"]`);
    if (link) link.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || window.ImportDesk) return;
    if (isOff() || isField(event.target) || document.querySelector("dialog[open]")) return;
    const follows = going && event.timeStamp - going < PAUSE;
    going = 0;
    if (follows && "dips".includes(event.key)) { event.preventDefault(); go(event.key); return; }
    if (event.key === "g") going = event.timeStamp;
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("arecmx".includes(event.key)) use(event.key);
    else if (event.key === "/") find();
    else if (event.key === "?") document.getElementById("keys-help").showModal();
    else return;
    event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    // On a phone the line of places is longer than the screen: the one where we are shall be seen.
    document.querySelector(".desk-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
    const off = document.querySelector("[data-keys-off]");
    if (!off) return;
    off.checked = isOff();
    off.addEventListener("change", () => {
      try { localStorage.setItem(OFF, off.checked ? "1" : "0"); } catch { off.checked = false; }
    });
    document.querySelector("[data-keys-open]").addEventListener("click", () => document.getElementById("keys-help").showModal());
    const asked = /^#key-([arecmx])$/.exec(location.hash);
    if (asked) use(asked[1]);
  });
})();
