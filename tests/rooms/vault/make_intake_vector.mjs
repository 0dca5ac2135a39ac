// Makes intake_vector.json with WebCrypto, as a browser would seal: node tests/rooms/vault/make_intake_vector.mjs
import { writeFileSync } from "node:fs";

const { subtle } = globalThis.crypto;
const b64 = (bytes) => Buffer.from(bytes).toString("base64");
const text = (value) => new TextEncoder().encode(value);

function boundTo(...parts) {
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}

function pad(bytes) {
  const block = bytes.length < 192 ? 64 : 256;
  const whole = new Uint8Array((Math.floor(bytes.length / block) + 1) * block);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  return whole;
}

const project = "0b1e4f64-0000-4000-8000-000000000001";
const key = "0b1e4f64-0000-4000-8000-000000000002";
const entry = "0b1e4f64-0000-4000-8000-000000000003";
const curve = { name: "ECDH", namedCurve: "P-256" };
const theirs = await subtle.generateKey(curve, true, ["deriveBits"]);
const fresh = await subtle.generateKey(curve, true, ["deriveBits"]);
const shared = await subtle.deriveBits({ name: "ECDH", public: theirs.publicKey }, fresh.privateKey, 256);
const root = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text("yarrow intake v1") };
const aes = await subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
const content = { kind: "people.person", entry_id: entry, payload: { said: { called: "Zoë 🌿" } } };
const iv = crypto.getRandomValues(new Uint8Array(12));
const place = boundTo(project, "identity", entry);
const ct = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: place }, aes, pad(text(JSON.stringify(content))));
const epk = await subtle.exportKey("raw", fresh.publicKey);
const number = (await subtle.exportKey("jwk", theirs.privateKey)).d;

const signer = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
const message = "sealed by a browser";
const signature = await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signer.privateKey, text(message));

const envelope = JSON.stringify({ v: 1, key, epk: b64(epk), iv: b64(iv), ct: b64(ct) });
const vector = {
  project, entry, content, envelope, message,
  private: Buffer.from(number, "base64url").toString("hex"),
  public: b64(await subtle.exportKey("raw", signer.publicKey)),
  signature: b64(signature),
};
writeFileSync(new URL("intake_vector.json", import.meta.url), `${JSON.stringify(vector, null, 1)}\n`);
