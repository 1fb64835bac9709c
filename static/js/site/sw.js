// The service worker, served at /sw.js: stories that were read and today's paper stay readable without a network.
//
// With a network every page comes from it: what was withdrawn is never shown from here, and is thrown away as soon as
// the newspaper says so (/offline/public.json). Nothing of the staff's pages passes through.
const PAGES = "pages-1", PARTS = "parts-1", PICTURES = "pictures-1";
const MOST = { [PAGES]: 120, [PARTS]: 80, [PICTURES]: 160 };
const OFFLINE = "/offline/";
const STORY = /^\/articles\/(\d+)\/$/;
const PAPER = /^\/paper\/(\d{4}-\d\d-\d\d)\/(?:\d+\/(?:(\d+)\/)?)?$/; // an issue, a page, a story on its page
const ASK_SECONDS = 300;
let asked = 0;
const saved = new Set(); // editions that this worker has fetched whole

addEventListener("install", (event) => event.waitUntil(keepOfflinePage().then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = Object.keys(MOST);
  for (const name of await caches.keys()) if (!names.includes(name)) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (isReaders(pathname)) event.respondWith(page(event, pathname));
  } else if (pathname.startsWith("/static/")) event.respondWith(part(event, PARTS));
  else if (pathname.startsWith("/media/")) event.respondWith(part(event, PICTURES));
});

addEventListener("message", (event) => {
  const path = event.data?.read; // the page that was open before there was a worker
  if (typeof path === "string" && isKept(path)) event.waitUntil(readAgain(path));
});

function isReaders(path) {
  return !/^\/(admin|desk|preview|media|static|api|report|accounts)\//.test(path);
}

function isKept(path) {
  return path === "/" || STORY.test(path) || PAPER.test(path);
}

// Pages ---------------------------------------------------------------------------------------------------------------
async function page(event, path) {
  try {
    const response = await fetch(event.request);
    if (response.ok && isKept(path)) event.waitUntil(keepPage(path, response.clone()));
    else if (response.status === 404 || response.status === 410) event.waitUntil(forget(path));
    event.waitUntil(forgetWithdrawn());
    return response;
  } catch {
    return (await keptPage(path)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function keptPage(path) {
  const pages = await caches.open(PAGES);
  let found = await pages.match(path);
  if (!found && path === "/paper/") {
    const days = (await pages.keys()).map(pathOf).filter((one) => /^\/paper\/[\d-]+\/$/.test(one)).sort();
    found = days.length ? await pages.match(days.at(-1)) : undefined;
  }
  const story = path.match(PAPER)?.[2];
  if (!found && story) found = await pages.match(`/articles/${story}/`);
  return found && asKept(found);
}

// The kept page with a line that says from when it is, and of each picture the one size that is here.
async function asKept(response) {
  const pictures = new Set((await (await caches.open(PICTURES)).keys()).map(pathOf));
  const at = new Date(response.headers.get("date") ?? Date.now());
  const when = at.toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });
  const note = `<p class="offline-note" role="status">现在没有网络。这一页是${when}存下的。</p>`;
  const html = (await response.text())
    .replace(/<picture>[^]*?<\/picture>/g, (picture) => {
      const here = picture.match(/\/media\/[\w./-]+/g)?.find((one) => pictures.has(one));
      const image = picture.match(/<img[^>]*>/)?.[0] ?? "";
      return image.replace(/ (srcset|sizes|src)="[^"]*"/g, "").replace("<img", here ? `<img src="${here}"` : "<img");
    })
    .replace("<main ", `${note}<main `);
  return new Response(html, { headers: response.headers });
}

async function keepPage(path, response) {
  await keepParts(await response.clone().text());
  await keep(PAGES, path, response);
  const day = path.match(PAPER)?.[1];
  if (day && day === newspaperDay()) await keepEdition(day);
}

async function readAgain(path) {
  const response = await fetch(path).catch(() => null);
  if (response?.ok) await keepPage(path, response);
}

// Today in the newspaper's own time zone, like the addresses of its editions.
function newspaperDay() {
  return new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

// All pages of an edition, with the image of each, and its stories without theirs.
async function keepEdition(day) {
  if (saved.has(day) || navigator.connection?.saveData) return;
  saved.add(day);
  try {
    const first = await fetched(`/paper/${day}/`);
    const stories = new Set();
    for (const address of addresses(first, `/paper/${day}/\\d+/`)) {
      const html = await fetched(address);
      for (const story of addresses(html, "/articles/\\d+/")) stories.add(story);
      for (const [, id] of html.matchAll(new RegExp(`href="${address}(\\d+)/"`, "g"))) stories.add(`/articles/${id}/`);
      const image = html.match(/<picture>[^]*?<\/picture>/)?.[0].match(/(\/media\/[\w./-]+) (?:960|1280)w/)?.[1];
      if (image) await keep(PICTURES, image, await fetch(image));
    }
    const pages = await caches.open(PAGES);
    for (const story of stories) if (!(await pages.match(story))) await fetched(story);
    for (const client of await clients.matchAll()) client.postMessage({ kept: day });
  } catch {
    saved.delete(day); // no network any more: the rest another time
  }
}

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) return "";
  const html = await response.clone().text();
  await keepParts(html);
  await keep(PAGES, path, response);
  return html;
}

