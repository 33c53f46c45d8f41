/* The live map of a page: puts MapLibre in the place of the server's drawing.
 *
 * The page is whole without this script. Where there is no WebGL, or anything fails, the drawing
 * stays. Nothing here computes: classes, words and addresses come from the server as GeoJSON
 * (`data-areas`), the same answer that the drawing and the table are made of.
 *
 * Keyboard: on the map arrow keys move and + and - zoom (MapLibre); in the line under it the
 * arrow keys, Home, End and letters step through the areas by name, Enter opens one.
 */

const HATCH = 8; // pixels of one tile of a pattern
const FINE = 1.3; // of which so many go in a pixel of the page
const MANY = 2000; // of more areas than this the borders show only from nearby
const LINES = [23, 48, 59, 115]; // colour and strength of the hatching
const PLAIN = "#eceeef"; // an area without a figure: this, with dots
const DOTS = [139, 149, 155, 255];
const INK = "#17303b";
const DEEP = 14; // closest zoom: a neighbourhood fills the window

for (const figure of document.querySelectorAll("[data-map]")) {
  whenSeen(figure, () => start(figure).catch((fault) => back(figure, fault)));
}

/** Wait until the map nearly comes into view: the library weighs a megabyte. */
function whenSeen(figure, then) {
  if (!canDraw() || navigator.connection?.saveData) return;
  const eye = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    eye.disconnect();
    then();
  }, { rootMargin: "300px" });
  eye.observe(figure);
}

function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** Show the server's drawing again. */
function back(figure, fault) {
  figure.classList.remove("live-map--waiting");
  figure.querySelector("[data-map-live]").hidden = true;
  figure.querySelector("[data-map-drawing]").hidden = false;
  if (fault) console.info("map:", fault.message);
}

async function start(figure) {
  const drawing = figure.querySelector("[data-map-drawing]");
  const [library, areas] = await Promise.all([
    import(figure.dataset.library),
    read(drawing.dataset.areas),
    styled(figure.dataset.style),
  ]);
  if (!areas.bbox) return;
  library.setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  // Until everything is painted the drawing stands, and the live map is made unseen behind it.
  figure.classList.add("live-map--waiting");
  figure.querySelector("[data-map-live]").hidden = false;
  const map = new library.Map({
    container: figure.querySelector("[data-map-canvas]"),
    style: style(figure, areas),
    bounds: areas.bbox,
    fitBoundsOptions: { padding: 14 },
    maxZoom: DEEP,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    attributionControl: figure.dataset.tiles ? { compact: false } : false,
    cooperativeGestures: false,
    scrollZoom: false, // the wheel scrolls the page; with Ctrl or the buttons one zooms
    locale: {
      "Map.Title": figure.dataset.wordsMap,
      "NavigationControl.ZoomIn": figure.dataset.wordsIn,
      "NavigationControl.ZoomOut": figure.dataset.wordsOut,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  wheelWithCtrl(map);
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => reject(error));
  });
  for (const [name, image] of Object.entries(patterns())) map.addImage(name, image, { pixelRatio: FINE });
  for (const layer of layers(Boolean(figure.dataset.tiles), areas.features.length > MANY)) map.addLayer(layer);
  const walk = new Walk(figure, map, areas);
  followRows(walk);
  switchWithoutLoad(figure, walk);
  await map.once("idle");
  figure.classList.remove("live-map--waiting");
  figure.querySelector("[data-map-drawing]").hidden = true;
  figure.dataset.ready = "yes";
}

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

function styled(address) {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.onload = resolve;
    link.onerror = () => reject(new Error(address));
    document.head.append(link);
  });
}

/** Zoom by wheel only while Ctrl is held, so that nobody gets stuck on the way down a page. */
function wheelWithCtrl(map) {
  map.getCanvasContainer().addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    map.jumpTo({ zoom: map.getZoom() - Math.sign(event.deltaY) * 0.4, around: map.unproject([event.offsetX, event.offsetY]) });
  }, { passive: false });
}

// What it looks like

function style(figure, areas) {
  const tiles = figure.dataset.tiles;
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: coloured(areas), promoteId: "code", tolerance: 0.05 },
      ...(tiles && { behind: { type: "raster", tiles: [tiles], tileSize: 256, attribution: figure.dataset.maker } }),
    },
    layers: tiles ? [{ id: "behind", type: "raster", source: "behind" }] : [],
  };
}

