// A button that copies the field it names, and says whether it did.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-said]");
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "已复制。";
    } catch {
      // No clipboard without https or without leave: the text is selected, the keys do the rest.
      said.textContent = document.execCommand("copy") ? "已复制。" : "已选中，请按 Ctrl+C 复制。";
    }
  });
}
