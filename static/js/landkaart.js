// The landkaart: the list stays the truth, the map points into it. Without this module there are the list and a
// drawing.
// list.js renews the list in place and says "resultaten".

const { L } = window;
const frame = document.getElementById("kaart");
const side = frame.parentElement;
const drawing = frame.querySelector("svg");
const SHAPES = { po: "#m-po", vo: "#m-vo", mbo: "#m-mbo" };
const SVG = "http://www.w3.org/2000/svg";
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function make(name, facts = {}, ...inside) {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...inside);
  return made;
}

// A mark: the sectors' shapes side by side, in a target of at least 24 px.
function icon(sectors) {
  const width = Math.max(28, 16 * sectors.length + 8);
  const drawn = svg("svg", { viewBox: `${-width / 2} -14 ${width} 28`, width, height: 28, "aria-hidden": "true" });
  sectors.forEach((sector, place) => {
    const x = (place - (sectors.length - 1) / 2) * 15;
    drawn.append(svg("use", { href: SHAPES[sector], class: sector, x, y: 0 }));
  });
  return L.divIcon({ html: drawn, className: "pin marks", iconSize: [width, 28] });
}

// Marks that would cover each other are pushed apart. Boxes: centre and size in pixels.
function pushApart(boxes) {
  boxes.forEach((box, index) => {
    box.x += Math.cos(index * 2.4) / 2;
    box.y += Math.sin(index * 2.4) / 2;
  });
  for (let round = 0, moved = true; moved && round < 200; round += 1) {
    moved = false;
    boxes.forEach((one, index) =>
      boxes.slice(index + 1).forEach((other) => {
        const across = (one.width + other.width) / 2 - Math.abs(one.x - other.x);
        const down = (one.height + other.height) / 2 - Math.abs(one.y - other.y);
        if (across < 0.1 || down < 0.1) return;
        const axis = across < down ? "x" : "y";
        const push = (Math.min(across, down) / 2) * Math.sign(one[axis] - other[axis]);
        one[axis] += push;
        other[axis] -= push;
        moved = true;
      }),
    );
  }
}

const [west, south, east, north] = frame.dataset.edges.trim().split(" ").map(Number);
const edges = L.latLngBounds([south, west], [north, east]);
const land = drawing.cloneNode(true);
drawing.classList.add("as-source"); // holds the shapes of the marks, and is printed
land.querySelector(".marks").remove();
land.querySelector("defs").remove();
Object.assign(land, { role: null, ariaLabel: null, ariaHidden: "true" });
land.setAttribute("preserveAspectRatio", "none");

const motion = { zoomAnimation: !reduced, fadeAnimation: !reduced, markerZoomAnimation: !reduced };
const zoom = { zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, minZoom: 6, maxZoom: 14 };
const map = L.map(frame, { attributionControl: false, keyboard: true, maxBounds: edges.pad(0.3), ...zoom, ...motion });
frame.classList.add("is-live");
Object.assign(frame, { role: "group", ariaLabel: "Kaart: verschuif met de pijltjes, zoom met plus en min" });
L.control.zoom({ zoomInText: "+", zoomOutText: "−", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom uit" }).addTo(map);
if (frame.dataset.tiles) L.tileLayer(frame.dataset.tiles, { maxZoom: 14 }).addTo(map);
L.svgOverlay(land, edges, { className: "land-overlay" }).addTo(map);

// Drawn, as no font can be trusted to have signs like these.
const ARROW = "M4 10h11M10 5l5 5-5 5";
const SIGNS = { whole: "M3 10l7-6 7 6M5 9v7h10V9", full: "M8 3H3v5M12 3h5v5M8 17H3v-5M12 17h5v-5" };
const TURNED = { left: 180, up: 270, down: 90 };

function sign(name) {
  const drawn = svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" });
  drawn.append(svg("path", { d: SIGNS[name] ?? ARROW, transform: `rotate(${TURNED[name] ?? 0} 10 10)` }));
  return drawn;
}

const button = (ariaLabel, drawn, onclick) =>
  make("button", { type: "button", title: ariaLabel, ariaLabel, onclick }, sign(drawn));
const step = (x, y) => () => map.panBy([(x * map.getSize().x) / 3, (y * map.getSize().y) / 3], { animate: !reduced });
const whole = () => map.fitBounds(edges, { animate: false });
const pan = make(
  "div",
  { className: "pan", role: "group", ariaLabel: "Kaart verschuiven" },
  button("Naar links", "left", step(-1, 0)),
  button("Naar boven", "up", step(0, -1)),
  button("Naar beneden", "down", step(0, 1)),
  button("Naar rechts", "right", step(1, 0)),
  button("Heel Nederland", "whole", whole),
);
if (side.requestFullscreen) {
  pan.append(
    button("Volledig scherm", "full", () =>
      document.fullscreenElement ? document.exitFullscreen() : side.requestFullscreen(),
    ),
  );
}
new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(frame);

const tip = L.tooltip({ direction: "auto", offset: [14, 0], className: "pin-name" });
const around = L.layerGroup().addTo(map); // the place that was asked for
let places = [];
let chosen = null;

const placeOf = (slug) => places.find((place) => place.slug === slug);

function tell(latlng, words) {
  tip.setContent(make("span", { textContent: words }));
  tip.setLatLng(latlng).addTo(map);
}

function mark(place, on) {
  place.row.classList.toggle("is-marked", on);
  place.pin?.getElement()?.classList.toggle("is-marked", on);
  if (!place.pin) return;
  if (on) tell(place.pin.getLatLng(), place.name);
  else tip.remove();
}

function walk(event, place) {
  const pins = places.filter((other) => other.pin);
  const here = pins.indexOf(place);
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const next = { Home: 0, End: pins.length - 1 }[event.key] ?? (by && here + by);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  pins[next]?.pin.getElement().focus();
}

function pinFor(place) {
  place.pin = L.marker([place.lat, place.lon], { icon: icon(place.sectors), keyboard: true, alt: "" }).addTo(map);
  const pin = place.pin.getElement();
  Object.assign(pin, { role: "button", ariaLabel: `${place.name} (${place.sectors.join(", ")})` });
  place.pin.on("click", () => select(place, { focus: true }));
  pin.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return walk(event, place);
    event.preventDefault();
    return select(place, { focus: true });
  });
  pin.addEventListener("focus", () => uncover(pin));
  return pin;
}

