// What the scripts add to a page by hand: elements, small drawings, and marks that keep clear of each other.

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// An element with these facts: properties by their name, anything else (aria-…, data-…) as an attribute.
export function make(name, facts = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

// Drawn, as no font can be trusted to have signs like these.
const ARROW = "M4 10h11M10 5l5 5-5 5";
const SIGNS = {
  left: ARROW,
  up: ARROW,
  down: ARROW,
  right: ARROW,
  whole: "M3 10l7-6 7 6M5 9v7h10V9",
  full: "M8 3H3v5M12 3h5v5M8 17H3v-5M12 17h5v-5",
};
const TURNED = { left: 180, up: 270, down: 90 };

export function sign(name) {
  const drawn = svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" });
  drawn.append(svg("path", { d: SIGNS[name], transform: `rotate(${TURNED[name] ?? 0} 10 10)` }));
  return drawn;
}

// Marks that would cover each other are pushed apart. Boxes: centre and size in pixels.
export function pushApart(boxes) {
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
