// A headline under the pointer or the focus shows its place on the page.
const areas = document.querySelectorAll(".hot-areas a");

function mark(link, on) {
  for (const area of areas) {
    if (area.getAttribute("href") === link.getAttribute("href")) area.classList.toggle("marked", on);
  }
}

for (const link of document.querySelectorAll(".sheet-stories a")) {
  for (const event of ["mouseenter", "focus"]) link.addEventListener(event, () => mark(link, true));
  for (const event of ["mouseleave", "blur"]) link.addEventListener(event, () => mark(link, false));
}