/** Put the colour of its class with each area; the hatching and dots are patterns over it. */
function coloured(areas) {
  const features = areas.features.filter((one) => one.geometry).map((one) => {
    const kind = one.properties.class;
    return { ...one, properties: { ...one.properties, colour: kind === null ? PLAIN : areas.classes[kind].colour } };
  });
  return { type: "FeatureCollection", features };
}

function layers(behind, many) {
  const on = ["boolean", ["feature-state", "on"], false];
  const at = ["boolean", ["feature-state", "here"], false];
  return [
    { id: "fill", type: "fill", source: "areas", paint: { "fill-color": ["get", "colour"], "fill-opacity": behind ? 0.78 : 1, "fill-antialias": false } },
    { id: "dots", type: "fill", source: "areas", filter: ["==", ["get", "class"], null], paint: { "fill-pattern": "dots" } },
    { id: "hatch", type: "fill", source: "areas", filter: ["==", ["get", "hatched"], true], paint: { "fill-pattern": "hatch" } },
    { id: "edge", type: "line", source: "areas", paint: { "line-color": "#ffffff", "line-width": ["interpolate", ["linear"], ["zoom"], 6, many ? 0 : 0.3, 8, many ? 0 : 0.7, 10, 0.7, 12, 1.6] } },
    { id: "on", type: "line", source: "areas", layout: { "line-join": "round" }, paint: { "line-color": INK, "line-width": ["case", on, 3.2, at, 3.2, 0] } },
  ];
}

function patterns() {
  const pixels = (inside) => {
    const data = new Uint8Array(HATCH * HATCH * 4);
    for (let y = 0; y < HATCH; y += 1) {
      for (let x = 0; x < HATCH; x += 1) data.set(inside(x, y), (y * HATCH + x) * 4);
    }
    return { width: HATCH, height: HATCH, data };
  };
  const nothing = [0, 0, 0, 0];
  return {
    hatch: pixels((x, y) => ((x + y) % HATCH < 2 ? LINES : nothing)),
    dots: pixels((x, y) => ((x === 2 || x === 3) && (y === 2 || y === 3) ? DOTS : nothing)),
  };
}

// What one points at, steps to and opens

