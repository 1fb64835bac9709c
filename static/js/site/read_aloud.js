// Reads the story aloud by the browser's Chinese voices, sentence by sentence, and marks what is being read by a CSS
// highlight, or else a class on the paragraph: the text itself stays. A pause is an end that remembers its place:
// Android's own does not come back.
const speech = window.speechSynthesis;
const start = document.querySelector("[data-aloud]");
const BLOCKS = "p, h2, h3, li, td, th, figcaption";

function sentencesOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    pieces.push([text.length, node]);
    text += node.data;
  }
  const at = (offset) => {
    const [begin, node] = pieces.findLast(([from]) => from <= offset);
    return [node, offset - begin];
  };
  return [...text.matchAll(/[^。！？!?；;]+[。！？!?；;]*[”’）」』》]*/g)].flatMap((found) => {
    const words = found[0].trim();
    if (!/[\p{L}\p{N}]/u.test(words)) return [];
    const range = new Range();
    range.setStart(...at(found.index));
    const [node, offset] = at(found.index + found[0].length - 1);
    range.setEnd(node, offset + 1);
    return [{ words, range, block }];
  });
}

function story() {
  const head = document.querySelector(".article .headline");
  const body = [...document.querySelectorAll(".article > .summary, .prose")].flatMap((part) => [
    ...(part.matches(".summary") ? [part] : part.querySelectorAll(BLOCKS)),
  ]);
  const blocks = body.filter((block) => !block.querySelector(BLOCKS));
  return [head, ...blocks].flatMap(sentencesOf);
}

if (speech && start) {
  const more = document.querySelector("[data-aloud-more]");
  const rate = document.querySelector("[data-aloud-rate]");
  const choice = document.querySelector("[data-aloud-voice]");
  let sentences = [];
  let here = 0;
  let turn = 0; // a sentence that was broken off must not start the next one
  let voices = [];

  function mark(sentence) {
    document.querySelector(".aloud-here")?.classList.remove("aloud-here");
    CSS.highlights?.delete("aloud");
    if (!sentence) return;
    if (CSS.highlights) CSS.highlights.set("aloud", new Highlight(sentence.range));
    else sentence.block.classList.add("aloud-here");
    const box = sentence.range.getBoundingClientRect();
    if (box.top < 80 || box.bottom > innerHeight - 40) sentence.block.scrollIntoView({ block: "center" });
  }
  function label(words) {
    start.textContent = words;
    more.hidden = words === "朗读";
  }
  function say() {
    speech.cancel();
    const mine = ++turn;
    const sentence = sentences[here];
    if (!sentence) return stop();
    const words = new SpeechSynthesisUtterance(sentence.words);
    words.lang = "zh-CN";
    words.voice = voices[choice.selectedIndex] ?? null;
    words.rate = Number(rate.value);
    words.onend = () => {
      if (mine !== turn) return;
      here += 1;
      say();
    };
    words.onerror = () => mine === turn && pause();
    mark(sentence);
    label("暂停");
    speech.speak(words);
  }
  function pause() {
    turn += 1;
    speech.cancel();
    label("继续");
  }
  function stop() {
    turn += 1;
    speech.cancel();
    here = 0;
    mark(null);
    if (more.contains(document.activeElement)) start.focus();
    label("朗读");
  }
  function offer() {
    voices = speech.getVoices().filter((voice) => /^(zh|cmn)/i.test(voice.lang));
    start.hidden = voices.length === 0;
    choice.replaceChildren(...voices.map((voice) => new Option(voice.name)));
    choice.parentElement.hidden = voices.length < 2;
  }

  start.addEventListener("click", () => {
    if (start.textContent === "暂停") return pause();
    if (start.textContent === "朗读") sentences = story();
    say();
  });
  document.querySelector("[data-aloud-stop]").addEventListener("click", stop);
  for (const select of [rate, choice]) select.addEventListener("change", () => start.textContent === "暂停" && say());
  addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
