// All partner schools on one canvas. Loaded when somebody first asks for schools.

const FEED = "/landkaart/scholen.json";
const WORLD = 256; // pixels of the whole world at zoom 0
const CELL = 0.02; // of the grid for hit tests
const REACH = 10; // pixels around a pointer
const [ALL, FAINT] = [0xffffffff, 0x60ffffff]; // of a pixel's colour; transparency first
const MARGIN = 0.25; // drawn beyond the view, so that panning draws nothing for a while

export const keyOf = (lat, lon) => `${Math.round(lat * 1e4)},${Math.round(lon * 1e4)}`;

const toX = (lon) => ((lon + 180) / 360) * WORLD;
const toY = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * WORLD;

// The feed as arrays, one place a school.
export function decode(feed) {
  const count = feed.aantal;
  const [x, y, lats, lons, partnerships, sectors] = Array.from({ length: 6 }, () => new Float64Array(count));
  let [lat, lon, place] = [0, 0, 0];
  for (const [partnership, sector, many] of feed.groepen) {
    for (const end = place + many; place < end; place += 1) {
      lat += feed.lat[place];
      lon += feed.lon[place];
      lats[place] = lat / feed.schaal;
      lons[place] = lon / feed.schaal;
      x[place] = toX(lons[place]);
      y[place] = toY(lats[place]);
      partnerships[place] = partnership;
      sectors[place] = sector;
    }
  }
  return {
    count,
    slugs: feed.partnerschappen,
    sectors: feed.sectoren,
    x,
    y,
    lat: lats,
    lon: lons,
    partnership: partnerships,
    sector: sectors,
  };
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

// A sector's shape as pixels: [across, down, colour, opaque].
function stamp(sector, colour, size) {
  const picture = document.createElement("canvas");
  picture.width = picture.height = size;
  const pen = picture.getContext("2d");
  pen.fillStyle = colour;
  pen.beginPath();
  if (sector === "vo") pen.rect(size * 0.1, size * 0.1, size * 0.8, size * 0.8);
  else if (sector === "mbo") {
    pen.moveTo(size / 2, 0);
    pen.lineTo(size, size);
    pen.lineTo(0, size);
  } else pen.arc(size / 2, size / 2, size / 2, 0, 7);
  pen.fill();
  const pixels = new Uint32Array(pen.getImageData(0, 0, size, size).data.buffer);
  const opaque = (pixel) => new Uint8Array(new Uint32Array([pixel]).buffer)[3];
  return [...pixels].flatMap((pixel, place) =>
    opaque(pixel) ? [[place % size, Math.floor(place / size), pixel, opaque(pixel) > 250]] : [],
  );
}

// A Leaflet layer. show(how): how(slug) → 0 not, 1 behind, 2 in front.
function layerOf(L, schools, colours) {
  const grid = gridOf(schools);
  const Layer = L.Layer.extend({
    shown: [],
    onAdd(map) {
      this.canvas = L.DomUtil.create(
        "canvas",
        "leaflet-zoom-hide",
        map.getPane("schools") || map.createPane("schools"),
      );
      this.draw();
    },
    onRemove() {
      this.canvas.remove();
    },
    getEvents() {
      const { draw, keep } = this;
      return { zoomend: draw, resize: draw, viewreset: draw, move: keep, moveend: keep };
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
      const origin = map
        .getPixelOrigin()
        .add(this.corner)
        .multiplyBy(ratio)
        .add([dot / 2, dot / 2]);
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
    // The nearest school shown within reach of a point of the frame; -1 for none.
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

// Names come when asked for: of a partnership, or of a tenth of a degree around a school.
class Names {
  constructor() {
    this.asked = new Map();
    this.known = new Map();
  }

  ask(query) {
    if (!this.asked.has(query)) {
      this.asked.set(
        query,
        fetch(`${FEED}?${query}`)
          .then((answer) => answer.json())
          .then(({ scholen }) => {
            for (const school of scholen) {
              const key = keyOf(school.lat, school.lon);
              if (!this.known.has(key)) this.known.set(key, new Set());
              this.known.get(key).add(`${school.naam}, ${school.plaats}`);
            }
            return scholen;
          })
          .catch(() => {
            this.asked.delete(query);
            return [];
          }),
      );
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
      await this.ask(
        `gebied=${[west - 0.001, south - 0.001, west + 0.101, south + 0.101].map((edge) => edge.toFixed(3)).join()}`,
      );
    }
    return [...(this.known.get(key) || [])];
  }
}

// The name of what a pointer is on; nothing if it left before the name came.
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

// The schools of a partnership as a list: who goes through it sees where each is.
function listed(slug, count, { make, tell, hush, lookAt }, names) {
  const list = make("ul", { role: "list" });
  const fold = make(
    "details",
    {},
    make("summary", {
      textContent: `${count.toLocaleString("nl")} ${count === 1 ? "school doet" : "scholen doen"} mee`,
    }),
    list,
  );
  fold.addEventListener("toggle", async () => {
    if (!fold.open || list.children.length) return;
    const rows = (await names.of(slug)).map((school) => {
      const spot = [school.lat, school.lon];
      const words = `${school.naam}, ${school.plaats}`;
      const show = () => tell(spot, words);
      const look = () => {
        lookAt(spot);
        show();
      };
      const button = make("button", {
        type: "button",
        textContent: words,
        onmouseenter: show,
        onfocus: show,
        onmouseleave: hush,
        onblur: hush,
        onclick: look,
      });
      return make("li", {}, button);
    });
    list.replaceChildren(...rows);
  });
  return fold;
}

// around: L, map, frame, colours; make an element; tell(latlng, words) and hush() the label on the map; lookAt(latlng).
export async function load(around) {
  const schools = decode(await (await fetch(FEED)).json());
  const counts = new Map();
  for (const place of schools.partnership)
    counts.set(schools.slugs[place], (counts.get(schools.slugs[place]) ?? 0) + 1);
  const loaded = { schools, counts, names: new Names(), layer: layerOf(around.L, schools, around.colours) };
  loaded.listOf = (slug) =>
    counts.has(slug)
      ? listed(slug, counts.get(slug), around, loaded.names)
      : around.make("p", { className: "hint", textContent: "Van dit partnerschap kennen we nog geen scholen." });
  if (around.map) follow(around, loaded);
  return loaded;
}
