// On a story's page: reading line by line, passing the story on, and quoting a passage in a report of an error.
const article = document.querySelector(".article");

// Line by line: a band across the window lights one line; up and down move the text under it.
const lines = document.querySelector("[data-lines]");
let band = null;

function tops() {
  const range = new Range();
  const found = [];
  for (const part of article.querySelectorAll(".headline, .summary, .prose")) {
    range.selectNodeContents(part);
    for (const box of range.getClientRects()) {
      const middle = (box.top + box.bottom) / 2;
      if (box.height && box.height < 120 && !found.some((other) => Math.abs(other - middle) < 8)) found.push(middle);
    }
  }
  return found.sort((a, b) => a - b);
}
function move(by) {
  const middle = innerHeight * 0.4;
  const all = tops();
  const next = by > 0 ? all.find((at) => at > middle + 6) : by < 0 ? all.findLast((at) => at < middle - 6)
    : all.reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best), all[0] ?? middle);
  if (next !== undefined) scrollBy({ top: next - middle, behavior: "instant" });
}
function light(on) {
  lines.setAttribute("aria-pressed", String(on));
  band?.remove();
  band = null;
  if (!on) return;
  band = document.createElement("div");
  band.className = "line-band";
  document.body.append(band);
  move(0);
}
lines?.addEventListener("click", () => light(!band));
document.addEventListener("keydown", (event) => {
  if (!band || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, textarea")) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") light(false);
  if (!by) return;
  event.preventDefault();
  move(by);
});

// Passing on.
const said = document.querySelector("[data-share-said]");
const link = document.querySelector("[data-copy-link]");
link?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(link.dataset.copyLink);
    said.textContent = "链接已复制";
  } catch {
    said.textContent = `复制不了，请长按网址：${link.dataset.copyLink}`;
  }
});
const share = document.querySelector("[data-share]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    const title = document.querySelector(".headline").textContent.trim();
    navigator.share({ title, url: link.dataset.copyLink }).catch(() => {});
  });
}
document.querySelector("[data-print]")?.addEventListener("click", () => print());

// What is selected in the text goes along to the form; without a selection the form opens empty.
const report = document.querySelector("[data-report]");
report?.addEventListener("pointerdown", quote);
report?.addEventListener("click", quote);
function quote() {
  const selection = getSelection();
  const words = selection.rangeCount && article.contains(selection.anchorNode) ? selection.toString() : "";
  const passage = words.replace(/\s+/g, " ").trim().slice(0, 200);
  if (!passage) return;
  const address = new URL(report.href);
  address.searchParams.set("quote", passage);
  report.href = address;
}
