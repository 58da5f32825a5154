// Suggests what there is below the box of a search. Choosing something opens it; Enter alone searches for the text.
import { Suggest } from "./suggest.js";

const FEWEST_LETTERS = 2;
// What begins like a postcode is not asked about: a whole one must not stand in an address that a server logs.
const POSTCODE_BEGINS = /(^|[^a-z\d])[a-z]{1,2}\d/i;

const isAsked = (text) => text.length >= FEWEST_LETTERS && !POSTCODE_BEGINS.test(text);

export function start(form) {
  const input = form.querySelector("input[name=q]");
  if (!input) return;
  // It becomes a box for text. The keyboard of a phone goes on saying what Enter does.
  input.enterKeyHint = "search";
  const chosen = ({ url }) => location.assign(url);
  new Suggest(input, { address: form.dataset.cwSuggest, name: "suggestions", label: "Suggestions", isAsked, chosen });
}
