/* Words on their way to the server: in a copy on this machine from the first letter until the server has them.

   An entry is {part, field, value, was}: part is "common" or a picture's id, `was` what the server had when the typing
   began. Where the server has something else by then, both are shown and nothing is written. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const PAUSE = 700; // ms after the last letter
  const AT_ONCE = 100;
  const LAST_BYTES = 60000; // a browser lets 64 KB outlive their page

  class Keep {
    /* `onState(name, words)`; `onClash(part, field, theirs)`; `onError(part, field, words)`; `onSaved(answer, sent)`, where
       `sent` is what `onSend()` said when the question went out. */
    constructor({ session, url, user, shoot, versions, onState, onClash, onSend, onSaved, onError }) {
      Object.assign(this, { session, url, versions, onState, onClash, onSend, onSaved, onError });
      this.prefix = `photo-shoot:${user}:${shoot}:`;
      this.key = this.prefix + desk.uuid();
      this.base = {}; // part → field → what the server has
      this.entries = new Map();
      this.timer = 0;
      this.sending = null;
      window.addEventListener("beforeunload", (event) => { if (!this.empty && !this.stored) event.preventDefault(); });
      window.addEventListener("pagehide", () => this.last());
    }

    get empty() { return this.entries.size === 0; }

    has(part, field) { return this.entries.has(`${part}:${field}`); }

    learn(part, values) {
      this.base[part] = { ...this.base[part], ...values };
    }

    /* The fields of a part as the server sent them; what was typed before this script ran is typed words too. */
    begin(part, box) {
      const fields = [...box.querySelectorAll("[data-field]")];
      const sent = (field) => {
        if (field.tagName !== "SELECT") return field.defaultValue;
        return ([...field.options].find((option) => option.defaultSelected) || field.options[0]).value;
      };
      this.learn(part, Object.fromEntries(fields.map((field) => [field.dataset.field, sent(field)])));
      for (const field of fields) if (field.value !== sent(field)) this.put(part, field.dataset.field, field.value);
    }

    /* What earlier pages left: their words are put into the fields by `show(part, field, value)`. */
    adopt(show) {
      try {
        for (const key of Object.keys(localStorage).filter((name) => name.startsWith(this.prefix))) {
          for (const entry of JSON.parse(localStorage.getItem(key)) || []) {
            if (!entry || typeof entry.value !== "string" || !show(entry.part, entry.field, entry.value)) continue;
            const { part, field, value, was } = entry;
            this.entries.set(`${part}:${field}`, { part, field, value, was });
          }
          localStorage.removeItem(key);
        }
      } catch { /* nothing that could be read */ }
      this.store();
      if (!this.empty) this.later(0);
    }

    store() {
      try {
        if (this.empty) localStorage.removeItem(this.key);
        else localStorage.setItem(this.key, JSON.stringify([...this.entries.values()]));
        this.stored = true;
      } catch {
        this.stored = false;
      }
    }

    put(part, field, value, pause = PAUSE) {
      const key = `${part}:${field}`;
      const known = this.entries.get(key);
      const was = known ? known.was : (this.base[part] || {})[field] || "";
      if (!known && value === was) return;
      const clashed = Boolean(known && known.clashed);
      this.entries.set(key, { part, field, value, was, clashed, held: clashed });
      this.store();
      this.onState("waiting", "");
      this.later(pause);
    }

    /* Both stood there; the editor chose. */
    settle(part, field, mine, theirs) {
      this.entries.delete(`${part}:${field}`);
      this.learn(part, { [field]: theirs });
      this.store();
      if (mine !== theirs) this.put(part, field, mine, 0);
    }

    later(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), ms);
    }

    /* Resolves when everything that can be written is written. */
    async flush() {
      clearTimeout(this.timer);
      if (this.sending) await this.sending;
      if (this.sending) return undefined;
      const batch = [...this.entries.values()].filter((entry) => !entry.held).slice(0, AT_ONCE);
      if (!batch.length) return undefined;
      this.sending = this.send(batch).finally(() => { this.sending = null; });
      await this.sending;
      return [...this.entries.values()].some((entry) => !entry.held) ? this.flush() : undefined;
    }

    /* The page goes: what is not there yet is sent once more, without waiting. The copy stays until a page has asked. */
    last() {
      const batch = [...this.entries.values()].filter((entry) => !entry.held).slice(0, AT_ONCE);
      if (!batch.length) return;
      const body = this.packet(batch);
      if (new Blob([JSON.stringify(body)]).size < LAST_BYTES) this.session.tryOnce(this.url, body, true);
    }

    packet(batch) {
      const parts = new Map();
      for (const { part, field, value, was } of batch) {
        const row = parts.get(part) || { version: this.versions[part] || 0, fields: {}, was: {} };
        row.fields[field] = value;
        row.was[field] = was;
        parts.set(part, row);
      }
      const body = { photos: [] };
      for (const [part, row] of parts) {
        if (part === "common") body.common = row;
        else body.photos.push({ id: Number(part), ...row });
      }
      return body;
    }

    async send(batch) {
      this.onState("sending", "");
      const sent = this.onSend();
      const { status, data } = await this.session.ask(this.url, this.packet(batch), {
        onTrouble: (words) => this.onState(words ? "offline" : "sending", words && `${words}；写的都记在这台机器上`),
      });
      if (status !== 200 && status !== 409) {
        this.hold(batch, data.error || `没有存上（${status}）：请刷新页面，写的都在这台机器上。`);
        return;
      }
      for (const entry of batch) {
        const outcome = (entry.part === "common" ? data.common : data.photos[entry.part]) || {};
        this.take(entry, outcome);
      }
      this.store();
      this.onSaved(data, sent);
      const held = [...this.entries.values()].some((one) => one.held);
      this.onState(this.empty ? "saved" : held ? "error" : "waiting", held ? "有一处没有存上，请看标红的地方" : "");
    }

    take(sent, outcome) {
      const key = `${sent.part}:${sent.field}`;
      const now = this.entries.get(key);
      if (outcome.version) this.versions[sent.part] = outcome.version;
      const error = outcome.errors && outcome.errors[sent.field];
      if (error) {
        if (now && now.value === sent.value) now.held = true;
        this.onError(sent.part, sent.field, error);
        return;
      }
      if (!outcome.values) return; // the picture is not one of the shoot any more
      const here = outcome.values[sent.field] || "";
      if (outcome.clash && here !== sent.was && here !== sent.value) {
        if (now) Object.assign(now, { held: true, clashed: true });
        this.onClash(sent.part, sent.field, here);
        return;
      }
      // As the server has it: blanks at the ends are gone, names are joined with its own marks.
      this.learn(sent.part, { [sent.field]: here });
      this.onError(sent.part, sent.field, "");
      if (now && (outcome.clash ? now.value === here : now.value === sent.value)) this.entries.delete(key);
      else if (now) now.was = here; // sent again, over what is there now
    }

    hold(batch, words) {
      for (const entry of batch) {
        const now = this.entries.get(`${entry.part}:${entry.field}`);
        if (now && now.value === entry.value) now.held = true;
      }
      this.onState("error", words);
    }
  }

  desk.Keep = Keep;
})();
