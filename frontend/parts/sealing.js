// Seals and signs what this device leaves, the way yarrow.vault.intake opens it. Keys to read don't exist here.
const INFO = new TextEncoder().encode("yarrow intake v1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };

export const coded = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const decoded = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);

// The signing pair: the private half can't be taken out of the browser, not even by this script.
export function newSigningPair() {
  return crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
}

export async function publicPoint(pair) {
  return coded(await crypto.subtle.exportKey("raw", pair.publicKey));
}

// Each part with its length before it, so that two places can't run together.
function boundTo(...parts) {
  const pieces = parts.flatMap((part) => {
    const bytes = utf8(part);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  });
  return joined(pieces);
}

function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
}

// To 64 bytes, from 192 on to multiples of 256, so that the length of a note says little.
function padded(bytes) {
  const block = bytes.length < 192 ? 64 : 256;
  const whole = new Uint8Array(Math.ceil((bytes.length + 1) / block) * block);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  return whole;
}

// `to`: {compartment, key, point} as the server gave it; `bell`: {point, rings}, one bit for the server beside it, of
// one length whatever it says (yarrow.vault.bell). The envelope's bytes.
export async function seal(to, project, entryId, kind, payload, bell) {
  const content = { kind, entry_id: entryId, written_at: new Date().toISOString(), payload };
  const box = await boxed(to.point, boundTo(project, to.compartment, entryId), content);
  const beside = bell && { bell: await boxed(bell.point, boundTo(project, "bell", entryId), bell.rings ? 1 : 0) };
  return utf8(JSON.stringify({ v: 1, key: to.key, ...box, ...beside }));
}

async function boxed(point, additionalData, content) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", decoded(point), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const stretch = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: INFO };
  const key = await crypto.subtle.deriveKey(stretch, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = padded(utf8(JSON.stringify(content)));
  const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain);
  const epk = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { epk: coded(epk), iv: coded(iv), ct: coded(ct) };
}

async function sign(pair, entryId, kind, envelope) {
  const message = joined([utf8(`${entryId}\n${kind}\n`), envelope]);
  return coded(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message));
}

// So long an answer is waited for.
const PATIENCE_MS = 20000;

// Sends one envelope without cookies; the receipt, or an Error with the server's sentence and its `status` (none
// where no answer came).
export async function leave(device, pair, entryId, kind, envelope) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE_MS);
  const answer = await fetch(`/in/${device}/`, {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    signal: patience.signal,
    headers: {
      "Content-Type": "application/octet-stream",
      "Yarrow-Entry": entryId,
      "Yarrow-Kind": kind,
      "Yarrow-Signature": await sign(pair, entryId, kind, envelope),
    },
    body: envelope,
  });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const said = isJson ? await answer.json() : { error: answer.statusText };
  if (!answer.ok) throw Object.assign(new Error(said.error), { status: answer.status });
  return said;
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return asId(crypto.getRandomValues(new Uint8Array(16)), 4);
}

// The id of an entry's note: version 5 over the entry's id, as yarrow.contacts.inbox_openers makes it.
export async function noteId(entryId) {
  const bytes = Uint8Array.from(entryId.replace(/-/g, "").match(/../g), (pair) => Number.parseInt(pair, 16));
  const sum = await crypto.subtle.digest("SHA-1", joined([bytes, utf8("note")]));
  return asId(new Uint8Array(sum).slice(0, 16), 5);
}

function asId(b, version) {
  b[6] = (b[6] & 0x0f) | (version << 4);
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
