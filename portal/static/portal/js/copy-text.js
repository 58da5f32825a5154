// A button that copies what stands in a field. Where browsers do not let us, the text is marked, to be copied by hand.
export function start(group) {
  const field = group.querySelector("input");
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.className = "cw-button cw-button--quiet";
  button.textContent = group.dataset.cwCopy;
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = group.dataset.cwCopied;
    } catch {
      field.focus();
      field.select();
    }
  });
  const row = document.createElement("p");
  row.className = "cw-actions";
  row.append(button, status);
  group.append(row);
}
