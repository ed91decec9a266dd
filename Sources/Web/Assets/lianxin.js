// Comforts only: every page works without this script.
"use strict";
(() => {
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

  // What is being written survives a closed page; it is forgotten as soon as it is sent.
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = "lianxin.draft." + form.dataset.draft;
    const fields = [...form.elements].filter((e) => e.name && (e.tagName === "TEXTAREA" || e.type === "text"));
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
      for (const field of fields) {
        if (!field.value && kept[field.name]) {
          field.value = kept[field.name];
          field.dispatchEvent(new Event("input"));
        }
      }
      form.addEventListener("input", () => {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((f) => [f.name, f.value]))));
      });
      form.addEventListener("submit", () => localStorage.removeItem(key));
    } catch {
      // A browser that keeps nothing: the form works all the same.
    }
  }

  // A question before what cannot be taken back.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
  });

  // What went wrong is the first thing to be read.
  document.querySelector(".error-summary")?.focus();
})();
