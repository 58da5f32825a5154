// Links from a page of results to another keep what is ticked to be compared, as the buttons of the form do.
export function start(form) {
  const name = form.dataset.cwTicks;
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const url = link && new URL(link.href);
    if (!url || url.origin !== location.origin || url.pathname !== location.pathname) return;
    const there = new URL(link.dataset.cwPlain ?? link.href);
    const boxes = [...form.querySelectorAll(`[type=checkbox][name="${name}"]`)];
    const changed = new Map(boxes.filter((box) => box.checked !== box.defaultChecked).map((box) => [box.value, box.checked]));
    const kept = there.searchParams.getAll(name).filter((value) => changed.get(value) !== false);
    const added = [...changed].filter(([value, isTicked]) => isTicked && !kept.includes(value)).map(([value]) => value);
    there.searchParams.delete(name);
    for (const value of [...kept, ...added]) there.searchParams.append(name, value);
    link.dataset.cwPlain ??= link.href;
    link.href = there.href;
  });
}
