/* The fields of the cards: words typed over the printed, people, districts, tags, pictures. Each change is a step. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const byId = (id) => document.getElementById(id);
  const item = (element) => element.closest(".card").id;
  const names = (group) => [...group.querySelectorAll(".chip[data-name]:not(.maybe)")].map((chip) => chip.dataset.name);

  /* Words over the printed: a step for each pause, none while an input method is composing. */
  function typed(field) {
    const name = field.dataset.type;
    const step = name === "column" ? { do: "column", item: item(field), value: field.value }
      : { do: "type", item: item(field), field: name, value: field.value };
    field.dataset.typing = "1";
    desk.do(step, `${field.id}`);
  }

  /* What is no longer on its way may be shown as the server has it. */
  desk.settle = () => {
    for (const field of document.querySelectorAll("[data-typing]")) if (!desk.queue.has(field.id)) delete field.dataset.typing;
  };

  function person(row) {
    const part = (name) => { const found = row.querySelector(`[data-part=${name}]`); return found ? found.value : ""; };
    const who = part("who");
    return {
      do: "person", item: item(row), person: row.dataset.person || null, role: part("role"), name: part("name").trim(),
      organisation: part("organisation"), role_as_printed: part("role_as_printed"),
      who: who === "" ? null : /^\d+$/.test(who) ? Number(who) : who,
    };
  }

  function addPerson(row) {
    const name = row.querySelector("[data-part=name]");
    if (!name.value.trim()) {
      name.focus();
      return;
    }
    desk.do(person(row));
    name.value = "";
    name.focus();
  }

  function changedPart(field) {
    const picture = field.closest("[data-picture]");
    if (picture) {
      desk.do({ do: "picture", item: item(field), number: Number(picture.dataset.picture), [field.dataset.part]: field.value });
      return;
    }
    const row = field.closest("[data-person]");
    if (!row) return;
    // Another name or role than the printed one: nobody is chosen for it yet.
    if (field.dataset.part === "name") row.querySelector("[data-part=who]").value = row.querySelector("[data-part=who] option[value='']") ? "" : row.querySelector("[data-part=who]").value;
    if (field.dataset.part === "role") row.querySelector("[data-part=role_as_printed]").value = "";
    if (row.querySelector("[data-part=name]").value.trim()) {
      const step = person(row);
      if (field.dataset.part === "name") step.who = null;
      desk.do(step);
    } else desk.refuse("姓名是空的：请填写，或用×去掉这一行。");
  }

  function addName(field) {
    const group = field.closest(".chips");
    const wanted = field.value.split(/[、，,；;\s]+/).filter(Boolean);
    if (!wanted.length) return;
    const kind = field.dataset.add;
    if (kind === "districts") {
      const known = new Set([...byId("known-districts").options].map((option) => option.value));
      const strange = wanted.find((name) => !known.has(name));
      if (strange) {
        desk.refuse(`没有叫“${strange}”的旗县区：请从列表里选。`);
        return;
      }
    }
    desk.do({ do: kind, item: item(field), names: [...new Set([...names(group), ...wanted])] });
    field.value = "";
  }

  const buttons = {
    up: (button) => {
      const card = button.closest(".card");
      if (card.previousElementSibling) desk.do({ do: "order", item: card.id, before: card.previousElementSibling.id });
    },
    down: (button) => {
      const card = button.closest(".card");
      const after = card.nextElementSibling;
      if (after) desk.do({ do: "order", item: card.id, before: after.nextElementSibling ? after.nextElementSibling.id : null });
    },
    "leave-out": (button) => desk.leaveOut(button.closest(".card")),
    untype: (button) => {
      const field = byId(`${item(button)}-${button.dataset.field}`);
      desk.do(button.dataset.field === "column" ? { do: "column", item: item(button), value: null }
        : { do: "type", item: item(button), field: button.dataset.field, value: null });
      delete field.dataset.typing;
      field.focus();
    },
    "add-person": (button) => addPerson(button.closest(".person")),
    "no-person": (button) => desk.do({ do: "no_person", item: item(button), person: button.closest(".person").dataset.person }),
    "no-district": (button) => without(button, "districts"),
    "no-tag": (button) => without(button, "tags"),
    tag: (button) => desk.do({ do: "tags", item: item(button), names: [...names(button.closest(".chips")), button.dataset.name] }),
    "leave-picture": (button) => desk.do({
      do: "picture", item: item(button), number: Number(button.closest("[data-picture]").dataset.picture),
      left_out: button.getAttribute("aria-pressed") !== "true",
    }),
  };

  function without(button, kind) {
    const chip = button.closest(".chip");
    const left = names(button.closest(".chips")).filter((name) => name !== chip.dataset.name);
    const field = button.closest(".chips").querySelector("input");
    desk.do({ do: kind, item: item(button), names: left });
    field.focus();
  }

  desk.leaveOut = (card) => {
    const value = !card.classList.contains("left-out");
    desk.do({ do: "leave_out", item: card.id, value });
    card.classList.toggle("left-out", value);
    desk.say(value ? "这一条不建稿" : "这一条又要了");
  };

  document.addEventListener("DOMContentLoaded", () => {
    const cards = byId("cards");
    let composing = false;
    cards.addEventListener("compositionstart", () => { composing = true; });
    cards.addEventListener("compositionend", (event) => {
      composing = false;
      if (event.target.dataset.type) typed(event.target);
    });
    cards.addEventListener("input", (event) => {
      if (!event.target.dataset.type) return;
      event.target.dataset.typing = "1";
      desk.fitTexts();
      if (!composing && !event.isComposing) typed(event.target);
    });
    cards.addEventListener("change", (event) => {
      const field = event.target;
      if (field.dataset.type) {
        desk.queue.flush();
        return;
      }
      if (field.dataset.step === "item_kind") desk.do({ do: "item_kind", item: item(field), kind: field.value });
      else if (field.dataset.step === "parent") desk.do({ do: "parent", item: item(field), parent: field.value || null });
      else if (field.dataset.add) addName(field);
      else if (field.dataset.part && !field.closest(".add")) changedPart(field);
    });
    cards.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
      const field = event.target;
      if (field.closest(".person.add") && field.dataset.part === "name") addPerson(field.closest(".person"));
      else if (field.dataset.add) addName(field);
      else if (!(field.dataset.type && field.tagName === "TEXTAREA")) return;
      event.preventDefault();
    });
    cards.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.check) desk.check(desk.doubts().filter((doubt) => doubt.dataset.key === button.dataset.check));
      else if (button.classList.contains("join")) desk.do({ do: "part", block: button.closest(".block").dataset.block, at: Number(button.dataset.at) });
      else if (buttons[button.dataset.do]) buttons[button.dataset.do](button);
    });
    /* Being in a field chooses the blocks that it was read from. */
    cards.addEventListener("focusin", (event) => {
      const from = event.target.closest("[data-blocks]");
      if (!from || !from.dataset.blocks || event.target.closest(".block")) return;
      desk.choose(from.dataset.blocks.split(" "), { focus: false });
    });
  });
})();
