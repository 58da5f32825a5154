// Wagtail's text editor writes style elements while people type. The content security policy refuses those, and
// allows the same rules in a style sheet that a script of ours makes. So a new style element is one of these instead.
class ScriptedStyle extends HTMLElement {
  sheet = new CSSStyleSheet();
  observer = new MutationObserver(() => this.sheet.replaceSync(this.textContent));

  connectedCallback() {
    this.hidden = true;
    this.sheet.replaceSync(this.textContent);
    document.adoptedStyleSheets.push(this.sheet);
    this.observer.observe(this, { childList: true, characterData: true, subtree: true });
  }

  disconnectedCallback() {
    this.observer.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

customElements.define("cw-scripted-style", ScriptedStyle);

const create = document.createElement;
document.createElement = function createElement(name, ...rest) {
  return create.call(this, String(name).toLowerCase() === "style" ? "cw-scripted-style" : name, ...rest);
};
