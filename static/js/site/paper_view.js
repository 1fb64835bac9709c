// The page image: zoom by wheel, pinch, double tap, keys and buttons, pan by scrolling and dragging, the whole screen.
// Zooming widens the image inside a box that scrolls; the browser then fetches the larger file by itself (`sizes`).
{
  const sheet = document.querySelector("[data-sheet]");
  const view = sheet?.querySelector("[data-view]");
  if (view) start(view);

  function start(view) {
    const MOST = 4, STEP = 1.5, TAP = 2.5;
    // An old phone has no room for the finest file: 80 MB when it is unpacked.
    const finest = (navigator.deviceMemory ?? 8) <= 2 ? 1920 / devicePixelRatio : Infinity;
    const move = view.querySelector("[data-move]");
    const image = move.querySelector("img");
    const files = [...move.querySelectorAll("source, img")];
    const buttons = Object.fromEntries([...sheet.querySelectorAll("[data-zoom]")].map((one) => [one.dataset.zoom, one]));
    const full = sheet.querySelector("[data-full]");
    const whole = sheet.parentElement;
    const ratio = image.getAttribute("width") / image.getAttribute("height");
    let zoom = 1, asked = 0;

    const onScreen = () => document.fullscreenElement === whole;
    const fit = () => (onScreen() ? Math.min(view.offsetWidth, view.offsetHeight * ratio) : view.offsetWidth);

    function layout() {
      const wide = zoom > 1 || onScreen() ? fit() * zoom : 0;
      move.style.width = wide ? `${wide}px` : "";
      if (wide > asked) {
        asked = wide;
        for (const file of files) file.sizes = `${Math.ceil(Math.min(wide, finest))}px`;
      }
      view.classList.toggle("zoomed", zoom > 1);
      if (zoom > 1) view.tabIndex = 0;
      else view.removeAttribute("tabindex");
      buttons.at.value = `${Math.round(zoom * 100)}%`;
      buttons.out.disabled = buttons.fit.disabled = zoom === 1;
      buttons.in.disabled = zoom === MOST;
    }

    // The point under the finger stays under the finger.
    function set(to, x, y) {
      const next = Math.min(MOST, Math.max(1, to > 0.97 && to < 1.03 ? 1 : to));
      if (next === zoom) return;
      const seen = view.getBoundingClientRect();
      x ??= seen.left + seen.width / 2;
      y ??= Math.max(seen.top, 0) + (Math.min(seen.bottom, innerHeight) - Math.max(seen.top, 0)) / 2;
      const before = move.getBoundingClientRect();
      const across = (x - before.left) / before.width, down = (y - before.top) / before.height;
      if (zoom === 1 && !onScreen()) view.style.height = `${view.offsetHeight}px`;
      const held = document.activeElement;
      zoom = next;
      layout();
      if (zoom === 1) view.style.height = "";
      const after = move.getBoundingClientRect();
      view.scrollLeft += after.left + across * after.width - x;
      view.scrollTop += after.top + down * after.height - y;
      if (held.disabled) buttons[zoom === MOST ? "out" : "in"].focus({ preventScroll: true });
    }

    buttons.in.addEventListener("click", () => set(zoom * STEP));
    buttons.out.addEventListener("click", () => set(zoom / STEP));
    buttons.fit.addEventListener("click", () => set(1));
    sheet.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { "+": zoom * STEP, "=": zoom * STEP, "-": zoom / STEP, 0: 1 }[event.key];
      if (!to) return;
      event.preventDefault();
      set(to);
    });
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const lines = event.deltaMode ? event.deltaY * 30 : event.deltaY;
      set(zoom * Math.exp(-Math.max(-120, Math.min(120, lines)) / 300), event.clientX, event.clientY);
    }, { passive: false });
    view.addEventListener("dblclick", (event) => {
      if (!event.target.closest("a")) set(zoom > 1 ? 1 : TAP, event.clientX, event.clientY);
    });

    // Two fingers zoom; one finger pans by itself, and twice in one place zooms too.
    let pinch = null, tap = null;
    const middle = ([a, b]) => [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
    const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    view.addEventListener("touchstart", (event) => {
      pinch = event.touches.length === 2 ? { apart: apart(event.touches), zoom, at: middle(event.touches) } : null;
      if (pinch) tap = null;
    }, { passive: true });
    view.addEventListener("touchmove", (event) => {
      if (!pinch || event.touches.length !== 2) { tap = null; return; }
      if (event.cancelable) event.preventDefault();
      const [x, y] = middle(event.touches);
      set((pinch.zoom * apart(event.touches)) / pinch.apart, x, y);
      view.scrollLeft -= x - pinch.at[0];
      view.scrollTop -= y - pinch.at[1];
      pinch.at = [x, y];
    }, { passive: false });
    view.addEventListener("touchend", (event) => {
      if (pinch || event.touches.length || event.changedTouches.length !== 1) return;
      const { clientX: x, clientY: y } = event.changedTouches[0];
      const now = event.timeStamp;
      if (tap && now - tap.at < 300 && Math.hypot(x - tap.x, y - tap.y) < 30) {
        event.preventDefault();
        tap = null;
        view.dispatchEvent(new Event("doubletap"));
        set(zoom > 1 ? 1 : TAP, x, y);
      } else tap = { at: now, x, y };
    });

    // A mouse drags the page about; the click that ends a drag opens nothing.
    let drag = null;
    view.addEventListener("dragstart", (event) => event.preventDefault());
    view.addEventListener("pointerdown", (event) => {
      if (zoom > 1 && event.pointerType === "mouse" && event.button === 0) {
        drag = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop, moved: false };
      }
    });
    addEventListener("pointermove", (event) => {
      if (!drag) return;
      const x = event.clientX - drag.x, y = event.clientY - drag.y;
      if (Math.hypot(x, y) > 5) drag.moved = true;
      if (!drag.moved) return;
      view.classList.add("dragged");
      view.scrollTo({ left: drag.left - x, top: drag.top - y, behavior: "instant" });
    });
    addEventListener("pointerup", () => {
      const moved = drag?.moved;
      drag = null;
      view.classList.remove("dragged");
      if (!moved) return;
      const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
      view.addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => view.removeEventListener("click", stop, true));
    });

    if (!document.fullscreenEnabled) document.documentElement.classList.add("no-fullscreen");
    full.addEventListener("click", () => {
      if (onScreen()) document.exitFullscreen();
      else whole.requestFullscreen().catch(() => {});
    });
    document.addEventListener("fullscreenchange", () => {
      full.textContent = onScreen() ? "退出全屏" : "全屏";
      zoom = 1;
      view.style.height = "";
      layout();
    });
    addEventListener("resize", () => {
      if (zoom > 1 && !onScreen()) { zoom = 1; view.style.height = ""; }
      layout();
    });
  }
}
