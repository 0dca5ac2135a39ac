// The one database of this browser: what makes it a device, and what waits sealed to be sent. Nothing in it can be read.
//
// device    project → {name, pair, id, project, keys}: the key it signs with can't be taken out
// entries   n → {id, project, parts: [{id, kind, envelope}], madeAt, heldMs, heldUntil, tries}
// tonight   project → {session, by, at}: random ids of the sheet that was open here last, and when
import { openDB } from "idb";
import { pointsOf } from "./spare.js";

const STORES = {
  device: {},
  entries: { keyPath: "n", autoIncrement: true },
  tonight: {},
};

export function shelf() {
  return openDB("outbox", 2, {
    upgrade(db) {
      for (const [name, options] of Object.entries(STORES)) {
        if (db.objectStoreNames.contains(name)) continue;
        const store = db.createObjectStore(name, options);
        if (name === "entries") store.createIndex("id", "id", { unique: true });
      }
    },
    // A newer page in another tab waits for nobody.
    blocking: (_from, _to, event) => event.target.close(),
  });
}

// Runs `step` on one store; resolves only once the change stands on disk, as far as the browser can say.
export async function change(name, step) {
  const db = await shelf();
  try {
    const deed = db.transaction(name, "readwrite", { durability: "strict" });
    const [result] = await Promise.all([step(deed.store), deed.done]);
    return result;
  } finally {
    db.close();
  }
}

export async function look(name, step) {
  const db = await shelf();
  try {
    return await step(db.transaction(name).store);
  } finally {
    db.close();
  }
}

export const deviceOf = (project) => look("device", (store) => store.get(project));

// A device, or what is left of one whose store was thrown away: it still seals.
export const sealerOf = async (project) => (await deviceOf(project)) || pointsOf(project);
