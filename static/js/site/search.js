// Suggestions under the search field while somebody types (ARIA combobox with a list). Without them the form works alone.
const field = document.querySelector("[data-suggest]");
const list = document.getElementById("suggestions");
let timer = 0, asked = "", chosen = -1;

field.setAttribute("role", "combobox");
field.setAttribute("aria-controls", "suggestions");
field.setAttribute("aria-autocomplete", "list");
show([]);

function show(rows) {
  chosen = -1;
  list.replaceChildren(...rows.map(({ kind, name, address }, number) => {
    const item = Object.assign(document.createElement("li"), { id: `suggestion-${number}`, textContent: name });
    item.setAttribute("role", "option");
    item.dataset.address = address;
    item.append(Object.assign(document.createElement("small"), { textContent: kind }));
    return item;
  }));
  list.hidden = !rows.length;
  field.setAttribute("aria-expanded", String(rows.length > 0));
  field.removeAttribute("aria-activedescendant");
}

async function ask() {
  const text = field.value.trim();
  if (text === asked) return;
  asked = text;
  if (!text) return show([]);
  try {
    const response = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`);
    const { suggestions } = await response.json();
    if (text === field.value.trim() && document.activeElement === field) show(suggestions);
  } catch {
    show([]);
  }
}

function choose(step) {
  const items = [...list.children];
  chosen = (chosen + step + items.length + 1) % (items.length + 1);
  if (chosen === items.length) chosen = step > 0 ? -1 : items.length - 1;
  items.forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
  if (items[chosen]) field.setAttribute("aria-activedescendant", items[chosen].id);
  else field.removeAttribute("aria-activedescendant");
}

field.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (!event.isComposing) timer = setTimeout(ask, 150);
});
field.addEventListener("compositionend", () => { timer = setTimeout(ask, 150); });
field.addEventListener("keydown", (event) => {
  if (event.isComposing || list.hidden) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    event.preventDefault();
    show([]);
  } else if (event.key === "Enter" && list.children[chosen]) {
    event.preventDefault();
    location.assign(list.children[chosen].dataset.address);
  }
});
field.addEventListener("blur", () => setTimeout(() => show([]), 200));
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const address = event.target.closest("li")?.dataset.address;
  if (address) location.assign(address);
});

// Beside the finds there is room for the facets; above them there is not.
const facets = document.querySelector(".facets");
if (facets && matchMedia("(min-width: 64rem)").matches) facets.open = true;
