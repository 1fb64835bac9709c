/* Behind an @ the names of colleagues are offered: arrows choose, Enter or Tab takes, Escape closes. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const section = document.querySelector("[data-colleagues]");
  if (!section) return;
  const list = document.createElement("ul");
  list.className = "at-list";
  list.id = "at-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "同事");
  list.hidden = true;
  let box = null, chosen = 0, asked = 0;

  const word = () => /[@＠]([^\s@＠，。、：；]{0,20})$/.exec(box.value.slice(0, box.selectionStart));

  function close() {
    list.hidden = true;
    box?.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (number + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take() {
    const found = word(), option = list.children[chosen];
    if (!found || !option) return;
    const start = box.selectionStart - found[0].length;
    box.setRangeText(`@${option.dataset.name} `, start, box.selectionStart, "end");
    close();
  }

  /* While the answer is on its way, who does not fit any more is not offered: Enter would call the wrong colleague. */
  function narrow(typed) {
    if (list.hidden) return;
    for (const option of [...list.children]) {
      const { name, account } = option.dataset;
      if (!name.toLowerCase().includes(typed) && !account.toLowerCase().startsWith(typed)) option.remove();
    }
    if (list.children.length) choose(0);
    else close();
  }

  async function offer() {
    const found = word(), number = ++asked;
    if (!found) { close(); return; }
    narrow(found[1].toLowerCase());
    let people = [];
    try {
      const response = await fetch(`${section.dataset.colleagues}?q=${encodeURIComponent(found[1])}`, { credentials: "same-origin" });
      if (response.ok) people = (await response.json()).people;
    } catch { /* no names are offered; a name may still be typed */ }
    if (number !== asked || !word()) return;
    list.replaceChildren(...people.map((person, place) => {
      const option = document.createElement("li");
      option.id = `at-${place}`;
      option.setAttribute("role", "option");
      option.dataset.name = person.name;
      option.dataset.account = person.account;
      option.textContent = person.name;
      return option;
    }));
    if (!people.length) { close(); return; }
    box.parentNode.insertBefore(list, box.nextSibling);
    list.hidden = false;
    choose(0);
  }

  for (const area of section.querySelectorAll("[data-at]")) {
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", "at-list");
    area.addEventListener("input", () => { box = area; offer(); });
    area.addEventListener("blur", () => setTimeout(close, 150));
    area.addEventListener("keydown", (event) => {
      if (list.hidden || box !== area || event.isComposing) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter" || event.key === "Tab") take();
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }
  section.append(list);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose([...list.children].indexOf(event.target.closest("li")));
    take();
  });
});
