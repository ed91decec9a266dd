// The queue of triage by keys: j and k go from row to row, Enter or 1 to 3 confirm, m joins the row to
// the matter that its resident named, e opens the matter.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-triage]")];
  if (!rows.length) return;
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const step = (by) => {
    const at = here();
    const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    (row.querySelector("button[name=choice]") ?? row.querySelector("h2 a")).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const off = () => { try { return localStorage.getItem("lianxin.keys") === "off"; } catch { return false; } };
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-triage]")) return;
    // One row is one matter: a key that is held down does not confirm the next one too.
    if (sent) event.preventDefault();
    sent = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (off() || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const row = rows[here()] ?? rows[0];
    const number = Number(event.key);
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "m") row.querySelector("[data-same] button")?.click();
    else if (event.key === "e") row.querySelector("h2 a").click();
    else if (number >= 1 && number <= 3) row.querySelectorAll("button[name=choice]")[number - 1]?.click();
    else return;
    event.preventDefault();
  });
  // The browser goes to the place in the address when the page stands, and takes the focus away there.
  if (location.hash === "#queue") addEventListener("load", () => setTimeout(() => step(1)));
})();
