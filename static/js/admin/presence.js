/* Who else is at a story: on its form a sign of life every ten seconds, on the list a look at every row. */
"use strict";
(() => {
  const BEAT = 10000;

  function atForm(session) {
    const line = document.querySelector("#presence");
    const opened = Number(document.querySelector("#editing").dataset.version);
    const show = (answer) => {
      const words = [...answer.present];
      if (answer.version > opened) words.push(`${answer.updated_by || "有人"} ${answer.updated_at} 存了新版本，您保存时会合并`);
      const sentence = words.join("；");
      if (line.textContent !== sentence) line.textContent = sentence;
    };
    const beat = async () => {
      if (document.visibilityState === "hidden" && !session.signOfLife().typed) return;
      const answer = await session.post(session.signOfLife());
      if (answer && answer.present) show(answer);
    };
    document.addEventListener("newsroom:here", (event) => { if (event.detail.present) show(event.detail); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) beat(); });
    beat();
    setInterval(beat, BEAT);
  }

  function atList(rows) {
    const places = new Map();
    for (const row of rows) {
      const id = row.querySelector("input.action-select")?.value || row.querySelector("th a")?.pathname.match(/\/(\d+)\/change\/$/)?.[1];
      if (id) places.set(id, row.querySelector("th"));
    }
    if (!places.size) return;
    const look = async () => {
      if (document.visibilityState === "hidden") return;
      const answer = await fetch(`/desk/presence/?ids=${[...places.keys()].join(",")}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok) return;
      const { present } = await answer.json();
      for (const [id, cell] of places) {
        const words = (present[id] || []).join("；");
        let mark = cell.querySelector(".presence-mark");
        if (!words) { mark?.remove(); continue; }
        if (!mark) {
          mark = document.createElement("small");
          mark.className = "presence-mark";
          cell.append(mark);
        }
        mark.textContent = words;
      }
    };
    look();
    setInterval(look, BEAT);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const session = window.NewsroomSession;
    if (session && session.article && session.signOfLife) atForm(session);
    else if (document.body.classList.contains("change-list")) atList(document.querySelectorAll("#result_list tbody tr"));
  });
})();
