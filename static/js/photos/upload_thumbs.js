/* Small pictures of files that lie on this machine only, drawn one at a time and only when they come into view. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const waiting = [];
  let busy = false;

  async function draw() {
    if (busy) return;
    busy = true;
    let next;
    while ((next = waiting.shift())) {
      const { canvas, file, width } = next;
      try {
        const image = await createImageBitmap(file, { resizeWidth: width, resizeQuality: "medium" });
        canvas.width = image.width;
        canvas.height = image.height;
        canvas.getContext("2d").drawImage(image, 0, 0);
        image.close();
        canvas.dataset.drawn = "1";
      } catch {
        canvas.dataset.drawn = "0"; // HEIC, TIFF, or no picture: the server will tell
      }
    }
    busy = false;
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      waiting.push({ canvas: target, file: target.file, width: target.wanted });
      target.file = null;
    }
    draw();
  }, { rootMargin: "300px" });

  desk.thumbnail = (canvas, file, width) => {
    canvas.file = file;
    canvas.wanted = width;
    seen.observe(canvas);
  };
})();
