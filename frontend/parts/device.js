// <yarrow-device>: makes this browser a device that may leave sealed entries (see sealing.js).
import { openDB } from "idb";
import { leave, newSigningPair, publicPoint, seal } from "./sealing.js";

const STORE = "device";

function shelf() {
  return openDB("outbox", 1, { upgrade: (db) => db.createObjectStore(STORE) });
}

class ThisDevice extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.check = this.querySelector("[data-check]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.trying(() => this.add());
    });
    this.check.querySelector("button").addEventListener("click", () => this.trying(() => this.leaveTest()));
    const known = await (await shelf()).get(STORE, this.dataset.project);
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
    await (await shelf()).put(STORE, device, this.dataset.project);
    this.known(device);
  }

  async leaveTest() {
    const { id, pair, keys, project } = this.device;
    const entryId = crypto.randomUUID ? crypto.randomUUID() : fallbackId();
    const to = keys.find((key) => key.compartment === "identity");
    const envelope = await seal(to, project, entryId, "desk.check", { device: id });
    const receipt = await leave(id, pair, entryId, "desk.check", envelope);
    if (receipt.entry_id !== entryId) throw new Error(this.dataset.wrong);
    this.say(this.dataset.left);
  }
}

function fallbackId() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

customElements.define("yarrow-device", ThisDevice);
