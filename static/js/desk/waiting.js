/* Asks now and then whether the file is read, and opens it when it is. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-waiting]");
  let asked = 0;
  async function ask() {
    asked += 1;
    try {
      const response = await fetch(box.dataset.waiting, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const data = await response.json();
      if (!response.ok || data.status !== "reading" || data.stuck) {
        location.reload();
        return;
      }
    } catch {
      // No connection: asked again.
    }
    setTimeout(ask, Math.min(1000 + asked * 250, 5000));
  }
  setTimeout(ask, 700);
});
