// Pictures: leafing through a photo story and from one picture to the next, by finger, by keys and on the whole screen.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !typing(event.target);

if (!document.fullscreenEnabled) document.documentElement.classList.add("no-fullscreen");
for (const button of document.querySelectorAll("[data-full]")) {
  const whole = button.closest(".slides, figure");
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else whole.requestFullscreen().catch(() => {});
  });
  document.addEventListener("fullscreenchange", () => {
    button.textContent = document.fullscreenElement === whole ? "退出全屏" : "全屏";
  });
}

for (const slides of document.querySelectorAll("[data-slides]")) {
  const track = slides.querySelector(".slides-track");
  const pictures = [...track.children];
  const at = slides.querySelector("[data-at]");
  const steps = [...slides.querySelectorAll("[data-step]")];
  let here = 0;

  function show() {
    at.textContent = `${here + 1}/${pictures.length}`;
    for (const step of steps) step.disabled = !pictures[here + Number(step.dataset.step)];
    const next = pictures[here + 1]?.querySelector("img");
    if (next) next.loading = "eager";
  }
  function go(to, behavior) {
    if (!pictures[to]) return;
    track.scrollTo({ left: pictures[to].offsetLeft - track.offsetLeft, behavior });
  }
  track.addEventListener("scroll", () => {
    const now = Math.round(track.scrollLeft / track.clientWidth);
    if (now !== here && pictures[now]) { here = now; show(); }
  }, { passive: true });
  for (const step of steps) step.addEventListener("click", () => go(here + Number(step.dataset.step)));
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !plain(event)) return;
    const box = track.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) return;
    event.preventDefault();
    go(here + by);
  });
  // Another width puts every picture elsewhere; the reader stays at his.
  new ResizeObserver(() => go(here, "instant")).observe(track);
  show();
}

// One picture: arrow keys and a swipe lead to the newer and the older one.
if (document.querySelector(".photo-page")) {
  const follow = (by) => document.querySelector(`.turn a[rel=${by < 0 ? "prev" : "next"}]`)?.click();
  const figure = document.querySelector(".photo-page figure");
  let from = null;
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && plain(event)) follow(by);
  });
  figure.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 && (visualViewport?.scale ?? 1) < 1.05 ? event.touches[0] : null;
  }, { passive: true });
  figure.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    const [x, y] = from ? [to.clientX - from.clientX, to.clientY - from.clientY] : [0, 0];
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) follow(x > 0 ? -1 : 1);
    from = null;
  }, { passive: true });
}
