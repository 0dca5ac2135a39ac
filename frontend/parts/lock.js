// <yarrow-lock>: an open page left alone for as long as the server waits does not go on showing names. It is loaded
// anew, which the server answers locked; where something typed and not sent would be lost, the page says that it has
// locked instead. Using any page of this browser counts, so tabs tell each other.
const CHANNEL = "used";
const AFTER_MS = 5000;

export class Lock extends HTMLElement {
  connectedCallback() {
    this.tabs = globalThis.BroadcastChannel && new BroadcastChannel(CHANNEL);
    this.tabs?.addEventListener("message", () => this.wait());
    this.tabs?.postMessage("");
    // A tablet that slept has let its timers sleep too.
    this.look = () => document.visibilityState === "visible" && Date.now() >= this.due && this.lock();
    document.addEventListener("visibilitychange", this.look);
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.tabs?.close();
    document.removeEventListener("visibilitychange", this.look);
  }

  wait() {
    clearTimeout(this.timer);
    const left = Number(this.dataset.after) * 1000 + AFTER_MS;
    this.due = Date.now() + left;
    this.timer = setTimeout(() => this.lock(), left);
  }

  async lock() {
    clearTimeout(this.timer);
    // A form that came back with its mistakes holds what was typed as if it were the page's own.
    if ("answers" in this.dataset || isTyped(document)) return this.say("typed");
    const isHeard = await fetch(location.href, { cache: "no-store" }).then(() => true, () => false);
    // Without a signal the page that a device keeps stands in for its sheet; any other page only covers itself.
    if (isHeard || document.querySelector("yarrow-sheet[data-kept]")) return location.reload();
    document.querySelector("main").hidden = true;
    this.say("covered");
    addEventListener("online", () => location.reload(), { once: true });
  }

  say(words) {
    this.hidden = false;
    this.querySelector("p").textContent = this.dataset[words];
  }
}

// Whether a form of the page holds something that was typed or chosen and not sent.
function isTyped(root) {
  return [...root.querySelectorAll("main form [name]")].some((box) => {
    if (box.type === "hidden" || box.type === "submit") return false;
    if (box.type === "radio" || box.type === "checkbox") return box.checked !== box.defaultChecked;
    if (box.options) return [...box.options].some((one) => one.selected !== one.defaultSelected && isChosen(box));
    return box.value !== box.defaultValue;
  });
}

// A list without a choice marked in the page stands at its first line.
const isChosen = (list) => list.selectedIndex > 0 || [...list.options].some((one) => one.defaultSelected);
