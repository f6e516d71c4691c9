/* See add_passkey.html: asks the server what to prove or to make, and sends what came of it. */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asBytes(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const known of list || []) known.id = bytes(known.id);
  }
  return options;
}

function asText({ id, rawId, type, response }) {
  const told = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) told[part] = text(response[part]);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: told, clientExtensionResults: {} });
}

class PassKey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      this.run().catch(() => this.say([this.getAttribute("failed")]));
    });
  }

  say(lines) {
    this.querySelector("[role=alert]").textContent = lines.join(" ");
  }

  async run() {
    const form = this.closest("form");
    this.say([]);
    const reply = await fetch(this.getAttribute("ask"), { method: "POST", body: new FormData(form) });
    const told = await reply.json();
    if (!reply.ok) return this.say(told.errors);
    const made = await navigator.credentials[this.getAttribute("does")]({ publicKey: asBytes(told) });
    form.elements.answer.value = asText(made);
    form.submit();
  }
}

customElements.define("pass-key", PassKey);
