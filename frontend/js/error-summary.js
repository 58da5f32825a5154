// Takes the reader to the list of what is wrong, and from there into the fields.
function focusField(event) {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
}

export function start(summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", focusField);
}
