/* The page on which pictures come in: chosen, dropped, pasted or taken. */
"use strict";
(() => {
  const desk = (window.PhotoDesk = window.PhotoDesk || {});
  const byId = (id) => document.getElementById(id);
  const SAY_EVERY = 4000; // ms; a screen reader is not talked over

  /* What both pages that send pictures need: a session, the store, the queue. */
  desk.startQueue = (root, { onItem, onAll, onSession }) => {
    const { user, csrf, session, endpoint, known, shoots, states, maxBytes } = root.dataset;
    desk.session = new desk.Session({ token: csrf, user, address: session, onChange: onSession });
    return new desk.Queue({
      session: desk.session, store: new desk.Store(user), addresses: { endpoint, known, shoots, states },
      maxBytes: Number(maxBytes), onItem, onAll,
    });
  };

  /* `已入库9张，还有3张没有传完` */
  desk.summary = (counts) => {
    const words = [];
    if (counts.open) words.push(`还有${counts.open}张在传`);
    if (counts.paused) words.push(`暂停${counts.paused}张`);
    if (counts.working) words.push(`${counts.working}张已收到，在处理`);
    if (counts.ready) words.push(`已入库${counts.ready}张`);
    if (counts.known) words.push(`库里已有或重复${counts.known}张`);
    if (counts.refused) words.push(`未接收${counts.refused}张`);
    if (counts.failed) words.push(`没有传成${counts.failed}张`);
    return `共${counts.all}张：${words.join("，")}`;
  };

  function start() {
    const root = byId("upload");
    if (!root) return;
    root.classList.add("scripted");
    const summary = byId("summary");
    const heard = byId("summary-heard");
    let queue = null;
    let said = 0;
    let timer = 0;
    let speed = null;

    const rows = new desk.Rows(byId("files"), (name, item) => {
      if (name === "pause") queue.pause(item);
      else if (name === "resume" || name === "retry") queue.resume(item);
      else if (name === "cancel") queue.cancel(item);
      else if (name === "use") queue.useKnown(item).catch((error) => queue.set(item, { said: error.message }));
      else queue.drop(item);
    });

    function remaining(counts) {
      const now = performance.now();
      if (!speed || !counts.open || counts.sent < speed.sent) speed = { at: now, sent: counts.sent };
      const seconds = (now - speed.at) / 1000;
      if (seconds < 4 || counts.sent === speed.sent || !counts.open) return "";
      const left = (counts.bytes - counts.sent) / ((counts.sent - speed.sent) / seconds);
      return left < 60 ? "，不到1分钟" : `，大约${Math.round(left / 60)}分钟`;
    }

    /* What is seen is true at once; what is heard comes now and then. */
    function tell(words) {
      if (summary.textContent !== words) summary.textContent = words;
      clearTimeout(timer);
      const wait = Math.max(0, said + SAY_EVERY - Date.now());
      timer = setTimeout(() => {
        said = Date.now();
        if (heard.textContent !== words) heard.textContent = words;
      }, wait);
    }

    function paintAll() {
      if (!queue) return;
      const counts = queue.counts();
      byId("batch").hidden = counts.all === 0;
      const all = byId("all-progress");
      all.max = counts.bytes || 1;
      all.value = counts.sent;
      const percent = counts.bytes ? Math.floor((100 * counts.sent) / counts.bytes) : 100;
      byId("all-said").textContent = `${desk.size(counts.sent)} / ${desk.size(counts.bytes)}（${percent}%${remaining(counts)}）`;
      byId("pause-all").hidden = !counts.open || queue.paused;
      byId("resume-all").hidden = !(counts.paused || counts.failed || (queue.paused && counts.open));
      byId("resume-all").textContent = counts.paused ? "全部继续" : "全部重试";
      byId("cancel-all").hidden = !(counts.open || counts.paused || counts.failed);
      const going = byId("to-captions");
      const shoot = queue.shoot || (queue.items.find((item) => item.shoot) && { url: `${root.dataset.shoots}${queue.items.find((item) => item.shoot).shoot}/` });
      going.hidden = !shoot;
      if (shoot) going.href = shoot.url;
      const isDone = counts.all > 0 && !counts.open && !counts.paused && !counts.failed && !counts.working;
      byId("batch").classList.toggle("done", isDone);
      tell(desk.summary(counts));
    }

    queue = desk.startQueue(root, {
      onItem: (item) => {
        rows.paint(item);
        const line = item.url && root.querySelector(`[data-unfinished="${CSS.escape(item.url)}"]`);
        if (line) line.hidden = true; // it goes on above
      },
      onAll: () => requestAnimationFrame(paintAll),
      onSession: (state, words) => {
        byId("trouble").hidden = state === "in";
        byId("trouble-said").textContent = words;
      },
    });
    desk.queue = queue;

    function take(files) {
      const list = [...files];
      if (!list.length) return;
      const most = Number(root.dataset.maxCount);
      byId("refusal").hidden = list.length <= most;
      if (list.length > most) byId("refusal").textContent = `一次选了${list.length}个文件，上限${most}个：请分几次选。`;
      else queue.add(list);
    }

    for (const input of root.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        take(input.files);
        input.value = ""; // the same files may be chosen again
      });
    }

    /* Dropped folders are taken with everything in them. */
    async function dropped(transfer) {
      const entries = [...transfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
      if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
      const files = [];
      const walk = async (entry) => {
        if (entry.isFile) files.push(await new Promise((resolve, reject) => { entry.file(resolve, reject); }));
        else {
          const reader = entry.createReader();
          for (let part; (part = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); })).length;) for (const one of part) await walk(one);
        }
      };
      for (const entry of entries) await walk(entry);
      return files.filter((file) => !file.name.startsWith("."));
    }

    const veil = document.querySelector(".drop-veil");
    const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      veil.hidden = false;
    });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil.hidden = true; });
    document.addEventListener("drop", (event) => {
      veil.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      dropped(event.dataTransfer).then(take, () => take(event.dataTransfer.files));
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData && event.clipboardData.files.length) {
        event.preventDefault();
        take(event.clipboardData.files);
      }
    });

    byId("pause-all").addEventListener("click", () => { queue.pauseAll(); byId("resume-all").hidden = false; byId("resume-all").focus(); });
    byId("resume-all").addEventListener("click", () => { queue.resumeAll(); byId("pause-all").hidden = false; byId("pause-all").focus(); });
    byId("cancel-all").addEventListener("click", () => {
      const { open, paused, failed } = queue.counts();
      byId("cancel-count").textContent = open + paused + failed;
      byId("cancel-dialog").showModal();
    });
    byId("cancel-dialog").addEventListener("close", () => { if (byId("cancel-dialog").returnValue === "yes") queue.cancelAll(); });
    byId("new-shoot").addEventListener("click", () => {
      queue.newShoot();
      byId("choose-files").focus();
      tell("接下来选的图片另成一组");
    });
    root.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-cancel-upload]");
      if (!button) return;
      button.disabled = true;
      const line = button.closest("li");
      if (await queue.terminate(button.dataset.cancelUpload)) {
        line.remove();
        tell(`已取消 ${button.dataset.name}`);
        byId("choose-files").focus();
      } else button.disabled = false;
    });

    queue.restore().then((count) => { if (count) tell(`上次没有传完的${count}张接着传`); });
  }

  document.addEventListener("DOMContentLoaded", start);
})();
