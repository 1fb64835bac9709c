/* All files of a window: checked, asked for, sent three at a time, followed until the pictures are ready. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const AT_ONCE = 3;
  const ASK_AT_ONCE = 24;
  const LOOK_AT_ONCE = 100;
  const POLL_FIRST = 1000;
  const POLL_LAST = 4000;
  const ELSEWHERE = 3000;

  const FINAL = new Set(["ready", "refused", "rejected", "duplicate", "known", "same", "gone"]);
  const SENT = new Set(["sent", "received", "pending"]);
  const OPEN = new Set(["waiting", "hashing", "hashed", "queued", "sending", "elsewhere"]);
  desk.FINAL = FINAL;
  desk.SENT = SENT;
  desk.OPEN = OPEN;

  class Queue {
    /* `addresses`: {endpoint, known, shoots, states}. `onItem(item)`, `onAll()` are called when something changed. */
    constructor({ session, store, addresses, maxBytes, onItem, onAll }) {
      Object.assign(this, { session, store, addresses, maxBytes, onItem, onAll });
      this.items = [];
      this.shoot = null; // {id, url} of the files that are chosen from now on
      this.paused = false;
      this.sending = 0;
      this.preparing = false;
      this.pollWait = POLL_FIRST;
      this.pollTimer = 0;
      this.lock = null;
      document.addEventListener("visibilitychange", () => this.stayAwake());
      window.addEventListener("beforeunload", (event) => {
        if (this.items.some((item) => (OPEN.has(item.state) || item.state === "paused") && !item.stored)) event.preventDefault();
      });
    }

    set(item, changes) {
      Object.assign(item, changes);
      this.onItem(item);
      this.onAll();
    }

    /* Files -------------------------------------------------------------------------------------------------------- */
    add(files) {
      const first = this.items.length;
      const added = [...files].map((file, place) => ({
        id: desk.uuid(), file, name: file.name || "照片.jpg", size: file.size, modified: file.lastModified || 0, sha: "", url: "",
        shoot: this.shoot ? this.shoot.id : null, order: first + place + 1, sent: 0, state: "waiting", said: "", trouble: "",
        photo: null, near: [], stored: false, at: Date.now(),
      }));
      for (const item of added) {
        this.items.push(item);
        if (item.size === 0) this.set(item, { state: "refused", said: "文件是0字节：请重新选择文件。" });
        else if (item.size > this.maxBytes) {
          const megabytes = (item.size / 1048576).toFixed(0);
          this.set(item, { state: "refused", said: `有${megabytes} MB，上限${this.maxBytes / 1048576} MB：请导出较小的文件再传。` });
        } else {
          this.onItem(item);
          this.keep(item);
        }
      }
      this.onAll();
      this.prepare();
      return added;
    }

    async keep(item) {
      const { id, file, name, size, modified, shoot, order, at } = item;
      const kept = await this.store.put({ id, file, name, size, modified, shoot, order, at, url: item.url, sha: item.sha });
      item.stored = kept;
      if (kept && (FINAL.has(item.state) || item.state === "cancelled")) this.store.remove(id);
      else if (kept && (item.shoot !== shoot || item.url)) this.store.update(id, { shoot: item.shoot, url: item.url });
    }

    /* What an earlier tab left: it goes on by itself. */
    async restore(only = null) {
      const rows = (await this.store.all()).filter((row) => only === null || row.shoot === only);
      for (const row of rows) {
        if (this.items.some((item) => item.id === row.id)) continue;
        const item = { ...row, sent: 0, state: row.sentAll ? "sent" : row.paused ? "paused" : "waiting", said: "", trouble: "", photo: null, near: [], stored: true, restored: true };
        this.items.push(item);
        this.onItem(item);
      }
      if (rows.length) {
        this.onAll();
        this.prepare();
        this.poll();
      }
      return rows.length;
    }

    /* Checking before sending -------------------------------------------------------------------------------------- */
    async prepare() {
      if (this.preparing) return;
      this.preparing = true;
      for (;;) {
        const batch = [];
        let item;
        // The first ones go out at once; the others wait for company.
        const company = this.sending ? ASK_AT_ONCE : AT_ONCE;
        while (batch.length < company && (item = this.items.find((one) => one.state === "waiting"))) {
          if (await this.hash(item)) batch.push(item);
        }
        if (!batch.length) break;
        await this.askFor(batch);
        this.pump();
      }
      this.preparing = false;
      this.onAll();
    }

    async hash(item) {
      this.set(item, { state: "hashing" });
      try {
        const sum = item.sha ? null : await desk.digest(item.file);
        if (sum) item.sha = sum.hex;
        else if (!item.sha) await item.file.slice(0, 1).arrayBuffer();
      } catch {
        this.fail(item, "读不到这个文件（可能已移动或改动）：请重新选择。");
        return false;
      }
      if (item.state !== "hashing") return false; // cancelled meanwhile
      const twin = item.sha && this.items.find((one) => one !== item && one.sha === item.sha && !["cancelled", "failed", "refused", "same"].includes(one.state));
      if (twin) {
        this.set(item, { state: "same", said: `和“${twin.name}”是同一个文件，只传一次` });
        this.finish(item);
        return false;
      }
      this.set(item, { state: "hashed" });
      return true;
    }

    async askFor(batch) {
      const hashes = batch.map((item) => item.sha).filter(Boolean);
      const trouble = (words) => batch.forEach((item) => this.set(item, { trouble: words }));
      const { status, data } = hashes.length ? await this.session.ask(this.addresses.known, { hashes }, { onTrouble: trouble }) : { status: 200, data: {} };
      if (status !== 200) {
        for (const item of batch) this.fail(item, data.error || `服务器不收（${status}）：请刷新页面再试。`);
        return;
      }
      for (const item of batch) {
        if (item.state !== "hashed") continue;
        const known = data.known && data.known[item.sha];
        const begun = data.begun && data.begun[item.sha];
        const recalled = this.store.recall(item);
        if (known) this.meet(item, known);
        else {
          if (begun && begun.length === item.size) Object.assign(item, { url: begun.url, shoot: begun.shoot || item.shoot });
          else if (recalled) Object.assign(item, { url: recalled.url, shoot: recalled.shoot || item.shoot });
          this.set(item, { state: "queued", resumed: Boolean(item.url) });
        }
      }
      this.onAll();
    }

    /* The same file is in the library: this shoot's own is simply done, another one is offered. */
    meet(item, photo) {
      const isOwn = item.shoot && photo.shoot === item.shoot;
      if (isOwn) this.set(item, { state: "sent", photo, upload: "" });
      this.set(item, isOwn ? { state: photo.status === "pending" ? "ready" : photo.status, photo, said: "" }
        : { state: "known", photo, said: photo.binned ? "库里已有，在回收站里" : "库里已有这一张，没有再传" });
      this.finish(item);
    }

    async useKnown(item) {
      const shoot = await this.ownShoot();
      const { status, data } = await this.session.ask(`${shoot.url}photos/${item.photo.id}/take/`, {}, { keepalive: true });
      if (status === 200) this.set(item, { state: "duplicate", said: "用库里那一张", shoot: shoot.id });
      else this.set(item, { said: data.error || "没有用上：请再按一次。" });
    }

    /* Sending ------------------------------------------------------------------------------------------------------ */
    ownShoot() {
      if (this.shoot) return Promise.resolve(this.shoot);
      this.making = this.making || this.session.ask(this.addresses.shoots, {}).then(({ status, data }) => {
        this.making = null;
        if (status !== 201) throw new desk.Refused(data.error || "没有建成这一组：请刷新页面再试。");
        this.shoot = data;
        this.onAll();
        return data;
      });
      return this.making;
    }

    pump() {
      while (!this.paused && this.sending < AT_ONCE) {
        const item = this.items.find((one) => one.state === "queued");
        if (!item) break;
        this.sending += 1;
        this.set(item, { state: "sending", trouble: "" });
        // One that was paused a moment ago may still be taking its leave.
        item.running = Promise.resolve(item.running).catch(() => {}).then(() => this.alone(item));
        item.running.catch(() => this.fail(item, "没有传成：请重试。")).finally(() => {
          this.sending -= 1;
          this.stayAwake();
          this.pump();
          this.onAll();
        });
      }
      this.stayAwake();
    }

    /* Two windows that found the same file in the store do not both send it. */
    alone(item) {
      if (item.state !== "sending") return undefined;
      if (!navigator.locks) return this.send(item);
      return navigator.locks.request(`photo-upload-${item.id}`, { ifAvailable: true }, async (held) => {
        if (!held) {
          this.set(item, { state: "elsewhere", said: "在另一个窗口上传" });
          setTimeout(() => { if (item.state === "elsewhere") { this.set(item, { state: "queued", said: "" }); this.pump(); } }, ELSEWHERE);
          return;
        }
        if (item.restored && !(await this.store.has(item.id))) this.drop(item); // the other window finished it
        else await this.send(item);
      });
    }

    async send(item) {
      try {
        const shoot = item.shoot ? { id: item.shoot } : await this.ownShoot();
        item.shoot = shoot.id;
        if (item.state !== "sending") return;
        item.upload = new desk.TusUpload(item.file, {
          endpoint: this.addresses.endpoint, url: item.url, session: this.session,
          metadata: { filename: item.name, sha256: item.sha, shoot: item.shoot, order: item.order },
          onProgress: (sent) => { if (sent !== item.sent) this.set(item, { sent }); },
          onUrl: (url) => this.placed(item, url),
          onTrouble: (trouble) => { if (trouble !== item.trouble) this.set(item, { trouble }); },
        });
        await item.upload.send();
        this.store.forget(item);
        this.store.update(item.id, { sentAll: true, url: item.url });
        this.set(item, { state: "sent", sent: item.size, trouble: "", said: "" });
        this.pollWait = POLL_FIRST;
        this.poll();
      } catch (error) {
        if (error instanceof desk.Stopped) return; // paused or cancelled: the state is set already
        const read = error instanceof DOMException;
        this.fail(item, error instanceof desk.Refused ? error.message : read ? "读不到这个文件（可能已移动或改动）：请重新选择。" : "没有传成：请重试。");
      }
    }

    placed(item, url) {
      item.url = url;
      if (item.state === "cancelled") {
        if (url) this.terminate(url);
        return;
      }
      if (url) this.store.remember(item);
      else this.store.forget(item);
      if (item.stored) this.store.update(item.id, { url, shoot: item.shoot });
    }

    fail(item, said) {
      this.set(item, { state: "failed", said, trouble: "" });
    }

    /* Afterwards --------------------------------------------------------------------------------------------------- */
    poll() {
      clearTimeout(this.pollTimer);
      this.pollTimer = setTimeout(() => this.look(), this.pollWait);
    }

    async look() {
      const open = this.items.filter((item) => SENT.has(item.state) && item.url);
      if (!open.length) return;
      let moved = false;
      for (let first = 0; first < open.length; first += LOOK_AT_ONCE) {
        moved = (await this.lookAt(open.slice(first, first + LOOK_AT_ONCE))) || moved;
      }
      this.pump();
      this.pollWait = moved ? POLL_FIRST : Math.min(POLL_LAST, this.pollWait * 1.4);
      this.poll();
    }

    /* Resolves to whether something has moved. */
    async lookAt(items) {
      const ids = items.map((item) => item.url.replace(/\/$/, "").split("/").pop());
      const { status, data } = await this.session.ask(`${this.addresses.states}?ids=${ids.join(",")}`);
      if (status !== 200) return false;
      let moved = false;
      items.forEach((item, n) => {
        const found = data.uploads[ids[n]];
        if (!found || !SENT.has(item.state)) return;
        if (found.state === "receiving") this.set(item, { state: "queued", said: "" }); // the server lacks a part
        else if (found.state !== item.state) {
          moved = true;
          this.set(item, { state: found.state, said: found.reason || "", photo: found.photo || null, near: found.near || [] });
          if (FINAL.has(item.state)) this.finish(item);
        }
      });
      return moved;
    }

    finish(item) {
      this.store.forget(item);
      if (item.stored) this.store.remove(item.id);
    }

    /* What people do ----------------------------------------------------------------------------------------------- */
    pause(item) {
      if (!OPEN.has(item.state)) return;
      const upload = item.upload;
      this.store.mark([item.id], "paused");
      this.set(item, { state: "paused", said: "", trouble: "" });
      if (upload) upload.stop();
    }

    resume(item) {
      if (!["paused", "failed"].includes(item.state)) return;
      this.store.mark([item.id], "");
      this.set(item, { state: item.sha || !crypto.subtle ? "queued" : "waiting", said: "", trouble: "", sent: item.url ? item.sent : 0 });
      this.prepare();
      this.pump();
    }

    /* Terminate: the server throws away what it has of the file. */
    cancel(item) {
      const upload = item.upload;
      const { url } = item;
      this.store.mark([item.id], "cancelled");
      this.set(item, { state: "cancelled" });
      if (upload) upload.stop();
      if (url) this.terminate(url);
      this.drop(item);
    }

    async terminate(url) {
      for (let tries = 0; tries < 5; tries += 1) {
        try {
          const response = await fetch(url, {
            method: "DELETE", credentials: "same-origin", keepalive: true, headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.session.token },
          });
          if (response.ok || response.status === 404 || response.status === 410) return true;
        } catch { /* tried again */ }
        await desk.untilOnline(desk.backOff(tries));
      }
      return false; // it expires by itself
    }

    drop(item) {
      this.finish(item);
      this.items = this.items.filter((one) => one !== item);
      item.state = "cancelled";
      this.onItem(item);
      this.onAll();
    }

    pauseAll() {
      this.paused = true;
      for (const item of this.items) this.pause(item);
      this.onAll();
    }

    resumeAll() {
      this.paused = false;
      for (const item of this.items) this.resume(item);
      this.onAll();
    }

    cancelAll() {
      for (const item of [...this.items]) if (OPEN.has(item.state) || ["paused", "failed"].includes(item.state)) this.cancel(item);
    }

    newShoot() {
      this.shoot = null;
    }

    counts() {
      const count = (test) => this.items.filter(test).length;
      return {
        all: this.items.length,
        open: count((item) => OPEN.has(item.state)),
        paused: count((item) => item.state === "paused"),
        failed: count((item) => item.state === "failed"),
        working: count((item) => SENT.has(item.state)),
        ready: count((item) => item.state === "ready"),
        refused: count((item) => ["refused", "rejected"].includes(item.state)),
        known: count((item) => ["known", "duplicate", "same"].includes(item.state)),
        bytes: this.items.reduce((sum, item) => sum + (OPEN.has(item.state) || item.state === "paused" || SENT.has(item.state) || item.state === "ready" ? item.size : 0), 0),
        sent: this.items.reduce((sum, item) => sum + (SENT.has(item.state) || item.state === "ready" ? item.size : OPEN.has(item.state) || item.state === "paused" ? item.sent : 0), 0),
      };
    }

    /* The screen stays on while something is under way: phones stop pages in the dark. */
    async stayAwake() {
      const wanted = this.sending > 0 && document.visibilityState === "visible";
      if (wanted && !this.lock && navigator.wakeLock) {
        this.lock = "asked";
        try {
          this.lock = await navigator.wakeLock.request("screen");
          this.lock.addEventListener("release", () => { this.lock = null; });
          if (!this.sending) this.lock.release();
        } catch {
          this.lock = null;
        }
      } else if (!wanted && this.lock && this.lock.release) this.lock.release();
    }
  }

  desk.Queue = Queue;
})();
