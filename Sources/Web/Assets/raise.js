// The resident's pages: voice, place, neighbours, drafts, what waits for the network, two taps.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const make = (name, words, classes = "") => {
    const element = document.createElement(name);
    element.textContent = words;
    element.className = classes;
    return element;
  };
  const button = (words, work) => {
    const element = make("button", words, "button secondary");
    element.type = "button";
    element.addEventListener("click", () => work(element));
    return element;
  };

  // What waits for the network, and what became of it.
  const kept = one("#kept");
  const number = (link) => decodeURIComponent(link.split("/")[2] ?? "").replace(/-[^-]*$/, "");
  const draft = "lianxin.draft.raise";
  const line = (entry) => {
    const words = kept.dataset;
    const item = make("li", "");
    const text = entry.fields.find(([name]) => name === "text")?.[1];
    const subject = make("b", text ? text.slice(0, 60) : entry.to === "/raise" ? "" : words.rating + " " + number(entry.to));
    const said = make("p", words[entry.state] + (entry.state === "sent" ? " " + number(entry.link) : ""));
    const row = make("p", "", "cluster");
    if (entry.link) {
      const link = make("a", words.open, "button primary");
      link.href = entry.link;
      // What was refused stands in the form again.
      if (entry.state === "refused" && entry.to === "/raise") link.addEventListener("click", () => {
        const words = entry.fields.filter(([name, value]) => typeof value === "string" && name !== "once");
        localStorage.setItem(draft, JSON.stringify(Object.fromEntries(words)));
        outbox.drop(entry.once);
      });
      row.append(link);
    }
    if (entry.state === "waiting") row.append(button(words.try, flush));
    row.append(button(words.drop, () => outbox.drop(entry.once).then(show)));
    item.append(subject, said, row);
    return item;
  };
  const show = async () => {
    const entries = await outbox.all();
    if (!kept) return;
    kept.hidden = !entries.length;
    one("ul", kept).replaceChildren(...entries.map(line));
  };
  // A site that was busy, or a network that says it is there and is not: tried again while the page is open, more and
  // more seldom.
  let [pause, again] = [2000, 0];
  const flush = async () => {
    clearTimeout(again);
    try {
      await outbox.flush();
      pause = 2000;
    } catch {
      again = setTimeout(flush, pause);
      pause = Math.min(2 * pause, 60000);
    }
    await show().catch(() => {});
  };
  if (self.indexedDB) {
    show().catch(() => {});
    if (navigator.onLine) flush();
    addEventListener("online", flush);
    outbox.setNote("language", document.documentElement.lang.slice(0, 2)).catch(() => {});
  }
  const waiter = navigator.serviceWorker;
  waiter?.register("/service-worker.js").catch(() => {});
  waiter?.addEventListener("message", show);

  // Sent without a network: kept here, in this page.
  const later = (form, after) => form?.addEventListener("submit", async (event) => {
    const shell = !form.elements.csrf?.value;
    if ((navigator.onLine && !shell) || !self.indexedDB || event.submitter?.name === "finer") return;
    event.preventDefault();
    if (form.elements.text && !form.elements.text.value.trim()) return form.elements.text.focus();
    await outbox.keep(new URL(form.action).pathname, new FormData(form), form.enctype.startsWith("multipart"));
    after();
    await (navigator.onLine ? flush() : show());
    kept.focus();
  });

  // The draft stays until it has arrived, under the same key.
  const form = one("#raise");
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const forget = () => localStorage.removeItem(draft);
  try {
    if (one("[data-arrived]")) forget();
    if (form) {
      const names = ["text", "place", "area", "latitude", "longitude", "phone", "name", "email", "once"];
      const fields = names.map((name) => form.elements[name]).filter(Boolean);
      const old = JSON.parse(localStorage.getItem(draft) ?? "null");
      if (old && !form.elements.text.value && !one(".error-summary")) {
        for (const field of fields) {
          if (!old[field.name] || (field.name === "area" && field.value)) continue;
          field.value = old[field.name];
          const fold = field.closest("details");
          if (fold && field.value) fold.open = true;
        }
        form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
      }
      form.elements.once.value ||= newKey();
      form.addEventListener("input", () => {
        localStorage.setItem(draft, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
      });
    }
  } catch {
    // A browser that keeps nothing: the form works all the same.
  }
  later(form, () => {
    forget();
    form.reset();
    form.elements.text.value = "";
    one(".file-list", form)?.replaceChildren();
    form.elements.once.value = newKey();
  });

  const words = one("#sentences")?.dataset;

  // Voice to text, where the browser has it.
  const Recognition = self.SpeechRecognition ?? self.webkitSpeechRecognition;
  const voice = one(".voice");
  if (voice && Recognition) {
    const [press, said] = [one("button", voice), one("[role=status]", voice)];
    const ear = new Recognition();
    ear.lang = document.documentElement.lang;
    ear.continuous = true;
    let listening = false;
    const turn = (on, sentence) => {
      listening = on;
      press.setAttribute("aria-pressed", on);
      said.textContent = sentence;
    };
    ear.onresult = (event) => {
      const heard = [...event.results].slice(event.resultIndex).map((result) => result[0].transcript).join("");
      const box = form.elements.text;
      box.value += (box.value && !/\s$/.test(box.value) && ear.lang === "en" ? " " : "") + heard;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    ear.onerror = () => turn(false, words.deaf);
    ear.onend = () => listening && turn(false, words.stopped);
    press.addEventListener("click", () => {
      if (listening) return ear.stop();
      ear.start();
      turn(true, words.listening);
    });
    voice.hidden = false;
  }

  // The place: a search box instead of the long list, and what was raised near it.
  const area = form?.elements.area;
  const setArea = (code, name) => {
    if (![...area.options].some((option) => option.value === code)) area.add(new Option(name, code));
    area.value = code;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const near = one("#near");
  const neighbours = async () => {
    if (!near) return;
    const asked = new URLSearchParams();
    for (const name of ["latitude", "longitude", "area"]) {
      const value = form.elements[name]?.value;
      if (value) asked.set(name, value);
    }
    const answer = await fetch("/areas/near.json?" + asked).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    one("ul", near).replaceChildren(...found.map((matter) => {
      const item = make("li", "");
      const away = matter.distanceMeters == null ? "" : words.away.replace("{count}", Math.round(matter.distanceMeters));
      const detail = [matter.area, matter.stage, away].filter(Boolean).join(" · ");
      const said = make("span", "", "muted");
      said.setAttribute("role", "status");
      const join = button(words.too + (matter.meToo ? " (" + matter.meToo + ")" : ""), async (element) => {
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, key: matter.key });
        for (const name of ["phone", "email"]) if (form.elements[name].value) body.set(name, form.elements[name].value);
        const done = await fetch("/areas/me-too", { method: "POST", body }).catch(() => null);
        element.disabled = !!done?.ok;
        said.textContent = done?.ok ? words.joined : words.failed;
      });
      const same = make("label", "", "choice");
      const tick = Object.assign(make("input", ""), { type: "checkbox", name: "same", value: matter.key });
      same.append(tick, " ", make("span", words.same));
      item.append(make("b", matter.category ?? detail), make("p", matter.category ? detail : ""), same, join, said);
      return item;
    }));
    near.hidden = !found.length;
  };
  const find = one(".find");
  if (find) {
    const [box, list] = [one("input", find), one("ul", find)];
    let timer;
    const choose = (place) => {
      setArea(place.code, place.path ?? place.name);
      box.value = place.name;
      list.replaceChildren();
      area.focus();
      neighbours();
    };
    const search = async () => {
      const text = box.value.trim();
      const answer = text ? await fetch("/areas/find.json?q=" + encodeURIComponent(text)).catch(() => null) : null;
      const found = answer?.ok ? await answer.json() : [];
      if (text !== box.value.trim()) return;
      const rows = found.map((place) => {
        const item = make("li", "");
        item.append(button(place.path ?? place.name, () => choose(place)));
        return item;
      });
      list.replaceChildren(...(rows.length || !text ? rows : [make("li", words.none)]));
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 250);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      one("button", list)?.click();
    });
    find.hidden = false;
    one(".finer").hidden = true;
    area.addEventListener("change", neighbours);
    form.addEventListener("map:place", (event) => {
      if (event.detail.area) setArea(event.detail.area, event.detail.name);
      neighbours();
    });
    if (area.value) neighbours();
  }

  // Two taps: the second sends where both say yes; a no asks why first. Keys never send by themselves.
  const rate = one("#rate");
  if (rate) {
    const chosen = (name) => rate.elements[name].value;
    const why = one(".rate-why", rate);
    let tapped = false;
    const update = () => {
      const no = chosen("solved") === "no" || chosen("satisfied") === "no";
      if (why) why.hidden = !no && !one(".error-summary");
      if (!chosen("solved") || !chosen("satisfied") || !tapped) return;
      if (!no) return rate.requestSubmit();
      one("textarea", rate)?.focus();
    };
    rate.addEventListener("pointerdown", () => (tapped = true));
    rate.addEventListener("keydown", () => (tapped = false));
    rate.addEventListener("change", (event) => event.target.type === "radio" && update());
    for (const chip of rate.querySelectorAll(".chip")) {
      chip.addEventListener("click", () => {
        const box = one("textarea", rate);
        box.value += (box.value ? " " : "") + chip.textContent;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    const chips = one(".chips", rate);
    if (chips) chips.hidden = false;
    later(rate, () => (rate.closest("section").hidden = true));
    update();
    let sent = false;
    rate.addEventListener("submit", (event) => {
      if (sent && !event.defaultPrevented) event.preventDefault();
      sent = !event.defaultPrevented;
    });
  }

  for (const press of document.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    press.hidden = false;
    press.addEventListener("click", () => navigator.share({ title: document.title, url: press.dataset.share }).catch(() => {}));
  }
})();
