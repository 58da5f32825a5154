// On a narrow screen the filters fold behind a button, so that results come first. Without script they stand open.
export function start(panel) {
  const narrow = window.matchMedia("(max-width: 52em)");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cw-button cw-button--quiet cw-filters__toggle";
  button.setAttribute("aria-controls", panel.id);

  const show = (open) => {
    panel.hidden = narrow.matches && !open;
    button.hidden = !narrow.matches;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? panel.dataset.cwHide : panel.dataset.cwShow;
  };

  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  narrow.addEventListener("change", () => show(false));
  panel.before(button);
  show(false);
}
