// Seals as a device does: [{to, project, entry, kind, payload, bell}] on the way in, envelopes on the way out.
// With "plain" the planted fault: nothing is sealed.
import { seal } from "../../frontend/parts/sealing.js";

if (process.argv.includes("plain")) crypto.subtle.encrypt = async (_how, _key, plain) => plain;
let asked = "";
for await (const part of process.stdin) asked += part;
const envelopes = [];
for (const { to, project, entry, kind, payload, bell } of JSON.parse(asked)) {
  envelopes.push(new TextDecoder().decode(await seal(to, project, entry, kind, payload, bell)));
}
console.log(JSON.stringify(envelopes));
