// <yarrow-asking>: a form is asked without a signal, from the page that is kept. Each page is sealed as it is answered
// and takes the place of the one before; nothing of it can be read here afterwards.
// <yarrow-forms>: the way there. From an open sheet it stays in the same document, so that tonight's faces can be chosen
// and are never stored.
import { applying, boxesOf, dangerous, isAnswered, LARGEST, unread, whoOf } from "./filled.js";
import { HELD_MS, put, renew, takeBack } from "./outbox.js";
import { newId, seal } from "./sealing.js";
import { look, sealerOf } from "./shelf.js";

const KIND = "measures.filling";
// A form that is not finished is sent as a draft after so long without a word; sooner once an answer is dangerous.
const DRAFT_MS = 60 * 1000;

export class Forms extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.link.addEventListener("click", (event) => this.open(event));
    this.sheet = this.closest("yarrow-sheet");
    // At its first visit the page is kept only after the sheet stands.
    new MutationObserver(() => this.offer()).observe(this.sheet, { attributeFilter: ["data-kept"] });
    this.offer();
  }

  async offer() {
    const page = await this.kept();
    this.hidden = !(page?.querySelector("template[data-form]") && (await sealerOf(this.sheet.dataset.project)));
  }

  async kept() {
    const answer = await globalThis.caches?.match(this.link.pathname);
    return answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  async open(event) {
    event.preventDefault();
    const here = this.closest("main");
    const main = (await this.kept()).querySelector("main");
    const asking = main.querySelector("yarrow-asking");
    asking.sheet = here;
    asking.by = this.sheet.dataset.by;
    asking.faces = [...here.querySelectorAll(".face__input")].map((box) => ({
      id: box.value.split(":")[1],
      name: box.nextElementSibling.firstChild.textContent.trim(),
    }));
    // Under what is asked, for afterwards; one main at a time has the name.
    here.hidden = true;
    here.removeAttribute("id");
    here.after(main);
    scrollTo(0, 0);
    main.focus();
  }
}

export class Asking extends HTMLElement {
  async connectedCallback() {
    const { project } = this.dataset;
    this.device = await sealerOf(project);
    this.querySelector("[data-strange]").hidden = Boolean(this.device);
    if (!this.device) return;
    this.by ??= (await look("tonight", (store) => store.get(project)))?.by ?? "";
    this.steps = Object.fromEntries([...this.querySelectorAll("[data-step]")].map((one) => [one.dataset.step, one]));
    this.drawFaces();
    this.isEasy = false;
    const { begin, ask } = this.steps;
    begin.addEventListener("change", () => this.showAgreement());
    begin.addEventListener("submit", (event) => (event.preventDefault(), this.begin()));
    ask.addEventListener("submit", (event) => (event.preventDefault(), this.next()));
    this.addEventListener("click", ({ target }) => this[target.closest("button[data-do]")?.dataset.do]?.());
    this.show("begin");
    this.dataset.ready = "";
  }

  drawFaces() {
    const place = this.querySelector("[data-faces]");
    // Where no form is kept, nobody is asked for; the page says so.
    if (!place) return;
    place.hidden = !this.faces?.length;
    const one = place.querySelector("template").content;
    for (const { id, name } of this.faces ?? []) {
      const chip = one.cloneNode(true);
      Object.assign(chip.querySelector("input"), { value: id, id: `face_of_${id}` });
      Object.assign(chip.querySelector("label"), { textContent: name, htmlFor: `face_of_${id}` });
      place.querySelector(".chips").append(chip);
    }
  }

  show(name) {
    for (const [step, element] of Object.entries(this.steps)) element.hidden = step !== name;
    this.wrong(name, "");
    scrollTo(0, 0);
    const head = this.steps[name].querySelector("h1, [data-calm-place] h1");
    head?.setAttribute("tabindex", "-1");
    if (name !== "begin") head?.focus();
  }

  wrong(name, words, about = "") {
    const said = this.querySelector(`[data-step=${name}] [data-wrong]`);
    if (!said) return;
    said.hidden = !words;
    said.querySelector("p").textContent = words && `${about} ${this.dataset[words]}`.trim();
    if (words) said.scrollIntoView({ block: "center" });
  }

  get chosen() {
    const value = new FormData(this.steps.begin).get("form");
    return value && this.querySelector(`template[data-form="${CSS.escape(value)}"]`);
  }

