// A headline under the pointer or the focus shows its place on the page; arrows turn the pages.
{
  const areas = [...document.querySelectorAll(".hot-areas a")];
  const view = document.querySelector("[data-view]");

  function mark(link, on) {
    for (const area of areas) if (area.dataset.story === link.dataset.story) area.classList.toggle("marked", on);
  }
  for (const link of document.querySelectorAll(".sheet-stories a")) {
    for (const event of ["mouseenter", "focus"]) link.addEventListener(event, () => mark(link, true));
    for (const event of ["mouseleave", "blur"]) link.addEventListener(event, () => mark(link, false));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog, .slides, .table-scroll")) return;
    if (view?.classList.contains("zoomed") && view.contains(event.target)) return; // they move the page about
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    document.querySelector(`.paper-ways a[rel="${way}"]`)?.click();
  });

  // The calendar lies over the page: Escape and a click beside it put it away.
  const calendar = document.querySelector("[data-calendar]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !calendar?.open) return;
    event.preventDefault();
    calendar.open = false;
    calendar.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (calendar?.open && !calendar.contains(event.target)) calendar.open = false;
  });

  // Of many pages the one that is shown is in sight; the window itself stays where it is.
  const rail = document.querySelector("[data-rail]");
  const here = rail?.querySelector("[aria-current]");
  if (here) {
    rail.scrollTop = here.offsetTop - rail.offsetTop - rail.clientHeight / 3;
    rail.scrollLeft = here.offsetLeft - rail.offsetLeft - rail.clientWidth / 3;
  }
}
