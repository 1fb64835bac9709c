/* The cards of a shoot: from one picture to the next, order, turning, leaving out; new ones as they come in. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const byId = (id) => document.getElementById(id);

  class Cards {
    /* `keep`, `session`, `url` (of the shoot), `say(words)`, `onState(state)`: an answer said how things stand. */
    constructor({ keep, session, url, say, onState }) {
      Object.assign(this, { keep, session, url, say, onState });
      this.list = byId("cards");
      this.waiting = new Set(); // what has been done here and the server has not answered
      this.acts = 0; // how many began or ended: an answer to an earlier question knows nothing of them
      this.before = Promise.resolve();
      window.addEventListener("beforeunload", (event) => { if (this.waiting.size) event.preventDefault(); });
      window.addEventListener("pagehide", () => this.waiting.forEach(({ path, body }) => this.session.tryOnce(this.url + path, body(), true)));
      for (const card of this.all()) this.begin(card);
      this.list.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("click", (event) => {
        const button = event.target.closest("[data-tool]");
        if (button) this.use(button.dataset.tool, button.closest(".card"));
      });
    }

    all() { return [...this.list.children]; }

    field(card, name) { return card.querySelector(`[data-field=${name}]`); }

    begin(card) {
      this.keep.versions[card.dataset.part] = Number(card.dataset.version);
      this.keep.begin(card.dataset.part, card);
      if (this.field(card, "people")) {
        card.people = new desk.People(card, {
          onChange: (value) => this.keep.put(card.dataset.part, "people", value),
          onLeave: (step) => this.go(card, step),
        });
      }
      this.preview(card);
    }

    /* While the server has no picture yet: the file that lies on this machine. */
    preview(card) {
      const canvas = card.querySelector("canvas:not([data-asked])");
      const item = canvas && desk.queue && desk.queue.items.find((one) => one.photo && String(one.photo.id) === card.dataset.part && one.file);
      if (!item) return;
      canvas.dataset.asked = "1";
      desk.thumbnail(canvas, item.file, 960);
    }

    go(card, step) {
      const cards = this.all();
      let at = cards.indexOf(card) + step;
      while (cards[at] && !this.field(cards[at], "caption")) at += step;
      const next = cards[at];
      if (!next) {
        if (step < 0) byId("id_caption").focus();
        else (document.querySelector(".shoot-end .main-button") || document.querySelector(".shoot-end button")).focus();
        return;
      }
      const caption = this.field(next, "caption");
      caption.focus();
      caption.setSelectionRange(caption.value.length, caption.value.length);
      next.scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const card = event.target.closest(".card");
      const isTool = event.target.dataset.tool;
      if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        this.go(card, event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("[data-field]")) {
        event.preventDefault();
        this.go(card, 1);
      } else if (isTool && /^Arrow(Left|Right)$/.test(event.key)) {
        event.preventDefault();
        const tools = [...card.querySelectorAll("[data-tool]")];
        const next = tools[tools.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1)];
        if (!next) return;
        event.target.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    }

    use(tool, card) {
      if (tool === "up") this.move(card, -1);
      else if (tool === "down") this.move(card, 1);
      else if (tool === "leave") this.leave(card);
      else this.rotate(card, tool === "right" ? 90 : -90);
    }

    async move(card, step) {
      const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
      if (!other) return;
      const held = document.activeElement;
      this.list.insertBefore(step < 0 ? card : other, step < 0 ? other : card);
      held.focus();
      card.scrollIntoView({ block: "nearest" });
      this.number();
      this.say(`移到第${this.all().indexOf(card) + 1}张`);
      const order = this.all().map((one) => Number(one.dataset.part));
      await this.act("order/", () => ({ order }), "没有存上次序：请刷新页面。");
    }

    async level(field) {
      await this.act("level/", () => ({ field }), "没有改成：请刷新页面。");
    }

    /* One after the other, after the words that are written already. Resolves to whether it is done; what went wrong is
       said. A page that is closed sends what is left with its last breath. */
    act(path, body, otherwise) {
      const one = { path, body };
      this.waiting.add(one);
      this.acts += 1;
      const done = this.before.then(async () => {
        await this.keep.flush();
        const { status, data } = await this.session.ask(this.url + path, body(), {
          keepalive: true, onTrouble: (words) => { if (words) this.say(`${words}：这一步还没有存上`); },
        });
        this.waiting.delete(one);
        this.acts += 1;
        if (status === 200) this.apply(data);
        else this.say(data.error || otherwise);
        return status === 200;
      });
      this.before = done.catch(() => { this.waiting.delete(one); });
      return done;
    }

    async leave(card) {
      const cards = this.all();
      const next = cards[cards.indexOf(card) + 1] || cards[cards.indexOf(card) - 1];
      if (!(await this.act(`photos/${card.dataset.part}/leave/`, () => ({}), "没有移出：请再按一次。"))) return;
      this.leftOut(card);
      card.remove();
      this.number();
      this.say("这一张不用了，还在图片库里");
      if (next) (this.field(next, "caption") || next.querySelector("button")).focus();
    }

    leftOut(card) {
      const id = card.dataset.part;
      const row = document.createElement("li");
      row.dataset.leftOut = id;
      const image = document.createElement("img");
      Object.assign(image, { src: `/desk/photos/${id}/thumbnail/`, alt: "不用的图片", width: 96, height: 72 });
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "plain-button", textContent: "放回来" });
      button.dataset.take = id;
      row.append(image, button);
      byId("left-out").querySelector("ul").append(row);
      byId("left-out").hidden = false;
    }

    async take(button) {
      if (!(await this.act(`photos/${button.dataset.take}/take/`, () => ({}), "没有放回：请再按一次。"))) return;
      button.closest("li").remove();
      byId("left-out").hidden = !byId("left-out").querySelector("li");
      const card = byId(`photo-${button.dataset.take}`);
      if (card) (this.field(card, "caption") || card.querySelector("button")).focus();
    }

    async rotate(card, degrees) {
      const body = () => ({ degrees: (degrees + 360) % 360, version: this.keep.versions[card.dataset.part] });
      card.dataset.turned = (Number(card.dataset.turned || 0) + degrees + 360) % 360;
      if (await this.act(`photos/${card.dataset.part}/turn/`, body, "没有转成：请再按一次。")) this.say("转好了，正在生成");
      else card.dataset.turned = (Number(card.dataset.turned || 0) - degrees + 360) % 360;
    }

    number() {
      this.all().forEach((card, n) => {
        for (const place of card.querySelectorAll(".number")) place.textContent = n + 1;
        card.querySelector(".tools").setAttribute("aria-label", `第${n + 1}张`);
      });
      byId("no-cards").hidden = this.list.children.length > 0;
    }

    /* How things stand: new cards, their order, pictures that are ready, words that changed elsewhere. An answer to a
       question from before something was done here (`acts` were fewer) says nothing of which cards there are. */
    apply(state, acts = this.acts) {
      const isLate = acts !== this.acts || this.waiting.size > 0;
      if (!isLate) this.arrange(state);
      for (const card of this.all()) {
        const found = state.photos[card.dataset.part];
        if (found) this.refresh(card, found);
      }
      this.number();
      this.onState(state, isLate);
    }

    arrange(state) {
      for (const { id, html } of state.cards || []) {
        if (byId(`photo-${id}`)) continue;
        const box = document.createElement("template");
        box.innerHTML = html.trim();
        this.list.append(box.content.firstElementChild);
        this.begin(byId(`photo-${id}`));
      }
      const wanted = state.order.map((id) => byId(`photo-${id}`)).filter(Boolean);
      const held = document.activeElement;
      for (const card of this.all()) if (!wanted.includes(card) && !card.contains(held)) card.remove();
      wanted.forEach((card, n) => { if (this.list.children[n] !== card) this.list.insertBefore(card, this.list.children[n] || null); });
      if (held && held !== document.activeElement && held.isConnected) held.focus({ preventScroll: true });
    }

    refresh(card, found) {
      const { part } = card.dataset;
      if (found.version < this.keep.versions[part]) return; // it has been on the way for longer than a later answer
      this.keep.versions[part] = found.version;
      for (const [name, value] of Object.entries(found.values)) {
        const field = this.field(card, name);
        if (!field || this.keep.has(part, name)) continue;
        this.keep.learn(part, { [name]: value });
        if (field.value === value || field === document.activeElement) continue;
        field.value = value;
        if (name === "people" && card.people && !card.contains(document.activeElement)) card.people.show(value);
      }
      card.dataset.status = found.status;
      const image = card.querySelector("img");
      if (found.source && (!image || image.getAttribute("src") !== found.source)) this.picture(card, found);
      else if (found.status === "rejected") card.querySelector(".waiting").textContent = `未接收：${found.reason}`;
      else this.preview(card);
    }

    picture(card, found) {
      const image = new Image(found.width, found.height);
      image.addEventListener("load", () => {
        delete card.dataset.turned;
        const frame = card.querySelector(".frame");
        frame.querySelectorAll("img, canvas, .waiting").forEach((old) => old.remove());
        frame.prepend(image);
      });
      image.alt = found.values.caption || byId("id_caption").value || "还没有说明的图片";
      image.sizes = "(min-width: 60rem) 36rem, 100vw";
      image.srcset = found.srcset;
      image.src = found.source;
    }
  }

  desk.Cards = Cards;
})();
