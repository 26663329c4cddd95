// Draws resources and what they need: users' side first, foundations last, an arrow for each need.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 156, HEIGHT = 46, ALONG = 46, ACROSS = 18;

export class Graph {
  #nodes = new Map();
  #lines = new Set();
  #svg;
  #edges;
  #onPick;

  constructor(onPick) {
    this.#onPick = onPick;
  }

  clear() {
    this.#nodes.clear();
    this.#lines.clear();
    this.#svg = null;
  }

  // Tells in words and by the look of its node what happens to a resource.
  mark(name, state, words) {
    const node = this.#nodes.get(name);
    if (!node) return;
    node.dataset.state = state;
    node.querySelector(".kind").textContent = words;
  }

  unmark() {
    for (const node of this.#nodes.values()) {
      delete node.dataset.state;
      const kind = node.querySelector(".kind");
      kind.textContent = kind.dataset.is;
    }
  }

  draw(container, resources) {
    if (!this.#svg) {
      this.#svg = element("svg", { class: "graph", "aria-hidden": "true" });
      const tip = element("marker", { id: "tip", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" });
      tip.append(element("path", { d: "M0 0L8 4L0 8z", class: "tip" }));
      this.#edges = element("g", {});
      this.#svg.append(tip, this.#edges);
      container.replaceChildren(this.#svg);
    }
    const down = container.clientWidth < 560;
    const { places, lines, width, height } = layout(resources, down);
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.setAttribute("width", width);
    this.#svg.setAttribute("height", height);
    // A long chain is scrolled rather than shrunk until it cannot be read.
    this.#svg.style.minWidth = `${width * 0.6}px`;
    this.#placeNodes(resources, places);
    this.#drawLines(lines);
  }

  #placeNodes(resources, places) {
    for (const resource of resources) {
      let node = this.#nodes.get(resource.name);
      if (!node) {
        node = box(resource);
        node.addEventListener("click", () => this.#onPick(resource.name));
        this.#nodes.set(resource.name, node);
        this.#svg.append(node);
      }
      const { x, y } = places.get(resource.name);
      node.style.transform = `translate(${x}px, ${y}px)`;
    }
    for (const [name, node] of this.#nodes) {
      if (!places.has(name)) {
        node.remove();
        this.#nodes.delete(name);
      }
    }
  }

  // Only a line that was not there before fades in.
  #drawLines(lines) {
    const known = this.#lines;
    this.#lines = new Set(lines.map(({ key }) => key));
    this.#edges.replaceChildren(...lines.map(({ key, d }) =>
      element("path", { d, class: known.has(key) ? "edge" : "edge new", "marker-end": "url(#tip)" })));
  }
}

