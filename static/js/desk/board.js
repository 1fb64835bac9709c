/* The board by itself: asks for its changing part every 15 seconds and exchanges only what is another, under the focus
   and the scroll position of whoever is reading. On a phone the columns become tabs. */
"use strict";
(() => {
  const PAUSE = 15000;

  /* Each part by its name; the element that had the focus gets it back, found by its key. */
  function exchange(box, fresh) {
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    for (const part of box.querySelectorAll("[data-part]")) {
      const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!other || other.innerHTML === part.innerHTML) continue;
      part.replaceChildren(...other.childNodes);
    }
    for (const late of box.querySelectorAll(".mine-late")) {
      late.classList.toggle("some", fresh.querySelector(".mine-late").classList.contains("some"));
    }
    if (focused && document.activeElement?.dataset.key !== focused) {
      box.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("live");
    const state = document.querySelector("[data-state]");
    let timer = 0;

    async function ask() {
      clearTimeout(timer);
      try {
        const response = await fetch(box.dataset.live + location.search, { credentials: "same-origin", redirect: "error" });
        if (!response.ok) throw new Error(response.status);
        const text = await response.text();
        exchange(box, new DOMParser().parseFromString(text, "text/html"));
        if (state.dataset.failed) { state.textContent = "每15秒自动更新"; delete state.dataset.failed; }
      } catch {
        state.textContent = "现在连不上：下面可能不是最新的";
        state.dataset.failed = "1";
      }
      if (!document.hidden) timer = setTimeout(ask, PAUSE);
    }

    const narrow = document.querySelector(".board-narrow");
    if (matchMedia("(max-width: 47.99rem)").matches && !narrow.querySelector(".board-all, .refusal")) narrow.open = false;

    timer = setTimeout(ask, PAUSE);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
    box.addEventListener("desk:ask", ask);

    const tabs = [...document.querySelectorAll(".lane-tabs a")];
    function choose(tab) {
      for (const other of tabs) {
        if (other === tab) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current");
        document.getElementById(`lane-${other.dataset.lane}`).classList.toggle("chosen", other === tab);
      }
    }
    document.querySelector(".lanes").classList.add("tabbed");
    for (const tab of tabs) tab.addEventListener("click", (event) => { event.preventDefault(); choose(tab); });
    choose(tabs.find((tab) => location.hash === tab.hash) ?? tabs[1]);
  });
})();
