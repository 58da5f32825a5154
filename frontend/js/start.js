// Starts each component by itself: one that is broken, or does not load, leaves the others and the plain page working.
const components = [
  ["[data-cw-copy]", () => import("./copy-text.js")],
  ["[data-cw-error-summary]", () => import("./error-summary.js")],
  ["[data-cw-find]", () => import("./facet-find.js")],
  ["[data-cw-filters]", () => import("./filter-panel.js")],
  ["form[data-cw-ticks]", () => import("./kept-ticks.js")],
  ["[data-cw-map]", () => import("./place-map.js")],
  ["form[data-cw-suggest-places]", () => import("./place-suggest.js")],
  ["form[data-cw-suggest]", () => import("./search-suggest.js")],
  ["form[data-cw-passkey]", () => import("./passkey.js")],
  ["form[role=search]:not([method=post])", () => import("./postcode-by-post.js")],
  ["form[data-cw-once]", () => import("./submit-once.js")],
];

for (const [selector, load] of components) {
  const elements = document.querySelectorAll(selector);
  if (elements.length === 0) continue;
  load()
    .then(({ start }) => elements.forEach((element) => start(element)))
    .catch((error) => console.error(`Commonweal: ${selector} did not start.`, error));
}
