/* Choices of a merge: what is chosen goes into the form at once, where it still holds what was shown. Without JavaScript
 * the server does the same when the form comes back (articles/forms/choices.py, with_choices). */
"use strict";
(() => {
  // Parsed apart from the page: nothing in it loads or runs.
  const nodesOf = (html) => [...new DOMParser().parseFromString(`<body>${html}`, "text/html").body.childNodes]
    .filter((node) => node.nodeType === 1 || node.textContent.trim());
  const source = (node) => (node.nodeType === 1 ? node.outerHTML : node.textContent);
  const same = (one, other) => source(one).replace(/&nbsp;/g, "\u00a0").trim() === source(other).replace(/&nbsp;/g, "\u00a0").trim();

  /** Where the paragraphs of `old` stand among `nodes`, or -1. */
  function find(nodes, old) {
    return nodes.findIndex((_, start) => old.every((node, n) => nodes[start + n] && same(nodes[start + n], node)));
  }

  function put(input, value, text) {
    if (input.type === "checkbox") input.checked = Boolean(value);
    else {
      if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) input.append(new Option(text, value));
      input.value = value;
    }
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (window.django && django.jQuery) django.jQuery(input).trigger("change");
  }

  function equip(choice, form) {
    const name = choice.dataset.name;
    const part = (side) => choice.querySelector(`input[type=hidden][name$="-${side}"]`);
    const note = choice.querySelector(".choice-note");
    const [mine, theirs] = [part("mine"), part("theirs")];
    const versions = { mine: mine.value, theirs: theirs.value, both: mine.value + theirs.value };
    let shown = part("shown").value;
    let place = 0;

    choice.addEventListener("change", (event) => {
      const side = event.target.value;
      const value = versions[side];
      note.textContent = "";
      if (name !== "body") {
        put(form.elements[name], value, (side === "mine" ? mine : theirs).dataset.text);
        return;
      }
      const editor = window.CKEDITOR && CKEDITOR.instances.id_body;
      const area = form.elements.body;
      const nodes = nodesOf(editor ? editor.getData() : area.value);
      const old = nodesOf(shown);
      const found = old.length ? find(nodes, old) : Math.min(place, nodes.length); // chosen away: back to where it was
      if (found < 0) {
        note.textContent = "这一段您已经在正文里改过，没有替换：请直接在正文里改。";
        return;
      }
      nodes.splice(found, old.length, ...nodesOf(value));
      [shown, place] = [value, found];
      const body = nodes.map(source).join("");
      if (editor) editor.setData(body, () => editor.fire("change"));
      else area.value = body;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const section = document.querySelector("#conflict");
    const form = document.querySelector("#article_form");
    if (!section || !form) return;
    section.querySelectorAll(".choice").forEach((choice) => equip(choice, form));
    // What is chosen stands in the form already; the server need not choose again.
    section.querySelectorAll(".choice input[type=hidden]").forEach((input) => input.removeAttribute("name"));
    section.focus();
  });
})();
