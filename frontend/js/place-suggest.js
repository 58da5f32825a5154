// Suggests places below the box in which somebody types a name: the combobox pattern of WAI-ARIA 1.2.
// In a box that finds places, choosing one opens its page; in any other form it fills the box.
const FEWEST_LETTERS = 2;
const PAUSE = 150;

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Postcodes and codes have digits, names do not. A postcode must not stand in an address that a server logs.
const isName = (text) => text.length >= FEWEST_LETTERS && !/\d/.test(text);

class PlaceSuggest {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.places = [];
    this.active = -1;
    this.asked = null;
    this.build();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    // Pressing on the list leaves the focus, and with it the keyboard of a phone, in the box.
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  build() {
    const { input } = this;
    const listId = `${input.id}-places`;
    // In a box for searching, browsers take Escape to mean 'empty it'.
    input.type = "text";
    this.popup = element("div", "cw-suggest__popup");
    this.note = element("p", "cw-suggest__note");
    this.list = element("ul", "cw-suggest__list", { id: listId, role: "listbox", "aria-label": "Places" });
    this.status = element("div", "govuk-visually-hidden", { role: "status" });
    this.popup.hidden = true;
    this.popup.append(this.note, this.list);
    input.parentElement.classList.add("cw-suggest");
    input.parentElement.append(this.popup, this.status);
    const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": listId };
    for (const [key, value] of Object.entries({ ...roles, "aria-expanded": "false" })) input.setAttribute(key, value);
  }

  typed() {
    this.close();
    this.chosen?.remove();
    const text = this.input.value.trim();
    if (isName(text)) this.waiting = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asked = new AbortController();
    const { signal } = this.asked;
    const address = new URL(this.form.dataset.cwSuggestPlaces, location);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (!signal.aborted) this.show(found);
    } catch {
      // Aborted, or no answer: the box and its button go on working.
    }
  }

  show({ places, similar, message }) {
    this.places = places;
    this.allSimilar = similar;
    this.list.replaceChildren(...places.map((place, number) => this.option(place, number)));
    this.note.textContent = message;
    this.note.hidden = !similar;
    this.status.textContent = message;
    this.open(places.length > 0);
  }

  option({ label, kind, note, similar }, number) {
    const id = `${this.list.id}-${number}`;
    const option = element("li", "cw-suggest__place", { id, role: "option", "aria-selected": "false" });
    const small = element("span", "cw-suggest__kind");
    // A name like the one typed says so, when others fit better; so does one found by another name, or that ended.
    small.textContent = [kind, note, similar && !this.allSimilar && "similar name"].filter(Boolean).join(" · ");
    option.append(label, " ", small);
    return option;
  }

  open(isOpen) {
    this.popup.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.mark(-1);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.status.textContent = "";
    this.open(false);
  }

  mark(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.list.children[number];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isOpen = !this.popup.hidden;
    if (event.isComposing) return;
    if (step && this.places.length) {
      event.preventDefault();
      this.move(step, isOpen);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.places[this.active]);
    }
  }

  // Beyond either end lies the box itself, then the other end.
  move(step, isOpen) {
    if (!isOpen) this.open(true);
    const spots = this.places.length + 1;
    this.mark(((this.active + 1 + step + spots) % spots) - 1);
  }

  clicked(event) {
    const number = [...this.list.children].indexOf(event.target.closest("[role=option]"));
    if (number >= 0) this.choose(this.places[number]);
  }

  choose({ label, code, url }) {
    this.close();
    this.places = [];
    this.input.value = label;
    if (this.input.name === "q") return location.assign(url);
    this.chosen?.remove();
    // A county and a police force area may share a name. The code says which was meant.
    this.chosen = element("input", "", { type: "hidden", name: "place_choices", value: code });
    if (!this.form.querySelector("[name=place_choices]")) this.input.after(this.chosen);
  }
}

export function start(form) {
  const input = form.querySelector(':is([name="q"], [name="place"]):not([type="hidden"])');
  if (input) new PlaceSuggest(form, input);
}
