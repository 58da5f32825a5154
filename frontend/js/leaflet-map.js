// A map as all of ours are: no tiles but those that the site asks for, one finger scrolls the page, two move the map,
// the wheel zooms only once the map has the focus, and nothing slides for those who want no motion.
import "../leaflet/leaflet.js";

export const { L } = window;
const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;

const OurMap = L.Map.extend({
  panBy(offset, options) {
    return L.Map.prototype.panBy.call(this, offset, moves ? options : { ...options, animate: false });
  },
});

// Options: `label` names the map for those who cannot see it, `describedBy` is the id of a text on its keys,
// `tiles` and `attribution` are the site's own choice of background, `leaflet` goes to Leaflet as it is.
export function leafletMap(element, { label, describedBy, tiles, attribution, leaflet = {} } = {}) {
  const fingers = matchMedia("(pointer: coarse)").matches;
  const map = new OurMap(element, {
    attributionControl: Boolean(tiles),
    dragging: !fingers,
    fadeAnimation: moves,
    inertia: moves,
    markerZoomAnimation: moves,
    scrollWheelZoom: false,
    zoomAnimation: moves,
    zoomSnap: 0.25,
    ...leaflet,
  });
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", label);
  if (describedBy) element.setAttribute("aria-describedby", describedBy);
  element.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  element.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  map.attributionControl?.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { attribution }).addTo(map);
  return map;
}
