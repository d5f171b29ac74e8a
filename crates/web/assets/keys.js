// Keyboard: / searches, j and k move, Enter opens, g n, g s and g b go to pages, ? shows the keys.
"use strict";
(() => {
  let at = -1;
  let pending = false;
  const items = () => Array.from(document.querySelectorAll("[data-item]"));
  const typing = (target) => target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const move = (step) => {
    const all = items();
    if (all.length === 0) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    const link = all[at].querySelector("a, summary");
    all[at].scrollIntoView({ block: "nearest" });
    if (link) link.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const places = { n: "/", s: "/sources", b: "/bring" };
    if (pending && places[event.key]) {
      location.assign(places[event.key]);
      return;
    }
    pending = event.key === "g";
    if (event.key === "/") {
      const box = document.getElementById("q") || document.getElementById("search-box");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "?") {
      const keys = document.querySelector("details.keys");
      if (keys) {
        keys.open = !keys.open;
        keys.scrollIntoView();
      }
    }
  });
})();