// Lanes by depth, split where one is too wide. A need that crosses a lane has a slot of its own there,
// which all needs of the same resource share, so that no line runs behind a box.
function layout(resources, down) {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const lanes = lanesOf(byName, down ? 2 : 6);
  const laneOf = new Map();
  lanes.forEach((lane, l) => lane.forEach((name) => laneOf.set(name, l)));
  const needs = (name) => byName.get(name).dependencies.filter((other) => laneOf.get(other) > laneOf.get(name));
  for (const name of byName.keys()) {
    for (const needed of needs(name)) {
      for (let l = laneOf.get(name) + 1; l < laneOf.get(needed); l++) {
        if (!lanes[l].includes(slot(needed, l))) lanes[l].push(slot(needed, l));
      }
    }
  }
  const hop = (needed, l) => (laneOf.get(needed) === l ? needed : slot(needed, l));

  const box = down ? WIDTH : HEIGHT, gap = down ? 40 : ALONG, step = (down ? HEIGHT : WIDTH) + gap;
  const size = (item) => (byName.has(item) ? box : 4);
  const length = (lane) => lane.reduce((sum, item) => sum + size(item) + ACROSS, -ACROSS);
  const span = Math.max(...lanes.map(length));
  const middle = new Map();
  for (let l = lanes.length - 1; l >= 0; l--) {
    const wish = new Map(lanes[l].map((item) => {
      const hops = byName.has(item) ? needs(item).map((needed) => hop(needed, l + 1)) : [hop(target(item), l + 1)];
      return [item, hops.length ? hops.reduce((sum, other) => sum + middle.get(other), 0) / hops.length : span / 2];
    }));
    lanes[l].sort((one, other) => wish.get(one) - wish.get(other));
    let across = 1 + (span - length(lanes[l])) / 2;
    for (const item of lanes[l]) {
      middle.set(item, across + size(item) / 2);
      across += size(item) + ACROSS;
    }
  }

  const places = new Map();
  for (const [name, l] of laneOf) {
    const along = 1 + l * step, across = middle.get(name) - box / 2;
    places.set(name, down ? { x: across, y: along } : { x: along, y: across });
  }
  const lines = [];
  for (const name of byName.keys()) {
    for (const needed of needs(name)) {
      const points = [[1 + (laneOf.get(name) + 1) * step - gap, middle.get(name)]];
      for (let l = laneOf.get(name) + 1; l < laneOf.get(needed); l++) {
        points.push([1 + l * step, middle.get(hop(needed, l))], [1 + (l + 1) * step - gap, middle.get(hop(needed, l))]);
      }
      points.push([1 + laneOf.get(needed) * step, middle.get(needed)]);
      lines.push({ key: `${name}\n${needed}`, d: path(points, down) });
    }
  }
  const along = 2 + lanes.length * step - gap;
  return { places, lines, width: down ? span + 2 : along, height: down ? along : span + 2 };
}

const slot = (needed, lane) => `\n${lane}\n${needed}`;
const target = (item) => item.slice(item.indexOf("\n", 1) + 1);

function lanesOf(byName, most) {
  const depths = new Map();
  const depth = (name, path) => {
    if (depths.has(name)) return depths.get(name);
    if (path.has(name)) return 0;
    path.add(name);
    const below = byName.get(name).dependencies.filter((other) => byName.has(other));
    const found = below.length ? 1 + Math.max(...below.map((other) => depth(other, path))) : 0;
    path.delete(name);
    depths.set(name, found);
    return found;
  };
  const layers = [];
  for (const name of byName.keys()) (layers[depth(name, new Set())] ??= []).push(name);
  return layers.filter(Boolean).reverse().flatMap((layer) => {
    const size = Math.ceil(layer.length / Math.ceil(layer.length / most));
    return Array.from({ length: Math.ceil(layer.length / size) }, (_, i) => layer.slice(i * size, (i + 1) * size));
  });
}

// Straight along a slot, a curve from lane to lane.
function path(points, down) {
  const at = ([along, across]) => (down ? `${across} ${along}` : `${along} ${across}`);
  let d = `M${at(points[0])}`;
  for (let i = 1; i < points.length; i++) {
    const [a1, c1] = points[i - 1], [a2, c2] = points[i];
    const half = (a1 + a2) / 2;
    d += i % 2 ? `C${at([half, c1])} ${at([half, c2])} ${at([a2, c2])}` : `L${at([a2, c2])}`;
  }
  return d;
}

function box(resource) {
  const node = element("g", { class: `node ${resource.type}` });
  const inner = element("g", { class: "new" });
  const name = resource.name.length > 18 ? resource.name.slice(0, 17) + "…" : resource.name;
  const kind = `${resource.type} · ${resource.provider}`;
  const title = element("title", {}, resource.name);
  inner.append(
    element("rect", { width: WIDTH, height: HEIGHT, rx: 2 }),
    element("text", { x: 10, y: 20 }, name),
    element("text", { x: 10, y: 36, class: "kind", "data-is": kind }, kind),
  );
  node.append(title, inner);
  return node;
}

function element(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}