class Walk {
  constructor(figure, map, areas) {
    Object.assign(this, { figure, map, now: "", typed: "", typedAt: 0 });
    for (const part of ["list", "area", "said", "open"]) this[part] = figure.querySelector(`[data-map-${part}]`);
    this.take(areas);
    map.on("mousemove", "fill", ({ features }) => this.show(features[0].properties.code));
    map.on("mouseenter", "fill", () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", "fill", () => { map.getCanvas().style.cursor = ""; });
    map.on("click", "fill", (event) => this.click(event));
    map.getCanvas().addEventListener("keydown", (event) => { if (event.key === "Enter") this.go(); });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focus", () => { if (!this.now) this.step(0); });
  }

  /** Take other areas: all that is known of each, by name. */
  take(areas) {
    const order = new Intl.Collator(document.documentElement.lang);
    this.features = areas.features.map((one) => one.properties)
      .sort((one, other) => order.compare(one.name, other.name));
    this.places = new Map(this.features.map((one, at) => [one.code, at]));
    this.geometries = new Map(areas.features.map((one) => [one.properties.code, one.geometry]));
    this.now = "";
    const here = this.figure.querySelector("[data-map-drawing]").dataset.highlight;
    if (this.here) this.mark(this.here, { here: false });
    this.here = this.places.has(here) ? here : "";
    if (this.here) this.mark(this.here, { here: true });
  }

  mark(code, state) {
    this.map.setFeatureState({ source: "areas", id: code }, state);
  }

  /** Show one area: its border, the line under the map, its row in the table. */
  show(code) {
    if (code === this.now || !this.places.has(code)) return;
    if (this.now) this.mark(this.now, { on: false });
    this.mark(code, { on: true });
    this.now = code;
    const at = this.places.get(code);
    const one = this.features[at];
    this.area.textContent = one.name;
    this.area.classList.remove("live-map__area--none");
    this.area.setAttribute("aria-selected", "true");
    this.area.setAttribute("aria-posinset", at + 1);
    this.area.setAttribute("aria-setsize", this.features.length);
    this.list.setAttribute("aria-activedescendant", this.area.id);
    this.said.textContent = one.said;
    this.open.hidden = !one.url;
    if (one.url) {
      this.open.href = one.url;
      this.open.setAttribute("aria-label", `${this.open.textContent.trim()}: ${one.name}`);
    }
    light(code);
  }

  step(by) {
    const many = this.features.length;
    const at = this.now ? this.places.get(this.now) : 0;
    this.show(this.features[(at + by + many) % many].code);
  }

  key(event) {
    const many = this.features.length;
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Home") this.show(this.features[0].code);
    else if (event.key === "End") this.show(this.features[many - 1].code);
    else if (event.key === "Enter") this.go();
    else if (event.key.length === 1 && event.key !== " ") this.find(event);
    else return;
    event.preventDefault();
    this.follow();
  }

  /** Step to the first name that begins with what was typed. */
  find(event) {
    this.typed = event.timeStamp - this.typedAt < 900 ? this.typed + event.key : event.key;
    this.typedAt = event.timeStamp;
    const wanted = this.typed.toLocaleLowerCase();
    const found = this.features.find((one) => one.name.toLocaleLowerCase().startsWith(wanted));
    if (found) this.show(found.code);
  }

  /** Bring the area that one stepped to into the window. */
  follow() {
    const box = this.box(this.now);
    if (!box) return;
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const seen = this.map.getBounds();
    if (!seen.contains(middle)) this.map.jumpTo({ center: middle });
  }

  box(code) {
    const feature = this.geometries.get(code);
    if (!feature) return null;
    const found = [Infinity, Infinity, -Infinity, -Infinity];
    feature.coordinates.flat(Infinity).forEach((value, at) => {
      const low = at % 2; // longitude and latitude take turns
      found[low] = Math.min(found[low], value);
      found[low + 2] = Math.max(found[low + 2], value);
    });
    return found;
  }

  /** A mouse opens what it clicks; a finger first shows it, and opens it when it taps again. */
  click(event) {
    const { code } = event.features[0].properties;
    const again = code === this.tapped;
    this.tapped = code;
    this.show(code);
    if (event.originalEvent.pointerType !== "touch" || again) this.go();
  }

  go() {
    if (this.now && !this.open.hidden) location.assign(this.open.href);
  }
}

// The table beside it

function rows() {
  return document.querySelectorAll("tr[data-code]");
}

/** Light the row of an area in every table of the page. */
function light(code) {
  for (const row of rows()) row.classList.toggle("is-on-map", row.dataset.code === code);
}

function followRows(walk) {
  const follow = ({ target }) => {
    const row = target.closest?.("tr[data-code]");
    if (row) walk.show(row.dataset.code);
  };
  document.addEventListener("mouseover", follow);
  document.addEventListener("focusin", follow);
}

// The chooser

/** Answer the chooser in the page itself; without success the browser goes there. */
function switchWithoutLoad(figure, walk) {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-map-chooser]");
    if (!form) return;
    event.preventDefault();
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      replaceParts(new DOMParser().parseFromString(await answer.text(), "text/html"));
      const drawing = figure.querySelector("[data-map-drawing]");
      const areas = await read(drawing.dataset.areas);
      drawing.hidden = true;
      takeAreas(walk, areas);
      history.pushState({}, "", address);
      document.querySelector("[data-map-chooser] button").focus();
    } catch {
      location.assign(address);
    }
  });
  addEventListener("popstate", () => location.reload());
}

function replaceParts(other) {
  document.title = other.title;
  for (const part of document.querySelectorAll("[data-map-part]")) {
    const fresh = other.querySelector(`[data-map-part="${part.dataset.mapPart}"]`);
    if (!fresh) throw new Error(part.dataset.mapPart);
    part.replaceWith(document.adoptNode(fresh));
  }
}

function takeAreas(walk, areas) {
  const { map } = walk;
  if (walk.now) walk.mark(walk.now, { on: false });
  map.getSource("areas").setData(coloured(areas));
  walk.take(areas);
}