  showAgreement() {
    this.querySelector("[data-agree]").hidden = !this.chosen?.hasAttribute("data-asks-danger");
  }

  begin() {
    const { begin, ask } = this.steps;
    const said = Object.fromEntries(new FormData(begin));
    const who = whoOf(begin);
    const needs = this.chosen?.hasAttribute("data-asks-danger");
    if (!this.chosen) return this.wrong("begin", "noForm");
    if (typeof who === "string") return this.wrong("begin", who);
    if (!said.occasion || !said.answered_by || !said.how) return this.wrong("begin", "noHow");
    if (needs && !said.agreed) return this.wrong("begin", "noAgreed");
    const { version, language, dangers } = this.chosen.dataset;
    const { occasion, answered_by, how } = said;
    this.about = { version, who, said: { occasion, answered_by, how, language, agreed: needs ? said.agreed : "" } };
    this.dangers = JSON.parse(dangers);
    Object.assign(this, { first: newId(), nSent: 0, isAsking: false, worriedAt: "", told: {}, at: 0, isAll: false });
    this.entry = "";
    this.saving = Promise.resolve();
    const drawn = this.chosen.content.cloneNode(true);
    this.querySelector("[data-calm-place]").replaceChildren(drawn.querySelector("[data-calm]"));
    this.querySelector("[data-questions]").replaceChildren(drawn);
    this.sayIn(this.isEasy);
    this.querySelector("[data-title]").textContent = this.chosen.dataset.title;
    // In the hands of the person nothing leads back to the names.
    if (how === "device") this.forgetNames();
    begin.reset();
    this.turnTo(0);
  }

  forgetNames() {
    this.sheet?.remove();
    this.sheet = this.faces = null;
    for (const one of document.querySelectorAll("body > header, body > footer, .seal")) one.remove();
    this.querySelector("[data-faces]").hidden = true;
    this.querySelector("[data-faces] .chips").replaceChildren();
  }

  get blocks() {
    return applying(this.steps.ask);
  }

  turnTo(at) {
    const { blocks } = this;
    this.at = Math.max(0, at);
    if (this.at >= blocks.length) return this.end();
    this.show("ask");
    for (const one of this.querySelectorAll("[data-one]")) one.hidden = !this.isAll && one !== blocks[this.at];
    const words = this.isAll ? "" : this.dataset.progress.replace("%k", this.at + 1).replace("%n", blocks.length);
    this.querySelector("[data-progress-place]").textContent = words;
    this.querySelector("[data-do=back]").hidden = this.isAll || !this.at;
    this.querySelector("[data-do=turn]").textContent = this.dataset[this.isAll ? "single" : "all"];
  }

  turn() {
    this.leave(() => {
      this.isAll = !this.isAll;
      this.turnTo(this.at);
    });
  }

  back() {
    this.leave(() => this.turnTo(Math.min(this.at, this.blocks.length) - 1));
  }

  next() {
    const { blocks } = this;
    const [bad] = unread(this.isAll ? blocks : [blocks[this.at]], boxesOf(this.steps.ask));
    if (bad) {
      const words = bad.querySelector("legend, label").textContent.trim();
      return this.wrong("ask", "unread", `“${words}”`);
    }
    this.leave(() => this.turnTo(this.isAll ? this.blocks.length : this.at + 1));
  }

  // What stands in the boxes is kept, wherever it goes on; the calm page comes first where an answer newly asks for it.
  leave(onward) {
    const now = dangerous(this.dangers, this.blocks, boxesOf(this.steps.ask));
    const isFresh = Object.keys(now).some((key) => now[key] !== this.told[key]);
    this.told = now;
    if (isFresh) this.worriedAt ||= new Date().toISOString();
    this.onward = onward;
    this.keep(false);
    if (isFresh) this.show("calm");
    else onward();
  }

  goOn() {
    this.onward();
  }

  contact() {
    this.isAsking = true;
    const calm = this.querySelector("[data-calm-place]");
    calm.querySelector("[data-do=contact]").hidden = true;
    calm.querySelector("[data-asked]").hidden = false;
    this.keep(false);
  }

