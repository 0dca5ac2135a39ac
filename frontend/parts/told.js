// A shift sheet as its form tells it: what yarrow.contacts.inbox_openers.leave_sheet leaves of a locked one.
import { noteId, seal } from "./sealing.js";

const CONTACT = "contacts.contact";
const NOTE = "contacts.entry_note";
// What belongs to the page, and the note, which lies in an envelope of its own for holders of notes.
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "entry_id", "find", "note", "shift"]);

// A form sends its lines so; the server compares what came twice.
const asSent = (text) => text.replace(/\r?\n/g, "\r\n");

function fieldsOf(form) {
  const sent = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.has(name)) (sent[name] ||= []).push(asSent(value));
  }
  return Object.fromEntries(Object.entries(sent).filter(([, values]) => values.some(Boolean)));
}

// The name of what is wrong with the form, or "": the same questions that the server's form asks.
export function wrongWith(form) {
  const said = (name) => new FormData(form).get(name)?.trim();
  const who = said("who") || said("n_people");
  const named = said("name") || said("is_new");
  if (who && named) return "both";
  if (!who && !named) return "nobody";
  if (said("who") === "not_known:more" && !said("n_people")) return "nobody";
  return "";
}

// The sealed parts of one sheet. `about`: {session, by}, random ids or "".
export async function sealed(form, device, entryId, about) {
  const note = asSent(form.elements.note.value).trim();
  const payload = { session: about.session, form: fieldsOf(form), written_by: about.by, noted: Boolean(note) };
  const parts = [await part(device, "identity", entryId, CONTACT, payload)];
  if (note) parts.push(await part(device, "notes", await noteId(entryId), NOTE, { entry: entryId, text: note }));
  return parts;
}

async function part(device, compartment, id, kind, payload) {
  const to = device.keys.find((key) => key.compartment === compartment);
  return { id, kind, envelope: await seal(to, device.project, id, kind, payload) };
}

// Empty for the next one, on the same shift. What was told is not left in the page.
export function emptied(form, entryId) {
  for (const box of form.elements) {
    if (box.name === "shift") continue;
    if (box.type === "radio" || box.type === "checkbox") box.checked = box.name === "zone" && box.defaultChecked;
    else if (box.name && box.type !== "hidden" && box.type !== "submit") box.value = "";
  }
  form.elements.entry_id.value = entryId;
}
