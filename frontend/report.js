// The report page: what is written there is sealed on this phone before it travels, and the pages that answer take the
// place of one another without a trace in the browser's history. Nothing is kept on the phone.
import { seal } from "./parts/sealing.js";
import { isDay, reportOf, withPadding } from "./parts/telling.js";

const MOST_PERSONS = 8;
const STALE = 409;
let kept = {};
// What was written for an addition and has not arrived: it waits here, in the page alone, while the words are asked for.
let unsent = {};

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.dataset.leave) return leave(event, form.dataset.leave, form);
  if (form.id === "report") return told(event, form, submitter);
  if ("quiet" in form.dataset) return quietly(event, form, submitter);
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-leave]");
  if (link) leave(event, link.dataset.leave);
});

// What is typed is gone at once, the visit is ended, and this page is not in the history.
function leave(event, address, form) {
  event.preventDefault();
  for (const one of document.forms) one.reset();
  kept = unsent = {};
  if (form) fetch(form.action, { ...posted(asked(form, ["~go", "leave"])), keepalive: true }).catch(() => {});
  document.querySelector("main").remove();
  location.replace(address);
}

// One of the buttons of the page of questions. Without a way to seal, the server does it as it does without scripts.
function told(event, form, submitter) {
  if (!globalThis.crypto?.subtle) return;
  event.preventDefault();
  const pressed = submitter?.name === "~wording" ? "turn" : (submitter?.value ?? "send");
  if (pressed === "another") return another(form);
  const done = pressed === "send" ? send(form) : turn(form, pressed === "speak");
  done.catch(() => say(document.getElementById("report"), form.dataset.failed));
}

async function send(form, isAgain) {
  const report = reportOf(new FormData(form));
  if (!isDay(report.day, new Date())) return say(form, form.dataset.day);
  if (isEmpty(report)) return say(form, form.dataset.empty);
  const { level, tell } = report.choice;
  if (level === "escrow" && tell === "nobody") return point(form, "tell", form.dataset.told);
  const payload = withPadding({ sent: report, way: "phone", taken_by: "" });
  const answer = await sent(form, payload, form.elements["~entry"].value);
  if (answer?.status === STALE && !isAgain) {
    await turn(form, false, true);
    return send(document.getElementById("report"), true);
  }
  await shown(form, answer);
  if (answer?.ok) form.reset();
}

// Other forms: their answer takes the place of this page. What has words of its own is sealed first.
function quietly(event, form, pressed) {
  const isAdded = form.dataset.seal && pressed?.value === "add";
  if (isAdded && !globalThis.crypto?.subtle) return;
  event.preventDefault();
  (isAdded ? add(form, pressed) : go(form, pressed)).catch(() => say(form, form.dataset.failed ?? "", pressed));
}

const go = async (form, pressed) => shown(form, await post(form, asked(form, [pressed?.name, pressed?.value])), pressed);

async function add(form, pressed) {
  const words = form.elements.words.value.trim();
  if (!words) return say(form, form.dataset.empty, pressed);
  const payload = withPadding({ report: form.dataset.report, words });
  await shown(form, await sent(form, payload, form.elements["~entry"].value, ["~go", "add"]), pressed);
}

// Where this browser cannot seal it after all, the server does, as it does without scripts.
async function sent(form, payload, entry, go = ["~go", "send"]) {
  say(form, form.dataset.sending ?? "");
  return post(form, await sealed(form, payload, entry, go).catch(() => asked(form, go, true)));
}

// The envelope, and of the boxes only those that the page itself filled. The same again is the same bytes: one report.
async function sealed(form, payload, entry, go) {
  const said = JSON.stringify([entry, form.dataset.key, payload]);
  if (kept.said !== said) {
    const to = { compartment: "incident", key: form.dataset.key, point: form.dataset.point };
    kept = { said, envelope: await seal(to, form.dataset.project, entry, form.dataset.seal, payload) };
  }
  const body = new URLSearchParams([go, ["~entry", entry], ["envelope", new TextDecoder().decode(kept.envelope)]]);
  for (const name of ["~in", "~pass", "easy"]) if (form.elements[name]) body.set(name, form.elements[name].value);
  return body;
}

// What a form sends. Words that are to be sealed go with no other button (`isWhole`: they cannot be sealed here).
function asked(form, pressed, isWhole) {
  const body = new URLSearchParams(new FormData(form));
  if (form.dataset.seal && !isWhole) body.delete("words");
  if (pressed[0]) body.set(...pressed);
  return body;
}

