// Suggests things below the box in which somebody types: the combobox pattern of WAI-ARIA 1.2.
// `name` is what the answer calls its list, `isAsked` says which texts to ask about, `chosen` does what choosing does.
const PAUSE = 150;

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export class Suggest {
  constructor(input, { address, name, label, isAsked, chosen }) {
    Object.assign(this, { input, address, name, isAsked, chosen });
    this.items = [];
    this.active = -1;
    this.asked = null;
    this.build(label);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    // Pressing on the list leaves the focus, and with it the keyboard of a phone, in the box.
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  build(label) {
    const { input } = this;
    const listId = `${input.id}-list`;
    // In a box for searching, browsers take Escape to mean 'empty it'.
    input.type = "text";
    this.popup = element("div", "cw-suggest__popup");
    this.note = element("p", "cw-suggest__note");
    this.list = element("ul", "cw-suggest__list", { id: listId, role: "listbox", "aria-label": label });
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
    this.items = [];
    const text = this.input.value.trim();
    if (this.isAsked(text)) this.waiting = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asked = new AbortController();
    const { signal } = this.asked;
    const address = new URL(this.address, location);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (!signal.aborted) this.show(found);
    } catch {
      // Aborted, or no answer: the box and its button go on working.
    }
  }

  show({ [this.name]: items, similar, message }) {
    this.items = items;
    this.allSimilar = similar;
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number)));
    this.note.textContent = message;
    this.note.hidden = !similar;
    this.status.textContent = message;
    this.open(items.length > 0);
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
    if (step && this.items.length) {
      event.preventDefault();
      this.move(step, isOpen);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.items[this.active]);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      // These move within the text, so Enter means the text again.
      this.mark(-1);
    }
  }

  // Beyond either end lies the box itself, then the other end.
  move(step, isOpen) {
    if (!isOpen) this.open(true);
    const spots = this.items.length + 1;
    this.mark(((this.active + 1 + step + spots) % spots) - 1);
  }

  clicked(event) {
    const number = [...this.list.children].indexOf(event.target.closest("[role=option]"));
    if (number >= 0) this.choose(this.items[number]);
  }

  choose(item) {
    this.close();
    this.items = [];
    this.input.value = item.label;
    this.chosen(item);
  }
}
