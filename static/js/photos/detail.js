/* The page of one picture: Ctrl+Enter saves, typed words are not lost by leaving, new files are shown when they are made. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("photo-detail");
  const form = document.getElementById("words-form");
  const WAIT = 2000; // ms between two questions to the server
  const MOST = 90;
  let typed = false;

  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  async function wait(left) {
    if (!left) return;
    let found = null;
    try {
      const answer = await fetch(page.dataset.state, { headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) found = await answer.json();
    } catch { /* no network now: asked again */ }
    if (found && !found.stale && found.status !== "pending") {
      // Whoever is typing, moving the focal point or cutting keeps what he has; the page tells him.
      if (typed || document.querySelector("#focal-form[data-moved], #cut[open]")) tell("各种规格做好了，保存以后就看得到。");
      else location.reload();
      return;
    }
    setTimeout(() => wait(left - 1), WAIT);
  }

  function tell(words) {
    const note = page.querySelector("[data-making]");
    if (note) note.textContent = words;
  }

  if (page.dataset.stale !== undefined) wait(MOST);
  document.addEventListener("photo:making", () => wait(MOST));
});