function posted(body) {
  return { method: "POST", body, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
}

const post = (form, body) => fetch(form.getAttribute("action"), posted(body)).catch(() => undefined);

async function shown(form, answer, pressed) {
  const isRefused = !answer || answer.status >= 500 || (form.id === "report" && !answer.ok);
  if (isRefused) return say(form, form.dataset.failed ?? "", pressed);
  const page = await read(answer);
  const { report, failed } = form.dataset;
  if (report) unsent = pressed?.value === "add" && answer.ok ? {} : { report, failed, words: form.elements.words?.value };
  kept = {};
  place(page);
  giveBack();
  scrollTo(0, 0);
  (document.querySelector("main [autofocus]") ?? document.getElementById("main")).focus();
}

const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

// What was written stands in the box again, once the same report is open again; until then the page says that it is here.
function giveBack() {
  const form = document.querySelector("form[data-quiet]");
  if (!form || !unsent.words) return;
  if (!form.dataset.report) return say(form, unsent.failed);
  if (form.dataset.report === unsent.report && form.elements.words) form.elements.words.value = unsent.words;
}

// The parts of another page of ours in place of those of this one.
function place(page) {
  for (const name of ["lang", "dir"]) document.documentElement[name] = page.documentElement[name];
  document.title = page.title;
  for (const part of [".skip", ".way", "main"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    else old?.remove();
  }
}

// The page in the other wording, another language, or for a new key: what is typed goes over here, on the phone.
async function turn(form, isSpoken, isSame) {
  const isEasy = Boolean(form.elements.easy) !== !(isSpoken || isSame);
  const language = isSpoken ? form.elements["~language"].value : form.elements["~in"].value;
  const address = new URLSearchParams({ l: language, ...(isEasy && { easy: "1" }) });
  const answer = await fetch(`${form.getAttribute("action")}?${address}`, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const typed = [...new FormData(form)].filter(([name]) => !["~in", "easy", "~language"].includes(name));
  const page = await read(answer);
  // Where reports are not taken any more there are no boxes for what was typed: it stays here.
  if (!page.getElementById("report")) throw new Error("no questions");
  place(page);
  const fresh = document.getElementById("report");
  const persons = typed.find(([name]) => name === "persons")?.[1] ?? 1;
  while (fresh.querySelectorAll("[data-person]").length < persons) another(fresh);
  for (const box of fresh.elements) if (["checkbox", "radio"].includes(box.type)) box.checked = false;
  for (const [name, value] of typed) fill(fresh, name, value);
  document.getElementById("main").focus();
}

function fill(form, name, value) {
  for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (["checkbox", "radio"].includes(box.type)) box.checked ||= box.value === value;
    else box.value = value;
    if (value && box.type !== "hidden") box.closest("details:not([open])")?.toggleAttribute("open", box.checked ?? true);
  }
}

// The same questions once more, empty, for another person.
function another(form) {
  const all = form.querySelectorAll("[data-person]");
  const n = all.length + 1;
  if (n > MOST_PERSONS) return;
  const fresh = all[0].cloneNode(true);
  for (const one of [fresh, ...fresh.querySelectorAll("*")]) {
    for (const name of ["id", "for", "name", "aria-labelledby", "aria-describedby"]) {
      const said = one.getAttribute(name);
      if (said) one.setAttribute(name, said.replace(/\bo1-/g, `o${n}-`).replace("person-1", `person-${n}`));
    }
    if (one.matches("input, textarea")) one.type === "checkbox" ? (one.checked = false) : (one.value = "");
    if (one.matches("select")) one.selectedIndex = 0;
  }
  fresh.querySelector("h3").textContent = form.dataset.person.replace("%s", n);
  all[all.length - 1].after(fresh);
  form.elements.persons.value = n;
  if (n === MOST_PERSONS) form.querySelector("button[value=another]").hidden = true;
  fresh.querySelector("textarea").focus();
}

function isEmpty({ kinds, methods, words, day, hours, place, offenders }) {
  return ![...kinds, ...methods, words, day, hours, place].some(Boolean) &&
    !offenders.some((one) => Object.values(one).some((said) => said.length));
}

// What can't be so, at its field, as the server writes it there.
function point(form, name, words) {
  const box = form.elements[name];
  const line = document.getElementById(`${name}-error`) ?? document.createElement("p");
  Object.assign(line, { id: `${name}-error`, className: "error", textContent: words });
  box.before(line);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", line.id);
  box.focus();
}

// Where somebody looks: above the button that was pressed.
function say(form, words, pressed) {
  const near = pressed?.closest(".acts")?.previousElementSibling;
  const line = near?.matches("[data-said]") ? near : form.querySelector("#said, [data-said]");
  if (line) line.textContent = words;
}
