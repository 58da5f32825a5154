// What scripts of the admin send says for which partner the page was opened, as forms say by themselves. The server
// refuses what was opened for another partner than the one that its sender acts for now.
{
  const FIELD = "acting_for";
  const HEADER = "X-Acting-For";
  const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
  const changes = (method) => !SAFE.has((method || "GET").toUpperCase());
  // The bar stands below this script in the page, and is there by the time that anything is sent.
  const openedFor = () => document.querySelector("[data-acting-for]")?.dataset.actingFor;

  // Forms that scripts make up, and forms that scripts read.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (changes(target.method) && !formData.has(FIELD) && openedFor()) formData.set(FIELD, openedFor());
  });

  const plainFetch = window.fetch;
  window.fetch = (resource, options = {}) => {
    if (!changes(options.method) || !openedFor()) return plainFetch(resource, options);
    const headers = new Headers(options.headers);
    headers.set(HEADER, openedFor());
    return plainFetch(resource, { ...options, headers });
  };

  window.jQuery?.ajaxPrefilter((options, original, request) => {
    if (changes(options.type) && openedFor()) request.setRequestHeader(HEADER, openedFor());
  });
}
