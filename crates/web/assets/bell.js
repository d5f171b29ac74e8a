// Alerts that are told while pages are open: a card in the page, a number beside the item of the
// navigation, and a notification of the browser where somebody switched that on. One page of the
// browser listens for all of them.
"use strict";
(() => {
  const bell = document.getElementById("bell");
  if (!bell || !window.EventSource || !location.protocol.startsWith("http")) return;
  const kept = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* not kept */ } },
  };
  const AFTER = "caifeng-told", ON = "caifeng-notify", UNSEEN = "caifeng-unseen";
  const SHOWN_MAX = 3;
  const can = () => "Notification" in window;
  const isOn = () => can() && kept.get(ON) === "1" && Notification.permission === "granted";

  const count = () => {
    const item = document.querySelector(`.side a[href="${CSS.escape(bell.dataset.all)}"]`)
      || document.querySelector(`.side a[href="${bell.dataset.all}"]`);
    if (!item) return;
    const number = Number(kept.get(UNSEEN)) || 0;
    let badge = item.querySelector(".badge");
    if (!badge) {
      badge = document.createElement("b");
      badge.className = "badge";
      item.append(badge);
    }
    badge.hidden = number === 0;
    badge.textContent = number > 99 ? "99+" : String(number);
    badge.title = bell.dataset.unseen;
  };

  const card = (alert) => {
    const box = document.createElement("article");
    box.className = `told edge-${alert.level}`;
    const level = document.createElement("span");
    level.className = `level level-${alert.level}`;
    level.textContent = alert.word;
    const link = document.createElement("a");
    link.href = alert.address;
    link.dir = "auto";
    link.textContent = alert.title;
    const why = document.createElement("p");
    why.dir = "auto";
    why.textContent = alert.why;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "quiet";
    close.textContent = "×";
    close.setAttribute("aria-label", bell.dataset.close);
    close.addEventListener("click", () => box.remove());
    box.append(level, link, close, why);
    return box;
  };
  const show = (alerts) => {
    for (const alert of alerts) bell.prepend(card(alert));
    for (const old of [...bell.querySelectorAll(".told")].slice(SHOWN_MAX)) old.remove();
    count();
  };
  const notify = (alert) => {
    if (!isOn()) return;
    const options = { body: alert.why, tag: `caifeng-${alert.id}`, renotify: true };
    const note = new Notification(`${alert.word} ${alert.title}`, options);
    note.onclick = () => { window.focus(); location.href = alert.address; note.close(); };
  };

  const others = "BroadcastChannel" in window ? new BroadcastChannel("caifeng-told") : null;
  if (others) others.onmessage = (event) => show(event.data);
  const listen = () => new Promise((done) => {
    const after = Number(kept.get(AFTER)) || 0;
    const lang = document.documentElement.lang;
    const address = `${bell.dataset.stream}?lang=${lang}${after ? `&after=${after}` : ""}`;
    const stream = new EventSource(address);
    stream.addEventListener("since", (event) => kept.set(AFTER, event.lastEventId));
    stream.addEventListener("told", (event) => {
      const alerts = JSON.parse(event.data);
      kept.set(AFTER, event.lastEventId);
      kept.set(UNSEEN, (Number(kept.get(UNSEEN)) || 0) + alerts.length);
      show(alerts);
      if (others) others.postMessage(alerts);
      alerts.forEach(notify);
    });
    window.addEventListener("pagehide", () => { stream.close(); done(); }, { once: true });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
  const begin = () => {
    if (navigator.locks) navigator.locks.request("caifeng-told", listen);
    else listen();
  };

  const choice = document.getElementById("bell-choice");
  const say = () => {
    const state = !can() ? "none" : Notification.permission === "denied" ? "denied" : isOn() ? "on" : "off";
    const button = choice.querySelector("button");
    button.hidden = state === "none" || state === "denied";
    button.textContent = choice.dataset[state === "on" ? "stop" : "start"];
    choice.querySelector("span").textContent = choice.dataset[state];
    choice.hidden = false;
  };
  if (choice) {
    kept.set(UNSEEN, 0);
    choice.querySelector("button").addEventListener("click", async () => {
      if (isOn()) kept.set(ON, "0");
      else if (await Notification.requestPermission() === "granted") kept.set(ON, "1");
      say();
    });
    say();
  }
  count();
  begin();
})();
