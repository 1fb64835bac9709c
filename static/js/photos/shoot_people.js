/* Who stands where: a row of names from left to right, or a finger on each face. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const SPLIT = /[、，,；;\s]+/;

  /* The same words as articles/workflow/shoot_words.py. */
  function clause(rows) {
    if (!rows.length) return "";
    if (rows.length === 1) return rows[0].length === 1 ? `图中为${rows[0][0]}` : `左起：${rows[0].join("、")}`;
    const places = rows.length === 2 ? ["前排", "后排"] : rows.map((_, n) => `第${"一二三四五六七八九"[n] || n + 1}排`);
    return rows.map((row, n) => `${places[n]}左起：${row.join("、")}`).join("；");
  }

  class People {
    /* `onLeave(step)`: Enter in an empty name goes on to another picture. */
    constructor(card, { onChange, onLeave }) {
      Object.assign(this, { card, onChange, onLeave });
      this.hidden = card.querySelector("[data-field=people]");
      this.names = card.querySelector(".names");
      this.marks = card.querySelector(".marks");
      this.said = card.querySelector(".clause");
      this.number = 0;
      this.show(this.hidden.value);
      this.names.addEventListener("input", (event) => { if (!event.isComposing) this.typed(event.target); });
      this.names.addEventListener("compositionend", (event) => this.typed(event.target));
      this.names.addEventListener("keydown", (event) => this.key(event));
      this.names.addEventListener("focusout", () => setTimeout(() => this.tidy(), 0));
      const frame = card.querySelector(".frame");
      frame.addEventListener("click", (event) => this.tap(event, frame));
    }

    show(people) {
      this.names.replaceChildren();
      this.marks.replaceChildren();
      people.split("；").forEach((row, n) => {
        for (const name of row.split("、").filter(Boolean)) this.input(name, n);
      });
      this.input("", Math.max(0, people.split("；").length - 1));
      this.label();
    }

    inputs() { return [...this.names.querySelectorAll("input")]; }

    input(value, row, before = null) {
      const field = document.createElement("input");
      field.value = value;
      field.maxLength = 40;
      field.autocomplete = "off";
      field.dataset.row = row;
      this.names.insertBefore(field, before);
      return field;
    }

    label() {
      this.inputs().forEach((field, n) => {
        field.setAttribute("aria-label", `左起第${n + 1}人`);
        field.placeholder = n === 0 && !field.value ? "左起第1人" : `第${n + 1}人`;
        field.classList.toggle("new-row", n > 0 && field.dataset.row !== this.inputs()[n - 1].dataset.row);
      });
      const rows = this.rows();
      const words = clause(rows);
      if (this.said.textContent !== words) this.said.textContent = words;
    }

    rows() {
      const rows = new Map();
      for (const field of this.inputs()) {
        const name = field.value.replace(/[；;、，,]+/g, " ").trim().replace(/\s+/g, " ");
        if (name) rows.set(field.dataset.row, [...(rows.get(field.dataset.row) || []), name]);
      }
      return [...rows.values()];
    }

    /* `甲、乙` in one field is two people. */
    typed(field) {
      const hasMark = /[、，,；;]/.test(field.value);
      if (hasMark) {
        const isRow = /[；;]\s*$/.test(field.value);
        const parts = field.value.split(SPLIT).filter(Boolean);
        field.value = parts.shift() || "";
        let last = field;
        for (const part of parts) last = this.input(part, last.dataset.row, last.nextSibling);
        const empty = this.input("", Number(last.dataset.row) + (isRow ? 1 : 0), last.nextSibling);
        this.dropEmpty(empty);
        empty.focus();
      }
      const all = this.inputs();
      if (all[all.length - 1].value.trim()) this.input("", all[all.length - 1].dataset.row);
      this.changed();
    }

    changed() {
      this.label();
      const value = this.rows().map((row) => row.join("、")).join("；");
      if (this.hidden.value === value) return;
      this.hidden.value = value;
      this.onChange(value);
    }

    dropEmpty(but) {
      for (const field of this.inputs()) if (field !== but && !field.value.trim() && field !== document.activeElement) this.remove(field);
    }

    remove(field) {
      if (field.mark) field.mark.remove();
      field.remove();
    }

    /* After the focus has left: no empty names in the middle, one at the end. */
    tidy() {
      if (this.names.contains(document.activeElement)) return;
      const all = this.inputs();
      all.forEach((field, n) => { if (!field.value.trim() && n < all.length - 1) this.remove(field); });
      const last = this.inputs().pop();
      if (last && last.mark && !last.value.trim()) {
        this.remove(last);
        this.input("", 0);
      }
      this.changed();
    }

    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const field = event.target;
      const all = this.inputs();
      const at = all.indexOf(field);
      if (event.key === "Enter") {
        event.preventDefault();
        if (field.value.trim() && all[at + 1]) all[at + 1].focus();
        else this.onLeave(1);
      } else if (event.key === "Backspace" && !field.value && at > 0) {
        event.preventDefault();
        all[at - 1].focus();
        if (at < all.length - 1) this.remove(field);
        this.changed();
      }
    }

    /* A finger on a face: the name goes where the face stands among the others. */
    tap(event, frame) {
      const box = frame.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width;
      const y = (event.clientY - box.top) / box.height;
      const all = this.inputs();
      const next = all.find((field) => field.mark && field.at > x);
      const empty = all[all.length - 1];
      let field = null;
      if (next) field = this.input("", next.dataset.row, next);
      else field = empty.value.trim() || empty.mark ? this.input("", empty.dataset.row) : empty;
      field.at = x;
      field.mark = document.createElement("span");
      field.mark.className = "mark";
      field.mark.style.left = `${100 * x}%`;
      field.mark.style.top = `${100 * y}%`;
      this.marks.append(field.mark);
      this.renumber();
      this.label();
      field.focus();
    }

    renumber() {
      this.inputs().forEach((field, n) => { if (field.mark) field.mark.textContent = n + 1; });
    }
  }

  desk.People = People;
})();
