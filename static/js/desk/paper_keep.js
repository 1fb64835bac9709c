/* What was drawn and not saved, kept in this browser: a closed window or an empty battery loses nothing. */
"use strict";
const paperKeep = (place) => {
  const key = `newsroom-areas:${place}`;
  const DAYS = 14;
  return {
    /* {version, areas} or null; what is older than two weeks is forgotten. */
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        return Array.isArray(kept?.areas) && Date.now() - kept.at < DAYS * 86_400_000 ? kept : null;
      } catch { return null; }
    },
    write(version, areas) {
      try { localStorage.setItem(key, JSON.stringify({ version, areas, at: Date.now() })); } catch { /* no room: the page itself still asks before it closes */ }
    },
    forget() {
      try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
    },
  };
};
