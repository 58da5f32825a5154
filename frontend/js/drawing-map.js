// Drawing a neighbourhood on a map, by mouse, by touch and by keyboard. What is drawn is written into the box below
// the map, and what is written there is drawn. Without script, or when anything here fails, the box is all there is.
const NUDGE = 8; // pixels that an arrow key moves a corner
const MOST_CORNERS = 300;
const UNITED_KINGDOM = [[49.8, -8.7], [60.9, 1.8]];
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

class Drawing {
  constructor(root, { L, leafletMap }) {
    Object.assign(this, { L, root, corners: [], markers: [], closed: false, other: null });
    this.box = document.getElementById(root.dataset.cwDrawing);
    this.status = root.querySelector("[data-status]");
    this.canvas = root.querySelector("[data-map]");
    root.hidden = false;
    this.map = leafletMap(this.canvas, {
      label: "Map to draw on",
      describedBy: "drawing-keys",
      leaflet: { keyboardPanDelta: 24, doubleClickZoom: false },
    }).fitBounds(UNITED_KINGDOM, { animate: false });
    this.shape = L.polygon([], { className: "cw-drawing__shape", interactive: false }).addTo(this.map);
    this.map.on("click", ({ latlng }) => this.add(latlng));
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
    for (const button of root.querySelectorAll("[data-press]")) {
      button.addEventListener("click", () => this[button.dataset.press]());
    }
    this.box.addEventListener("change", () => this.read());
    this.read();
    this.showBackground();
  }

  async showBackground() {
    const address = this.root.dataset.background;
    const answer = address && (await fetch(address).catch(() => null));
    if (!answer?.ok) return;
    const style = { className: "cw-drawing__background", interactive: false };
    const marker = (spot) => this.L.circleMarker(spot, { ...style, radius: 3 });
    const drawn = this.L.geoJSON(await answer.json(), { style: () => style, pointToLayer: (_, spot) => marker(spot) });
    drawn.addTo(this.map).bringToBack();
    if (this.corners.length === 0 && !this.other) this.map.fitBounds(drawn.getBounds(), { animate: false });
  }

  pressed(event) {
    if (event.key !== "Enter" || event.target !== this.canvas) return;
    event.preventDefault();
    this.add();
  }

  add(spot = this.map.getCenter()) {
    if (this.closed || this.other) return this.say(this.other ? this.tooMuch : "The shape is closed. ‘Undo’ opens it again.");
    if (this.corners.length >= MOST_CORNERS) return this.say(`${MOST_CORNERS} corners are the most on this map.`);
    this.corners.push(this.rounded(spot));
    this.redraw();
    this.say(`Corner ${this.corners.length} added at ${this.said(this.corners.at(-1))}.`);
  }

  undo() {
    if (this.closed) {
      this.closed = false;
      this.redraw();
      return this.say("The shape is open again. Add corners after the last one.");
    }
    if (!this.corners.pop()) return this.say("There is nothing to undo.");
    this.redraw();
    this.say(`The last corner is gone. ${this.count()} left.`);
  }

  close() {
    if (this.corners.length < 3) return this.say(`A shape needs at least three corners. You have ${this.corners.length}.`);
    this.closed = true;
    this.redraw();
    this.say(`The shape is closed, with ${this.count()}. ‘Check’ below shows what it holds.`);
  }

  clear() {
    Object.assign(this, { corners: [], closed: false });
    this.other?.remove();
    this.other = null;
    this.redraw();
    this.say("All corners are gone.");
  }

  move(number, spot) {
    this.corners[number] = this.rounded(spot);
    this.shape.setLatLngs(this.corners);
    this.write();
    this.say(`Corner ${number + 1} moved to ${this.said(this.corners[number])}.`);
  }

  redraw() {
    this.shape.setLatLngs(this.corners);
    this.shape.getElement()?.classList.toggle("cw-drawing__shape--closed", this.closed);
    this.markers.forEach((marker) => marker.remove());
    this.markers = this.corners.map((spot, number) => this.corner(spot, number));
    this.write();
  }

  corner(spot, number) {
    const icon = this.L.divIcon({ className: "cw-drawing__corner", iconSize: [24, 24] });
    const name = `Corner ${number + 1}`;
    const marker = this.L.marker(spot, { icon, draggable: true, title: name, alt: name }).addTo(this.map);
    marker.on("dragend", () => this.move(number, marker.getLatLng()));
    marker.getElement().addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const from = this.map.latLngToContainerPoint(marker.getLatLng());
      marker.setLatLng(this.map.containerPointToLatLng(from.add([step[0] * NUDGE, step[1] * NUDGE])));
      this.move(number, marker.getLatLng());
    });
    return marker;
  }

  // Fewer than three corners are no GeoJSON yet; as lines they are not lost when the form is sent.
  write() {
    const positions = this.corners.map(({ lat, lng }) => [lng, lat]);
    if (positions.length < 3) this.box.value = this.corners.map(({ lat, lng }) => `${lat}, ${lng}`).join("\n");
    else this.box.value = JSON.stringify({ type: "Polygon", coordinates: [[...positions, positions[0]]] });
  }

  read() {
    const text = this.box.value.trim();
    this.other?.remove();
    this.other = null;
    if (!text) return;
    const positions = text.startsWith("{") ? this.ring(text) : this.lines(text);
    if (!positions) return;
    this.corners = positions.map(([lng, lat]) => this.L.latLng(lat, lng));
    this.closed = this.corners.length > 2;
    const { value } = this.box;
    this.redraw();
    this.box.value = value;
    this.map.fitBounds(this.shape.getBounds(), { maxZoom: 15, padding: [24, 24], animate: false });
  }

  // One ring that is short enough is taken apart into corners; anything else is shown as it is.
  ring(text) {
    try {
      const found = JSON.parse(text);
      const ring = found.type === "Polygon" && found.coordinates.length === 1 ? found.coordinates[0] : [];
      if (ring.length > 3 && ring.length <= MOST_CORNERS) return String(ring[0]) === String(ring.at(-1)) ? ring.slice(0, -1) : ring;
      const other = this.L.geoJSON(found, { style: { className: "cw-drawing__shape cw-drawing__shape--closed", interactive: false } });
      this.clear();
      this.box.value = text;
      this.other = other.addTo(this.map);
      this.map.fitBounds(other.getBounds(), { animate: false });
      this.say(this.tooMuch);
    } catch {
      this.say("The text below is not a drawing yet. ‘Check’ says what is wrong with it.");
    }
    return null;
  }

  lines(text) {
    const rows = text.split("\n").map((line) => line.split(/[,;\s]+/).map(Number));
    return rows.every((row) => row.length === 2 && row.every(Number.isFinite)) ? rows.map(([lat, lng]) => [lng, lat]) : null;
  }

  get tooMuch() {
    return "This drawing has several lines or very many corners. Change it in the text below, or start again.";
  }

  count() {
    return this.corners.length === 1 ? "1 corner" : `${this.corners.length} corners`;
  }

  rounded({ lat, lng }) {
    return this.L.latLng(Number(lat.toFixed(5)), Number(lng.toFixed(5)));
  }

  said({ lat, lng }) {
    return `latitude ${lat.toFixed(4)}, longitude ${lng.toFixed(4).replace("-", "−")}`;
  }

  say(words) {
    this.status.textContent = words;
  }
}

const root = document.querySelector("[data-cw-drawing]");
if (root) {
  import("./leaflet-map.js")
    .then((library) => new Drawing(root, library))
    .catch((error) => {
      root.hidden = true;
      console.error("Commonweal: the map to draw on did not start.", error);
    });
}
