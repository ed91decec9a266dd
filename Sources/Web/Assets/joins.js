// Joining by keys: j and k go from row to row, x ticks, a ticks all, Enter joins those that are ticked.
"use strict";
(() => {
  const form = document.getElementById("joins-add");
  const boxes = [...document.querySelectorAll("[data-join] input")];
  if (!form || !boxes.length) return;
  const off = () => { try { return localStorage.getItem("lianxin.keys") === "off"; } catch { return false; } };
  const here = () => boxes.indexOf(document.activeElement);
  const step = (by) => boxes[Math.min(boxes.length - 1, Math.max(0, here() + by))].focus();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (off() || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, button, a, summary")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") { if (here() < 0) step(1); boxes[here()].checked = !boxes[here()].checked; }
    else if (event.key === "a") for (const box of boxes) box.checked = true;
    else if (event.key === "Enter" && boxes.some((box) => box.checked)) form.requestSubmit();
    else return;
    event.preventDefault();
  });
})();
