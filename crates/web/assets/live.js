// Changes told by the desk: figures of what is shown change in place, everything else is counted
// in a bar until somebody asks to see it. Nothing moves by itself.
"use strict";
(() => {
  const counted = { fresh: new Set(), changed: new Set(), more: false };
  const state = () => document.getElementById("live-state");
  const say = (on) => {
    const line = state();
    if (!line) return;
    line.hidden = false;
    line.classList.toggle("is-on", on);
    line.classList.toggle("is-off", !on);
    const words = on ? line.dataset.on : line.dataset.off;
    line.title = words;
    line.querySelector(".live-text").textContent = words;
  };
  const bar = () => {
    const news = document.getElementById("news");
    if (!news) return;
    const parts = [];
    if (counted.fresh.size) parts.push(news.dataset.new.replace("%{n}", counted.fresh.size));
    if (counted.changed.size) parts.push(news.dataset.changed.replace("%{n}", counted.changed.size));
    if (counted.more) parts.push(news.dataset.more);
    news.hidden = parts.length === 0;
    news.querySelector("p").textContent = parts.join(" · ");
  };
  const forget = () => {
    counted.fresh.clear();
    counted.changed.clear();
    counted.more = false;
  };
  const take = (stream, told) => {
    const last = Number(stream.dataset.last);
    for (const event of told.events) {
      const shown = document.querySelectorAll(`[data-live="${CSS.escape(event.id)}"]`);
      for (const facts of shown) {
        facts.innerHTML = event.facts;
        facts.classList.remove("flash");
        void facts.offsetWidth;
        facts.classList.add("flash");
      }
      if (last === 0) counted.changed.add(event.id);
      else if (Number(event.id.slice(1)) > last && shown.length === 0) counted.fresh.add(event.id);
      else if (shown.length === 0) counted.changed.add(event.id);
    }
    counted.more = counted.more || told.more;
    bar();
  };
  document.addEventListener("changed", (event) => {
    if (event.target.id === "stream") take(event.target, JSON.parse(event.detail.data));
  });
  document.addEventListener("htmx:sse:after:connection", () => say(true));
  document.addEventListener("htmx:sse:error", () => say(false));
  document.addEventListener("htmx:after:swap", (event) => {
    if (document.getElementById("board")) forget();
    bar();
  });
})();
