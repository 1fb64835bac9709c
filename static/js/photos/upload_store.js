/* What survives a closed tab: the files themselves where the browser keeps them (IndexedDB), and the addresses of
   begun uploads by name, size, date and SHA-256, so that the same file chosen again goes on where it stopped. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const KEPT = 48 * 3600 * 1000; // as long as the server keeps a part
  const MOST = 1000;

  const done = (request) => new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });

  class Store {
    constructor(user) {
      this.name = `newsroom-photos-${user}`;
      this.key = `photo-uploads:${user}`;
      this.marked = `photo-uploads-marks:${user}`;
      this.opening = this.open();
      this.writing = Promise.resolve();
    }

    async open() {
      try {
        const request = indexedDB.open(this.name, 1);
        request.addEventListener("upgradeneeded", () => request.result.createObjectStore("files", { keyPath: "id" }));
        return await done(request);
      } catch {
        return null; // private windows of some browsers: the addresses still help
      }
    }

    async files(mode) {
      const database = await this.opening;
      return database && database.transaction("files", mode).objectStore("files");
    }

    /* One after the other: writing a few hundred megabytes at once would take them from the sending. */
    put(row) {
      this.writing = this.writing.then(async () => {
        try {
          const files = await this.files("readwrite");
          if (!files) return false;
          await done(files.put(row));
          return true;
        } catch {
          return false; // no room
        }
      });
      return this.writing;
    }

    async update(id, changes) {
      await this.writing;
      try {
        const files = await this.files("readwrite");
        const row = files && (await done(files.get(id)));
        if (row) await done(files.put({ ...row, ...changes }));
      } catch { /* what cannot be kept is asked of the server again */ }
    }

    async remove(id) {
      await this.writing;
      try {
        const files = await this.files("readwrite");
        if (files) await done(files.delete(id));
      } catch { /* it expires by itself */ }
    }

    async has(id) {
      try {
        const files = await this.files("readonly");
        return Boolean(files && (await done(files.getKey(id))));
      } catch {
        return false;
      }
    }

    async all() {
      try {
        const files = await this.files("readonly");
        const rows = files ? await done(files.getAll()) : [];
        const marks = this.marks();
        const fresh = rows.filter((row) => row.file instanceof Blob && Date.now() - row.at < KEPT && marks[row.id] !== "cancelled");
        for (const row of rows) if (!fresh.includes(row)) this.remove(row.id);
        return fresh.sort((a, b) => a.at - b.at || a.order - b.order).map((row) => ({ ...row, paused: marks[row.id] === "paused" }));
      } catch {
        return [];
      }
    }

    /* What was last done to a file, "paused" or "cancelled": kept at once, also when the page is closed in the same moment,
       and without writing the file anew. */
    mark(ids, word) {
      const marks = this.marks();
      for (const id of ids) {
        delete marks[id];
        if (word) marks[id] = word;
      }
      try {
        localStorage.setItem(this.marked, JSON.stringify(Object.fromEntries(Object.entries(marks).slice(-MOST))));
      } catch { /* full: only this page knows */ }
    }

    marks() {
      try {
        const marks = JSON.parse(localStorage.getItem(this.marked) || "{}");
        return marks && typeof marks === "object" ? marks : {};
      } catch {
        return {};
      }
    }

    addresses() {
      try {
        const known = JSON.parse(localStorage.getItem(this.key) || "{}");
        return known && typeof known === "object" ? known : {};
      } catch {
        return {};
      }
    }

    write(known) {
      const rows = Object.entries(known).filter(([, row]) => row && Date.now() - row.at < KEPT).slice(-MOST);
      try {
        if (rows.length) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(rows)));
        else localStorage.removeItem(this.key);
      } catch { /* full: the server knows them by their SHA-256 */ }
    }

    static keyOf({ name, size, modified, sha }) {
      return `${name}|${size}|${modified}|${sha || ""}`;
    }

    recall(item) {
      const row = this.addresses()[Store.keyOf(item)];
      return row && Date.now() - row.at < KEPT ? row : null;
    }

    remember(item) {
      const known = this.addresses();
      known[Store.keyOf(item)] = { url: item.url, shoot: item.shoot, at: Date.now() };
      this.write(known);
    }

    forget(item) {
      const known = this.addresses();
      delete known[Store.keyOf(item)];
      this.write(known);
    }
  }

  desk.Store = Store;
})();
