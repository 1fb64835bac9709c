/* What the form of a story knows of its session: the address that keeps its words, whose session it is, a token that is
 * good. `NewsroomSession.state`: ok, expired, other (somebody else has signed in), away (no answer). Every change is
 * told to the document as `newsroom:session`. */
"use strict";
(() => {
  const WAIT = 8000; // milliseconds for an answer
  const BEACON = 60000; // characters; browsers take about 64 KB from a page that is being left

  function start(place) {
    const { address, session, login, user, article } = place.dataset;
    const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");
    const own = { address, login, user, article, state: "ok", post, leave, check };

    function set(state, name = "") {
      own.name = name;
      if (own.state === state) return;
      own.state = state;
      document.dispatchEvent(new CustomEvent("newsroom:session", { detail: { state, name } }));
    }

    async function ask(target, options = {}) {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), WAIT);
      try {
        return await fetch(target, { headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error", signal: stop.signal, ...options });
      } catch {
        return null;
      } finally {
        clearTimeout(timer);
      }
    }

    /** Whose session it is now; brings a fresh token, which a login in another window makes necessary. */
    async function check() {
      const answer = await ask(session);
      if (!answer || answer.status >= 500) set("away");
      else if (answer.status === 401) set("expired");
      else if (answer.ok) {
        const found = await answer.json().catch(() => null);
        if (!found) set("away");
        else if (String(found.user) !== user) set("other", found.name);
        else {
          tokens().forEach((input) => { input.value = found.token; });
          set("ok");
        }
      } else set("away");
      return own.state;
    }

    function form(packet) {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", tokens()[0].value);
      data.set("packet", JSON.stringify({ ...packet, user }));
      return data;
    }

    /** Send a packet (a stale token, or somebody else's session: ask whose it is, then once more); its answer, or null when it was not taken (then `state` or `refusal` says why). */
    async function post(packet, again = true) {
      own.refusal = 0;
      if (own.state === "other" && (await check()) !== "ok") return null;
      const answer = await ask(address, { method: "POST", body: form(packet) });
      if (!answer || answer.status >= 500) { set("away"); return null; }
      if (answer.status === 401) { set("expired"); return null; }
      if (answer.status === 403 && again) return (await check()) === "ok" ? post(packet, false) : null;
      if (!answer.ok) { own.refusal = answer.status; return null; }
      set("ok");
      return answer.json().catch(() => null);
    }

    /** The last words of a page that is being left: nobody waits for the answer. */
    function leave(packet) {
      const text = JSON.stringify(packet);
      const small = new Blob([text]).size < BEACON;
      const sent = small && navigator.sendBeacon && navigator.sendBeacon(address, form(packet));
      if (!sent) fetch(address, { method: "POST", body: form(packet), credentials: "same-origin", keepalive: small }).catch(() => {});
    }

    return own;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("#editing");
    if (place) window.NewsroomSession = start(place);
  });
})();
