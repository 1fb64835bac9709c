// Starts the service worker (sw.js), and lists on /offline/ what it has kept.
if ("serviceWorker" in navigator) {
  const isNew = !navigator.serviceWorker.controller;
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      if (isNew) active.postMessage({ read: location.pathname });
    } catch {
      // A private window: the site works without.
    }
  });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    for (const said of document.querySelectorAll(`[data-kept="${CSS.escape(data.kept ?? "")}"]`)) said.hidden = false;
  });
}

const list = document.getElementById("kept");
if (list && "caches" in window) {
  (async () => {
    const pages = await caches.open("pages-1");
    for (const request of (await pages.keys()).reverse()) {
      const { pathname } = new URL(request.url);
      const title = new DOMParser().parseFromString(await (await pages.match(request)).text(), "text/html").title;
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: pathname, textContent: title || pathname });
      item.append(link);
      list.append(item);
    }
    list.hidden = !list.children.length;
    document.getElementById("nothing-kept").hidden = !list.hidden;
  })();
}
