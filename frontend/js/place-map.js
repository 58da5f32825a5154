// Makes a drawing of a place into a map that can be moved: when it comes into view, or when somebody asks for it.
// Without script, or when anything here fails, the drawing and the table beside it stay as they are.
const element = (name, className = "", text = "") => Object.assign(document.createElement(name), { className, textContent: text });

// Leaflet measures what it draws, so its styles must be there first.
function styled(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const loaded = new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
  document.head.append(link);
  return loaded;
}

class PlaceMap {
  constructor(figure) {
    this.figure = figure;
    this.drawing = figure.querySelector("[data-cw-map-drawing]");
    this.buttons = [...document.querySelectorAll(`[data-cw-map-show][aria-controls="${figure.id}"]`)];
    this.layers = new Map();
    const asking = figure.querySelector("[data-cw-map-open]");
    if (asking) this.waitForPress(asking);
    else this.waitForView();
  }

  waitForPress(asking) {
    asking.hidden = false;
    asking.addEventListener("click", async () => {
      await this.open();
      asking.hidden = true;
      this.canvas.focus();
    });
  }

  waitForView() {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      this.open().catch((error) => console.error("Commonweal: the map did not open.", error));
    }, { rootMargin: "200px" });
    watch.observe(this.figure);
  }

  async open() {
    const { cwMap: address, cwMapStyles: styles, cwMapLabel: label, cwMapTiles: tiles } = this.figure.dataset;
    const [{ L, leafletMap }, answer] = await Promise.all([import("./leaflet-map.js"), fetch(address), styled(styles)]);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const places = await answer.json();
    this.canvas = element("div", "cw-map__canvas");
    this.drawing.before(this.canvas);
    this.figure.classList.add("cw-map--live");
    const keys = this.figure.querySelector("[data-cw-map-keys]");
    keys.hidden = false;
    const { cwMapAttribution: attribution } = this.figure.dataset;
    this.map = leafletMap(this.canvas, { label, describedBy: keys.id, tiles, attribution });
    this.draw(L, places, tiles ? 0.75 : 1);
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
    for (const button of this.buttons) this.offer(button);
  }

  draw(L, places, fillOpacity) {
    const drawn = L.geoJSON(places, {
      filter: (feature) => this.isDrawn(feature),
      style: ({ properties }) => this.style(properties, fillOpacity),
      pointToLayer: ({ properties }, spot) => L.circleMarker(spot, { radius: 9, ...this.style(properties, fillOpacity) }),
      onEachFeature: ({ properties }, layer) => this.keep(properties, layer),
    }).addTo(this.map);
    const bounds = drawn.getBounds();
    this.map.fitBounds(bounds, { padding: [8, 8], animate: false });
    this.map.setMinZoom(Math.floor(this.map.getZoom()) - 1);
    this.map.setMaxBounds(bounds.pad(0.5));
  }

  // What has no position has no shape. Parts that cover the whole show its outline; its middle says nothing.
  isDrawn({ geometry, properties: { role, covered } }) {
    return geometry && (role !== "outline" || (!covered && geometry.type !== "Point"));
  }

  style({ role, step }, fillOpacity) {
    const alone = "cwMapFill" in this.figure.dataset;
    if (role === "outline") return { className: `cw-map__${alone ? "whole" : "outline"}`, fill: alone, interactive: false };
    const fill = step === undefined ? {} : { fillColor: `url(#cw-shade-${step})`, fillOpacity };
    return { className: "cw-map__part", ...fill };
  }

  keep(properties, layer) {
    if (properties.role === "outline") return;
    this.layers.set(properties.code, layer);
    layer.bindTooltip(properties.label, { sticky: true });
    layer.bindPopup(() => this.popup(properties), { autoPanPadding: [16, 16], minWidth: 160 });
  }

  popup({ label, url, words }) {
    const box = element("div");
    const link = element("a", "", label);
    link.href = url;
    box.append(element("p"), element("p", "", words));
    box.firstChild.append(link);
    return box;
  }

  // Each part can be reached by the keyboard from its line in the table.
  offer(button) {
    const layer = this.layers.get(button.dataset.cwMapShow);
    if (!layer) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      this.pressedFrom = button;
      this.figure.scrollIntoView({ block: "nearest" });
      const closer = this.map.getZoom() + 2;
      if (layer.getBounds) this.map.fitBounds(layer.getBounds(), { maxZoom: closer, animate: false });
      else this.map.panTo(layer.getLatLng(), { animate: false });
      layer.openPopup();
      layer.getPopup().getElement().querySelector("a").focus({ preventScroll: true });
    });
  }

  pressed(event) {
    if (event.key !== "Escape" || !this.canvas.querySelector(".leaflet-popup")) return;
    this.map.closePopup();
    (this.pressedFrom ?? this.canvas).focus();
    this.pressedFrom = null;
  }
}

export function start(figure) {
  new PlaceMap(figure);
}
