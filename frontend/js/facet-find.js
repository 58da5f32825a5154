// A long list of values to filter by gets a box that narrows it. Without script all values are listed.
// What is ticked stays in sight, whatever is typed, so that nobody applies what they do not see.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class FacetFind {
  constructor(list) {
    this.items = [...list.querySelectorAll(".govuk-checkboxes__item")].map((item) => ({
      item,
      box: item.querySelector("input"),
      text: plain(item.querySelector("label").firstChild.data),
    }));
    this.more = list.querySelector("details");
    this.build(list);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
  }

  build(list) {
    const label = document.createElement("label");
    label.className = "govuk-label";
    label.textContent = list.dataset.cwFind;
    label.htmlFor = `${this.items[0].box.name}-find`;
    this.input = document.createElement("input");
    this.input.className = "govuk-input";
    // In a box for searching, browsers save what was typed and empty it by Escape in different ways.
    Object.assign(this.input, { id: label.htmlFor, type: "text", autocomplete: "off", spellcheck: false });
    this.status = document.createElement("p");
    this.status.className = "cw-small cw-muted";
    this.status.setAttribute("role", "status");
    list.querySelector("legend").after(label, this.input, this.status);
  }

  typed() {
    const words = plain(this.input.value).split(/\s+/).filter(Boolean);
    if (words.length > 0 && this.wasOpen === undefined) this.wasOpen = this.more?.open;
    let found = 0;
    for (const { item, box, text } of this.items) {
      const fits = words.every((word) => text.includes(word));
      found += fits;
      item.hidden = !fits && !box.checked;
    }
    this.fold(words.length > 0);
    this.status.textContent = words.length > 0 ? `${found} of ${this.items.length} fit` : "";
  }

  // What is found may be in the part that is folded away.
  fold(finding) {
    if (!this.more) return;
    this.more.firstElementChild.hidden = finding;
    this.more.open = finding || Boolean(this.wasOpen ?? this.more.open);
    if (!finding) this.wasOpen = undefined;
  }

  pressed(event) {
    if (event.key === "Escape" && this.input.value) {
      this.input.value = "";
      this.typed();
    } else if (event.key !== "Enter") return;
    // Enter would send the whole form, and Escape close what is around it.
    event.preventDefault();
  }
}

export const start = (list) => new FacetFind(list);
