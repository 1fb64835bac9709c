// Stories open beside the page, on a narrow screen over it. Each has an address of its own, from which the panel is
// filled; Back, Esc and the button close it, and the focus returns to where it came from.
{
  const paper = document.querySelector("[data-paper]");
  const panel = paper.querySelector("[data-panel]");
  const view = paper.querySelector("[data-view]");
  const home = paper.dataset.address;
  const over = matchMedia("(max-width: 63.99rem)");
  const TAP_TWICE = 300; // milliseconds in which a second tap makes it a zoom
  const known = new Map();
  let opener = null, asked = 0, waiting = 0, title = document.title, shown = false;

  const links = (pk) => paper.querySelectorAll(`[data-story="${pk}"]`);
  function mark(address) {
    for (const link of paper.querySelectorAll(".sheet-list [data-story], .hot-areas [data-story]")) {
      if (link.getAttribute("href") === address) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async function read(address) {
    if (!known.has(address)) {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("[data-panel]");
      if (!found?.querySelector("#story-title")) throw new Error("no story");
      known.set(address, { nodes: [...found.childNodes], title: page.title });
    }
    return known.get(address);
  }

  function show() {
    const way = over.matches ? "showModal" : "show";
    if (panel.open) panel.close();
    shown = true;
    panel[way]();
    panel.setAttribute("aria-labelledby", "story-title");
    panel.removeAttribute("aria-label");
    panel.scrollTop = 0;
    panel.querySelector("#story-title").focus({ preventScroll: !over.matches });
  }

  // `how`: push, replace or nothing, for the browser's history.
  async function open(address, how) {
    const turn = ++asked;
    paper.setAttribute("aria-busy", "true");
    let story;
    try {
      story = await read(address);
    } catch {
      location.href = address;
      return;
    }
    if (turn !== asked) return;
    paper.removeAttribute("aria-busy");
    panel.replaceChildren(...story.nodes.map((node) => document.importNode(node, true)));
    if (how) history[`${how}State`]({ story: how === "push" ? "pushed" : history.state?.story }, "", address);
    document.title = story.title;
    mark(address);
    show();
    const seen = panel.getBoundingClientRect();
    if (!over.matches && (seen.top > innerHeight / 2 || seen.top < 0)) panel.scrollIntoView({ block: "start" });
  }

  function hide() {
    asked += 1;
    shown = false;
    panel.close();
    document.title = title;
    const from = opener?.isConnected && !panel.contains(opener) ? opener : paper.querySelector(".sheet-list [aria-current]");
    mark("");
    from?.focus();
    opener = null;
  }

  function close() {
    if (history.state?.story === "pushed") { history.back(); return; }
    history.replaceState(null, "", home);
    hide();
  }

  paper.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest("[data-close]")) { event.preventDefault(); close(); return; }
    const link = event.target.closest("[data-story]");
    if (!link) return;
    event.preventDefault();
    if (!panel.contains(link)) opener = link;
    const go = () => open(link.getAttribute("href"), panel.open ? "replace" : "push");
    clearTimeout(waiting);
    if (event.pointerType === "touch" && view?.contains(link)) waiting = setTimeout(go, TAP_TWICE);
    else go();
  });
  view?.addEventListener("doubletap", () => clearTimeout(waiting));

  panel.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  panel.addEventListener("close", () => { if (shown && !panel.open) close(); }); // the browser closed it
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open && !over.matches && !event.defaultPrevented) close();
  });
  addEventListener("popstate", () => {
    if (location.pathname === home) { if (panel.open) hide(); } else if (location.pathname.startsWith(home)) open(location.pathname);
  });
  over.addEventListener("change", () => { if (panel.open) show(); });

  // The address led to a story: it is open already, and over the page where there is no room beside it.
  if (panel.open) {
    const pages = document.querySelector("h1").textContent;
    title = title.replace(panel.querySelector("#story-title").textContent, pages);
    opener = [...links(location.pathname.slice(home.length, -1))].find((link) => !panel.contains(link));
    if (over.matches) show();
  }
}
