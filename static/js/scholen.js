// All partner schools on one canvas: thousands of points cost one element. Loaded when somebody first asks for schools.

const FEED = "/landkaart/scholen.json";
const WORLD = 256; // pixels of the whole world at zoom 0
const CELL = 0.02; // of the grid for hit tests, in those pixels
const REACH = 10; // pixels around a pointer
const [ALL, FAINT] = [0xffffffff, 0x60ffffff]; // what is left of a pixel's colour; its transparency comes first
const MARGIN = 0.25; // how much is drawn beyond the view, so that panning draws nothing new for a while

export const keyOf = (lat, lon) => `${Math.round(lat * 1e4)},${Math.round(lon * 1e4)}`;

const toX = (lon) => ((lon + 180) / 360) * WORLD;
const toY = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * WORLD;

// The columns of the feed as arrays, one place a school.
export function decode(feed) {
  const count = feed.aantal;
  const schools = {
    count, slugs: feed.partnerschappen, sectors: feed.sectoren, x: new Float64Array(count), y: new Float64Array(count),
    lat: new Float64Array(count), lon: new Float64Array(count), partnership: new Uint16Array(count), sector: new Uint8Array(count),
  };
  let [lat, lon, place] = [0, 0, 0];
  for (const [partnership, sector, many] of feed.groepen) {
    for (const end = place + many; place < end; place += 1) {
      lat += feed.lat[place];
      lon += feed.lon[place];
      schools.lat[place] = lat / feed.schaal;
      schools.lon[place] = lon / feed.schaal;
      schools.x[place] = toX(lon / feed.schaal);
      schools.y[place] = toY(lat / feed.schaal);
      schools.partnership[place] = partnership;
      schools.sector[place] = sector;
    }
  }
  return schools;
}

function gridOf(schools) {
  const grid = new Map();
  for (let place = 0; place < schools.count; place += 1) {
    const cell = `${Math.floor(schools.x[place] / CELL)},${Math.floor(schools.y[place] / CELL)}`;
    if (!grid.has(cell)) grid.set(cell, []);
    grid.get(cell).push(place);
  }
  return grid;
}

// A sector's shape as pixels, to be stamped: [across, down, colour with its transparency] of each.
function stamp(sector, colour, size) {
  const picture = document.createElement("canvas");
  picture.width = picture.height = size;
  const pen = picture.getContext("2d");
  pen.fillStyle = colour;
  pen.beginPath();
  if (sector === "vo") pen.rect(size * 0.1, size * 0.1, size * 0.8, size * 0.8);
  else if (sector === "mbo") { pen.moveTo(size / 2, 0); pen.lineTo(size, size); pen.lineTo(0, size); }
  else pen.arc(size / 2, size / 2, size / 2, 0, 7);
  pen.fill();
  const pixels = new Uint32Array(pen.getImageData(0, 0, size, size).data.buffer);
  const opaque = (pixel) => new Uint8Array(new Uint32Array([pixel]).buffer)[3];
  return [...pixels].flatMap((pixel, place) => (opaque(pixel) ? [[place % size, Math.floor(place / size), pixel, opaque(pixel) > 250]] : []));
}

// A Leaflet layer. colours: by sector. show(how) decides which schools there are: how(slug) → 0 not, 1 in the background, 2 in front.
function layerOf(L, schools, colours) {
  const grid = gridOf(schools);
  const Layer = L.Layer.extend({
    shown: [],
    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("schools") || map.createPane("schools"));
      this.canvas.setAttribute("aria-hidden", "true");
      map.on("zoomend resize viewreset", this.draw, this);
      map.on("move moveend", this.keep, this);
      this.draw();
    },
    onRemove(map) {
      map.off("zoomend resize viewreset", this.draw, this);
      map.off("move moveend", this.keep, this);
      this.canvas.remove();
    },
    show(how) {
      this.shown = schools.slugs.map(how);
      this.chosen = this.shown.includes(2);
      if (this._map) this.draw();
    },
    repaint(fresh) {
      colours = fresh;
      if (this._map) this.draw();
    },
    // While panning the canvas moves along; it is drawn anew only where the view leaves it.
    keep() {
      const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this.corner);
      const { x, y } = this.margin;
      if (corner.x < 0 || corner.y < 0 || corner.x > 2 * x || corner.y > 2 * y) this.draw();
    },
    draw() {
      const map = this._map;
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      this.margin = size.multiplyBy(MARGIN).round();
      this.corner = map.containerPointToLayerPoint(this.margin.multiplyBy(-1));
      const [width, height] = [size.x + 2 * this.margin.x, size.y + 2 * this.margin.y];
      const [across, down] = [Math.ceil(width * ratio), Math.ceil(height * ratio)];
      const { canvas } = this;
      if (canvas.width !== across || canvas.height !== down) {
        [canvas.width, canvas.height] = [across, down];
        [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
      }
      L.DomUtil.setPosition(canvas, this.corner);
      const zoom = map.getZoom();
      const dot = Math.round((zoom < 8 ? 4 : zoom < 10 ? 6 : 9) * ratio);
      const stamps = schools.sectors.map((sector) => stamp(sector, colours[sector] || colours.po, dot));
      const scale = 2 ** zoom * ratio;
      const origin = map.getPixelOrigin().add(this.corner).multiplyBy(ratio).add([dot / 2, dot / 2]);
      const image = new ImageData(across, down);
      const pixels = new Uint32Array(image.data.buffer);
      for (const turn of [1, 2]) {
        const faint = this.chosen && turn === 1 ? FAINT : ALL;
        for (let place = 0; place < schools.count; place += 1) {
          if (this.shown[schools.partnership[place]] !== turn) continue;
          const x = Math.round(schools.x[place] * scale - origin.x);
          const y = Math.round(schools.y[place] * scale - origin.y);
          if (x < 0 || y < 0 || x + dot > across || y + dot > down) continue;
          for (const [right, below, pixel, whole] of stamps[schools.sector[place]]) {
            const spot = (y + below) * across + x + right;
            if (whole || !pixels[spot]) pixels[spot] = pixel & faint;
          }
        }
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
    },
    // The nearest school shown within reach of a point of the map's frame; -1 for none.
    at(point) {
      const scale = 2 ** this._map.getZoom();
      const spot = this._map.getPixelOrigin().add(this._map.containerPointToLayerPoint(point)).divideBy(scale);
      const reach = REACH / scale;
      let [best, nearest] = [-1, reach * reach];
      for (let column = Math.floor((spot.x - reach) / CELL); column <= (spot.x + reach) / CELL; column += 1) {
        for (let row = Math.floor((spot.y - reach) / CELL); row <= (spot.y + reach) / CELL; row += 1) {
          for (const place of grid.get(`${column},${row}`) || []) {
            const far = (schools.x[place] - spot.x) ** 2 + (schools.y[place] - spot.y) ** 2;
            if (far <= nearest && this.shown[schools.partnership[place]]) [best, nearest] = [place, far];
          }
        }
      }
      return best;
    },
  });
  return new Layer();
}

