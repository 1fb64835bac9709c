/* Makes an element like another one while keeping what the editor is at: focus, caret, words not sent yet. */
"use strict";
(() => {
  const desk = (window.ImportDesk = window.ImportDesk || {});
  const OURS = new Set(["tabindex", "aria-current", "open", "data-no"]); // set by the page, not by the server

  const key = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || (node.dataset.block ? `${node.tagName}:${node.dataset.block}:${node.dataset.start || ""}` : "") : "");
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;

  function attributes(from, to) {
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !OURS.has(name)) from.removeAttribute(name);
    for (const { name, value } of to.attributes) {
      if (!(OURS.has(name) && from.hasAttribute(name)) && from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
  }

  function value(from, to) {
    if (from.dataset.typing) return; // not at the server yet
    if (from.tagName === "SELECT") {
      const chosen = [...to.options].find((option) => option.hasAttribute("selected")) || to.options[0];
      if (chosen && from.value !== chosen.value) from.value = chosen.value;
    } else if (from.type !== "file" && from.value !== to.value) from.value = to.value;
  }

  function children(from, to) {
    const known = new Map();
    for (const child of from.childNodes) if (key(child)) known.set(key(child), child);
    let at = from.firstChild;
    for (const child of [...to.childNodes]) {
      const name = key(child);
      let match = name ? known.get(name) : null;
      if (match && !alike(match, child)) match = null;
      if (!name && at && !key(at) && alike(at, child)) match = at;
      if (!match) {
        from.insertBefore(child, at);
        continue;
      }
      known.delete(name);
      if (match === at) at = at.nextSibling;
      else from.insertBefore(match, at);
      desk.morph(match, child);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  desk.morph = (from, to) => {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
      return;
    }
    attributes(from, to);
    if (from.tagName === "TEXTAREA") {
      if (from.defaultValue !== to.defaultValue && !from.dataset.typing) from.defaultValue = to.defaultValue;
    } else children(from, to);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(from.tagName)) value(from, to);
  };

  desk.fromHtml = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    return box.content.firstElementChild;
  };
})();
