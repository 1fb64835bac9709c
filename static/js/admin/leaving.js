/* Nobody leaves a form with unsaved words by a slip of the finger. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#content-main > form");
  if (!form) return;
  // A page that came back with errors holds words that are stored nowhere.
  let dirty = Boolean(document.querySelector(".errornote, #conflict"));
  let sending = false;
  form.addEventListener("input", () => { dirty = true; });
  // Asked again after all other listeners: one of them may hold the form back.
  form.addEventListener("submit", (event) => { sending = true; setTimeout(() => { sending = !event.defaultPrevented; }); });
  window.addEventListener("beforeunload", (event) => {
    const editors = window.CKEDITOR ? Object.values(CKEDITOR.instances) : [];
    if (!sending && (dirty || editors.some((editor) => editor.checkDirty()))) event.preventDefault();
  });
});
