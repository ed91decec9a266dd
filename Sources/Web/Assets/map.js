// Maps of the city's own outlines. Leaflet comes only when one is near the screen or opened; without it the
// lists and fields around the map do the same.
"use strict";
(() => {
  let loading;
  const load = () => loading ??= Promise.all([["link", "leafletStyle", "href"], ["script", "leaflet", "src"]]
    .map(([tag, key, at]) => new Promise((done, failed) => {
      const part = document.createElement(tag);
      if (tag === "link") part.rel = "stylesheet";
      part.onload = done;
      part.onerror = failed;
      part[at] = document.body.dataset[key];
      document.head.append(part);
    }))).then(() => window.L, () => { loading = undefined; throw 0; });
  const read = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw answer.status;
    return answer.json();
  };
  const plain = (text) => Object.assign(document.createElement("span"), { textContent: text });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const draw = async (box) => {
    const d = box.dataset, ground = box.querySelector(".map-ground");
    const shapes = (code) => read("/areas/shapes.json" + (code ? "?within=" + code : ""));
    const [L, first] = await Promise.all([load(), shapes(d.within ?? d.outline)]);
    ground.hidden = false;
    const map = L.map(ground, {
      zoomControl: false, maxZoom: 18, zoomSnap: .5, zoomAnimation: !still, fadeAnimation: !still, inertia: !still,
    });
    L.control.zoom({ zoomInTitle: d.zoomIn, zoomOutTitle: d.zoomOut }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(plain(d.credit).outerHTML);
    ground.setAttribute("role", "application");
    ground.setAttribute("aria-label", d.label);
    map.createPane("areas").style.zIndex = 350;
    const areas = new Map(), top = first.features[0]?.properties.code;
    const add = (data) => {
      for (const shape of data.features) {
        const { code, name, level, parts, middle } = shape.properties;
        if (areas.has(code) || !shape.geometry) continue;
        const layer = L.geoJSON(shape, {
          interactive: "linked" in d, bubblingMouseEvents: true, pane: "areas",
          style: { className: `map-area level-${level}${code === d.outline ? " chosen" : ""}`, weight: 1.5 },
        }).addTo(map);
        if ("linked" in d) layer.on("click", () => location.assign("/areas/" + code));
        const sign = L.tooltip({ permanent: true, direction: "center", className: "map-name", offset: [0, 0] })
          .setContent(plain(name)).setLatLng(middle ? [middle[1], middle[0]] : layer.getBounds().getCenter());
        areas.set(code, { code, name, layer, sign, parts, bounds: layer.getBounds(), asked: false });
      }
      refine();
    };
    // Closer, parts of an area are fetched and their names take the place of its own; a name that would cover
    // another waits until there is room.
    const refine = () => {
      if (!map._loaded) return;
      const view = map.getBounds(), taken = [];
      for (const area of areas.values()) {
        const [a, b] = [area.bounds.getNorthWest(), area.bounds.getSouthEast()].map((c) => map.latLngToContainerPoint(c));
        const split = area.parts && b.x - a.x > 300;
        if (split && !area.asked && view.intersects(area.bounds)) {
          area.asked = true;
          shapes(area.code).then(add, () => { area.asked = false; });
        }
        const { x, y } = map.latLngToContainerPoint(area.sign.getLatLng());
        const half = area.name.replace(/[^\x00-\xff]/g, "__").length * 4;
        const room = !taken.some((t) => Math.abs(t.x - x) < t.half + half && Math.abs(t.y - y) < 20);
        if (area.code !== top && !split && b.x - a.x > 30 && room && view.contains(area.sign.getLatLng())) {
          taken.push({ x, y, half });
          area.sign.addTo(map);
        } else area.sign.remove();
      }
    };
    if (first.tiles) L.tileLayer(first.tiles.address, { attribution: plain(first.tiles.credit).outerHTML, maxZoom: 18 }).addTo(map);
    const main = first.features[0];
    const [west, south, east, north] = first.bbox;
    map.fitBounds([[south, west], [north, east]]);
    if (main) main.properties.parts = false;
    add(first);
    map.on("moveend", refine);
    return { map, L, areas, main };
  };

  const fail = (box) => { box.querySelector(".map-said").textContent = box.dataset.failed; };

  const choosing = (box) => {
    const d = box.dataset, said = box.querySelector(".map-said"), part = box.querySelector(".map-fields").dataset;
    const form = box.closest("form") ?? document;
    const [latitude, longitude] = [part.latitude, part.longitude].map((name) => form.querySelector(`[name="${name}"]`));
    let drawn, mark, turn = 0, own = false;
    const show = async () => {
      if (!drawn) {
        drawn = await draw(box).catch(() => { fail(box); });
        if (!drawn) return;
        box.classList.add("opened");
        const { map } = drawn;
        map.on("click", (event) => pick(event.latlng.lat, event.latlng.lng));
        map.getContainer().addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || event.target !== map.getContainer()) return;
          event.preventDefault();
          pick(map.getCenter().lat, map.getCenter().lng);
        });
        if (latitude.value && longitude.value) put(Number(latitude.value), Number(longitude.value), 16);
      }
      drawn.map.getContainer().focus();
    };
    const put = (lat, lng, zoom) => {
      if (!drawn || !Number.isFinite(lat + lng)) return;
      mark ??= drawn.L.circleMarker([lat, lng], { radius: 11, className: "map-point chosen", interactive: false });
      mark.setLatLng([lat, lng]).addTo(drawn.map);
      if (zoom) drawn.map.setView([lat, lng], Math.max(zoom, drawn.map.getZoom()));
    };
    const pick = async (lat, lng, zoom) => {
      const mine = ++turn;
      own = true;
      latitude.value = lat.toFixed(5);
      longitude.value = lng.toFixed(5);
      for (const field of [latitude, longitude]) {
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      }
      own = false;
      put(lat, lng, zoom);
      const place = { latitude: lat, longitude: lng };
      try {
        const found = await read(`/areas/at.json?latitude=${lat.toFixed(5)}&longitude=${lng.toFixed(5)}`);
        if (mine !== turn) return;
        said.textContent = d.picked.replace("{name}", found.path);
        Object.assign(place, found);
      } catch (status) {
        if (mine !== turn) return;
        if (status >= 400 && status < 500 && status !== 429) {
          said.textContent = d.outside;
          mark?.remove();
          latitude.value = longitude.value = "";
          return;
        }
        said.textContent = "";
      }
      box.dispatchEvent(new CustomEvent("map:place", { bubbles: true, detail: place }));
    };
    const locate = () => {
      said.textContent = d.locating;
      const lost = () => { said.textContent = d.notLocated; };
      if (!navigator.geolocation) return lost();
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => pick(coords.latitude, coords.longitude, 16), lost,
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    };
    for (const field of [latitude, longitude]) {
      field.addEventListener("change", () => {
        if (own || !latitude.value || !longitude.value) return;
        const [lat, lng] = [latitude, longitude].map((f) => Number(f.value));
        if (Number.isFinite(lat + lng)) pick(lat, lng, 16);
      });
    }
    for (const part of box.querySelectorAll(":scope > [hidden]:not(.map-ground)")) part.hidden = false;
    box.querySelector("[data-do=open]").addEventListener("click", show);
    box.querySelector("[data-do=locate]").addEventListener("click", locate);
  };

  const looking = async (box) => {
    const drawn = await draw(box).catch(() => { fail(box); });
    if (!drawn) return;
    const { map, L } = drawn, marks = [];
    const listed = document.getElementById(box.dataset.points) ?? box;
    listed.querySelectorAll("[data-place]").forEach((row) => {
      const mark = L.circleMarker(row.dataset.place.split(",").map(Number), {
        radius: 9, className: "map-point" + ("done" in row.dataset ? " done" : ""),
      }).addTo(map).bindTooltip(plain(row.querySelector(".map-title").textContent));
      const light = (on) => () => {
        row.classList.toggle("lit", on);
        mark.getElement()?.classList.toggle("lit", on);
        if (on) mark.bringToFront();
      };
      row.addEventListener("pointerenter", light(true));
      row.addEventListener("pointerleave", light(false));
      mark.on("mouseover", light(true)).on("mouseout", light(false));
      mark.on("click", () => { (row.querySelector("a, button") ?? row).focus(); row.scrollIntoView({ block: "nearest" }); });
      marks.push(mark);
    });
    // Where most of it is: outlines in the country are wide and empty.
    if (marks.length && box.dataset.map === "show" && (drawn.main?.properties.level ?? 9) > 2) {
      map.fitBounds(L.featureGroup(marks).getBounds().pad(.4), { maxZoom: 16 });
    }
    const outline = drawn.areas.get(box.dataset.outline)?.layer;
    box.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map, leaflet: L, outline } }));
  };

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      looking(target);
    }
  }, { rootMargin: "300px" });
  for (const box of document.querySelectorAll("[data-map]")) {
    if (box.dataset.map === "pick") choosing(box);
    else near.observe(box);
  }
})();
