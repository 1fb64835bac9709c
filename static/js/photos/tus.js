/* One file on its way to the server: tus 1.0.0 with creation, checksum and termination.

   Source: https://tus.io/protocols/resumable-upload. A part counts when the server says so; whatever goes wrong on the
   way, the next request asks how much is there and goes on behind it. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const VERSION = "1.0.0";
  const SMALLEST = 1024 * 1024;
  const LARGEST = 4 * SMALLEST;
  const STALLED = 30000; // ms without a byte
  const SLOW = 4000; // ms for a part: the next one is smaller
  const FAST = 1500;
  const RENEWALS = 3; // of the form token in a row
  const SPOILT = 5; // damaged parts in a row until somebody is told

  /* Nothing more is tried by itself; the message is a Chinese sentence. */
  class Refused extends Error {}
  class Stopped extends Error {}
  class Lost extends Error {} // no answer came

  const utf8Base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  class TusUpload {
    /* `session`: where the form token comes from (session.js). `onProgress(bytes)`, `onUrl(url)`, `onTrouble(words)`. */
    constructor(file, { endpoint, url = "", metadata = {}, session, onProgress, onUrl, onTrouble }) {
      Object.assign(this, { file, endpoint, url, metadata, session, onProgress, onUrl, onTrouble });
      this.offset = null;
      this.part = SMALLEST;
      this.failures = 0;
      this.spoilt = 0;
      this.begun = 0;
      this.renewed = 0;
      this.stopping = new AbortController();
    }

    stop() {
      this.stopping.abort();
    }

    /* Resolves when the server has every byte. Throws Refused, or Stopped after stop(). */
    async send() {
      for (;;) {
        if (this.stopping.signal.aborted) throw new Stopped();
        try {
          if (!this.url) await this.create();
          else if (this.offset === null) await this.ask();
          if (this.offset !== null) this.onProgress(this.offset);
          if (this.offset !== null && this.offset >= this.file.size) return;
          if (this.offset !== null) await this.append();
        } catch (error) {
          if (!(error instanceof Lost)) throw error;
          this.offset = null;
          this.part = SMALLEST;
          await this.pause("没有连上，会自己接着传");
        }
      }
    }

    async create() {
      const metadata = Object.entries(this.metadata).filter(([, value]) => value !== "" && value !== null && value !== undefined)
        .map(([key, value]) => `${key} ${utf8Base64(String(value))}`).join(",");
      const answer = await this.request("POST", this.endpoint, { "Upload-Length": this.file.size, "Upload-Metadata": metadata });
      if (answer.status !== 201) return this.handle(answer);
      this.url = new URL(answer.header("Location"), location.href).pathname;
      this.offset = 0;
      this.begun += 1;
      this.calm();
      return this.onUrl(this.url);
    }

    async ask() {
      const answer = await this.request("HEAD", this.url, {});
      if (answer.status !== 200) return this.handle(answer);
      if (Number(answer.header("Upload-Length")) !== this.file.size) return this.beginAnew();
      this.offset = Number(answer.header("Upload-Offset"));
      return this.calm();
    }

    async append() {
      const from = this.offset;
      const blob = this.file.slice(from, from + this.part);
      const headers = { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" };
      const sum = await desk.digest(blob);
      if (sum) headers["Upload-Checksum"] = `sha256 ${sum.base64}`;
      const started = performance.now();
      const answer = await this.request("PATCH", this.url, headers, blob, (sent) => this.onProgress(from + sent));
      if (answer.status !== 204) return this.handle(answer);
      this.offset = Number(answer.header("Upload-Offset"));
      const took = performance.now() - started;
      if (took < FAST) this.part = Math.min(LARGEST, this.part * 2);
      else if (took > SLOW) this.part = Math.max(SMALLEST, this.part / 2);
      this.spoilt = 0;
      return this.calm();
    }

    calm() {
      this.failures = 0;
      this.renewed = 0;
      this.onTrouble("");
    }

    /* The server has the row no longer: a new one, once or twice. */
    beginAnew() {
      if (this.begun > 2) throw new Refused("服务器几次都不认得这个上传：请稍后重新选择这个文件。");
      this.url = "";
      this.offset = null;
      this.begun += 1;
      this.onUrl("");
    }

    async handle(answer) {
      const { status } = answer;
      this.offset = null;
      if (status === 401) {
        this.onTrouble("登录已过期：请在新窗口登录，登录后会自己接着传");
        return this.stopped(this.session.signIn());
      }
      if (status === 403 && answer.isPage) {
        this.renewed += 1;
        if (this.renewed > RENEWALS) throw new Refused("服务器不认得这个页面：请刷新页面再试。");
        return this.stopped(this.session.renew());
      }
      if (status === 409) return undefined; // ask, and go on from there
      if (status === 404 || status === 410) return this.beginAnew();
      if (status === 460) {
        this.spoilt += 1;
        if (this.spoilt >= SPOILT) throw new Refused("这个文件在路上一再损坏：请换一个网络再试。");
        return this.pause("这一段在路上损坏了，正在重传");
      }
      if (status === 423) return this.pause("正在从另一处上传，等它停下");
      if (status === 429 || status === 507 || status >= 500) {
        return this.pause(answer.isPage || !answer.text ? "服务器暂时没有回答，会自己再试" : answer.text);
      }
      throw new Refused(answer.isPage || !answer.text ? `服务器不收（${status}）：请刷新页面再试。` : answer.text);
    }

    async pause(words) {
      this.onTrouble(words);
      const wait = desk.backOff(this.failures);
      this.failures += 1;
      await this.stopped(desk.untilOnline(wait, this.stopping.signal));
    }

    /* What is waited for, or Stopped. */
    stopped(promise) {
      const { signal } = this.stopping;
      return new Promise((resolve, reject) => {
        const leave = () => reject(new Stopped());
        if (signal.aborted) leave();
        signal.addEventListener("abort", leave, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
      });
    }

    /* XMLHttpRequest, because fetch does not say how much has gone out. */
    request(method, url, headers, body = null, onSent = null) {
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const { signal } = this.stopping;
        let timer = 0;
        const abort = () => request.abort();
        const alive = () => {
          clearTimeout(timer);
          timer = setTimeout(abort, STALLED);
        };
        const done = (act) => () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", abort);
          act();
        };
        request.open(method, url);
        request.setRequestHeader("Tus-Resumable", VERSION);
        request.setRequestHeader("X-CSRFToken", this.session.token);
        for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, String(value));
        if (onSent) request.upload.addEventListener("progress", (event) => { alive(); onSent(event.loaded); });
        request.addEventListener("load", done(() => resolve({
          status: request.status, text: request.responseText.slice(0, 300), header: (name) => request.getResponseHeader(name),
          isPage: (request.getResponseHeader("Content-Type") || "").startsWith("text/html"),
        })));
        request.addEventListener("error", done(() => reject(new Lost())));
        request.addEventListener("abort", done(() => reject(signal.aborted ? new Stopped() : new Lost())));
        // A creation is never broken off: the server would keep an upload whose address nobody knows.
        if (method !== "POST") signal.addEventListener("abort", abort);
        if (signal.aborted) {
          done(() => reject(new Stopped()))();
          return;
        }
        alive();
        request.send(body);
      });
    }
  }

  Object.assign(desk, { TusUpload, Refused, Stopped });
})();
