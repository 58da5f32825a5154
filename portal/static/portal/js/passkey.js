// Passkeys: asks the device, puts its answer into the form and sends it. Without script the form says what to use instead.
const { PublicKeyCredential: Passkey } = window;

async function options(form) {
  if (form.dataset.cwOptions) return JSON.parse(form.dataset.cwOptions).publicKey;
  const answer = await fetch(form.dataset.cwAsk, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

async function ask(form) {
  const json = await options(form);
  return form.dataset.cwPasskey === "create"
    ? navigator.credentials.create({ publicKey: Passkey.parseCreationOptionsFromJSON(json) })
    : navigator.credentials.get({ publicKey: Passkey.parseRequestOptionsFromJSON(json) });
}

export function start(form) {
  if (!Passkey?.parseRequestOptionsFromJSON) return;
  const status = form.querySelector("[role=status]");
  form.querySelector("[data-cw-without]").remove();
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      status.textContent = form.dataset.cwFailed;
    }
  });
}
