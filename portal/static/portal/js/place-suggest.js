// Suggests places below the box in which somebody types a name.
// In a box that finds places, choosing one opens its page; in any other form it fills the box.
import { Suggest } from "./suggest.js";

const FEWEST_LETTERS = 2;

// Postcodes and codes have digits, names do not. A postcode must not stand in an address that a server logs.
const isName = (text) => text.length >= FEWEST_LETTERS && !/\d/.test(text);

// A county and a police force area may share a name. The code says which was meant.
function keepCode(form, input) {
  let kept = null;
  input.addEventListener("input", () => kept?.remove());
  return ({ code }) => {
    kept?.remove();
    kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "place_choices", value: code });
    if (!form.querySelector("[name=place_choices]")) input.after(kept);
  };
}

export function start(form) {
  const input = form.querySelector(':is([name="q"], [name="place"]):not([type="hidden"])');
  if (!input) return;
  const chosen = input.name === "q" ? ({ url }) => location.assign(url) : keepCode(form, input);
  new Suggest(input, { address: form.dataset.cwSuggestPlaces, name: "places", label: "Places", isAsked: isName, chosen });
}
