/* Names for controls that come without one: search boxes that Select2 makes, and the first column of inline tables. */
"use strict";
(() => {
  function nameOf(select) {
    const label = select.labels && select.labels[0];
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(/[:：]\s*$/, "").trim() : "");
  }

  function nameAll() {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      if (!box || box.dataset.named) return;
      const shown = box.querySelector(".select2-selection__rendered");
      box.dataset.named = "1";
      if (nameOf(select)) box.setAttribute("aria-label", nameOf(select));
      box.removeAttribute("aria-labelledby");
      if (!shown) return;
      box.setAttribute("aria-describedby", shown.id);
      if (nameOf(select)) shown.setAttribute("aria-label", nameOf(select));
    });
    document.querySelectorAll("td.delete input[type=checkbox]").forEach((box) => box.setAttribute("aria-label", "删去这一行"));
    document.querySelectorAll(".tabular thead th:empty").forEach((cell) => {
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = cell.matches(".original") ? "原有的行" : "删去";
      cell.append(words);
    });
  }

  window.addEventListener("load", () => setTimeout(nameAll));
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