function spread() {
  const boxes = places
    .filter((place) => place.pin)
    .map((place) => {
      const { x, y } = map.project([place.lat, place.lon]);
      const [width, height] = place.pin.options.icon.options.iconSize;
      return { place, x, y, width, height };
    });
  pushApart(boxes);
  for (const { place, x, y } of boxes) place.pin.setLatLng(map.unproject([x, y]));
}

function readPlaces() {
  for (const place of places) place.pin?.remove();
  tip.remove();
  places = [...document.querySelectorAll("#lijst .place")].map((row) => {
    const { item: slug, lat, lon, sectors } = row.dataset;
    const name = row.querySelector("a").textContent;
    return { row, slug, name, sectors: sectors?.split(" "), lat: Number(lat), lon: Number(lon) };
  });
  for (const place of places) {
    const targets = place.sectors ? [pinFor(place), place.row] : [place.row];
    for (const target of targets) {
      for (const come of ["mouseenter", "focusin"]) target.addEventListener(come, () => mark(place, true));
      for (const go of ["mouseleave", "focusout"]) target.addEventListener(go, () => mark(place, false));
    }
  }
  spread();
}

const card = make("section", { className: "map-card", hidden: true, tabIndex: -1, ariaLabel: "Gekozen partnerschap" });
frame.after(card);
card.addEventListener("keydown", (event) => {
  if (event.key === "Escape") unselect({ focus: true });
});

// How far the card reaches over `box` from its left side, in pixels.
function covered(box) {
  const over = card.getBoundingClientRect();
  const apart =
    card.hidden || box.left >= over.right || box.right <= over.left || box.top >= over.bottom || box.bottom <= over.top;
  return apart ? 0 : over.right - box.left;
}

// A mark with the focus is never behind the card.
function uncover(pin) {
  if (covered(pin.getBoundingClientRect())) unselect();
}

function lookAt(spot) {
  map.setView(spot, Math.max(map.getZoom(), 11), { animate: false });
  map.panBy([-covered(frame.getBoundingClientRect()) / 2, 0], { animate: false });
}

function fill(place) {
  const link = place.row.querySelector("a").cloneNode(true);
  const km = place.row.querySelector(".km");
  const onclick = () => unselect({ focus: true });
  const close = make("button", { type: "button", className: "close", ariaLabel: "Sluit", textContent: "×", onclick });
  const profile = make("a", { className: "button quiet", href: link.href, textContent: "Naar het profiel" });
  card.replaceChildren(close, make("h2", {}, link), place.row.querySelector(".meta").cloneNode(true));
  if (km) card.append(make("p", { className: "hint", textContent: `op ${km.textContent}` }));
  card.append(make("div", { className: "card-schools" }), profile);
}

