/* Steps on their way to the server: kept on this machine until the server has them, sent in order, sent again. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const BATCH = 50;
  const PAUSE = 600; // ms after the last letter of a field
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between tries while there is no connection
  const TRY_MS = 30000;

  const uuid = () => (crypto.randomUUID ? crypto.randomUUID()
    : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));

  class Queue {
    /* `sheet`: the element with the addresses. `onAnswer(data)`, `onState(name, detail)`, `have()` → {part: hash}. */
    constructor(sheet, { onAnswer, onState, have }) {
      Object.assign(this, { sheet, onAnswer, onState, have });
      this.prefix = `desk-import:${sheet.dataset.user}:${sheet.dataset.import}:`;
      this.key = this.prefix + uuid();
      this.csrf = sheet.dataset.csrf;
      this.version = Number(sheet.dataset.version);
      this.sending = null;
      this.failures = 0;
      this.timer = 0;
      this.stored = true;
      this.entries = this.adopt();
      window.addEventListener("online", () => this.wake());
      window.addEventListener("focus", () => this.wake());
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.wake(); });
    }

    /* What earlier pages of this import left behind. A step that was sent by two pages is done once: it has an id. */
    adopt() {
      const found = [];
      try {
        for (const key of Object.keys(localStorage).filter((name) => name.startsWith(this.prefix))) {
          const entries = JSON.parse(localStorage.getItem(key));
          if (Array.isArray(entries)) found.push(...entries.filter((entry) => entry && entry.id && entry.step));
          localStorage.removeItem(key);
        }
        found.forEach((entry) => { entry.tried = true; });
        found.sort((a, b) => a.at - b.at);
        if (found.length) localStorage.setItem(this.key, JSON.stringify(found));
      } catch {
        this.stored = false;
      }
      return found;
    }

    keep() {
      try {
        if (this.entries.length) localStorage.setItem(this.key, JSON.stringify(this.entries));
        else localStorage.removeItem(this.key);
        this.stored = true;
      } catch {
        this.stored = false;
      }
    }

    get empty() { return this.entries.length === 0; }

    has(fold) { return this.entries.some((entry) => entry.fold === fold); }

    /* `fold`: a later step of the same name takes the place of one that was not sent yet (letters of one field). */
    put(step, fold = "") {
      const last = this.entries[this.entries.length - 1];
      if (fold && last && last.fold === fold && !last.tried) last.step = step;
      else this.entries.push({ id: uuid(), step, fold, at: Date.now() });
      this.keep();
      this.onState("waiting");
      this.later(fold ? PAUSE : 0);
    }

    /* What others did meanwhile; called when nothing of our own is on its way. */
    async refresh() {
      const response = await this.post(this.sheet.dataset.steps, { steps: [], have: this.have() });
      return response.ok && this.empty ? this.read(response, []) : false;
    }

    turn(way) { // "undo", "redo"
      this.put({ turn: way });
    }

    later(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.pump(), ms);
    }

    wake() {
      if (!this.empty && !this.sending) this.later(0);
    }

    flush() {
      clearTimeout(this.timer);
      return this.pump();
    }

    /* Resolves when nothing is left to send, or nothing can be sent now. */
    async pump() {
      if (this.sending) {
        await this.sending;
        return this.empty ? undefined : this.pump();
      }
      if (this.empty) return undefined;
      this.sending = this.send();
      const goesOn = await this.sending;
      this.sending = null;
      return goesOn && !this.empty ? this.pump() : undefined;
    }

    next() {
      const first = this.entries[0];
      if (first.step.turn) return [first];
      const until = this.entries.findIndex((entry) => entry.step.turn);
      return this.entries.slice(0, Math.min(BATCH, until < 0 ? BATCH : until));
    }

    async send() {
      const batch = this.next();
      const turn = batch[0].step.turn;
      // What is turned back is what this page showed when it was asked for, however often it is sent.
      if (turn && batch[0].version === undefined) batch[0].version = this.version;
      batch.forEach((entry) => { entry.tried = true; });
      this.keep();
      this.onState("sending");
      const body = turn ? { version: batch[0].version } : { steps: batch.map((entry) => ({ ...entry.step, id: entry.id })) };
      try {
        const response = await this.post(this.sheet.dataset[turn || "steps"], { ...body, have: this.have() });
        return await this.read(response, batch);
      } catch {
        return this.fail();
      }
    }

    post(url, body) {
      return fetch(url, {
        method: "POST", credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(TRY_MS),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify(body),
      });
    }

    async read(response, batch) {
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      if (response.status >= 500 || response.status === 429) return this.fail();
      if (response.status === 403 && !isJson) return this.freshToken();
      const data = isJson ? await response.json() : {};
      if (response.status === 401) return this.stop("signed-out", data.error);
      if (response.status === 403 || response.status === 404) return this.stop("refused", data.error);
      this.failures = 0;
      if (data.reload) { // closed by somebody else: nothing of this can be done any more
        this.drop(this.entries);
        return this.stop("closed", data.error);
      }
      if (response.status === 409 && data.failed) {
        this.drop(batch.slice(0, batch.findIndex((entry) => entry.id === data.failed) + 1));
      } else if (!response.ok && response.status !== 409 && batch.length > 1) {
        this.drop([]); // too much at once, or one of them is spoilt: the server says which when asked singly
        return this.singly(batch);
      } else this.drop(batch);
      if (data.csrf) this.csrf = data.csrf;
      if (data.version) this.version = data.version;
      if (data.parts) this.onAnswer(data);
      if (!response.ok) this.onState("error", data.error || "这一步没有存下：请再做一次。");
      else if (this.empty) this.onState("saved", data.saved_at);
      return true;
    }

    async singly(batch) {
      for (const entry of batch) {
        const response = await this.post(this.sheet.dataset.steps, { steps: [{ ...entry.step, id: entry.id }], have: this.have() });
        if (!await this.read(response, [entry])) return false;
      }
      return true;
    }

    drop(done) {
      const ids = new Set(done.map((entry) => entry.id));
      this.entries = this.entries.filter((entry) => !ids.has(entry.id));
      this.keep();
    }

    fail() {
      const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
      this.failures += 1;
      this.onState("offline", this.entries.length);
      this.later(wait * 1000);
      return false;
    }

    /* Signing in again gives the browser another form token. */
    async freshToken() {
      const response = await fetch(this.sheet.dataset.status, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const data = await response.json();
      if (response.status === 401) return this.stop("signed-out", data.error);
      if (!response.ok || this.csrf === data.csrf || this.refreshed > 3) return this.stop("refused", data.error);
      this.refreshed = (this.refreshed || 0) + 1;
      this.csrf = data.csrf;
      return true;
    }

    stop(state, said) {
      this.onState(state, said);
      if (state === "signed-out") this.later(15000);
      return false;
    }
  }

  desk.Queue = Queue;
})();
