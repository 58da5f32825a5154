// Save pressed while the editor saves by itself waits for that to end. Otherwise both would be on their way with the
// same version below them, and the second to arrive would be told that somebody else had changed the page.
{
  const LONGEST = 10_000; // milliseconds; whatever hangs must not keep anybody from saving
  let savingItself = false;
  let leaving = false;
  let held = null;

  function letGo() {
    savingItself = false;
    if (!held) return;
    const { form, button, timer } = held;
    held = null;
    clearTimeout(timer);
    // Wagtail disables a pressed button, and a disabled one is not sent with its form.
    if (button) button.disabled = false;
    form.requestSubmit(button);
  }

  function hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) clearTimeout(held.timer);
    held = { form: event.target, button: event.submitter, timer: setTimeout(letGo, LONGEST) };
  }

  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else savingItself = true;
  });
  document.addEventListener("w-autosave:success", letGo);
  document.addEventListener("w-autosave:error", letGo);
  window.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-edit-form]")) return;
      if (savingItself) hold(event);
    },
    true,
  );
  window.addEventListener("submit", (event) => {
    if (event.target.matches("[data-edit-form]") && !event.defaultPrevented) leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
}
