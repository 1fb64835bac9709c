/* Pictures of a story: choose from the library with the eyes instead of searching by name. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const group = document.querySelector("#uses-group");
  const addRow = () => group.querySelector(".add-row a");
  if (!group || !window.NewsroomPhotos) return;

  function fill(row, photo) {
    const select = row.querySelector("select[name$=-photo]");
    select.append(new Option(photo.caption || `图片 ${photo.id}`, photo.id, true, true));
    select.dispatchEvent(new Event("change", { bubbles: true }));
    const picture = document.createElement("img");
    picture.className = "thumbnail";
    picture.src = photo.thumbnail;
    picture.alt = "";
    row.querySelector(".field-picture").replaceChildren(picture);
    const order = row.querySelector("input.order");
    if (order) order.value = group.querySelectorAll("tr.form-row:not(.empty-form)").length;
  }

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button add-from-library";
  button.textContent = "从图库选图片…";
  button.addEventListener("click", async () => {
    const photo = await window.NewsroomPhotos.choose();
    if (!photo) return;
    addRow().click();
    const rows = group.querySelectorAll("tr.form-row:not(.empty-form)");
    fill(rows[rows.length - 1], photo);
    button.focus();
  });
  const wait = () => (addRow() ? group.append(button) : null);
  setTimeout(wait);
});
