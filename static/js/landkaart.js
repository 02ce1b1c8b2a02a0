// The landkaart with a mouse, a finger or a keyboard: the list beside it stays the truth, the map points into it.
// Without this module the page shows the same list with a drawing.

const frame = document.getElementById("kaart");
const drawing = frame.querySelector("svg");
const rows = [...document.querySelectorAll("#lijst [data-lat]")];
const [west, south, east, north] = frame.dataset.edges.trim().split(" ").map(Number);
const SHAPES = { po: "#m-po", vo: "#m-vo", mbo: "#m-mbo" };
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// One mark per partnership: its sectors' shapes side by side, in a target of at least 24 px.
function icon(sectors) {
  const width = Math.max(28, 16 * sectors.length + 8);
  const svg = element("svg", { viewBox: `${-width / 2} -14 ${width} 28`, width, height: 28, "aria-hidden": "true" });
  sectors.forEach((sector, place) => {
    const x = (place - (sectors.length - 1) / 2) * 15;
    svg.append(element("use", { href: SHAPES[sector], class: sector, x, y: 0 }));
  });
  return window.L.divIcon({ html: svg, className: "pin marks", iconSize: [width, 28] });
}

// Marks that would cover each other are pushed apart, each as little as it takes. Boxes: centre and size in pixels.
function pushApart(boxes) {
  boxes.forEach((box, index) => { box.x += Math.cos(index * 2.4) / 2; box.y += Math.sin(index * 2.4) / 2; }); // none on top of another
  for (let round = 0, moved = true; moved && round < 200; round += 1) {
    moved = false;
    boxes.forEach((one, index) => boxes.slice(index + 1).forEach((other) => {
      const across = (one.width + other.width) / 2 - Math.abs(one.x - other.x);
      const down = (one.height + other.height) / 2 - Math.abs(one.y - other.y);
      if (across < 0.1 || down < 0.1) return;
      const axis = across < down ? "x" : "y";
      const push = (Math.min(across, down) / 2) * Math.sign(one[axis] - other[axis]);
      one[axis] += push;
      other[axis] -= push;
      moved = true;
    }));
  }
}

function start() {
  const { L } = window;
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const edges = L.latLngBounds([south, west], [north, east]);
  const land = drawing.cloneNode(true);
  drawing.classList.add("as-source"); // keeps the shapes that the marks refer to
  land.querySelector(".marks").remove();
  land.querySelector("defs").remove();
  land.removeAttribute("role");
  land.removeAttribute("aria-label");
  land.setAttribute("aria-hidden", "true");
  land.setAttribute("preserveAspectRatio", "none");

  const map = L.map(frame, {
    attributionControl: false, zoomControl: false, keyboard: true, scrollWheelZoom: false, zoomSnap: 0.25, minZoom: 6, maxZoom: 12,
    maxBounds: edges.pad(0.3), zoomAnimation: !reduced, fadeAnimation: !reduced, markerZoomAnimation: !reduced,
  });
  frame.classList.add("is-live");
  L.control.zoom({ zoomInText: "+", zoomOutText: "−", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom uit" }).addTo(map);
  L.svgOverlay(land, edges, { className: "land-overlay" }).addTo(map);
  map.fitBounds(edges, { animate: false });

  const places = rows.map((row) => {
    const link = row.querySelector("a");
    const sectors = row.dataset.sectors.split(" ");
    return { row, link, sectors, name: link.textContent, lat: Number(row.dataset.lat), lon: Number(row.dataset.lon) };
  });
  const tip = L.tooltip({ direction: "top", offset: [0, -12], className: "pin-name" });

  function mark(place, on) {
    place.row.classList.toggle("is-marked", on);
    place.pin.getElement()?.classList.toggle("is-marked", on);
    if (!on) return tip.remove();
    const name = document.createElement("span");
    name.textContent = place.name;
    tip.setContent(name).setLatLng(place.pin.getLatLng()).addTo(map);
  }

  for (const place of places) {
    place.pin = L.marker([place.lat, place.lon], { icon: icon(place.sectors), keyboard: true, alt: "" }).addTo(map);
    const pin = place.pin.getElement();
    pin.setAttribute("role", "link");
    pin.setAttribute("aria-label", `${place.name} (${place.sectors.join(", ")})`);
    const open = () => window.location.assign(place.link.href);
    place.pin.on("click", open);
    pin.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); }); // Leaflet only clicks by mouse
    for (const [target, enter, leave] of [[pin, "mouseenter", "mouseleave"], [pin, "focus", "blur"],
      [place.row, "mouseenter", "mouseleave"], [place.row, "focusin", "focusout"]]) {
      target.addEventListener(enter, () => mark(place, true));
      target.addEventListener(leave, () => mark(place, false));
    }
  }

  function spread() {
    const boxes = places.map((place) => {
      const { x, y } = map.project([place.lat, place.lon]);
      const [width, height] = place.pin.options.icon.options.iconSize;
      return { place, x, y, width, height };
    });
    pushApart(boxes);
    for (const { place, x, y } of boxes) place.pin.setLatLng(map.unproject([x, y]));
  }
  map.on("zoomend", spread);
  spread();
}

start();
