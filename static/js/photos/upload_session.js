/* Who is signed in, waiting for the net, and questions that are asked until they are answered. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds
  const LOOK_AGAIN = 5000;

  desk.backOff = (failures) => WAITS[Math.min(failures, WAITS.length - 1)] * (800 + Math.random() * 400);

  /* After `ms`, or as soon as the net is back; while the browser knows that there is none, not before. */
  desk.untilOnline = (ms, signal) => new Promise((resolve) => {
    let timer = 0;
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      if (signal) signal.removeEventListener("abort", go);
      resolve();
    };
    const later = () => { timer = setTimeout(() => (navigator.onLine === false ? later() : go()), ms); };
    later();
    window.addEventListener("online", go);
    if (signal) signal.addEventListener("abort", go);
  });

  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  /* SHA-256 of a blob as {hex, base64}; null where the browser has none (plain HTTP that is not this machine). */
  desk.digest = async (blob) => {
    if (!window.crypto || !crypto.subtle) return null;
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return { hex: hex(bytes), base64: btoa(String.fromCharCode(...bytes)) };
  };

  desk.uuid = () => (crypto.randomUUID ? crypto.randomUUID() : hex(crypto.getRandomValues(new Uint8Array(16))));

  class Session {
    /* `onChange(state, words)`: "in", "out" (signed out), "other" (somebody else is signed in). */
    constructor({ token, user, address, onChange }) {
      Object.assign(this, { token, user: String(user), address, onChange });
      this.waiting = null;
    }

    /* A login elsewhere makes the page's form token stale: fetch one that is good. Resolves when there is one. */
    renew() {
      return this.signIn();
    }

    /* Resolves when the same person is signed in again; asked by many uploads, it looks once. */
    signIn() {
      this.waiting = this.waiting || this.look().finally(() => { this.waiting = null; });
      return this.waiting;
    }

    async look() {
      for (let tries = 0; ; tries += 1) {
        const state = await this.once();
        if (state === "in") {
          this.onChange("in", "");
          if (tries === 0) await new Promise((resolve) => { setTimeout(resolve, 300); }); // never in a tight circle
          return;
        }
        if (state === "out") this.onChange("out", "登录已过期：请在新窗口登录，这里的都还在，登录后会自己接着做。");
        if (state === "other") this.onChange("other", "现在登录的是另一个账号：请换回原来的账号，这里的才能接着做。");
        await this.again(state === "lost" ? desk.backOff(tries) : LOOK_AGAIN);
      }
    }

    async once() {
      try {
        const response = await fetch(this.address, { credentials: "same-origin", headers: { Accept: "application/json" }, cache: "no-store" });
        if (response.status === 401) return "out";
        if (!response.ok) return "lost";
        const data = await response.json();
        if (String(data.user) !== this.user) return "other";
        this.token = data.token;
        return "in";
      } catch {
        return "lost";
      }
    }

    again(ms) {
      return new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer);
          window.removeEventListener("focus", go);
          window.removeEventListener("online", go);
          resolve();
        };
        const timer = setTimeout(go, ms);
        window.addEventListener("focus", go);
        window.addEventListener("online", go);
      });
    }

    /* POST (or GET without a body) until an answer comes: → {status, data}. Network and server failures are waited
       out, a lapsed login too; `once` gives up after one try with status 0. With `keepalive` (at most 64 KB are under
       way so at a time) the question outlives its page. */
    async ask(url, body, { once = false, keepalive = false, onTrouble = () => {} } = {}) {
      for (let failures = 0; ; failures += 1) {
        const answer = await this.tryOnce(url, body, keepalive);
        if (answer.status && answer.status < 500 && answer.status !== 429) {
          const isStale = answer.status === 403 && !answer.data;
          if (answer.status !== 401 && !(isStale && failures < 3)) {
            onTrouble("");
            return { status: answer.status, data: answer.data || {} };
          }
          if (once) return { status: answer.status, data: answer.data || {} };
          onTrouble(isStale ? "" : "登录已过期");
          await this.signIn();
        } else {
          if (once) return { status: 0, data: {} };
          onTrouble("没有连上，会自己再试");
          await desk.untilOnline(desk.backOff(failures));
        }
      }
    }

    async tryOnce(url, body, keepalive = false) {
      const headers = { Accept: "application/json", "X-CSRFToken": this.token };
      if (body !== undefined) headers["Content-Type"] = "application/json";
      try {
        const response = await fetch(url, {
          method: body === undefined ? "GET" : "POST", credentials: "same-origin", redirect: "error", headers, cache: "no-store", keepalive,
          body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(30000),
        });
        const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
        return { status: response.status, data: isJson ? await response.json() : null };
      } catch {
        return { status: 0, data: null };
      }
    }
  }

  desk.Session = Session;
})();
