// The outline of an area on its map: points are dragged, inserted and removed by pointer or by keys. What is
// drawn is written into the text of the form, which alone is sent; fields and list do the same without us.
"use strict";
(() => {
  const box = document.querySelector("[data-editor]");
  if (!box) return;
  const form = box.closest("form"), text = form.elements.outline, said = box.querySelector("[data-said]");
  const list = form.querySelector("fieldset.points"), words = box.dataset, most = 300;
  const field = (name, number) => form.elements[`${name}-${number}`];
  const short = (degrees) => String(Number(degrees.toFixed(7)));
  const read = () => text.value.trim().split(/\n\s*\n/).map((part) => part.split("\n")
    .map((line) => line.trim().split(/[\s,;]+/).map(Number)).filter((point) => point.length === 2 && point.every(Number.isFinite)));
  let rings = read(), changed = () => {};

  // Only the text is sent once points came or went: the fields count them as they were.
  const write = (moved) => {
    text.value = rings.map((ring) => ring.map((point) => point.map(short).join(", ")).join("\n")).join("\n\n");
    if (!list) return;
    if (moved === undefined) { list.disabled = true; return; }
    const point = rings.flat()[moved];
    if (field("lat", moved)) [field("lat", moved).value, field("lon", moved).value] = point.map(short);
  };
  text.addEventListener("change", () => { rings = read(); if (list) list.disabled = true; changed(); });
  list?.addEventListener("change", ({ target }) => {
    const number = Number(target.name.split("-")[1]), point = rings.flat()[number];
    const values = ["lat", "lon"].map((name) => Number(field(name, number).value));
    if (!point || !values.every(Number.isFinite)) return;
    point.splice(0, 2, ...values);
    write(number);
    changed();
  });

  box.addEventListener("map:ready", ({ detail: { map, leaflet: L, outline } }) => {
    outline?.remove();
    const shape = L.polygon([], { className: "map-area chosen", weight: 3, interactive: false }).addTo(map);
    const group = L.layerGroup().addTo(map);
    const handle = (at, kind, label, more) => {
      const mark = L.marker(at, { icon: L.divIcon({ className: "handle " + kind, iconSize: [24, 24] }), keyboard: true, title: label, ...more });
      mark.on("add", () => { mark.getElement().setAttribute("aria-label", label); mark.getElement().setAttribute("role", "button"); });
      return mark.addTo(group);
    };
    const insert = (ring, index, at) => { ring.splice(index, 0, at); write(); said.textContent = words.added; draw(rings.flat().indexOf(at)); };
    const remove = (ring, index) => {
      if (ring.length < 4) return;
      const number = rings.flat().indexOf(ring[index]);
      ring.splice(index, 1);
      write();
      said.textContent = words.removed;
      draw(Math.max(0, number - 1));
    };
    const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const keys = (ring, index, number) => (event) => {
      const point = ring[index], step = event.shiftKey ? .001 : .0001;
      const way = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] }[event.key];
      if (way) { point[0] += way[0]; point[1] += way[1]; write(number); draw(number); }
      else if (event.key === "+" || event.key === "Insert") insert(ring, index + 1, middle(point, ring[(index + 1) % ring.length]));
      else if (event.key === "Delete" || event.key === "Backspace") remove(ring, index);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const draw = (focused) => {
      shape.setLatLngs(rings.map((ring) => [ring]));
      group.clearLayers();
      const view = map.getBounds().pad(.1);
      let number = -1, drawn = 0;
      for (const ring of rings) {
        ring.forEach((point, index) => {
          const own = ++number;
          if (own !== focused && (!view.contains(point) || drawn > most)) return;
          drawn += 1;
          const mark = handle(point, "corner", words.point.replace("{number}", own + 1), { draggable: true });
          mark.on("drag", () => { const at = mark.getLatLng(); point.splice(0, 2, at.lat, at.lng); shape.setLatLngs(rings.map((part) => [part])); });
          mark.on("dragend", () => { write(own); draw(own); });
          mark.getElement()?.addEventListener("keydown", keys(ring, index, own));
          const next = ring[(index + 1) % ring.length];
          const half = handle(middle(point, next), "half", words.added, { keyboard: false });
          half.on("click", () => insert(ring, index + 1, middle(point, next)));
          if (own === focused) mark.getElement()?.focus({ preventScroll: true });
        });
      }
    };
    changed = () => draw();
    map.on("moveend", () => { if (!group.getLayers().some((mark) => mark.getElement() === document.activeElement)) draw(); });
    map.on("click", ({ latlng }) => {
      rings[0] ??= [];
      if (rings[0].length < 3) insert(rings[0], rings[0].length, [latlng.lat, latlng.lng]);
    });
    draw();
  });
})();
