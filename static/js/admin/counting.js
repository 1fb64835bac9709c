/* Characters while one types: without blanks and marks, as the newsroom counts; red when there are too many. */
"use strict";
(() => {
  const count = (text) => [...text.replace(/[\s\u00a0\u3000]/g, "")].length;

  function counter(after) {
    const made = document.createElement("span");
    made.className = "count";
    made.setAttribute("role", "status");
    after.append(made);
    return made;
  }

  function show(place, text, limit) {
    const length = limit ? [...text].length : count(text);
    const over = limit && length > limit;
    place.textContent = limit ? `${length}／${limit}字` : `${length}字`;
    if (over) place.textContent += `，多${length - limit}字`;
    place.classList.toggle("over", Boolean(over));
  }

  function watchField(field) {
    const place = counter(field.closest(".form-row, .fieldBox, div"));
    const update = () => show(place, field.value, Number(field.dataset.countLimit));
    field.addEventListener("input", update);
    update();
  }

  function watchBody(field) {
    if (!window.CKEDITOR) return;
    const start = (editor) => {
      const place = counter(field.closest(".form-row"));
      const update = () => show(place, editor.mode === "wysiwyg" ? editor.editable().getText() : editor.getData().replace(/<[^>]*>/g, ""), 0);
      editor.on("change", update);
      editor.on("mode", update);
      update();
    };
    const running = CKEDITOR.instances[field.id];
    if (running && running.status === "ready") start(running);
    else CKEDITOR.on("instanceReady", (event) => { if (event.editor.name === field.id) start(event.editor); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-count-limit]").forEach(watchField);
    document.querySelectorAll("textarea[data-count-body]").forEach(watchBody);
  });
})();
