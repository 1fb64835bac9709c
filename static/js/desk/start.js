/* Where imports begin: pasting, and files dropped anywhere on the page, two of them at a time. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const ATONCE = 2;
  const page = document.querySelector(".start");
  const paste = document.querySelector("form.paste");
  const form = document.querySelector("form.drop");
  const list = form.querySelector(".uploads");
  const veil = document.querySelector(".drop-veil");
  const waiting = [];
  let running = 0;
  let token = form.elements.csrfmiddlewaretoken.value;

  page.classList.add("scripted");

  const make = (tag, values = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children);
    return made;
  };

  /* One file ------------------------------------------------------------------------------------------------------- */
  function add(file) {
    const bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `上传 ${file.name}`);
    const said = make("span", { className: "said", textContent: "等着" });
    const row = make("li", {}, make("b", { textContent: file.name }), bar, said);
    list.append(row);
    const job = { file, row, bar, said };
    if (file.size > Number(page.dataset.maxBytes)) {
      refuse(job, `文件有${Math.round(file.size / 1048576)} MB，最大200 MB：请按版拆开，或压缩其中的图片。`, false);
      return;
    }
    if (!file.size) {
      refuse(job, "文件是空的：请看看是不是选错了。", false);
      return;
    }
    waiting.push(job);
    pump();
  }

  function pump() {
    while (running < ATONCE && waiting.length) {
      running += 1;
      send(waiting.shift());
    }
  }

  function send(job) {
    const data = new FormData();
    for (const name of ["edition", "page"]) if (paste.elements[name]) data.append(name, paste.elements[name].value);
    data.append("files", job.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      job.bar.value = event.loaded / event.total;
      job.said.textContent = event.loaded < event.total ? `${Math.floor((event.loaded / event.total) * 100)}%` : "收着";
    });
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer && answer.imports && answer.imports.length) done(job, answer.imports[0]);
      else refuse(job, (answer && answer.error) || (request.status === 403 ? "页面放久了：请刷新后再传。" : "没有收下，请再传一次。"), request.status !== 400);
    });
    request.addEventListener("error", () => refuse(job, "没有连上，文件还在这里。", true));
    request.addEventListener("loadend", () => { running -= 1; pump(); });
    job.said.textContent = "0%";
    request.send(data);
  }

  function refuse(job, words, mayRetry) {
    job.row.classList.add("failed");
    job.bar.hidden = true;
    job.said.textContent = words;
    if (!mayRetry) return;
    const again = make("button", { type: "button", className: "plain-button", textContent: "再传" });
    again.setAttribute("aria-label", `再传 ${job.file.name}`);
    again.addEventListener("click", () => {
      again.remove();
      job.row.classList.remove("failed");
      job.bar.hidden = false;
      job.bar.value = 0;
      waiting.push(job);
      pump();
    });
    job.row.append(again);
  }

  function done(job, made) {
    job.bar.remove();
    job.row.querySelector("b").replaceWith(make("a", { href: made.url, textContent: job.file.name }));
    follow(job.said, `${made.url}status/`);
    const single = !waiting.length && running <= 1 && list.children.length === 1;
    if (single) location.assign(made.url);
  }

  const WORDS = { reading: "正在读", open: "可以核对了", failed: "读不了，点开看原因", done: "已建稿", discarded: "已丢弃" };
  async function follow(said, url, times = 0) {
    try {
      const answer = await (await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } })).json();
      said.textContent = WORDS[answer.status] || "";
      if (answer.status !== "reading") return;
    } catch {
      // Asked again.
    }
    setTimeout(() => follow(said, url, times + 1), Math.min(1000 + times * 250, 5000));
  }

  /* The chooser and the whole page as a place to drop ---------------------------------------------------------------- */
  const chooser = form.elements.files;
  chooser.addEventListener("change", () => {
    [...chooser.files].forEach(add);
    chooser.value = "";
  });
  document.querySelectorAll(".no-script").forEach((one) => { one.hidden = true; });

  const hasFiles = (event) => [...(event.dataTransfer ? event.dataTransfer.types : [])].includes("Files");
  let depth = 0;
  document.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (!hasFiles(event)) return;
    depth -= 1;
    if (depth <= 0) veil.hidden = true;
  });
  document.addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    [...event.dataTransfer.files].forEach(add);
  });
  window.addEventListener("beforeunload", (event) => { if (running || waiting.length) event.preventDefault(); });

  /* Pasting ---------------------------------------------------------------------------------------------------------- */
  const text = paste.elements.text;
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    paste.requestSubmit();
  });
  let going = false;
  paste.addEventListener("submit", (event) => {
    if (going) event.preventDefault();
    going = true;
  });
  window.addEventListener("pageshow", () => { going = false; });
  document.querySelectorAll(".newest-editions").forEach((box) => {
    box.hidden = false;
    box.addEventListener("click", (event) => {
      if (!event.target.dataset.day) return;
      paste.elements.edition.value = event.target.dataset.day;
      paste.elements.page.focus();
    });
  });
  document.querySelectorAll("[data-reading]").forEach((row) => follow(row.querySelector(".about"), row.dataset.reading));
});
