// Sends a search by POST when a whole postcode is in it, so that no address holds one that a server might log.
const POSTCODE = /(^|[^a-z\d])[a-z]{1,2}\d[a-z\d]?\s*\d[abd-hjlnp-uw-z]{2}(?![a-z\d])/i;

export function start(form) {
  const { method } = form;
  form.addEventListener("submit", () => {
    const box = form.querySelector("[name=q]");
    form.method = box && POSTCODE.test(box.value) ? "post" : method;
  });
}