function remember() {
  const { lat, lng } = map.getCenter();
  const hash = chosen ? `#p-${chosen.slug}` : "";
  const state = { lat, lng, zoom: map.getZoom(), all: everything.checked };
  history.replaceState(state, "", window.location.pathname + window.location.search + hash);
}

function select(place, { focus = false } = {}) {
  if (chosen) mark(chosen, false);
  chosen?.row.classList.remove("is-chosen");
  chosen?.pin?.getElement().classList.remove("is-chosen");
  chosen = place;
  place.row.classList.add("is-chosen");
  place.pin?.getElement().classList.add("is-chosen");
  fill(place);
  card.hidden = false;
  const hidden = place.pin && covered(place.pin.getElement().getBoundingClientRect());
  if (hidden) map.panBy([-hidden - 12, 0], { animate: false });
  if (focus) card.focus({ preventScroll: window.innerWidth > 640 });
  remember();
  schoolsOf(place);
}

function unselect({ focus = false } = {}) {
  const before = chosen;
  if (!before) return;
  chosen = null;
  card.hidden = true;
  card.replaceChildren();
  before.row.classList.remove("is-chosen");
  before.pin?.getElement().classList.remove("is-chosen");
  if (focus) before.pin?.getElement().focus();
  remember();
  showSchools();
}

let loading = null;
let data = null;
const everything = make("input", { type: "checkbox", id: "alle-scholen" });
const legend = side.querySelector(".legend");
legend.after(make("div", { className: "map-tools" }, make("label", {}, everything, " Toon ook alle scholen"), pan));
const colours = () =>
  Object.fromEntries(
    Object.keys(SHAPES).map((sector) => [sector, getComputedStyle(legend.querySelector(`.${sector}`)).color]),
  );

function loadSchools() {
  loading ??= import(new URL(frame.dataset.schools, document.baseURI))
    .then(({ load }) => load({ L, map, frame, colours: colours(), make, tell, hush: () => tip.remove(), lookAt }))
    .then((loaded) => {
      data = loaded;
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => data.layer.repaint(colours()));
      return loaded;
    })
    .catch((problem) => {
      loading = null;
      throw problem;
    });
  return loading;
}

// The schools of the partnership selected, or of all in the list.
async function showSchools() {
  if (!chosen && !everything.checked) return data?.layer.remove();
  frame.setAttribute("aria-busy", "true");
  const { layer } = await loadSchools().finally(() => frame.removeAttribute("aria-busy"));
  const listed = new Set(everything.checked ? places.map((place) => place.slug) : []);
  if (chosen || everything.checked) {
    layer.show((slug) => (slug === chosen?.slug ? 2 : Number(listed.has(slug))));
    layer.addTo(map);
  }
  return layer;
}

async function schoolsOf(place) {
  await showSchools();
  const part = card.querySelector(".card-schools");
  if (chosen === place && part) part.replaceChildren(data.listOf(place.slug));
}

everything.addEventListener("change", () => {
  remember();
  showSchools();
});

function showAsked() {
  around.clearLayers();
  const asked = document.querySelector("#deel [data-lat]");
  if (!asked) return null;
  const { lat, lon, km } = asked.dataset;
  const spot = L.latLng(Number(lat), Number(lon));
  L.circleMarker(spot, { radius: 9, className: "asked", interactive: false }).addTo(around);
  if (km)
    return L.circle(spot, { radius: km * 1000, className: "asked-reach", interactive: false })
      .addTo(around)
      .getBounds();
  const near = places
    .filter((place) => place.pin)
    .slice(0, 4)
    .map((place) => [place.lat, place.lon]);
  return L.latLngBounds([spot, ...near]).pad(0.2);
}

// The list is new: marks follow, what was selected stays if it is still there.
function start({ state = null, keep = false } = {}) {
  const slug = window.location.hash.startsWith("#p-") ? window.location.hash.slice(3) : chosen?.slug;
  readPlaces();
  const asked = showAsked();
  everything.checked = state?.all ?? (keep && everything.checked);
  if (state?.zoom) map.setView([state.lat, state.lng], state.zoom, { animate: false });
  else if (asked) map.fitBounds(asked, { maxZoom: 10, animate: false });
  else if (!keep) whole();
  chosen = null;
  card.hidden = true;
  const again = slug && placeOf(slug);
  if (again) select(again);
  else showSchools();
}

whole();
map.on("zoomend", spread);
start({ state: history.state });
map.on("moveend", remember);
document.addEventListener("resultaten", () => start({ state: history.state?.zoom ? history.state : null, keep: true }));
