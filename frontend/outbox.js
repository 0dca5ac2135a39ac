// What waits on this device, said on every page, and sent as soon as there is a signal.
import { HELD_MS, OTHER_RECEIPT, UNKNOWN, mend, nWaiting, onChange, send } from "./parts/outbox.js";
import { renewOld } from "./parts/pad.js";
import { Sheet } from "./parts/sheet.js";

// Not every browser says when the signal is back.
const AGAIN_MS = 20000;

class Outbox extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("p");
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.send(true));
    this.forget = onChange(() => this.show());
    this.listen = () => document.visibilityState === "visible" && this.send();
    addEventListener("online", this.listen);
    document.addEventListener("visibilitychange", this.listen);
    this.timer = setInterval(this.listen, AGAIN_MS);
    this.start();
  }

  disconnectedCallback() {
    this.forget();
    clearInterval(this.timer);
    clearTimeout(this.later);
    removeEventListener("online", this.listen);
    document.removeEventListener("visibilitychange", this.listen);
  }

  async start() {
    await mend().catch((problem) => console.info(problem.message));
    await this.send();
    if (this.dataset.pad && navigator.onLine) await renewOld(this.dataset.pad).catch((problem) => console.info(problem.message));
  }

  async send(isAsked) {
    if (await nWaiting()) this.problem = await send(isAsked);
    await this.show();
    // What could still be taken back goes a little later.
    clearTimeout(this.later);
    if (!this.problem && (await nWaiting())) this.later = setTimeout(() => this.send(), HELD_MS);
  }

  // Hidden where nothing waits and nothing waited on this page.
  async show() {
    const n = await nWaiting();
    if (n) this.hidden = false;
    this.button.hidden = !n;
    this.words.textContent = n ? `${this.dataset.waiting.replace("%s", n)} ${this.why()}`.trim() : this.dataset.none;
  }

  why() {
    if (!this.problem) return "";
    const { status, message } = this.problem;
    if (status === 0) return this.dataset.noSignal;
    if (status === 429 || status >= 500) return this.dataset.later;
    if (status === 403) return this.dataset.shut;
    if (status === UNKNOWN) return this.dataset.unknown;
    return this.dataset.refused.replace("%s", message === OTHER_RECEIPT ? this.dataset.receipt : message);
  }
}

// A browser without this store keeps nothing, so there is nothing to say.
if (globalThis.indexedDB) {
  customElements.define("yarrow-outbox", Outbox);
  customElements.define("yarrow-sheet", Sheet);
}
