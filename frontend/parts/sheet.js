// <yarrow-sheet>: the shift sheet. With a signal the server takes what is told and the page stays where it is; without
// one, or signed out, or when the server fails, a device seals it, and any other browser keeps it in the page. `data-session` is
// missing on the page that is kept for when there is no signal: that one only ever seals.
import { HELD_MS, put, takeBack } from "./outbox.js";
import { prepare } from "./pad.js";
import { newId } from "./sealing.js";
import { change, look, sealerOf } from "./shelf.js";
import { keepPoints, keepTonight, tonightOf } from "./spare.js";
import { emptied, sealed, wrongWith } from "./told.js";

const PATIENCE_MS = 10000;
// The sheet that was open last is tonight's for so long; clocks that jump make it ask again.
const NIGHT_MS = 16 * 60 * 60 * 1000;

export class Sheet extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector("[data-said]");
    this.device = await sealerOf(this.dataset.project);
    if (this.isPad && !this.device) return this.withoutDevice();
    if (this.isPad) await this.offerShift();
    this.closest("main").addEventListener("submit", (event) => this.take(event));
    this.said.querySelector("button").addEventListener("click", () => this.undo());
    this.dataset.ready = "";
    if (this.device && !this.isPad) await this.remember();
  }

  get isPad() {
    return !this.dataset.session;
  }

  // Only a device seals: without one the page that is kept has nothing to offer.
  withoutDevice() {
    this.form.hidden = true;
    this.say("strange");
  }

  async remember() {
    const { project, session, by, pad } = this.dataset;
    const tonight = { session, by, at: Date.now() };
    await change("tonight", (store) => store.put(tonight, project));
    // What can't be kept now is kept at the next sheet; the sheet itself works without.
    const spares = [keepPoints(this.device), keepTonight(project, tonight)];
    Promise.all([prepare(pad), ...spares]).then(
      ([isKept]) => this.toggleAttribute("data-kept", isKept),
      (problem) => console.info(problem.message),
    );
  }

  async offerShift() {
    const { project } = this.dataset;
    const tonight = (await look("tonight", (store) => store.get(project))) || (await tonightOf(project));
    const isFresh = tonight && Math.abs(Date.now() - tonight.at) < NIGHT_MS;
    this.tonight = tonight;
    this.form.elements.entry_id.value = newId();
    this.querySelector("[data-shift]").hidden = !tonight;
    this.querySelector(`[name=shift][value=${tonight ? "last" : "later"}]`).checked = !tonight || isFresh;
  }

  about() {
    if (!this.isPad) return { session: this.dataset.session, by: this.dataset.by };
    const isLast = this.form.elements.shift.value === "last";
    return isLast ? { session: this.tonight.session, by: this.tonight.by } : { session: "", by: "" };
  }

  async take(event) {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await this.taking(event.target, event.submitter);
    } catch (problem) {
      // What was typed stays in the page, and the page says so.
      this.say("full", problem.message);
    } finally {
      this.isBusy = false;
    }
  }

  async taking(form, button) {
    if (this.isPad) return this.keep();
    const answer = await this.post(form, button);
    if (answer.page) return this.show(answer.page);
    if (form !== this.form) return this.say("notUndone");
    if (!this.device) return this.say(answer.isSignedOut ? "ended" : "stays");
    if (button?.name === "look") return this.say("notFound");
    return this.keep(answer.isSignedOut ? "signedOut" : "written");
  }

  async post(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.append(button.name, button.value);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const sent = () => fetch(form.action, { method: "POST", body, signal: patience.signal });
      let answer = await sent();
      // Signed in again in another tab: the form belongs to the session before.
      if (answer.status === 403 && (await this.renews(body, patience.signal))) answer = await sent();
      const isHere = new URL(answer.url).pathname === location.pathname;
      // A form of a session that has ended is refused, or leads to the page that signs in.
      const isSignedOut = answer.ok ? !isHere : answer.status === 403;
      return { page: answer.ok && isHere && (await answer.text()), isSignedOut };
    } catch {
      return { isSignedOut: false };
    } finally {
      clearTimeout(timer);
    }
  }

  async renews(body, signal) {
    const answer = await fetch(location.href, { signal, cache: "no-store" });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    body.set("csrfmiddlewaretoken", token);
    for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
    return true;
  }

  // The page as the server gave it, in the place of this one: nothing is loaded anew, so nothing can fail to load.
  show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    document.querySelector(".seal")?.remove();
    const seal = page.querySelector(".seal");
    const main = page.querySelector("main");
    const here = this.closest("main");
    if (seal) here.before(seal);
    here.replaceWith(main);
    scrollTo(0, 0);
    const wrong = main.querySelector(".govuk-error-summary");
    wrong?.setAttribute("tabindex", "-1");
    (wrong || main).focus();
  }

  async keep(words = "written") {
    const wrong = wrongWith(this.form) || (this.isPad && !this.form.elements.shift.value && "noShift");
    if (wrong) return this.say(wrong);
    const id = this.form.elements.entry_id.value;
    await put(id, this.dataset.project, await sealed(this.form, this.device, id, this.about()));
    emptied(this.form, newId());
    this.last = id;
    this.say(words);
    this.said.querySelector("button").hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.letGo(), HELD_MS);
  }

  letGo() {
    this.said.querySelector("button").hidden = true;
    document.querySelector("yarrow-outbox").send();
  }

  async undo() {
    const wasHere = await takeBack(this.last);
    this.say(wasHere ? "undone" : "sent");
  }

  say(words, more = "") {
    this.said.hidden = false;
    this.said.querySelector("p").textContent = `${this.dataset[words]} ${more}`.trim();
    this.said.querySelector("button").hidden = true;
    this.said.scrollIntoView({ block: "center" });
  }
}
