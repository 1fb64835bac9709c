/* From change to change, by buttons for those who use no keys. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const stops = [...document.querySelectorAll("[data-stop]")];
  for (const button of document.querySelectorAll("[data-walk]")) {
    button.addEventListener("click", () => {
      const here = stops.indexOf(document.querySelector("[data-stop].here"));
      const by = Number(button.dataset.walk);
      const next = stops[Math.min(Math.max(here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by, 0), stops.length - 1)];
      for (const stop of stops) stop.classList.toggle("here", stop === next);
      next?.scrollIntoView({ block: "center" });
    });
  }
});
