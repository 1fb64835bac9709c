/* Nothing typed into the form of a story is lost: copies in this browser (at once) and on the server (three seconds
 * after the last change), offered when the form is opened again. Neither touches the story itself. */
"use strict";
(() => {
  const LOCAL = 400; // milliseconds after a change until this browser has it
  const SERVER = 3000; // until the server has it
  const LATEST = 15000; // also while somebody types without a pause
  const AGAIN = 10000; // until the next try when nobody answered
  const PREFIX = "newsroom-draft:";
  const KEPT = 30 * 86400000; // milliseconds that a copy stays in this browser
  const NOT_TYPED = /^(csrfmiddlewaretoken|draft_key|_.*|merge-.*|action|initial-.*)$/;

  const now = () => new Date().toLocaleTimeString("zh-CN", { hour12: false });
  const day = (time) => {
    const date = new Date(time);
    const hour = date.toLocaleTimeString("zh-CN", { hour12: false, hour: "2-digit", minute: "2-digit" });
    return date.toDateString() === new Date().toDateString() ? hour : `${date.getMonth() + 1}月${date.getDate()}日 ${hour}`;
  };

  /** The copies in this browser, one for each opening of a form: {user, article, key, sequence, at, fields, discarded}. */
  const copies = {
    name: (key) => PREFIX + key,
    all() {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => {
        try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
      }).filter(Boolean);
    },
    drop(key) { try { localStorage.removeItem(copies.name(key)); } catch { /* a browser without storage */ } },
    keep(copy) {
      for (let tries = 0; tries < 20; tries += 1) {
        try {
          localStorage.setItem(copies.name(copy.key), JSON.stringify(copy));
          return true;
        } catch {
          // Full: what was thrown away goes first, then the oldest.
          const others = copies.all().filter((other) => other.key !== copy.key)
            .sort((one, other) => Number(other.discarded || 0) - Number(one.discarded || 0) || one.at - other.at);
          if (!others.length) return false;
          copies.drop(others[0].key);
        }
      }
      return false;
    },
    tidy() {
      copies.all().filter((copy) => !copy.at || Date.now() - copy.at > KEPT).forEach((copy) => copies.drop(copy.key));
      const saved = document.cookie.match(/(?:^|; )newsroom-saved=([\w-]+)/);
      if (!saved) return;
      const copy = copies.all().find((one) => one.key === saved[1]);
      copies.drop(saved[1]);
      // What somebody threw away stays until he saves the piece the next time: that was now.
      if (copy) copies.all().filter((one) => one.discarded && one.user === copy.user && one.article === copy.article).forEach((one) => copies.drop(one.key));
      document.cookie = "newsroom-saved=; path=/; max-age=0; samesite=lax";
    },
  };

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function start(form, session) {
    const key = form.elements.draft_key.value;
    const editors = () => (window.CKEDITOR ? Object.values(CKEDITOR.instances) : []);
    const place = document.querySelector("#editing");
    let sequence = Number(place.dataset.sequence);
    let kept = null; // what the server has, as text
    let local = null; // what this browser has
    let first = null; // as the form was opened
    let baseSent = false;
    let changedAt = 0;
    let waitingSince = 0;
    let sending = null;
    let submitting = false;
    let timer = 0;
    let typedAt = 0;

    function fields() {
      const found = {};
      for (const [name, value] of new FormData(form)) {
        if (NOT_TYPED.test(name) || typeof value !== "string") continue;
        (found[name] ||= []).push(value);
      }
      for (const editor of editors()) {
        if (editor.status === "ready" && editor.name.startsWith("id_")) found[editor.name.slice(3)] = [editor.getData()];
      }
      return found;
    }
    const text = (found) => JSON.stringify(Object.entries(found).filter(([name]) => name !== "base" && name !== "version").sort());

    // Saying how it stands -------------------------------------------------------------------------------------------
    const time = document.querySelector("#autosave-time");
    const problem = document.querySelector("#autosave-problem");

    function login() {
      return element("a", { href: session.login, target: "_blank", rel: "opener", class: "autosave-login" }, "在新窗口登录");
    }
    function say(words) { time.textContent = words; }
    function complain(...parts) {
      if (parts.length) say("");
      const words = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
      if (problem.textContent !== words) problem.replaceChildren(...parts);
    }
    function sayState() {
      const where = local === null ? "" : "您写的已记在本机。";
      if (session.state === "expired") complain(`登录已过期，没有存到服务器。${where}请`, login(), "，然后回到这里继续。");
      else if (session.state === "other") complain(`这个浏览器现在登录的是${session.name || "别的账号"}，没有存。${where}请换回您的账号：`, login(), "。");
      else if (session.state === "away") complain(`没有连上，已记在本机 ${now()}`);
      else if (session.refusal === 404) complain(`这篇稿件您现在打不开了，没有存到服务器。${where}`);
      else if (session.refusal) complain(`服务器没有收下（${session.refusal}）。${where}`);
      else complain();
    }

    // Keeping --------------------------------------------------------------------------------------------------------
    function keepLocal() {
      const found = fields();
      const words = text(found);
      if (first === null || (words === first && local === null)) return null;
      if (words !== local) {
        sequence += 1;
        const ok = copies.keep({ user: session.user, article: session.article, key, sequence, at: Date.now(), fields: found });
        local = words;
        if (!ok) complain("这个浏览器存不下副本：请尽快保存。");
      }
      return { found, words };
    }

    function packetOf({ found }) {
      const sent = { ...found };
      if (baseSent) delete sent.base;
      return { key, sequence, version: Number(form.elements.version.value || 0), fields: sent };
    }

    async function keep() {
      if (submitting || sending) return;
      const state = keepLocal();
      waitingSince = 0;
      if (!state || state.words === kept) return;
      sending = session.post({ ...packetOf(state), ...signOfLife() });
      const answer = await sending;
      sending = null;
      if (answer) {
        kept = state.words;
        baseSent = true;
        say(`已自动保存 ${answer.saved_at}`);
        document.dispatchEvent(new CustomEvent("newsroom:here", { detail: answer }));
      }
      sayState();
      if (!answer) later(AGAIN);
      else if (changedAt && keepLocal() && local !== kept) later(SERVER);
    }

    function later(wait) {
      clearTimeout(timer);
      waitingSince ||= Date.now();
      timer = setTimeout(keep, Math.max(0, Math.min(wait, waitingSince + LATEST - Date.now())));
    }

    let localTimer = 0;
    function changed() {
      changedAt = Date.now();
      clearTimeout(localTimer);
      localTimer = setTimeout(() => {
        const state = keepLocal();
        if (state && state.words !== kept && session.state === "ok" && !problem.textContent) say("有修改，正在记下…");
      }, LOCAL);
      later(SERVER);
    }
    function typed() { typedAt = Date.now(); }
    function signOfLife() {
      return { here: true, typed: typedAt ? Math.round((Date.now() - typedAt) / 1000) : null };
    }
    session.signOfLife = signOfLife;

    function flush(isLeaving) {
      clearTimeout(timer);
      if (submitting) {
        if (isLeaving) session.leave({ leave: true });
        return;
      }
      const state = keepLocal();
      const fresh = state && state.words !== kept ? packetOf(state) : {};
      if (isLeaving) session.leave({ ...fresh, leave: true });
      else if (state && state.words !== kept) keep();
    }

    // Watching -------------------------------------------------------------------------------------------------------
    for (const event of ["input", "change", "drop", "click", "keyup"]) form.addEventListener(event, changed);
    for (const event of ["keydown", "input", "paste"]) form.addEventListener(event, typed);
    for (const event of ["formset:added", "formset:removed"]) document.addEventListener(event, changed);
    // Select2 speaks through jQuery, which tells native listeners nothing.
    if (window.django && django.jQuery) django.jQuery(form).on("change", changed);
    function watchEditor(editor) {
      const begin = () => {
        editor.on("change", () => { typed(); changed(); });
        editor.on("blur", () => flush(false));
        if (first === null) begun();
      };
      if (editor.status === "ready") begin(); else editor.on("instanceReady", begin);
    }
    const opened = fields(); // before anybody can have typed
    function begun() {
      editors().filter((editor) => editor.status === "ready").forEach((editor) => { opened[editor.name.slice(3)] = [editor.getData()]; });
      first = place.hasAttribute("data-typed") ? "" : text(opened);
      if (first === "") { changed(); keepLocal(); }
      offerLocal();
    }
    if (window.CKEDITOR && form.querySelector("textarea[data-type=ckeditortype]")) {
      CKEDITOR.on("instanceReady", (event) => watchEditor(event.editor));
      editors().filter((editor) => editor.status === "ready").forEach(watchEditor);
    } else begun();
    form.addEventListener("focusout", () => { if (changedAt) flush(false); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") flush(false);
      else if (session.state !== "ok") session.check();
    });
    window.addEventListener("focus", () => { if (session.state !== "ok") session.check(); });
    window.addEventListener("online", () => session.check());
    window.addEventListener("pagehide", () => flush(true));
    window.addEventListener("pageshow", (event) => { if (event.persisted) { submitting = false; session.check(); } });
    document.addEventListener("newsroom:session", (event) => {
      sayState();
      if (event.detail.state === "ok") { say("已重新连上"); keep(); }
    });

    // Saving the story itself ----------------------------------------------------------------------------------------
    // Asks first whether anybody is there to take it: a form that runs into a login page is gone.
    form.addEventListener("submit", async (event) => {
      if (submitting) return;
      event.preventDefault();
      const button = event.submitter;
      clearTimeout(timer);
      keepLocal();
      if (sending) await sending;
      const state = await session.check();
      if (state !== "ok") {
        sayState();
        complain("没有保存。", ...[...problem.childNodes]);
        problem.scrollIntoView({ block: "nearest" });
        return;
      }
      complain();
      submitting = true;
      form.requestSubmit(button);
    });

    // Earlier copies -------------------------------------------------------------------------------------------------
    const box = document.querySelector("#kept-drafts");
    const mine = () => copies.all().filter((copy) => copy.user === session.user && copy.article === session.article && copy.key !== key);
    const addressOf = (copy) => (session.article ? session.address : session.address.replace(key, copy.key));

    async function open(copy, more = "") {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("packet", JSON.stringify({ user: session.user, key: copy.key, sequence: copy.sequence, version: Number((copy.fields.version || [0])[0]), fields: copy.fields }));
      const answer = await fetch(addressOf(copy), { method: "POST", body, credentials: "same-origin" }).catch(() => null);
      if (!answer || !answer.ok) { complain("没有连上：副本还在本机，请过一会儿再恢复。"); return; }
      if (copy.discarded) copies.keep({ ...copy, discarded: false });
      window.location.search = `?draft=${encodeURIComponent(copy.key)}${more}`;
    }

    async function discard(section, id) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("packet", JSON.stringify({ user: session.user, key: id, discard: true }));
      const answer = await fetch(addressOf({ key: id }), { method: "POST", body, credentials: "same-origin" }).catch(() => null);
      if (!answer || !answer.ok) { complain("没有连上，没有丢弃。"); return; }
      const { discarded } = await answer.json();
      const copy = mine().find((one) => one.key === id) ||
        { user: session.user, article: session.article, key: id, sequence: Number(section.dataset.sequence) + 1, at: Date.now(), fields: discarded };
      if (copy.fields) copies.keep({ ...copy, sequence: copy.sequence + 1, discarded: true });
      section.remove();
      offerDiscarded();
    }

    function offerDiscarded() {
      box.querySelector(".kept-thrown")?.remove();
      const thrown = mine().filter((copy) => copy.discarded).sort((one, other) => other.at - one.at);
      if (!thrown.length) return;
      const line = element("p", { class: "kept-thrown" }, "丢弃的修改在下次保存之前还留在这个浏览器里：");
      for (const copy of thrown) {
        const button = element("button", { type: "button", class: "button" }, `找回 ${day(copy.at)} 的`);
        button.addEventListener("click", () => open(copy));
        line.append(button, " ");
      }
      box.append(line);
    }

    function offerLocal() {
      for (const section of box.querySelectorAll(".kept[data-key]")) {
        const button = section.querySelector(".kept-discard");
        button.hidden = false;
        button.addEventListener("click", () => discard(section, section.dataset.key));
        const newer = mine().find((copy) => copy.key === section.dataset.key && copy.sequence > Number(section.dataset.sequence));
        if (newer) section.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => {
          event.preventDefault();
          open(newer, link.search.includes("compare") ? "&compare" : "");
        }));
      }
      const known = new Set([...box.querySelectorAll(".kept[data-key]")].map((section) => section.dataset.key));
      for (const copy of mine().filter((one) => !one.discarded && !known.has(one.key))) {
        if (!place.hasAttribute("data-typed") && text(copy.fields) === first) { copies.drop(copy.key); continue; }
        const section = element("section", { class: "kept", "data-key": copy.key, "data-sequence": copy.sequence, "aria-label": "未保存的修改" },
          element("p", {}, `您有 ${day(copy.at)} 未保存的修改（记在这个浏览器里）：`));
        const actions = element("p", { class: "kept-actions" });
        const buttons = [["恢复", () => open(copy)], ["对比", () => open(copy, "&compare")], ["丢弃", () => discard(section, copy.key)]];
        for (const [label, act] of buttons) {
          if (label === "对比" && !session.article) continue;
          const button = element("button", { type: "button", class: "button" }, label);
          button.addEventListener("click", act);
          actions.append(button, " ");
        }
        section.append(actions);
        box.append(section);
      }
      offerDiscarded();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    try { copies.tidy(); } catch { /* a browser without storage: the server's copy remains */ }
    const form = document.querySelector("#article_form");
    if (form && window.NewsroomSession && form.elements.draft_key) start(form, window.NewsroomSession);
  });
})();
