// <yarrow-device>: makes this browser a device that may leave sealed entries (see sealing.js).
import { isKeptFor, prepare } from "./pad.js";
import { leave, newId, newSigningPair, publicPoint, seal } from "./sealing.js";
import { change, deviceOf } from "./shelf.js";

class ThisDevice extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.check = this.querySelector("[data-check]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.trying(() => this.add());
    });
    this.check.querySelector("button").addEventListener("click", () => this.trying(() => this.leaveTest()));
    const known = await deviceOf(this.dataset.project);
    // A device that was shut out is offered the form again; its new key takes the place of the old one.
    if (known && document.querySelector(`[data-device="${known.id}"] form`)) this.known(known);
  }

  // Whatever goes wrong is said in place; nothing fails in silence.
  async trying(step) {
    try {
      await step();
    } catch (problem) {
      this.say(problem.message);
    }
  }

  say(words) {
    this.querySelector("[data-says]").textContent = words;
  }

  known(device) {
    this.device = device;
    this.form.hidden = true;
    this.check.hidden = false;
    this.say(this.dataset.known.replace("%s", device.name));
    this.trying(() => this.keep());
  }

  // Asks the browser not to clear away what waits here, and says whether it promised.
  async keep() {
    await prepare(this.dataset.pad);
    const isKept = await isKeptFor();
    this.querySelector("[data-kept]").textContent = this.dataset[isKept ? "kept" : "notKept"];
  }

  async add() {
    const pair = await newSigningPair();
    const name = this.form.elements.name.value;
    const answer = await fetch(this.form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
      },
      body: JSON.stringify({ name, public_key: await publicPoint(pair) }),
    });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (!isJson) throw new Error(this.dataset.locked);
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    const device = { name, pair, id: said.device, project: said.project, keys: said.keys };
    await change("device", (store) => store.put(device, this.dataset.project));
    this.known(device);
  }

  async leaveTest() {
    const { id, pair, keys, project } = this.device;
    const entryId = newId();
    const to = keys.find((key) => key.compartment === "identity");
    const envelope = await seal(to, project, entryId, "desk.check", { device: id });
    const receipt = await leave(id, pair, entryId, "desk.check", envelope);
    if (receipt.entry_id !== entryId) throw new Error(this.dataset.wrong);
    this.say(this.dataset.left);
  }
}

customElements.define("yarrow-device", ThisDevice);
