/*
 * <web-push key="our public key" worker="/where/the/worker/is.js" failed="words" hidden>
 *   <button>…</button> <p role="alert"></p> </web-push>
 *
 * Stands in a form with a hidden field "endpoint". Where the browser can show a sign it shows
 * itself; its button asks the browser for an address at its push service, and sends the form.
 */
customElements.define("web-push", class extends HTMLElement {
  connectedCallback() {
    this.hidden = !window.PushManager;
    this.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      this.ask().catch(() => {
        this.querySelector("[role=alert]").textContent = this.getAttribute("failed");
      });
    });
  }

  async ask() {
    await navigator.serviceWorker.register(this.url());
    const { pushManager } = await navigator.serviceWorker.ready;
    const asked = { userVisibleOnly: true, applicationServerKey: this.getAttribute("key") };
    const form = this.closest("form");
    form.elements.endpoint.value = (await pushManager.subscribe(asked)).endpoint;
    form.submit();
  }

  /* A policy has a name, and a name is given once. */
  url() {
    const own = { createScriptURL: () => this.getAttribute("worker") };
    this.policy ||= window.trustedTypes?.createPolicy("kinbridge", own) || own;
    return this.policy.createScriptURL("");
  }
});
