/* Ordered rows of inline forms: a handle to drag and two buttons to move; the number in `order` says it to the server. */
"use strict";
(() => {
  const rowsOf = (body) => [...body.children].filter((row) => row.matches("tr.form-row:not(.empty-form)"));

  function renumber(body) {
    rowsOf(body).forEach((row, place) => {
      const input = row.querySelector("input.order");
      if (input && isFilled(row)) input.value = place + 1;
    });
  }

  // A row that was only added and never filled stays untouched, so that the server goes on ignoring it.
  function isFilled(row) {
    return [...row.querySelectorAll("input:not([type=hidden]):not(.order), select, textarea")].some(
      (field) => field.value && field.type !== "checkbox" && !(field.tagName === "SELECT" && field.options[0] && field.value === field.options[0].value)
    ) || row.classList.contains("has_original");
  }

  function move(row, step) {
    const body = row.parentElement;
    const rows = rowsOf(body);
    const target = rows[rows.indexOf(row) + step];
    if (!target) return;
    body.insertBefore(row, step < 0 ? target : target.nextElementSibling);
    renumber(body);
  }

  function button(label, sign, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    if (act) made.addEventListener("click", act);
    return made;
  }

  function drag(handle, row) {
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add("dragging");
      const follow = (moved) => {
        const over = rowsOf(row.parentElement).find((other) => {
          const box = other.getBoundingClientRect();
          return other !== row && moved.clientY > box.top && moved.clientY < box.bottom;
        });
        if (!over) return;
        const rows = rowsOf(row.parentElement);
        row.parentElement.insertBefore(row, rows.indexOf(over) < rows.indexOf(row) ? over : over.nextElementSibling);
      };
      const stop = () => {
        handle.removeEventListener("pointermove", follow);
        row.classList.remove("dragging");
        renumber(row.parentElement);
      };
      handle.addEventListener("pointermove", follow);
      handle.addEventListener("pointerup", stop, { once: true });
      handle.addEventListener("pointercancel", stop, { once: true });
    });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(row, step);
      handle.focus();
    });
  }

  function equip(row) {
    const input = row.querySelector("input.order");
    if (!input || input.parentElement.querySelector(".ordering")) return;
    const tools = document.createElement("span");
    tools.className = "ordering";
    const handle = button("拖动，或用上下方向键移动", "⠿");
    handle.classList.add("handle");
    const up = button("上移", "↑", () => { move(row, -1); up.focus(); });
    const down = button("下移", "↓", () => { move(row, 1); down.focus(); });
    tools.append(handle, up, down);
    input.after(tools);
    drag(handle, row);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".inline-group").forEach((group) => {
      const rows = group.querySelectorAll("tr.form-row:not(.empty-form)");
      if (!group.querySelector("input.order")) return;
      group.classList.add("ordering-on");
      rows.forEach(equip);
    });
    document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", () => {
      form.querySelectorAll(".ordering-on tbody").forEach(renumber);
    }));
  });
  document.addEventListener("formset:added", (event) => {
    if (event.target.matches(".ordering-on tr")) equip(event.target);
  });
})();
