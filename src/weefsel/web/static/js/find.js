/* What makes finding easier where it can: "near me", and a map that moves.
 *
 * The page is whole without this script: a place can be typed, and the drawing of the server
 * is a map with links. Nothing here computes; the answer of the server is drawn (`data-points`).
 */

const LAND = "#e9e2d3";
const EDGE = "#c9bda6";
const DEEP = 16; // closest zoom: a street
const ROUND = 3; // digits of a degree that leave the device: some hundred metres

locate(document.querySelector("[data-find]"));
for (const figure of document.querySelectorAll("[data-find-map]")) {
  whenSeen(figure, () => draw(figure).catch((fault) => back(figure, fault)));
}
together();

/** Offer to search from where the device is; only a press asks for it, and only roughly. */
function locate(form) {
  if (!form || !navigator.geolocation) return;
  form.querySelector("[data-find-device]").hidden = false;
  const said = form.querySelector("[data-find-said]");
  form.querySelector("[data-find-locate]").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.querySelector("[data-find-here]").value = `${coords.longitude.toFixed(ROUND)},${coords.latitude.toFixed(ROUND)}`;
      form.elements.waar.value = "";
      form.requestSubmit();
    }, () => {
      said.textContent = said.dataset.refused;
    }, { maximumAge: 60000, timeout: 10000 });
  });
}

function whenSeen(figure, then) {
  if (!canDraw() || navigator.connection?.saveData) return;
  const eye = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    eye.disconnect();
    then();
  }, { rootMargin: "200px" });
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
  figure.querySelector("[data-find-live]").hidden = true;
  figure.querySelector("[data-find-drawing]").hidden = false;
  console.info("map:", fault.message);
}

async function draw(figure) {
  const [library, found] = await Promise.all([
    import(figure.dataset.library),
    read(figure.dataset.points),
    styled(figure.dataset.style),
  ]);
  if (!found.box.length) return;
  library.setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  const live = figure.querySelector("[data-find-live]");
  live.hidden = false;
  const map = new library.Map({
    container: live,
    style: style(figure, found),
    bounds: bounds(found),
    fitBoundsOptions: { padding: 34 },
    maxZoom: DEEP,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    attributionControl: figure.dataset.tiles ? { compact: false } : false,
    scrollZoom: false, // the wheel scrolls the page
    locale: {
      "Map.Title": figure.dataset.wordsMap,
      "NavigationControl.ZoomIn": figure.dataset.wordsIn,
      "NavigationControl.ZoomOut": figure.dataset.wordsOut,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => reject(error));
  });
  if (found.here) new library.Marker({ element: here() }).setLngLat(found.here).addTo(map);
  // Later ones lie under earlier ones: the best of the list is always on top.
  for (const one of [...found.features].reverse()) {
    new library.Marker({ element: pin(one.properties) }).setLngLat(one.geometry.coordinates).addTo(map);
  }
  figure.querySelector("[data-find-drawing]").hidden = true;
  figure.dataset.ready = "yes";
}

function pin({ number, name, url, slug }) {
  const made = document.createElement("a");
  made.className = "live-pin";
  made.href = url;
  made.dataset.slug = slug;
  made.textContent = number;
  made.title = name;
  made.setAttribute("aria-label", `${number}. ${name}`);
  return made;
}

function here() {
  const made = document.createElement("span");
  made.className = "live-here";
  return made;
}

/** Give the box of the first places with the place that was asked for, else of the whole. */
function bounds({ features, here: place, box }) {
  if (!place) return box;
  const near = [place, ...features.slice(0, 8).map((one) => one.geometry.coordinates)];
  const across = near.map(([lon]) => lon);
  const up = near.map(([, lat]) => lat);
  return [Math.min(...across), Math.min(...up), Math.max(...across), Math.max(...up)];
}

function style(figure, found) {
  const { tiles, maker } = figure.dataset;
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: found.borders },
      ...(tiles && { behind: { type: "raster", tiles: [tiles], tileSize: 256, attribution: maker } }),
    },
    layers: [
      ...(tiles ? [{ id: "behind", type: "raster", source: "behind" }] : []),
      ...(tiles ? [] : [{ id: "land", type: "fill", source: "areas", paint: { "fill-color": LAND } }]),
      { id: "edge", type: "line", source: "areas", paint: { "line-color": EDGE, "line-width": 1 } },
    ],
  };
}

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

function styled(address) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(address)));
    document.head.append(link);
  });
}

/** Light the pin of the row one points at, on the drawing and on the live map. */
function together() {
  const light = ({ target }) => {
    const row = target.closest?.(".offer");
    for (const one of document.querySelectorAll(".is-on")) one.classList.remove("is-on");
    if (!row) return;
    const slug = row.id.slice(2);
    for (const one of document.querySelectorAll(".live-pin")) one.classList.toggle("is-on", one.dataset.slug === slug);
    for (const one of document.querySelectorAll("a.pin")) one.classList.toggle("is-on", one.getAttribute("href").endsWith(`/${slug}/`));
  };
  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
}
