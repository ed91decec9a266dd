// Comforts of the desk: keys, jumping, side by side, what is new, who else is here.
"use strict";
(() => {
  const tools = document.getElementById("desk-tools");
  if (!tools) return;
  const say = tools.dataset;
  const { toast, announce, open } = window.lianxin;
  const one = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const ask = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const rowOf = (number) => one(`.row[data-number="${CSS.escape(number)}"]`);
  const kept = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } } };
  let dirty = false;

  // Side by side: only the matter changes; the address, back and forth, and the focus come along.
  const split = one(".split");
  const show = async (href, push) => {
    const number = new URL(href, location).searchParams.get("open");
    if (!number) return location.reload();
    const answer = await fetch(`/matters/${encodeURIComponent(number)}?part=1`).catch(() => null);
    if (!answer?.ok) return location.assign(href);
    const part = one("article", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!part) return location.assign(href);
    one("#beside").replaceWith(part);
    if (push) history.pushState(null, "", href);
    document.title = part.dataset.title + " – " + document.title.split(" – ").pop();
    for (const link of all(".row-link[aria-current]")) link.removeAttribute("aria-current");
    one(".row-link", rowOf(number) ?? split)?.setAttribute("aria-current", "true");
    sign({ leave: "yes" });
    say.matter = number;
    dirty = false;
    part.focus({ preventScroll: true });
    part.scrollTop = 0;
    document.dispatchEvent(new CustomEvent("lianxin:part", { detail: part }));
    connect();
    sign({});
  };
  split?.addEventListener("click", (event) => {
    const link = event.target.closest(".row-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia("(min-width: 68.75em)").matches) return;
    event.preventDefault();
    show(link.href, true);
  });
  if (split) addEventListener("popstate", () => show(location.href, false));

  // Keys
  const off = () => kept.get("lianxin.keys") === "off";
  const choice = document.getElementById("keys-on");
  choice.checked = !off();
  choice.addEventListener("change", () => {
    try { localStorage.setItem("lianxin.keys", choice.checked ? "on" : "off"); } catch { /* keeps nothing */ }
  });
  const step = (by) => {
    const links = all(".row-link");
    const here = links.indexOf(one(".row-link", document.activeElement?.closest(".row") ?? tools));
    const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
    next?.focus();
    return Boolean(next);
  };
  let anchor = null;
  const tick = (range) => {
    const boxes = all(".row-tick input");
    const at = boxes.indexOf(one(".row-tick input", document.activeElement?.closest(".row") ?? tools));
    if (at < 0) return;
    if (range && anchor !== null) {
      for (const box of boxes.slice(Math.min(anchor, at), Math.max(anchor, at) + 1)) box.checked = true;
    } else boxes[at].checked = !boxes[at].checked;
    anchor = at;
  };
  const neighbour = (rel, by) => {
    const link = one(`.neighbours [rel=${rel}]`);
    if (link) return link.click();
    const links = all(".split .row-link");
    links[links.findIndex((each) => each.hasAttribute("aria-current")) + by]?.click();
  };
  const back = () => {
    if (document.activeElement?.closest("#beside")) return one(".row-link[aria-current]")?.focus();
    if (!dirty) one(".neighbours a, .split-list a")?.click();
  };
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => one(".row:focus-within") && step(1), ArrowUp: () => one(".row:focus-within") && step(-1),
    o: () => {
      const row = document.activeElement?.closest(".row") ?? one(".row");
      if (!row) return;
      if (split) return one(".row-link", row).click();
      const address = new URL(say.list, location);
      if (location.pathname === say.list) address.search = location.search;
      else if (say.scope) address.searchParams.set("scope", say.scope);
      address.searchParams.set("open", row.dataset.number);
      location.assign(address);
    },
    x: () => tick(false), X: () => tick(true),
    a: () => { for (const box of all(".row-tick input")) box.checked = true; },
    e: () => one('main form[action*="/moves/"] :is(input:not([type=hidden]), select, textarea, button)')?.focus(),
    n: () => location.assign(say.new),
    "/": () => { const field = one("input[name=words]"); if (field) field.select(); else location.assign(say.list); },
    "[": () => neighbour("prev", -1), "]": () => neighbour("next", 1),
    "?": () => open(document.getElementById("keys")), Escape: back,
    "g w": () => location.assign(say.bench), "g l": () => location.assign(say.list),
  };
  let prefix = "";
  document.addEventListener("keydown", (event) => {
    const key = event.key;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "k") {
      event.preventDefault();
      return open(palette);
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (field || one("dialog[open]")) {
      if (field && key === "Escape" && !field.closest("dialog")) field.blur();
      return;
    }
    if (off()) return;
    const act = keys[prefix + key];
    prefix = key === "g" && !prefix ? "g " : "";
    if (prefix) setTimeout(() => (prefix = ""), 1500);
    if (act && act() !== 0 && !(key.startsWith("Arrow") && !one(".row:focus-within"))) event.preventDefault();
  });
  document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) dirty = true; });

  // Jumping anywhere: a field with a list (WAI-ARIA combobox).
  const palette = document.getElementById("palette");
  const words = document.getElementById("palette-words");
  const list = document.getElementById("palette-list");
  let places = [], at = -1, asking = null, later = 0;
  const point = (to) => {
    at = places.length ? (to + places.length) % places.length : -1;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return words.removeAttribute("aria-activedescendant");
    words.setAttribute("aria-activedescendant", "place-" + at);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch("/matters/palette.json?" + ask({ q: words.value.trim(), matter: say.matter }), { signal: asking.signal });
      places = answer.ok ? await answer.json() : [];
    } catch { return; }
    list.replaceChildren(...places.map((place, index) => {
      const item = document.createElement("li");
      const hint = document.createElement("span");
      item.id = "place-" + index;
      item.setAttribute("role", "option");
      hint.className = "muted";
      hint.textContent = place.hint;
      item.append(place.text + " ", hint);
      item.addEventListener("click", () => location.assign(place.path));
      return item;
    }));
    words.setAttribute("aria-expanded", String(places.length > 0));
    document.getElementById("palette-none").hidden = places.length > 0;
    point(0);
  };
  words.addEventListener("focus", () => { words.select(); look(); });
  words.addEventListener("input", () => { clearTimeout(later); later = setTimeout(look, 120); });
  words.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && places[at]) {
      event.preventDefault();
      location.assign(places[at].path);
    }
  });

  // What is new. Rows never move under the pointer: new ones wait behind a button.
  const pill = document.getElementById("desk-pill");
  const waiting = new Set();
  const wait = (text) => { pill.textContent = text; pill.hidden = false; };
  pill.addEventListener("click", () => location.reload());
  const changed = (news) => {
    if (news.number === say.matter) {
      document.dispatchEvent(new CustomEvent("lianxin:changed", { detail: news }));
      toast(say.sayThis, "warning");
    }
    if (news.kind === "overdue") toast(fill(say.sayOverdue, news), "warning");
    const row = rowOf(news.number);
    if (!row) {
      if (one(".bench-day[data-live]") ? !news.mine : news.kind !== "new" || !one("[data-live]")) return;
      waiting.add(news.number);
      const text = fill(say.sayNew, { count: waiting.size });
      wait(text);
      return announce(text);
    }
    row.classList.add("fresh");
    if (news.kind === "gone") {
      row.classList.add("gone");
      return announce(fill(say.sayGone, news));
    }
    const box = document.createElement("template");
    box.innerHTML = news.row;
    const link = one(".row-link", row);
    for (const part of [".row-clock", ".row-next"]) one(part, row).replaceWith(one(part, box.content));
    link.replaceChildren(...one(".row-link", box.content).childNodes);
    if (news.kind !== "overdue") announce(fill(say.sayChanged, news));
  };
  const present = document.getElementById("desk-present");
  let source = null, last = "", hiddenSince = 0;
  const connect = () => {
    source?.close();
    source = null;
    present.hidden = true;
    if (!window.EventSource || !(say.matter || one("[data-live]"))) return;
    source = new EventSource("/matters/live?" + ask({ scope: say.matter && !one("[data-live]") ? "" : say.scope, matter: say.matter, last }));
    const on = (name, act) => source.addEventListener(name, (event) => { last = event.lastEventId || last; act(JSON.parse(event.data)); });
    on("hello", () => {});
    on("changed", changed);
    on("reset", () => wait(say.sayReset));
    on("replaced", () => source.close());
    on("presence", (people) => {
      present.textContent = people.map((person) => person.text).join(" · ");
      present.hidden = people.length === 0;
    });
  };
  connect();

  // Who else is here: a sign every 20 seconds, at once when somebody begins to write.
  let writing = 0;
  const sign = (more) => {
    if (!say.matter) return;
    const body = ask({ csrf: say.csrf, writing: Date.now() - writing < 20_000 ? "yes" : "", ...more });
    const path = `/matters/${encodeURIComponent(say.matter)}/presence`;
    if (more.leave) navigator.sendBeacon(path, body);
    else fetch(path, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  document.addEventListener("input", (event) => {
    if (!event.target.closest('form[action*="/moves/"]')) return;
    const began = Date.now() - writing > 20_000;
    writing = Date.now();
    if (began) sign({});
  });
  sign({});
  setInterval(() => {
    if (!document.hidden) return sign({});
    if (hiddenSince && Date.now() - hiddenSince > 300_000 && source) { source.close(); source = null; }
  }, 20_000);
  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.hidden ? Date.now() : 0;
    if (!document.hidden) { if (!source) connect(); sign({}); }
  });
  addEventListener("pagehide", () => { sign({ leave: "yes" }); source?.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { connect(); sign({}); } });

  // Writing down: which unit it will go to.
  const form = document.getElementById("new-matter");
  const hint = document.getElementById("suggest");
  form?.addEventListener("change", async (event) => {
    if (!["category", "area"].includes(event.target.name)) return;
    const category = form.elements.category?.value, area = form.elements.area?.value;
    const answer = category ? await fetch("/matters/suggest.json?" + ask({ category, area })).catch(() => null) : null;
    const unit = answer?.ok ? (await answer.json()).unit : "";
    hint.textContent = unit ? fill(hint.dataset.say, { unit }) : "";
  });
})();
