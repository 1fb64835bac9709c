/* Selected characters of a piece as a passage: which field, the characters, and what stands around them. Counts the text
   nodes outside of pictures, as articles/views/desk/passages.py does. */
"use strict";
(() => {
  const CONTEXT = 32;

  const fieldOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-field]") ?? null;

  function textsOf(field) {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (fieldOf(node) === field && !node.parentElement.closest("figure")
        ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT),
    });
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  /* {field, quote, prefix, suffix, box} of what is selected now, or null. */
  function selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const field = fieldOf(range.startContainer);
    if (!field || fieldOf(range.endContainer) !== field) return null;
    let before = "", inside = "", after = "";
    for (const node of textsOf(field)) {
      const text = node.data;
      const start = range.comparePoint(node, 0), end = range.comparePoint(node, text.length);
      if (end < 0) before += text;
      else if (start > 0) after += text;
      else {
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : text.length;
        before += text.slice(0, from);
        inside += text.slice(from, to);
        after = text.slice(to);
      }
    }
    if (!inside.trim()) return null;
    return {
      field: field.dataset.field, quote: inside, prefix: before.slice(-CONTEXT), suffix: after.slice(0, CONTEXT),
      box: range.getBoundingClientRect(),
    };
  }

  window.DeskPassage = { selected };
})();
