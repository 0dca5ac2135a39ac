// What waits on this device: sealed entries, put once, sent in order, taken off only when their receipt fits.
import { leave } from "./sealing.js";
import { change, deviceOf, look } from "./shelf.js";
import * as spare from "./spare.js";

// So long an entry can be taken back before it is sent.
export const HELD_MS = 10000;
// The status of a browser that lost what it signs with.
export const UNKNOWN = 401;
const CHANGED = "outbox-changed";
// What the page says when a receipt does not fit: <yarrow-outbox data-receipt>.
export const OTHER_RECEIPT = "receipt";

// parts: [{id, kind, envelope}]. Resolves when it is written, twice; the same entry twice is one.
export async function put(id, project, parts, heldMs = HELD_MS) {
  const entry = made(id, project, parts, heldMs);
  await add(entry);
  // Without a second copy it stands all the same.
  await spare.keepEntry(entry).catch((problem) => console.info(problem.message));
  told();
}

function made(id, project, parts, heldMs) {
  const madeAt = Date.now();
  return { id, project, parts, madeAt, heldMs, heldUntil: madeAt + heldMs, tries: 0 };
}

// A newer whole takes the place of what waits under this id; false where that was sent by now.
export function renew(id, project, parts, heldMs) {
  return alone({}, async () => {
    const entry = made(id, project, parts, heldMs);
    const isHere = await change("entries", async (store) => {
      const n = await store.index("id").getKey(id);
      if (n !== undefined) await store.put({ ...entry, n });
      return n !== undefined;
    });
    if (isHere) await spare.keepEntry(entry).catch((problem) => console.info(problem.message));
    told();
    return isHere;
  });
}

function add(entry) {
  return change("entries", async (store) => {
    if (!(await store.index("id").getKey(entry.id))) await store.add(entry);
  });
}

// What a browser threw away with a damaged store is put back. An entry whose receipt had come is sent once more then,
// and the server takes it once.
export function mend() {
  return alone({}, async () => {
    const here = new Set((await look("entries", (store) => store.getAll())).map((entry) => entry.id));
    const lost = (await spare.ids()).filter((id) => !here.has(id));
    const entries = await Promise.all(lost.map(spare.entryOf));
    entries.sort((a, b) => a.madeAt - b.madeAt);
    for (const entry of entries) await add({ ...entry, heldUntil: 0, tries: 0 });
  });
}

// Whether it was still here to be taken back.
export function takeBack(id) {
  return alone({}, async () => {
    // First the second copy, so that it does not bring back what was taken back.
    await spare.dropEntry(id);
    const wasHere = await change("entries", async (store) => {
      const key = await store.index("id").getKey(id);
      if (key !== undefined) await store.delete(key);
      return key !== undefined;
    });
    told();
    return wasHere;
  });
}

export const nWaiting = () => look("entries", (store) => store.count());

export function onChange(listen) {
  addEventListener(CHANGED, listen);
  return () => removeEventListener(CHANGED, listen);
}

const told = () => dispatchEvent(new Event(CHANGED));

// Two tabs don't send at once. Where a browser can't promise that, the server takes the same bytes once.
function alone(options, step) {
  return navigator.locks ? navigator.locks.request("outbox", options, step) : step(true);
}

// Sends what may be sent; the problem that stopped it, if any: {status, message}, status 0 for no answer.
// `isAsked`: also what could still be taken back.
export function send(isAsked = false) {
  return alone(isAsked ? {} : { ifAvailable: true }, async (mine) => {
    if (!mine) return null;
    const problem = await sendAll(isAsked);
    told();
    return problem;
  });
}

async function sendAll(isAsked) {
  let met = null;
  const shut = new Set();
  for (const entry of await look("entries", (store) => store.getAll())) {
    if ((isHeld(entry) && !isAsked) || shut.has(entry.project)) continue;
    const problem = await sendOne(entry);
    if (!problem) continue;
    met = problem;
    // Without an answer, or with the server in trouble, the next would fare no better; a device that was shut out
    // stays so. What is wrong with one entry does not hold up the others.
    if (problem.status === 0 || problem.status === 429 || problem.status >= 500) break;
    if (problem.status === 403 || problem.status === UNKNOWN) shut.add(entry.project);
  }
  return met;
}

// A clock that was put back must not hold an entry for a day.
function isHeld(entry) {
  const left = entry.heldUntil - Date.now();
  return left > 0 && left <= (entry.heldMs ?? HELD_MS);
}

async function sendOne(entry) {
  try {
    const device = await deviceOf(entry.project);
    if (!device) return { status: UNKNOWN, message: "" };
    for (const part of entry.parts) await deliver(device, part);
    await change("entries", (store) => store.delete(entry.n));
    await spare.dropEntry(entry.id);
    return null;
  } catch (problem) {
    await change("entries", async (store) => {
      const kept = await store.get(entry.n);
      if (kept) await store.put({ ...kept, tries: kept.tries + 1 });
    });
    return { status: problem.status || 0, message: problem.message };
  }
}

async function deliver(device, part) {
  const receipt = await leave(device.id, device.pair, part.id, part.kind, part.envelope);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", part.envelope));
  const digest = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (receipt.entry_id !== part.id || receipt.digest !== digest) {
    throw Object.assign(new Error(OTHER_RECEIPT), { status: 409 });
  }
}
