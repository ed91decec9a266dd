// Calls: what rings comes up by itself, what is typed is kept, keys choose what comes of a call. Everything works
// without.
"use strict";
(() => {
  const watch = document.getElementById("call-watch");
  if (!watch) return;
  const form = document.getElementById("call-form");
  const own = watch.dataset.call;
  let mark = null;
  let newest = null;

  // Where a call is written down nobody is taken away from it.
  const busy = () => own && form && form.elements.text.value.trim() !== "";

  const look = async () => {
    try {
      const answer = await fetch(watch.dataset.now, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      newest = now.call;
      const isFirst = mark === null;
      const hasChanged = mark !== now.mark;
      mark = now.mark;
      if (now.call && now.call.state === "ringing" && String(now.call.id) !== own) {
        watch.textContent = watch.dataset.rings.replace("{caller}", now.call.caller);
        if (!busy()) location.assign(now.call.path);
        else if (hasChanged) lianxin.toast(watch.textContent, "info");
      } else if (hasChanged && !isFirst) {
        if (busy()) lianxin.toast(watch.dataset.changed, "info");
        else location.reload();
      }
    } catch {
      // Without a network the page stays as it is.
    }
  };
  setInterval(() => document.hidden || look(), 2000);
  look();

  const press = (value) => form?.querySelector(`button[name="do"][value="${value}"]`)?.click();
  const ways = {
    1: "answer", 2: "file", 3: "join", 4: "transfer", 5: "quick", 6: "expert", 7: "silent", 8: "wrongNumber",
    9: "harassment", s: "suggest",
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "?" && !isTyping) {
      event.preventDefault();
      lianxin.open(document.getElementById("call-keys"));
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.code.replace(/^(Digit|Numpad|Key)/, "").toLowerCase();
    if (key === "0" && newest) {
      event.preventDefault();
      location.assign(newest.path);
    } else if (ways[key] && form) {
      event.preventDefault();
      // Without a number it is joined to the one that is likeliest.
      const likely = key === "3" && !form.elements.joinNumber.value && form.querySelector('[value^="join "]');
      if (likely) likely.click();
      else press(ways[key]);
      if (key === "6") press("back");
    }
  });

  if (!form) return;
  const beside = document.getElementById("call-suggestions");
  const text = form.elements.text;
  if (!text.value) text.focus();
  let wait = null;
  let asked = 0;

  // Keeps the draft, and fetches what fits it.
  const suggest = async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "suggest");
    body.set("part", "1");
    const number = ++asked;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const html = await answer.text();
      if (answer.ok && number === asked && !beside.contains(document.activeElement)) beside.innerHTML = html;
    } catch {
      // The draft is sent with the form.
    }
  };
  form.addEventListener("input", (event) => {
    if (beside.contains(event.target) && event.target.name !== "likely") return;
    clearTimeout(wait);
    wait = setTimeout(suggest, 700);
  });
  form.addEventListener("submit", () => clearTimeout(wait));
})();