// Names are asked for when somebody points at a school: of its partnership, or of the tenth of a degree around it.
class Names {
  constructor() {
    this.asked = new Map();
    this.known = new Map();
  }

  ask(query) {
    if (!this.asked.has(query)) {
      this.asked.set(query, fetch(`${FEED}?${query}`).then((answer) => answer.json()).then(({ scholen }) => {
        for (const school of scholen) {
          const key = keyOf(school.lat, school.lon);
          if (!this.known.has(key)) this.known.set(key, new Set());
          this.known.get(key).add(`${school.naam}, ${school.plaats}`);
        }
        return scholen;
      }).catch(() => { this.asked.delete(query); return []; }));
    }
    return this.asked.get(query);
  }

  of(partnership) {
    return this.ask(`partnerschap=${encodeURIComponent(partnership)}`);
  }

  async at(lat, lon) {
    const key = keyOf(lat, lon);
    if (!this.known.has(key)) {
      const [south, west] = [Math.floor(lat * 10) / 10, Math.floor(lon * 10) / 10];
      await this.ask(`gebied=${[west - 0.001, south - 0.001, west + 0.101, south + 0.101].map((edge) => edge.toFixed(3)).join()}`);
    }
    return [...(this.known.get(key) || [])];
  }
}

// What a pointer is on: its names, once they are known. One that left in the meantime hears nothing.
function follow({ map, frame, tell, hush }, { schools, layer, names }) {
  let pointed = -1;
  const leave = () => {
    if (pointed >= 0) hush();
    pointed = -1;
    frame.classList.remove("on-school");
  };
  map.on("mousemove click", async (event) => {
    const free = map.hasLayer(layer) && !event.originalEvent.target.closest(".leaflet-marker-icon, .leaflet-control");
    const place = free ? layer.at(event.containerPoint) : -1;
    if (place === pointed) return;
    leave();
    if (place < 0) return;
    pointed = place;
    frame.classList.add("on-school");
    const [lat, lon] = [schools.lat[place], schools.lon[place]];
    const found = await names.at(lat, lon);
    if (pointed === place && found.length) tell([lat, lon], found.join(" · "));
  });
  map.on("mouseout", leave);
}

// The schools of a partnership as a list that folds open: who goes through it sees on the map where each is.
function listed(slug, count, { map, tell, hush }, names) {
  const list = document.createElement("ul");
  list.setAttribute("role", "list");
  const fold = document.createElement("details");
  const head = document.createElement("summary");
  head.textContent = `${count.toLocaleString("nl")} ${count === 1 ? "school doet" : "scholen doen"} mee`;
  fold.append(head, list);
  fold.addEventListener("toggle", async () => {
    if (!fold.open || list.children.length) return;
    const rows = (await names.of(slug)).map((school) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${school.naam}, ${school.plaats}`;
      const spot = [school.lat, school.lon];
      for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => tell(spot, button.textContent));
      for (const event of ["mouseleave", "blur"]) button.addEventListener(event, hush);
      button.addEventListener("click", () => {
        map.setView(spot, Math.max(map.getZoom(), 11), { animate: false });
        tell(spot, button.textContent);
      });
      const row = document.createElement("li");
      row.append(button);
      return row;
    });
    list.replaceChildren(...rows);
  });
  return fold;
}

// around: L, map, frame, colours by sector, tell(latlng, words) and hush() for the label on the map.
export async function load(around) {
  const schools = decode(await (await fetch(FEED)).json());
  const counts = new Map();
  for (const place of schools.partnership) counts.set(schools.slugs[place], (counts.get(schools.slugs[place]) || 0) + 1);
  const loaded = { schools, counts, names: new Names(), layer: layerOf(around.L, schools, around.colours) };
  loaded.listOf = (slug) => {
    if (counts.has(slug)) return listed(slug, counts.get(slug), around, loaded.names);
    const none = document.createElement("p");
    none.className = "hint";
    none.textContent = "Van dit partnerschap kennen we nog geen scholen.";
    return none;
  };
  if (around.map) follow(around, loaded);
  return loaded;
}
