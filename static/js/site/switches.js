// The buttons in the masthead: light or dark, the size of type, and 长辈版 (size "huge": large type in four steps, high
// contrast, one column; css/elder.css). Remembered in this browser, nowhere else.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const sizes = { "": ["字", "标准"], large: ["大", "大"] };
const steps = ["18磅", "22磅", "26磅", "30磅"];
const isElder = () => root.dataset.size === "huge";

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
      if (isElder()) return label(button, "字", `字号：${steps[root.dataset.step ?? 0]}，共4档`);
      const [sign, name] = sizes[root.dataset.size ?? ""];
      label(button, sign, `字号：${name}`);
    },
    turn() {
      if (isElder()) return remember("step", String(((Number(root.dataset.step) || 0) + 1) % steps.length).replace("0", ""));
      remember("size", root.dataset.size ? "" : "large");
    },
  },
  elder: {
    show(button) {
      button.setAttribute("aria-pressed", String(isElder()));
    },
    turn() {
      remember("size", isElder() ? "" : "huge");
    },
  },
};

const buttons = document.querySelectorAll("[data-switch]");
for (const button of buttons) {
  const kind = kinds[button.dataset.switch];
  kind.show(button);
  button.addEventListener("click", () => {
    kind.turn();
    for (const other of buttons) kinds[other.dataset.switch].show(other);
  });
  if (button.dataset.switch === "theme") system.addEventListener("change", () => kind.show(button));
  button.hidden = false;
}
