// Before the first paint: the colours and the type that this reader chose last time.
try {
  for (const [name, values] of [["theme", /^(light|dark)$/], ["size", /^(large|huge)$/], ["step", /^[123]$/]]) {
    const value = localStorage.getItem(name);
    if (values.test(value)) document.documentElement.dataset[name] = value;
  }
} catch {
  // No storage, no preference.
}
