// Files are sent while the form is filled in, and go on by themselves after the network was gone (tus 1.0).
// Without this script they travel with the form.
"use strict";
(() => {
  const make = (name, classes, text) => {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    if (text) element.textContent = text;
    return element;
  };
  const rest = (ms) => new Promise((go) => {
    const wake = () => { clearTimeout(timer); removeEventListener("online", wake); go(); };
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
  });

  // What is under way is remembered, so that a reload goes on. Where it cannot be, nothing else is lost.
  const stored = new Promise((go) => {
    try {
      const asked = indexedDB.open("lianxin-uploads", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "key" });
      asked.onsuccess = () => go(asked.result);
      asked.onerror = () => go(null);
    } catch { go(null); }
  });
  const store = async (act) => {
    const db = await stored;
    if (!db) return null;
    return new Promise((go) => {
      try {
        const deed = db.transaction("files", "readwrite");
        const asked = act(deed.objectStore("files"));
        deed.oncomplete = () => go(asked.result);
        deed.onerror = deed.onabort = () => go(null);
      } catch { go(null); }
    });
  };
  const day = 86400000;
  // A browser may send a whole request again by itself where a connection broke: that costs no more than this.
  const piece = 8 << 20;
  const page = location.pathname;

  let line = Promise.resolve();
  const pending = new Map();

  class Refused extends Error {}

  const take = (box) => {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector("ul");
    const status = box.querySelector("[role=status]");
    const form = box.closest("form");
    const say = (key, name, more = {}) => {
      let text = box.dataset[key] || "";
      for (const [word, value] of Object.entries({ name, ...more })) text = text.replace("{" + word + "}", () => value);
      return text;
    };
    const waiting = () => pending.get(form) || pending.set(form, new Set()).get(form);
    const headers = () => ({
      "Tus-Resumable": "1.0.0", "X-CSRF": form.elements.csrf.value, Accept: "application/json",
    });
    const problem = async (status, text) => {
      if ([408, 409, 423, 429].includes(status) || status >= 500) throw new Error(String(status));
      let reason = String(status);
      try { reason = JSON.parse(text).detail || reason; } catch { /* The number says enough. */ }
      throw new Refused(reason);
    };
    const ask = async (method, url, more) => {
      const answer = await fetch(url, { method, headers: { ...headers(), ...more }, credentials: "same-origin" });
      if (!answer.ok && !(method === "HEAD" && [404, 410].includes(answer.status)))
        await problem(answer.status, await answer.text());
      return answer;
    };
    const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

    const begin = async (item) => {
      const name = item.file.name.slice(-200);
      const answer = await ask("POST", box.dataset.endpoint, {
        "Upload-Length": String(item.file.size),
        "Upload-Metadata": `filename ${coded(name)},part ${coded(box.dataset.part)}`,
      });
      item.url = new URL(answer.headers.get("Location"), location.href).pathname;
      await keep(item);
      return 0;
    };
    const reached = async (item) => {
      const answer = await ask("HEAD", item.url);
      if (!answer.ok) return begin(item);
      return Number(answer.headers.get("Upload-Offset"));
    };
    const push = (item, offset) => new Promise((go, fail) => {
      const request = item.request = new XMLHttpRequest();
      let watch;
      const awake = () => {
        clearTimeout(watch);
        watch = setTimeout(() => request.abort(), 30000);
      };
      request.open("PATCH", item.url);
      for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
      request.setRequestHeader("Upload-Offset", String(offset));
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.upload.onprogress = (event) => { awake(); show(item, offset + event.loaded); };
      request.onload = () => {
        clearTimeout(watch);
        if (request.status === 204) go(Number(request.getResponseHeader("Upload-Offset")));
        else problem(request.status, request.responseText).catch(fail);
      };
      request.onerror = request.onabort = () => { clearTimeout(watch); fail(new Error("network")); };
      awake();
      request.send(item.file.slice(offset, offset + piece));
    });

    const keep = (item) => store((files) => files.put({
      key: item.key, page, field: input.id, url: item.url, file: item.file, done: item.done, at: item.at,
    }));
    const forget = (item) => store((files) => files.delete(item.key));

    const show = (item, bytes) => {
      const percent = Math.min(99, Math.floor(bytes / item.file.size * 100));
      item.bar.value = percent;
      item.text.textContent = say("sending", item.file.name, { percent });
    };
    const end = (item) => {
      waiting().delete(item);
      item.bar.remove();
      if (waiting().size === 0 && form.dataset.goes) {
        delete form.dataset.goes;
        form.requestSubmit(form.goesBy || undefined);
      }
    };
    const send = async (item) => {
      let pause = 1000;
      while (!item.gone) {
        try {
          let offset = item.url ? await reached(item) : await begin(item);
          if (item.gone) return;
          while (offset < item.file.size) {
            show(item, offset);
            offset = await push(item, offset);
            pause = 1000;
            if (item.gone) return;
          }
          return await arrived(item);
        } catch (error) {
          if (item.gone) return;
          if (error instanceof Refused) return refuse(item, error.message);
          item.text.textContent = status.textContent = say("waiting", item.file.name);
          await rest(pause + Math.random() * 500);
          pause = Math.min(pause * 2, 60000);
        }
      }
    };
    const arrived = async (item) => {
      item.done = true;
      await keep(item);
      const field = make("input");
      Object.assign(field, { type: "hidden", name: box.dataset.files, value: item.url.split("/").pop() });
      item.row.append(field);
      item.text.textContent = status.textContent = say("done", item.file.name);
      end(item);
    };
    const refuse = (item, reason) => {
      item.row.classList.add("wrong");
      item.text.textContent = status.textContent = say("refused", item.file.name, { reason });
      forget(item);
      end(item);
    };

    const add = (file, old) => {
      const key = [page, input.id, file.name, file.size, file.lastModified].join("|");
      if ([...list.children].some((row) => row.dataset.key === key)) return;
      const item = { file, key, at: Date.now(), ...old };
      item.row = make("li", "file-row");
      item.row.dataset.key = key;
      if (/^image\//.test(file.type)) {
        const picture = make("img");
        picture.alt = "";
        picture.src = URL.createObjectURL(file);
        picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
        item.row.append(picture);
      }
      item.text = make("bdi", "file-text", file.name);
      item.bar = make("progress");
      item.bar.max = 100;
      item.bar.setAttribute("aria-label", file.name);
      const remove = make("button", "button secondary", "×");
      remove.type = "button";
      remove.setAttribute("aria-label", say("remove", file.name));
      remove.onclick = () => {
        item.gone = true;
        item.request?.abort();
        const next = item.row.nextElementSibling?.querySelector("button") || input;
        item.row.remove();
        status.textContent = say("removed", file.name);
        forget(item);
        if (item.url) ask("DELETE", item.url).catch(() => {});
        end(item);
        next.focus();
      };
      item.row.append(item.text, item.bar, remove);
      list.append(item.row);
      waiting().add(item);
      line = line.then(() => send(item));
    };
    const addAll = (files) => {
      for (const file of files) {
        if (form.querySelectorAll(".file-list > li:not(.wrong)").length >= Number(box.dataset.limit)) {
          status.textContent = box.dataset.tooMany;
          list.after(status);
          status.classList.remove("unseen");
          return;
        }
        add(file);
      }
    };
    const choose = (chooser) => chooser.addEventListener("change", () => {
      addAll([...chooser.files]);
      chooser.value = "";
    });
    choose(input);

    if (matchMedia("(pointer: coarse)").matches) {
      const camera = make("input");
      Object.assign(camera, { type: "file", accept: "image/jpeg", capture: "environment", hidden: true });
      choose(camera);
      const button = make("button", "button secondary", box.dataset.camera);
      button.type = "button";
      button.onclick = () => camera.click();
      input.after(button, camera);
    }

    store((files) => files.getAll()).then((all) => {
      for (const old of all || []) {
        if (Date.now() - old.at > day) store((files) => files.delete(old.key));
        else if (old.page === page && old.field === input.id && old.file)
          add(old.file, { url: old.url, at: old.at });
      }
    });

    if (form.dataset.watched) return;
    form.dataset.watched = "1";
    form.addEventListener("submit", (event) => {
      // Without a network the form is kept as a whole, files and all, and sent later.
      if (waiting().size > 0 && !navigator.onLine && form.id === "raise") {
        const bag = new DataTransfer();
        for (const item of waiting()) {
          Object.assign(item, { gone: true });
          item.request?.abort();
          item.row.remove();
          bag.items.add(item.file);
        }
        waiting().clear();
        input.files = bag.files;
      } else if (waiting().size > 0) {
        event.preventDefault();
        event.stopImmediatePropagation();
        form.dataset.goes = "1";
        form.goesBy = event.submitter;
        status.textContent = box.dataset.unfinished;
        status.classList.remove("unseen");
      }
    }, true);
    // What was sent with the form is no more to be gone on with.
    form.addEventListener("submit", () => {
      store((files) => {
        for (const row of form.querySelectorAll("[data-key]")) files.delete(row.dataset.key);
        return files.count();
      });
    });
  };
  document.querySelectorAll("[data-files]").forEach(take);

  // Before and after lie on each other; a slider, its keys, and two buttons show more of the one or the other.
  document.querySelectorAll("[data-pair]").forEach((pair) => {
    const [before, after] = pair.querySelectorAll("figure");
    if (!before?.querySelector("img") || !after?.querySelector("img")) return;
    const range = make("input");
    Object.assign(range, { type: "range", min: 0, max: 100, value: 50 });
    range.setAttribute("aria-label", pair.dataset.pair);
    const lay = (value) => {
      range.value = value;
      after.querySelector("img").style.clipPath = `inset(0 0 0 ${value}%)`;
    };
    range.addEventListener("input", () => lay(range.value));
    const tools = make("div", "pair-tools");
    const button = (figure, value) => {
      const text = figure.querySelector("figcaption").textContent;
      const element = make("button", "button secondary", text);
      element.type = "button";
      element.onclick = () => lay(value);
      return element;
    };
    tools.append(button(before, 100), range, button(after, 0));
    pair.append(tools);
    pair.classList.add("laid");
    lay(50);
  });
})();
