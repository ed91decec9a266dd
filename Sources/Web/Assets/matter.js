// One matter: ready-made beginnings go where the cursor stands, colleagues are named while a note is written, an
// answer is looked at before it is sent, and the page says when somebody else changed the matter. Everything works
// without.
"use strict";
(() => {
  // Beginnings of texts.
  document.addEventListener("submit", (event) => {
    const select = event.target.querySelector("select[data-inserts]");
    if (!select) return;
    const field = event.target.parentElement.querySelector(`textarea[name="${select.dataset.inserts}"]`);
    const text = select.selectedOptions[0]?.dataset.text;
    if (!field || !text) return;
    event.preventDefault();
    field.focus();
    put(field, text, field.selectionStart, field.selectionEnd);
  });

  const put = (field, text, from, to) => {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Colleagues.
  let list = null;
  let asked = 0;

  const close = () => {
    list?.remove();
    list = null;
  };

  // What stands between the last @ and the cursor.
  const call = (field) => /@([^\s@]{1,20})$/.exec(field.value.slice(0, field.selectionStart));

  const choose = (field, person) => {
    const found = call(field);
    close();
    field.focus();
    if (found) put(field, `@${person.login} `, field.selectionStart - found[0].length, field.selectionStart);
  };

  const show = (field, people, said) => {
    close();
    if (!people.length) return;
    list = document.createElement("div");
    list.className = "suggestions";
    const status = document.createElement("p");
    status.className = "unseen";
    status.setAttribute("role", "status");
    list.append(status);
    for (const person of people) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = [person.name, `@${person.login}`, person.unit].filter(Boolean).join(" · ");
      button.addEventListener("click", () => choose(field, person));
      list.append(button);
    }
    field.after(list);
    status.textContent = said.replace("{names}", people.map((person) => person.name).join(", "));
  };

  document.addEventListener("input", async (event) => {
    const field = event.target;
    if (!field.matches?.("textarea[name=note]")) return;
    const box = field.closest("[data-people]");
    const found = box && call(field);
    const turn = ++asked;
    if (!found) return close();
    try {
      const answer = await fetch(`${box.dataset.people}?q=${encodeURIComponent(found[1])}`);
      const people = answer.ok ? await answer.json() : [];
      if (turn === asked) show(field, people, box.dataset.suggested);
    } catch {
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!list) return;
    const field = list.previousElementSibling;
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    if (event.key === "Escape") {
      close();
      field.focus();
    } else if (event.key === "ArrowDown") {
      buttons[Math.min(at + 1, buttons.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (buttons[at - 1] ?? field).focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("focusin", (event) => {
    if (list && !list.contains(event.target) && event.target !== list.previousElementSibling) close();
  });

  // An answer is looked at when its field is left. What is said of it holds nobody up.
  const check = document.querySelector("[data-answer-check]")?.dataset;
  for (const field of check ? document.querySelectorAll("textarea[name=answer]") : []) {
    const said = document.createElement("div");
    said.className = "hint answer-check";
    said.setAttribute("role", "status");
    field.after(said);
    let looked = "";
    field.addEventListener("focusout", async () => {
      const text = field.value.trim();
      if (!text || text === looked) return;
      looked = text;
      const body = new URLSearchParams({ csrf: check.csrf, number: check.number, answer: text });
      const answer = await fetch(check.answerCheck, { method: "POST", body }).catch(() => null);
      const found = answer?.ok ? (await answer.json()).findings : [];
      if (text !== looked) return;
      const list = document.createElement("ul");
      for (const { sentence } of found) list.appendChild(document.createElement("li")).textContent = sentence;
      said.replaceChildren(...(found.length ? [check.say, list] : []));
    });
  }

  // News of this matter; desk.js hears of them.
  document.addEventListener("lianxin:changed", (event) => {
    const news = document.getElementById("matter-news");
    if (news && event.detail?.number === news.dataset.number) news.hidden = false;
  });
})();
