// Before the first paint: the colours and the type size that this reader chose last time.
try {
  for (const name of ["theme", "size"]) {
    const value = localStorage.getItem(name);
    if (/^(light|dark|large|huge)$/.test(value)) document.documentElement.dataset[name] = value;
  }
} catch {
  // No storage, no preference.
}
