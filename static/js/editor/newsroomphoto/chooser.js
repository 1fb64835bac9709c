/* The window in which one chooses a picture from the library: `NewsroomPhotos.choose().then(photo => …)`. */
"use strict";
(() => {
  if (window.NewsroomPhotos) return;
  const ADDRESS = "/desk/photos/choose/";
  const thumbnail = (id) => `/desk/photos/${id}/thumbnail/`;

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function build() {
    const search = element("input", { type: "search", name: "q", placeholder: "按说明、地点、摄影者或关键词查找", "aria-label": "查找图片" });
    const find = element("button", { type: "submit" }, "查找");
    const form = element("form", { class: "photo-search", role: "search" }, search, find);
    const list = element("ul", { class: "photo-list" });
    const status = element("p", { class: "photo-status", role: "status" });
    const before = element("button", { type: "button" }, "上一页");
    const after = element("button", { type: "button" }, "下一页");
    const close = element("button", { type: "button", class: "photo-close", "aria-label": "关闭" }, "×");
    const head = element("div", { class: "photo-head" }, element("h2", { id: "photo-chooser-title" }, "从图库选图片"), close);
    const foot = element("div", { class: "photo-foot" }, before, status, after);
    const dialog = element("dialog", { class: "photo-chooser", "aria-labelledby": "photo-chooser-title" }, head, form, list, foot);
    return { dialog, form, search, list, status, before, after, close };
  }

  function item(photo, choose) {
    const words = photo.caption || `（没有说明 ${photo.id}）`;
    const picture = element("img", { src: photo.thumbnail, alt: "", loading: "lazy" });
    const button = element("button", { type: "button", "data-photo-id": photo.id }, picture,
      element("span", { class: "photo-words" }, words), element("small", {}, photo.credit));
    button.addEventListener("click", () => choose(photo));
    return element("li", {}, button);
  }

  function choose() {
    const parts = build();
    let page = 1;
    let asked = 0;
    return new Promise((resolve) => {
      const done = (photo) => { parts.dialog.close(); parts.dialog.remove(); resolve(photo); };

      async function load() {
        const turn = ++asked;
        parts.status.textContent = "正在找…";
        const query = new URLSearchParams({ q: parts.search.value, page });
        let found;
        try {
          const answer = await fetch(`${ADDRESS}?${query}`, { headers: { Accept: "application/json" } });
          if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
          found = await answer.json();
        } catch {
          parts.status.textContent = "没有取到图库：请检查网络，或重新登录后再试。";
          return;
        }
        if (turn !== asked) return;
        page = found.page;
        parts.list.replaceChildren(...found.photos.map((photo) => item(photo, done)));
        parts.status.textContent = found.count ? `共${found.count}张，第${found.page}／${found.pages}页` : "没有找到：请换个词。";
        parts.before.disabled = found.page <= 1;
        parts.after.disabled = found.page >= found.pages;
      }

      parts.form.addEventListener("submit", (event) => { event.preventDefault(); page = 1; load(); });
      parts.before.addEventListener("click", () => { page -= 1; load(); });
      parts.after.addEventListener("click", () => { page += 1; load(); });
      parts.close.addEventListener("click", () => done(null));
      parts.dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(null); });
      document.body.append(parts.dialog);
      parts.dialog.showModal();
      parts.search.focus();
      load();
    });
  }

  window.NewsroomPhotos = { choose, thumbnail };
})();
