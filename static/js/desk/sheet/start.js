/* Puts the sheet together: the queue, the status line, the columns, the form of the place, leaving. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const desk = window.ImportDesk;
  const byId = (id) => document.getElementById(id);
  const sheet = byId("sheet");
  const saving = byId("saving");
  const LOOK = 20000; // ms between looks for the work of others
  let leaving = false;

  /* The status line ---------------------------------------------------------------------------------------------- */
  const link = (words, href) => {
    const made = document.createElement("a");
    Object.assign(made, { href, target: "_blank", rel: "noopener", textContent: words });
    return made;
  };
  const STATES = {
    waiting: () => [desk.queue.stored ? "正在存…" : "正在存（这台机器记不下，请不要关掉这一页）"],
    sending: () => ["正在存…"],
    saved: (time) => [`已存 ${time}`],
    offline: (count) => [desk.queue.stored ? `没有连上，${count}步已记在本机，连上就存` : `没有连上，${count}步还在这一页里：请不要关掉`],
    "signed-out": (said) => [said || "登录已过期。", link("去登录", sheet.dataset.login)],
    refused: (said) => [said || "没有存下：请刷新页面再试。"],
    error: (said) => [said],
    closed: (said) => [said || "这次导入已经结束。", link("看结果", location.pathname)],
  };
  const CALM = new Set(["waiting", "sending", "saved"]);
  function onState(name, detail) {
    saving.replaceChildren(...STATES[name](detail).flatMap((one) => [one, " "]));
    saving.dataset.state = name;
    saving.classList.toggle("alarm", !CALM.has(name));
  }
  desk.refuse = (words) => {
    onState("error", words);
    desk.say(words);
  };

  /* The queue ------------------------------------------------------------------------------------------------------ */
  desk.queue = new desk.Queue(sheet, {
    have: desk.have,
    onState,
    onAnswer: (data) => {
      const before = desk.remember();
      desk.settle();
      desk.apply(data);
      desk.findAgain(before);
      desk.paint();
      turns();
      if (data.error) desk.say(data.error);
    },
  });
  desk.do = (step, fold) => desk.queue.put(step, fold);
  desk.turn = (way) => {
    desk.queue.turn(way);
    desk.say(way === "undo" ? "撤销" : "重做");
  };

  function turns() {
    byId("undo").disabled = byId("bar").dataset.undo !== "1";
    byId("redo").disabled = byId("bar").dataset.redo !== "1";
  }
  byId("undo").addEventListener("click", () => desk.turn("undo"));
  byId("redo").addEventListener("click", () => desk.turn("redo"));

  /* Choosing with the pointer ------------------------------------------------------------------------------------- */
  byId("source").addEventListener("click", (event) => {
    const piece = event.target.closest(".piece");
    if (!piece || !getSelection().isCollapsed) return;
    if (event.shiftKey || event.ctrlKey) desk.choose([piece.dataset.block], { from: "source", more: true });
    else desk.choose([piece.dataset.block], { from: "source" });
  });
  byId("cards").addEventListener("click", (event) => {
    if (event.target.closest("input, textarea, select, a") || (event.target.closest("button") && !event.target.closest(".handle"))) return;
    const block = event.target.closest(".block");
    if (block) desk.choose([block.dataset.block], { from: "cards", more: event.shiftKey || event.ctrlKey });
    else if (event.target.closest(".card-top")) desk.chooseCard(event.target.closest(".card").id);
  });
  byId("cards").addEventListener("focusin", (event) => {
    const handle = event.target.closest(".handle");
    if (handle && !desk.chosen.includes(handle.dataset.block)) desk.choose([handle.dataset.block], { focus: false });
  });
  sheet.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go-item]");
    if (event.target.closest("[data-next-doubt]")) desk.walk(1);
    if (!go) return;
    go.closest("details").open = false;
    const doubt = desk.doubts().find((one) => one.dataset.key === go.dataset.key);
    if (doubt) desk.goToDoubt(doubt);
  });

  /* One side at a time on small screens --------------------------------------------------------------------------- */
  document.querySelector(".tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    document.querySelector(".sides").dataset.shown = tab.dataset.tab;
    document.querySelectorAll(".tabs [data-tab]").forEach((one) => one.setAttribute("aria-pressed", String(one === tab)));
    const chosen = document.querySelector(`${tab.dataset.tab === "source" ? "#source" : "#cards"} .selected[data-block]`);
    if (chosen) chosen.scrollIntoView({ block: "center" });
  });

  /* Where it stands in the paper ---------------------------------------------------------------------------------- */
  const place = byId("place");
  async function put() {
    const given = new FormData(place);
    if (given.get("page") && !given.get("edition")) return; // half of it: not decided yet
    await desk.queue.flush();
    onState("sending");
    try {
      const response = await fetch(place.action, {
        method: "POST", body: given, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": desk.queue.csrf },
      });
      const data = await response.json();
      if (data.version) desk.queue.version = data.version;
      if (data.parts) desk.apply(data);
      turns();
      if (data.error) desk.refuse(data.error);
      else onState("saved", data.saved_at);
    } catch {
      onState("error", "期和版没有存下：请连上后再选一次。");
    }
  }
  if (place) {
    place.addEventListener("change", put);
    place.addEventListener("submit", (event) => { event.preventDefault(); put(); });
    place.querySelectorAll(".newest-editions").forEach((box) => {
      box.hidden = false;
      box.addEventListener("click", (event) => {
        if (!event.target.dataset.day) return;
        place.elements.edition.value = event.target.dataset.day;
        put();
        if (!place.elements.page.value) place.elements.page.focus();
      });
    });
    sheet.addEventListener("click", (event) => {
      const use = event.target.closest("[data-use-date]");
      if (!use) return;
      place.elements.edition.value = use.dataset.useDate;
      place.elements.page.value = use.dataset.usePage.replace(/\D+/g, "").replace(/^0+/, "");
      put();
    });
  }

  /* The end --------------------------------------------------------------------------------------------------------- */
  desk.makeDrafts = async () => {
    if (leaving) return;
    await desk.queue.flush();
    if (!desk.queue.empty) {
      desk.refuse(saving.dataset.state === "signed-out" ? saving.textContent : "还有改动没有存上，先不建草稿：请等连上再试。");
      return;
    }
    leaving = true;
    const form = byId("drafts");
    form.elements.csrfmiddlewaretoken.value = desk.queue.csrf;
    form.querySelector("button").disabled = true;
    form.submit();
  };
  byId("drafts").addEventListener("submit", (event) => {
    event.preventDefault();
    desk.makeDrafts();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
    byId("drafts").querySelector("button").disabled = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !desk.queue.empty) event.preventDefault();
  });
  byId("ask-help").addEventListener("click", () => byId("help").showModal());

  /* What another editor does shows up by itself, if not at once. */
  desk.look = async () => {
    if (document.hidden || leaving || !desk.queue.empty || desk.queue.sending) return;
    try {
      const response = await fetch(sheet.dataset.status, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const data = response.ok ? await response.json() : {};
      if (data.status && data.status !== "open") onState("closed");
      else if (data.version && data.version !== desk.queue.version && desk.queue.empty) await desk.queue.refresh();
    } catch {
      // No connection: the next time.
    }
  };
  setInterval(desk.look, LOOK);

  document.querySelectorAll(".no-script").forEach((one) => { one.hidden = true; });
  desk.number();
  desk.fitTexts();
  turns();
  desk.toolbar();
  if (!desk.queue.empty) {
    onState("waiting");
    desk.queue.flush();
  }
  if (getComputedStyle(document.querySelector(".tabs")).display === "none") byId("cards").focus({ preventScroll: true });
});
