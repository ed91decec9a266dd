// Comforts that every page has. Without this script every page works all the same.
"use strict";
(() => {
  const word = document.body.dataset;
  const make = (name, classes, text) => {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    if (text) element.textContent = text;
    return element;
  };
  const icon = (name) => {
    const spot = document.querySelector("use")?.getAttribute("href").split("#")[0];
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", spot + "#" + name);
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(use);
    return drawing;
  };
  const button = (classes, text, act) => {
    const element = make("button", classes, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  // Toasts stay until they are read and put away.
  const corner = make("div", "toasts");
  corner.setAttribute("aria-live", "polite");
  document.body.append(corner);
  const shapes = { success: "done", info: "bell", warning: "alert", failure: "late" };
  const toast = (text, tone = "info") => {
    const box = make("div", "toast " + tone);
    if (tone === "failure") box.setAttribute("role", "alert");
    const close = button("icon-button", "", () => box.remove());
    close.setAttribute("aria-label", word.closeWord);
    close.append(icon("close"));
    box.append(icon(shapes[tone]), make("div", "", text), close);
    corner.append(box);
    return box;
  };
  const ear = make("div", "unseen");
  ear.setAttribute("aria-live", "polite");
  document.body.append(ear);
  const announce = (text) => {
    ear.textContent = "";
    setTimeout(() => (ear.textContent = text), 50);
  };

  // Dialogs: a cross at the title; the focus goes back to where it was.
  const open = (dialog) => {
    if (dialog.open) return;
    const head = dialog.querySelector(".dialog-head");
    if (head && !head.querySelector(".icon-button")) {
      const close = button("icon-button", "", () => dialog.close());
      close.setAttribute("aria-label", word.closeWord);
      close.append(icon("close"));
      head.append(close);
    }
    const before = document.activeElement;
    dialog.addEventListener("close", () => before?.isConnected && before.focus(), { once: true });
    dialog.showModal();
  };
  let count = 0;
  const build = (title, ...content) => {
    const dialog = make("dialog", "dialog");
    const name = make("h2", "", title);
    name.id = "dialog-" + ++count;
    dialog.setAttribute("aria-labelledby", name.id);
    const head = make("div", "dialog-head");
    head.append(name);
    const body = make("div", "dialog-body");
    body.append(...content);
    dialog.append(head, body);
    document.body.append(dialog);
    dialog.addEventListener("close", () => setTimeout(() => dialog.remove()));
    return dialog;
  };
  // A question before what cannot be taken back: true when somebody wants to go on.
  const ask = (question, go = word.goWord) => new Promise((answer) => {
    let said = false;
    const row = make("div", "dialog-buttons");
    const dialog = build(question, row);
    const stop = button("button secondary", word.stopWord, () => dialog.close());
    stop.autofocus = true;
    row.append(stop, button("button primary", go, () => { said = true; dialog.close(); }));
    dialog.addEventListener("close", () => answer(said), { once: true });
    open(dialog);
  });

  document.addEventListener("click", async (event) => {
    const target = event.target.closest("button, a, summary") ?? event.target;
    for (const drop of document.querySelectorAll("details.drop[open]")) {
      if (!drop.contains(event.target)) drop.open = false;
    }
    const data = target.dataset ?? {};
    if ("dismiss" in data) return target.closest(".toast")?.remove();
    if ("close" in data) return target.closest("dialog")?.close();
    if ("print" in data) return window.print();
    if (data.dialog) {
      const dialog = document.getElementById(data.dialog);
      if (dialog) open(dialog);
    } else if (data.copy !== undefined) {
      const spot = target.querySelector("span") ?? target;
      try {
        await navigator.clipboard.writeText(data.copy);
      } catch {
        const area = make("textarea", "unseen", data.copy);
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      target.focus();
      spot.textContent = data.said;
      announce(data.said);
    } else if (data.confirm && !target.asked) {
      event.preventDefault();
      if (!(await ask(data.confirm, target.textContent.trim()))) return;
      target.asked = true;
      target.form.requestSubmit(target);
      target.asked = false;
    } else if ("help" in data && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      try {
        const answer = await fetch(target.href);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
        const title = page.querySelector("h1");
        title.remove();
        open(build(title.textContent, ...page.childNodes));
      } catch {
        location.href = target.href;
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const drop = document.activeElement?.closest("details.drop[open]") ?? document.querySelector("details.drop[open]");
    if (!drop) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });

  // How many characters are left, in place of the number in the sentence that says so.
  for (const area of document.querySelectorAll("textarea[data-limit]")) {
    const note = document.getElementById(area.id + "-note");
    if (!note) continue;
    const limit = Number(area.dataset.limit);
    const [before, after] = note.textContent.split(/[\d,]+/);
    const show = () => {
      const left = limit - Array.from(area.value).length;
      note.textContent = (before ?? "") + left + (after ?? "");
      note.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }

  // What is being written survives a closed page and a lost network: it is forgotten when a page says
  // that the server has it (data-taken), not when it is sent.
  const keep = "lianxin.draft.";
  const store = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } },
    write: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* keeps nothing */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* kept nothing */ } },
  };
  const forget = (name) => store.drop(keep + name);
  for (const taken of document.querySelectorAll("[data-taken]")) forget(taken.dataset.taken);
  const written = (form) => [...form.elements].filter((e) =>
    e.name && !e.readOnly && (e.tagName === "TEXTAREA" || e.tagName === "SELECT" || ["text", "tel", "email", "date", "search"].includes(e.type)));
  const values = (form) => Object.fromEntries(written(form).map((field) => [field.name, field.value]));
  const restore = (form, kept) => {
    for (const field of written(form)) {
      if (!kept[field.name] || (field.value && field.tagName !== "SELECT") || field.value === kept[field.name]) continue;
      if (field.tagName === "SELECT" && field.querySelector("[selected]")) continue;
      field.value = kept[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = keep + form.dataset.draft;
    restore(form, store.read(key));
    form.addEventListener("input", () => store.write(key, values(form)));
  }
  // The switches of language, letters and colours reload the page: what is written comes along once.
  const forms = [...document.querySelectorAll("form[method=post]")];
  const carry = "lianxin.carry";
  try {
    const carried = JSON.parse(sessionStorage.getItem(carry) ?? "null");
    sessionStorage.removeItem(carry);
    if (carried?.path === location.pathname) forms.forEach((form, at) => restore(form, carried.forms[at] ?? {}));
    for (const link of document.querySelectorAll(".switch, .taste a")) {
      link.addEventListener("click", () =>
        sessionStorage.setItem(carry, JSON.stringify({ path: new URL(link.href).pathname, forms: forms.map(values) })));
    }
  } catch {
    // A browser that keeps nothing: the switches work all the same.
  }

  // "5 minutes ago" stays true while the page is open.
  const times = document.querySelectorAll("time[data-relative]");
  if (times.length && window.Intl?.RelativeTimeFormat) {
    const say = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
    setInterval(() => {
      for (const time of times) {
        const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
        const unit = units.find((u) => Math.abs(seconds) >= u[1]);
        if (unit) time.textContent = say.format(Math.trunc(seconds / unit[1]), unit[0]);
      }
    }, 60_000);
  }

  // What went wrong is the first thing to be read.
  document.querySelector(".error-summary")?.focus();

  window.lianxin = Object.freeze({ toast, announce, ask, open, forget });
})();
