customElements.define("web-push", class extends HTMLElement {
  connectedCallback() {
    this.hidden = !window.PushManager;
    this.onclick = async (event) => {
      event.preventDefault();
      const url = { createScriptURL: () => this.getAttribute("worker") };
      await navigator.serviceWorker.register((window.trustedTypes?.createPolicy("kinbridge", url) || url).createScriptURL());
      const { pushManager } = await navigator.serviceWorker.ready;
      const { endpoint } = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.getAttribute("key") });
      const form = this.closest("form");
      form.elements.endpoint.value = endpoint;
      form.submit();
    };
  }
});