  end() {
    const { blocks } = this;
    const boxes = boxesOf(this.steps.ask);
    const n = blocks.filter((one) => isAnswered(one, boxes)).length;
    this.querySelector("[data-counted]").textContent = this.dataset.counted.replace("%k", n).replace("%n", blocks.length);
    this.show("end");
  }

  finish() {
    return this.close(true, "written");
  }

  stop() {
    if (!this.entry && !Object.keys(boxesOf(this.steps.ask)).length) return this.again();
    this.leave(() => this.close(false, "stopped"));
  }

  async close(isFinished, words) {
    if (this.isClosing) return;
    this.isClosing = true;
    const isKept = await this.keep(isFinished, HELD_MS);
    this.isClosing = false;
    if (!isKept) return;
    this.querySelector("[data-questions]").replaceChildren();
    this.querySelector("[data-calm-place]").replaceChildren();
    this.querySelector("[data-do=toSheet]").hidden = !this.sheet;
    const isTheirs = this.about.said.how === "device";
    this.querySelector("[data-hand-back]").hidden = !isTheirs;
    this.about = null;
    this.show("done");
    this.say(words, true);
    this.timer = setTimeout(() => this.letGo(), HELD_MS);
  }

  letGo() {
    this.querySelector("[data-do=undo]").hidden = true;
    document.querySelector("yarrow-outbox")?.send();
  }

  say(words, isUndoable) {
    this.querySelector("[data-told]").textContent = this.dataset[words];
    this.querySelector("[data-do=undo]").hidden = !isUndoable;
  }

  async undo() {
    clearTimeout(this.timer);
    // Of what went in parts the first are gone.
    const isBack = !this.nSent && (await takeBack(this.entry));
    this.say(isBack ? "undone" : "sent", false);
  }

  again() {
    // The next one begins with the usual words.
    this.sayIn(false);
    this.show("begin");
  }

  turnWording() {
    this.sayIn(!this.isEasy);
  }

  sayIn(isEasy) {
    this.isEasy = isEasy;
    for (const one of this.querySelectorAll("[data-usual]")) one.hidden = isEasy;
    for (const one of this.querySelectorAll("[data-easy]")) one.hidden = !isEasy;
  }

  toSheet() {
    this.sheet.id = "main";
    this.sheet.hidden = false;
    this.closest("main").remove();
  }

  // One saving after the other. False where nothing could be written down; what was typed is still in the page then.
  keep(isFinished, heldMs = this.worriedAt ? HELD_MS : DRAFT_MS) {
    const boxes = boxesOf(this.steps.ask);
    this.saving = this.saving.then(() => this.write(boxes, isFinished, heldMs)).catch((problem) => {
      const open = Object.keys(this.steps).find((name) => !this.steps[name].hidden);
      this.wrong(open, "full", problem.message);
      return false;
    });
    return this.saving;
  }

  async write(boxes, isFinished, heldMs) {
    const payload = this.payload(boxes, isFinished);
    if (new TextEncoder().encode(JSON.stringify(payload)).length > LARGEST) throw new Error(this.dataset.tooLong);
    const { project } = this.dataset;
    if (this.entry && (await renew(this.entry, project, [await this.part(payload)], heldMs))) return true;
    // What was kept before was sent by now: this goes on with the same filling, under an id of its own.
    if (this.entry) this.nSent += 1;
    this.entry = this.entry ? newId() : this.first;
    await put(this.entry, project, [await this.part(this.payload(boxes, isFinished))], heldMs);
    return true;
  }

  payload(boxes, isFinished) {
    const { version, who, said } = this.about;
    const answered_at = this.worriedAt || new Date().toISOString();
    return {
      version,
      filling: this.nSent ? this.first : "",
      who,
      said: { ...said, answered_at, n_sent: this.nSent },
      boxes,
      asks_contact: this.isAsking,
      is_finished: isFinished,
      written_by: this.by,
    };
  }

  async part(payload) {
    const to = this.device.keys.find((key) => key.compartment === "notes");
    // Rung as the person agreed, or because they asked for it.
    const isTold = this.about.said.agreed === "yes" && Object.keys(this.told).length > 0;
    const bell = this.dataset.bell && { point: this.dataset.bell, rings: this.isAsking || isTold };
    const envelope = await seal(to, this.device.project, this.entry, KIND, payload, bell);
    return { id: this.entry, kind: KIND, envelope };
  }
}
