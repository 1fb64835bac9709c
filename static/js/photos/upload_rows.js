/* One row for each file: small picture, name, bar, state in words, and what can be done now. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const LABELS = {
    waiting: "等待", hashing: "核对", hashed: "核对", queued: "排队", sending: "上传中", paused: "已暂停", elsewhere: "在另一个窗口上传",
    failed: "没有传成", sent: "已收到，等待处理", received: "已收到，等待处理", pending: "正在生成", ready: "已入库", duplicate: "用库里那一张",
    known: "库里已有", same: "重复", refused: "未接收", rejected: "未接收", gone: "已删除",
  };
  const BUTTONS = {
    pause: ["暂停", (state) => desk.OPEN.has(state)],
    resume: ["继续", (state) => state === "paused"],
    retry: ["重试", (state) => state === "failed"],
    use: ["用库里那一张", (state, item) => state === "known" && !item.photo.binned],
    cancel: ["取消", (state) => desk.OPEN.has(state) || state === "paused" || state === "failed"],
    remove: ["移去", (state) => ["known", "same", "refused", "rejected", "gone"].includes(state)],
  };

  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  desk.size = size;

  const make = (tag, className, text = "") => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };

  class Rows {
    /* `list`: the <ul>; `act(name, item)`: a button was pressed. */
    constructor(list, act) {
      this.list = list;
      this.act = act;
      this.rows = new Map();
    }

    paint(item) {
      let row = this.rows.get(item.id);
      if (item.state === "cancelled") {
        if (row) this.remove(item, row);
        return;
      }
      if (!row) row = this.build(item);
      const { state } = item;
      row.element.dataset.state = state;
      row.bar.value = item.sent;
      row.bar.hidden = !(desk.OPEN.has(state) || state === "paused");
      const percent = Math.floor((100 * item.sent) / item.size);
      row.bar.textContent = `${percent}%`;
      const label = state === "sending" ? `${LABELS.sending} ${percent}%` : LABELS[state];
      const said = item.said && item.said !== label ? `：${item.said}` : "";
      const words = item.trouble && desk.OPEN.has(state) ? item.trouble : `${label}${said}`;
      if (row.said.textContent !== words) row.said.textContent = words;
      this.buttons(row, item);
      if (item.photo && row.shown !== `${item.photo.id}${state}`) this.show(row, item);
      if (item.near && item.near.length && !row.near) this.near(row, item);
    }

    build(item) {
      const element = make("li", "file");
      const picture = make("span", "file-picture");
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      picture.append(canvas);
      const words = make("div", "file-words");
      const name = make("b", "file-name", item.name);
      const bar = document.createElement("progress");
      bar.max = item.size || 1;
      bar.setAttribute("aria-label", `${item.name} 的进度`);
      const said = make("span", "file-said");
      words.append(name, make("small", "file-size", size(item.size)), bar, said);
      const actions = make("div", "file-actions");
      element.append(picture, words, actions);
      this.list.append(element);
      const row = { element, picture, canvas, bar, said, actions, words, shown: "", near: null, now: "" };
      this.rows.set(item.id, row);
      if (item.size && item.file) desk.thumbnail(canvas, item.file, 160);
      return row;
    }

    buttons(row, item) {
      const wanted = Object.keys(BUTTONS).filter((name) => BUTTONS[name][1](item.state, item));
      if (row.now === wanted.join()) return;
      row.now = wanted.join();
      const had = row.actions.contains(document.activeElement);
      row.actions.replaceChildren(...wanted.map((name) => {
        const button = make("button", name === "use" ? "main-button" : "plain-button", BUTTONS[name][0]);
        button.type = "button";
        button.dataset.act = name;
        button.append(make("span", "heard", ` ${item.name}`));
        button.addEventListener("click", () => this.act(name, item));
        return button;
      }));
      if (had) (row.actions.querySelector("button") || this.focusable(row)).focus();
    }

    focusable(row) {
      row.element.tabIndex = -1;
      return row.element;
    }

    /* The server's own small picture, and the way to it. */
    show(row, item) {
      row.shown = `${item.photo.id}${item.state}`;
      if (!["ready", "known", "duplicate"].includes(item.state)) return;
      const image = document.createElement("img");
      image.src = item.photo.thumbnail;
      image.alt = item.state === "ready" ? "" : item.photo.caption;
      image.loading = "lazy";
      image.addEventListener("error", () => image.remove());
      row.picture.replaceChildren(image);
    }

    near(row, item) {
      row.near = make("p", "file-near", "很像：");
      for (const photo of item.near) {
        const link = document.createElement("a");
        link.href = photo.page;
        link.target = "_blank";
        const image = document.createElement("img");
        image.src = photo.thumbnail;
        image.alt = "";
        link.append(image, `${photo.same_shoot ? "这一组的" : "库里的"}“${photo.caption.slice(0, 16)}”`);
        row.near.append(link);
      }
      row.words.append(row.near);
    }

    remove(item, row) {
      const had = row.element.contains(document.activeElement);
      const next = row.element.nextElementSibling || row.element.previousElementSibling;
      row.element.remove();
      this.rows.delete(item.id);
      if (had) ((next && next.querySelector("button")) || document.getElementById("choose-files")).focus();
    }
  }

  desk.Rows = Rows;
})();
