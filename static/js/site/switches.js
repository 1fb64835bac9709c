// The buttons in the masthead: light or dark, and three sizes of type. Remembered in this browser, nowhere else.
const root = document.documentElement;
const switches = {
  theme: { values: ["", "light", "dark"], signs: ["明", "明", "暗"], names: ["跟随系统", "浅色", "深色"], label: "明暗" },
  size: { values: ["", "large", "huge"], signs: ["字", "大", "特"], names: ["标准", "大", "特大"], label: "字号" },
};

function show(button, name) {
  const { values, signs, names, label } = switches[name];
  const place = Math.max(0, values.indexOf(root.dataset[name] ?? ""));
  button.textContent = signs[place];
  button.setAttribute("aria-label", `${label}：${names[place]}`);
  button.title = button.getAttribute("aria-label");
}

function turn(button, name) {
  const { values } = switches[name];
  const value = values[(values.indexOf(root.dataset[name] ?? "") + 1) % values.length];
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // The choice holds for this page only.
  }
  show(button, name);
}

for (const button of document.querySelectorAll("[data-switch]")) {
  const name = button.dataset.switch;
  show(button, name);
  button.addEventListener("click", () => turn(button, name));
  button.parentElement.hidden = false;
}