function addresses(html, pattern) {
  return [...new Set([...html.matchAll(new RegExp(`href="(${pattern})"`, "g"))].map((found) => found[1]))];
}

// What was withdrawn ----------------------------------------------------------------------------------------------------
async function forgetWithdrawn() {
  if (Date.now() - asked < ASK_SECONDS * 1000) return;
  const pages = await caches.open(PAGES);
  const ids = (await pages.keys()).map((one) => pathOf(one).match(STORY)?.[1]).filter(Boolean);
  if (!ids.length) return;
  asked = Date.now();
  const response = await fetch(`/offline/public.json?ids=${ids.join(",")}`);
  if (!response.ok) return;
  const here = new Set((await response.json()).public.map(String));
  for (const id of ids) if (!here.has(id)) await forget(`/articles/${id}/`);
}

// The page itself, its pictures, and every kept page that leads to it.
async function forget(path) {
  const [pages, pictures] = [await caches.open(PAGES), await caches.open(PICTURES)];
  const page = await pages.match(path);
  if (!page) return;
  for (const picture of (await page.text()).match(/\/media\/[\w./-]+/g) ?? []) await pictures.delete(picture);
  await pages.delete(path);
  for (const other of await pages.keys()) {
    if ((await (await pages.match(other)).text()).includes(`"${path}"`)) await pages.delete(other);
  }
}

// Files: their names change with their content, so that what is here is right -------------------------------------------
async function part(event, name) {
  const cache = await caches.open(name);
  const found = await cache.match(event.request.url);
  if (found) return found;
  const response = await fetch(event.request);
  if (response.status === 200) event.waitUntil(keep(name, event.request.url, response.clone()));
  return response;
}

async function keepOfflinePage() {
  const response = await fetch(OFFLINE, { cache: "reload" });
  if (!response.ok) return;
  await keepParts(await response.clone().text());
  await keep(PARTS, OFFLINE, response);
}

// Styles and scripts that a page names: those of the first page were loaded before there was a worker to see them.
async function keepParts(html) {
  const parts = await caches.open(PARTS);
  for (const [, address] of html.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js))"/g)) {
    if (!(await parts.match(address))) await parts.add(address);
  }
}

// Put in, and out with what was put in longest ago.
async function keep(name, key, response) {
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, response);
  const keys = (await cache.keys()).filter((one) => pathOf(one) !== OFFLINE);
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(old);
}

function pathOf(request) {
  return new URL(request.url).pathname;
}
