/* Assignments go to another day: by dragging, or by the arrows under each (also from the keyboard). */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const week = document.querySelector(".week[data-movable]");
  if (!week) return;
  const said = document.querySelector(".plan-said");
  const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  let dragged = null;

  function say(text, wrong = false) {
    said.textContent = text;
    said.classList.toggle("wrong", wrong);
  }

  async function move(task, day, focus) {
    const body = new URLSearchParams({ day });
    let data = {};
    try {
      const response = await fetch(task.dataset.move, {
        method: "POST", body, credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": csrf() },
      });
      data = await response.json();
      if (!response.ok) throw new Error(data.error);
    } catch (error) {
      say(data.error ?? "没有改期：现在连不上，请稍后再试。", true);
      return;
    }
    say(data.said);
    sessionStorage.setItem("plan-moved", JSON.stringify({ id: task.dataset.assignment, said: data.said, focus }));
    location.reload();
  }

  week.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-move]");
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.assignment);
  });
  week.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    for (const place of week.querySelectorAll(".over")) place.classList.remove("over");
  });
  week.addEventListener("dragover", (event) => {
    const place = event.target.closest(".day");
    if (!dragged || !place) return;
    event.preventDefault();
    for (const other of week.querySelectorAll(".over")) other.classList.remove("over");
    place.querySelector("[data-drop]").classList.add("over");
  });
  week.addEventListener("drop", (event) => {
    const place = event.target.closest(".day");
    if (!dragged || !place) return;
    event.preventDefault();
    if (place !== dragged.closest(".day")) move(dragged, place.dataset.day, "");
  });
  week.addEventListener("click", (event) => {
    const button = event.target.closest("[data-by]");
    if (!button) return;
    const from = button.closest(".day").dataset.day;
    // A piece without a day comes to the first day of the week that is shown.
    const day = from ? new Date(`${from}T12:00:00Z`) : new Date(`${week.querySelector(".day").dataset.day}T12:00:00Z`);
    if (from) day.setUTCDate(day.getUTCDate() + Number(button.dataset.by));
    move(button.closest("[data-move]"), day.toISOString().slice(0, 10), button.dataset.by);
  });

  // After a move: what was done, and the focus where it was.
  try {
    const moved = JSON.parse(sessionStorage.getItem("plan-moved"));
    sessionStorage.removeItem("plan-moved");
    if (moved) {
      const task = week.querySelector(`[data-assignment="${moved.id}"]`);
      say(task ? moved.said : `${moved.said}不在这一周。`);
      (moved.focus ? task?.querySelector(`[data-by="${moved.focus}"]`) : task?.querySelector("a"))?.focus();
    }
  } catch { /* nothing was moved */ }
});
