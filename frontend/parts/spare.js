// The second copy of what waits, in the browser's other store. Chromium throws a damaged IndexedDB away whole, and
// starts an empty one; then what waits is put back from here, and sealing goes on with the points kept here. Only the
// key that signs is gone, so the device has to be added again before it sends.
//
// /waits/<entry id> → {id, project, parts: [{id, kind, envelope}], madeAt}, as sealed as the entry itself
// /points/<project> → {project, keys}: what a device seals to
// /tonight/<project> → {session, by, at}: random ids of the sheet that was open last
const NAME = "spare";

const store = () => globalThis.caches && caches.open(NAME);
const bytes = new TextEncoder();
const text = new TextDecoder();

async function write(path, content) {
  await (await store())?.put(path, new Response(JSON.stringify(content)));
}

export function keepEntry({ id, project, parts, madeAt }) {
  const asText = parts.map((part) => ({ ...part, envelope: text.decode(part.envelope) }));
  return write(`/waits/${id}`, { id, project, parts: asText, madeAt });
}

export async function dropEntry(id) {
  await (await store())?.delete(`/waits/${id}`);
}

async function read(path) {
  const kept = await (await store())?.match(path);
  return kept && kept.json();
}

export const keepPoints = ({ project, keys }) => write(`/points/${project}`, { project, keys });
export const keepTonight = (project, tonight) => write(`/tonight/${project}`, tonight);

// Where there is no device any more: what it sealed to. It can't send.
export const pointsOf = (project) => read(`/points/${project}`);
export const tonightOf = (project) => read(`/tonight/${project}`);

// Ids of the entries of the second copy.
export async function ids() {
  const paths = ((await (await store())?.keys()) || []).map((request) => new URL(request.url).pathname);
  return paths.filter((path) => path.startsWith("/waits/")).map((path) => path.slice("/waits/".length));
}

export async function entryOf(id) {
  const entry = await read(`/waits/${id}`);
  const parts = entry.parts.map((part) => ({ ...part, envelope: bytes.encode(part.envelope) }));
  return { ...entry, parts };
}
