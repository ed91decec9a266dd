// What could not be sent waits here until there is a network, and is sent once: the key of its form tells the
// site that it is the same. Runs in pages and, without one, in the service worker.
"use strict";
const outbox = (() => {
  const stores = (base) => {
    base.createObjectStore("waiting", { keyPath: "once" });
    base.createObjectStore("notes");
  };
  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("lianxin", 1);
    asked.onupgradeneeded = () => stores(asked.result);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const run = async (store, mode, work) => {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const transaction = base.transaction(store, mode);
        const asked = work(transaction.objectStore(store));
        transaction.oncomplete = () => done(asked.result);
        transaction.onabort = () => fail(transaction.error);
      });
    } finally {
      base.close();
    }
  };
  const all = () => run("waiting", "readonly", (store) => store.getAll());
  const put = (entry) => run("waiting", "readwrite", (store) => store.put(entry));
  const drop = (once) => run("waiting", "readwrite", (store) => store.delete(once));
  const note = (name) => run("notes", "readonly", (store) => store.get(name));
  const setNote = (name, value) => run("notes", "readwrite", (store) => store.put(value, name));

  // A form as it is kept: where it goes, the page that gives a fresh token, and what stands in it.
  const keep = async (path, form, multipart) => {
    const fields = [...form].filter(([name, value]) => name !== "csrf" && (typeof value === "string" || value.size));
    const page = path === "/raise" ? "/raise" : path.replace(/\/[^/]+$/, "");
    const entry = { once: form.get("once"), to: path, page, fields, multipart, at: Date.now(), state: "waiting" };
    await put(entry);
    try {
      await (self.registration ?? (await navigator.serviceWorker.ready)).sync.register("outbox");
    } catch {
      // Without background sync it is sent when a page is open and the network comes back.
    }
    return entry;
  };

  // Over when the answer is known; a network that is still away, or a busy site, throws. A token may have aged between
  // the page and the sending, when who sends became somebody else meanwhile: it is asked for again, twice at most.
  // Older browsers cannot be told when to give up: there the network says it.
  const send = async (entry, again = 2) => {
    const page = await fetch(entry.page, { cache: "no-store", signal: AbortSignal.timeout?.(30000) });
    if (page.status >= 500 || page.status === 429) throw new Error("busy");
    const token = /name="csrf" value="([^"]*)"/.exec(await page.text());
    if (!page.ok || !token) return put({ ...entry, state: "refused", link: entry.page });
    const body = entry.multipart ? new FormData() : new URLSearchParams();
    // First, as in the page: files are taken only behind it.
    body.append("csrf", token[1]);
    for (const [name, value] of entry.fields) body.append(name, value);
    const answer = await fetch(entry.to, { method: "POST", body });
    if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
    if (answer.status === 403 && again) return send(entry, again - 1);
    if (!answer.ok || !answer.redirected) return put({ ...entry, state: "refused", link: entry.page });
    const link = new URL(answer.url).pathname.replace("/raised/", "/track/");
    return put({ ...entry, fields: [], state: "sent", link });
  };

  const flush = async () => {
    for (const entry of await all()) {
      if (entry.state === "waiting") await send(entry);
      else if (entry.at < Date.now() - 7 * 86400000) await drop(entry.once);
    }
  };
  // One at a time, in whichever page or worker is first.
  const alone = () => (navigator.locks ? navigator.locks.request("lianxin.outbox", flush) : flush());
  return { all, drop, keep, flush: alone, note, setNote };
})();

if (typeof document === "undefined") {
  const shelf = "lianxin " + assets.join();

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(caches.open(shelf).then((cache) => cache.addAll([...assets, ...pages])));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      for (const name of await caches.keys()) if (name !== shelf) await caches.delete(name);
      await self.clients.claim();
    })());
  });

  const shell = async () => {
    const language = await outbox.note("language").catch(() => null);
    return (await caches.match("/offline/" + (language ?? "zh"))) ?? Response.error();
  };

  // A form that meets no network is kept, where it carries the key that makes it count once.
  const post = async (request, path) => {
    const copy = request.clone();
    try {
      return await fetch(request);
    } catch {
      const multipart = (request.headers.get("content-type") ?? "").startsWith("multipart");
      const form = await copy.formData();
      if (!form.get("once")) return shell();
      await outbox.keep(path, form, multipart);
      return Response.redirect("/raise?kept", 303);
    }
  };

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin) return;
    if (assets.includes(url.pathname)) {
      event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
    } else if (request.mode === "navigate" && request.method === "GET") {
      event.respondWith(fetch(request).catch(shell));
    } else if (request.mode === "navigate" && /^\/(raise$|track\/[^/]+\/[^/]+$)/.test(url.pathname)) {
      event.respondWith(post(request, url.pathname));
    }
  });

  self.addEventListener("sync", (event) => {
    if (event.tag !== "outbox") return;
    event.waitUntil(outbox.flush().finally(async () => {
      for (const client of await self.clients.matchAll()) client.postMessage("outbox");
    }));
  });
}
