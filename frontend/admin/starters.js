// Starts Wagtail's date pickers, choosers and repeated rows. Wagtail does so with scripts inside the page, which the
// content security policy refuses: our templates put this element in their place. Like a script it acts at once when
// it comes into the page, also in a row that is added later.
const called = (name) => (id, options) => window[name](id, options);
const made = (name) => (id, options) => new window[name](id, options);
const panel = (name) => (id, options) => new window[name](options);
const starters = {
  initDateChooser: called,
  initDateTimeChooser: called,
  initTimeChooser: called,
  Chooser: made,
  DocumentChooser: made,
  ImageChooser: made,
  PageChooser: made,
  SnippetChooser: made,
  InlinePanel: panel,
  MultipleChooserPanel: panel,
};

class Starter extends HTMLElement {
  started = false;

  connectedCallback() {
    // A row may be moved about in the page; what it holds is started once.
    if (this.started || !Object.hasOwn(starters, this.dataset.call)) return;
    this.started = true;
    if (this.dataset.call in window) this.start();
    else document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
  }

  start() {
    const { call, id, options } = this.dataset;
    starters[call](call)(id, JSON.parse(options));
  }
}

customElements.define("wagtail-starter", Starter);
