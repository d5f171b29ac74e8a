// Keyboard: / searches, j and k move, Enter opens, g and a letter go to a page, ? shows the keys.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  let going = false;
  const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  const move = (step) => {
    const all = Array.from(document.querySelectorAll("[data-item]")).filter((item) => item.offsetParent);
    if (all.length === 0) return;
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    const link = next.querySelector("a, summary");
    next.scrollIntoView({ block: "nearest" });
    if (link) link.focus();
  };
  const search = () => {
    const box = document.getElementById("q") || document.getElementById("search-box");
    if (box) { box.focus(); box.select(); }
  };
  const help = () => {
    const keys = document.getElementById("keys");
    if (!keys) return;
    if (keys.open) keys.close(); else keys.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const place = going && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) {
      location.assign(place.href);
      return;
    }
    going = event.key === "g";
    const act = { "/": search, j: () => move(1), k: () => move(-1), "?": help }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href='#keys'], #keys a");
    if (!link) return;
    event.preventDefault();
    help();
  });
})();
