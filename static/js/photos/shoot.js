/* The page of a shoot: its common fields, autosave, what still comes in, what becomes of it. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const byId = (id) => document.getElementById(id);
  const LOOK = 2000;
  const LOOK_LATER = 8000;

  function start() {
    const root = byId("shoot");
    if (!root) return;
    const { shoot, url } = root.dataset;
    const saving = byId("saving");
    let cards = null;
    let timer = 0;
    let isOpen = true;

    const say = (words) => { byId("sending-said").textContent = words; byId("still-sending").hidden = !words; };
    const fieldOf = (part, name) => {
      const box = part === "common" ? byId("common") : byId(`photo-${part}`);
      return box && box.querySelector(`[data-field="${CSS.escape(name)}"]`);
    };

    /* Sending goes on here -------------------------------------------------------------------------------------- */
    desk.queue = desk.startQueue(root, {
      onItem: () => {},
      onAll: () => {
        if (!desk.queue || !desk.queue.items.length) return;
        const counts = desk.queue.counts();
        const isBusy = counts.open || counts.working || counts.failed || counts.paused;
        byId("still-sending").hidden = !isBusy;
        byId("sending-progress").max = counts.bytes || 1;
        byId("sending-progress").value = counts.sent;
        byId("sending-said").textContent = isBusy ? desk.summary(counts) : "";
        if (cards) cards.all().forEach((card) => cards.preview(card));
      },
      onSession: (state, words) => {
        byId("trouble").hidden = state === "in";
        byId("trouble-said").textContent = words;
      },
    });
    desk.queue.shoot = { id: Number(shoot), url };

    /* Words ------------------------------------------------------------------------------------------------------ */
    const keep = new desk.Keep({
      session: desk.session, url: `${url}save/`, user: root.dataset.user, shoot, versions: { common: Number(root.dataset.version) },
      onState: (state, words) => {
        saving.dataset.state = state;
        const now = new Date().toTimeString().slice(0, 5);
        saving.textContent = words || { waiting: "…", sending: "正在存", saved: `已存 ${now}` }[state] || "";
      },
      onClash: (part, name, theirs) => clash(part, name, theirs),
      onError: (part, name, words) => fault(part, name, words),
      onSend: () => cards.acts,
      onSaved: (data, acts) => {
        if (data.common && data.common.values) {
          keep.learn("common", data.common.values);
          common(data.common.values);
        }
        cards.apply(data.state, acts);
      },
    });
    desk.keep = keep;

    function common(values) {
      for (const [name, value] of Object.entries(values)) {
        const field = fieldOf("common", name);
        if (field && !keep.has("common", name) && field.value !== value && field !== document.activeElement) field.value = value;
      }
      byId("shoot-name").textContent = values.title || byId("shoot-name").dataset.otherwise || byId("shoot-name").textContent;
      placeholders();
    }

    function placeholders() {
      for (const card of cards.all()) {
        const caption = cards.field(card, "caption");
        if (caption && caption.hasAttribute("placeholder")) caption.placeholder = byId("id_caption").value || "留空就用共同说明";
        for (const [name, id] of [["place", "id_place"], ["credit_line", "id_credit_line"]]) {
          const field = cards.field(card, name);
          if (field) field.placeholder = byId(id).value;
        }
      }
    }

    function fault(part, name, words) {
      const field = fieldOf(part, name);
      const box = field && field.closest(".field, .people");
      if (!box) return;
      const old = box.querySelector(".fault");
      if (old) old.remove();
      field.toggleAttribute("aria-invalid", Boolean(words));
      if (!words) return;
      const said = document.createElement("p");
      said.className = "fault";
      said.setAttribute("role", "alert");
      said.textContent = words;
      box.append(said);
    }

    /* Somebody else wrote here meanwhile: both stand there until one is chosen. */
    function clash(part, name, theirs) {
      const field = fieldOf(part, name);
      const box = field && field.closest(".field, .people");
      if (!box) return;
      const old = box.querySelector(".clash");
      if (old) old.remove();
      const said = document.createElement("div");
      said.className = "clash";
      said.setAttribute("role", "alert");
      const shown = field.tagName === "SELECT" ? ([...field.options].find((option) => option.value === theirs) || { text: "—" }).text : theirs || "（空）";
      const words = document.createElement("p");
      words.textContent = `别处刚刚改成了：${shown}`;
      const button = (label, act) => {
        const made = document.createElement("button");
        Object.assign(made, { type: "button", className: "plain-button", textContent: label });
        made.addEventListener("click", () => {
          const mine = field.value;
          said.remove();
          keep.settle(part, name, act === "mine" ? mine : theirs, theirs);
          if (act === "theirs") show(part, name, theirs);
          if (keep.empty) saving.dataset.state = "saved";
          (field.type === "hidden" ? box.querySelector("input:not([type=hidden])") : field).focus();
        });
        return made;
      };
      said.append(words, button("用别处的", "theirs"), " ", button("用我写的", "mine"));
      box.append(said);
    }

    function show(part, name, value) {
      const field = fieldOf(part, name);
      if (!field) return false;
      field.value = value;
      const card = field.closest(".card");
      if (name === "people" && card && card.people) card.people.show(value);
      const more = field.closest("details");
      if (more && value) more.open = true;
      return true;
    }

    cards = new desk.Cards({ keep, session: desk.session, url, say: (words) => { saving.textContent = words; byId("said").textContent = words; }, onState: stands });
    desk.cards = cards;
    byId("shoot-name").dataset.otherwise = byId("id_title").value ? "" : byId("shoot-name").textContent;
    keep.begin("common", byId("common"));
    keep.adopt(show);

    root.addEventListener("input", (event) => {
      const field = event.target.closest("[data-field]");
      if (!field) return;
      // The copy on this machine has every letter, also while an input method is composing.
      keep.put(field.closest("[data-part]").dataset.part, field.dataset.field, field.value);
      if (field.closest("#common")) placeholders();
    });
    root.addEventListener("change", (event) => { if (event.target.closest("[data-field]")) keep.later(0); });
    byId("common").addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const isOut = event.altKey && event.key === "ArrowDown";
      if (!isOut && !(event.key === "Enter" && event.target.matches("input, select"))) return;
      event.preventDefault();
      const fields = [...byId("common").querySelectorAll("[data-field]")];
      const next = isOut ? null : fields[fields.indexOf(event.target) + 1];
      if (next) next.focus();
      else cards.go(null, 1);
    });

    /* What stands around the cards ------------------------------------------------------------------------------- */
    function stands(state, isLate) {
      keep.versions.common = Math.max(keep.versions.common, state.version);
      for (const [id, html] of [["notes", state.notes], ["districts", state.districts]]) {
        const box = byId(id);
        if (box.seen === html || box.contains(document.activeElement)) continue;
        box.seen = html;
        box.innerHTML = html;
      }
      isOpen = isLate || state.arriving > 0 || Object.values(state.photos).some((photo) => photo.status === "pending") || cards.all().some((card) => card.dataset.turned);
      again();
    }

    function again() {
      clearTimeout(timer);
      if (isOpen) timer = setTimeout(look, document.hidden ? LOOK_LATER : LOOK);
    }

    async function look() {
      const have = cards.all().map((card) => Number(card.dataset.part));
      const { acts } = cards;
      const { status, data } = await desk.session.ask(`${url}cards/`, { have });
      if (status === 200) cards.apply(data, acts);
      else again();
    }

    root.addEventListener("click", async (event) => {
      const district = event.target.closest("[data-district]");
      const field = event.target.closest("[data-level]");
      const take = event.target.closest("[data-take]");
      const number = event.target.closest("[data-number]");
      if (district) {
        byId("id_district").value = district.dataset.district;
        byId("id_district").focus();
        keep.put("common", "district", district.dataset.district, 0);
      } else if (field) {
        byId("check").focus();
        cards.level(field.dataset.level);
      } else if (take) cards.take(take);
      else if (number) {
        event.preventDefault();
        const card = cards.all()[Number(number.dataset.number) - 1];
        if (card) (cards.field(card, "caption") || card.querySelector("button")).focus();
      }
    });

    /* Nothing leaves before the words are there. */
    for (const form of document.querySelectorAll(".shoot-end form, #insert form")) {
      form.addEventListener("submit", async (event) => {
        if (keep.empty || form.dataset.ready) return;
        event.preventDefault();
        await keep.flush();
        if (!keep.empty) return;
        form.dataset.ready = "1";
        form.requestSubmit(event.submitter);
      });
    }

    insertion();
    desk.queue.restore(Number(shoot));
    look();
  }

  /* The drafts that may take the pictures. */
  function insertion() {
    const open = byId("insert-open");
    if (!open) return;
    const dialog = byId("insert");
    const list = byId("insert-list");
    let timer = 0;
    let asked = 0;
    async function search() {
      asked += 1;
      const mine = asked;
      const { status, data } = await desk.session.ask(`${list.dataset.url}?q=${encodeURIComponent(byId("insert-search").value)}`);
      if (mine !== asked) return;
      const rows = status === 200 ? data.drafts : [];
      byId("insert-said").textContent = status === 200 ? (rows.length ? `${rows.length}篇` : "没有您能改的草稿") : data.error || "没有查到：请再试。";
      list.replaceChildren(...rows.map((draft, n) => {
        const label = document.createElement("label");
        const radio = document.createElement("input");
        Object.assign(radio, { type: "radio", name: "article", value: draft.id, checked: n === 0 });
        const about = document.createElement("small");
        about.textContent = ` ${draft.about}`;
        label.append(radio, ` ${draft.headline}`, about);
        return label;
      }));
    }
    open.addEventListener("click", () => {
      dialog.showModal();
      search();
    });
    byId("insert-close").addEventListener("click", () => dialog.close());
    byId("insert-search").addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 250);
    });
  }

  document.addEventListener("DOMContentLoaded", start);
})();
