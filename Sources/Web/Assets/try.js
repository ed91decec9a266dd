// Sends the call that was filled in. The token is kept for this window only, and never stands in an address.
"use strict";
(() => {
  const choose = document.querySelector("#choose select");
  choose?.addEventListener("change", () => choose.form.requestSubmit());
  const panel = document.getElementById("attempt");
  const send = document.getElementById("send");
  if (!panel || !send) return;
  const byId = (id) => document.getElementById(id);
  const form = panel.querySelector("form");
  const token = byId("token");
  const plain = byId("plain");
  send.hidden = false;
  if (token) {
    byId("token-field").hidden = false;
    try { token.value = sessionStorage.getItem("lianxin-token") ?? ""; } catch { /* kept nowhere then */ }
    token.addEventListener("change", () => {
      try { sessionStorage.setItem("lianxin-token", token.value.trim()); } catch { /* kept nowhere then */ }
    });
  }
  const types = Object.fromEntries(panel.dataset.types.split(" ").filter(Boolean).map((pair) => {
    const cut = pair.lastIndexOf("=");
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }));

  // The values of the form as the call takes them; throws the field whose JSON is none.
  const call = () => {
    let path = panel.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    let body;
    for (const [name, type] of Object.entries(types)) {
      const field = form.elements[name];
      const text = field.value.trim();
      const cut = name.indexOf(".");
      const [place, rest] = cut < 0 ? [name, ""] : [name.slice(0, cut), name.slice(cut + 1)];
      if (place === "path") path = path.replace(`{${rest}}`, encodeURIComponent(text));
      if (place === "body") body ??= {};
      if (!text) continue;
      if (place === "query") query.set(rest, text);
      if (place === "header") headers[rest] = text;
      if (place !== "body") continue;
      let value = text;
      if (type === "json") try { value = JSON.parse(text); } catch { throw field; }
      if (!rest) { body = value; continue; }
      const way = rest.split(".");
      const last = way.pop();
      let inner = body;
      for (const step of way) inner = inner[step] ??= {};
      inner[last] = value;
    }
    const question = query.size ? `?${query}` : "";
    return { address: path + question, headers, body };
  };

  const show = (status, time, headers, body) => {
    byId("outcome").hidden = false;
    byId("outcome-status").textContent = status;
    byId("outcome-time").textContent = time;
    byId("outcome-headers").textContent = headers;
    byId("outcome-body").textContent = body;
    byId("outcome").focus();
  };

  const pretty = (text) => {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
  };

  const go = async () => {
    let asked;
    try { asked = call(); } catch (field) {
      show(panel.dataset.badjson + field.name, "", "", "");
      field.focus();
      return;
    }
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang, ...asked.headers };
    if (asked.body !== undefined) headers["Content-Type"] = "application/json";
    const secret = token?.value.trim();
    if (secret) headers.Authorization = `Bearer ${secret}`;
    else if (panel.dataset.session) headers["X-CSRF"] = panel.dataset.session;
    send.setAttribute("aria-busy", "true");
    const began = performance.now();
    try {
      const answer = await fetch(asked.address, {
        method: panel.dataset.method, headers, credentials: secret ? "omit" : "same-origin", cache: "no-store",
        body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
      });
      const text = await answer.text();
      const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      show(`${answer.status} ${answer.statusText}`, `${Math.round(performance.now() - began)} ms`, lines, pretty(text));
    } catch {
      show(panel.dataset.failed, "", "", "");
    } finally {
      send.removeAttribute("aria-busy");
    }
  };
  send.addEventListener("click", go);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName === "TEXTAREA" || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    go();
  });
  if (plain) plain.hidden = true;
})();
