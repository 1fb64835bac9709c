// The buttons in the masthead: light or dark, and three sizes of type. Remembered in this browser, nowhere else.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const sizes = { "": ["字", "标准"], large: ["大", "大"], huge: ["特", "特大"] };

function remember(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // No storage: the choice holds for this page only.
  }
}

function label(button, sign, text) {
  button.textContent = sign;
  button.title = text;
  button.setAttribute("aria-label", text);
}

const kinds = {
  theme: {
    show(button) {
      const dark = (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
      label(button, dark ? "暗" : "明", dark ? "现在是深色，换成浅色" : "现在是浅色，换成深色");
    },
    turn() {
      const dark = (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
      const wanted = dark ? "light" : "dark";
      remember("theme", wanted === (system.matches ? "dark" : "light") ? "" : wanted);
    },
  },
  size: {
    show(button) {
      const [sign, name] = sizes[root.dataset.size ?? ""];
      label(button, sign, `字号：${name}`);
    },
    turn() {
      const names = Object.keys(sizes);
      remember("size", names[(names.indexOf(root.dataset.size ?? "") + 1) % names.length]);
    },
  },
};

for (const button of document.querySelectorAll("[data-switch]")) {
  const kind = kinds[button.dataset.switch];
  kind.show(button);
  button.addEventListener("click", () => {
    kind.turn();
    kind.show(button);
  });
  if (button.dataset.switch === "theme") system.addEventListener("change", () => kind.show(button));
  button.parentElement.hidden = false;
}
