// Which items the browser asks, for cases on standard input: node asking.mjs < cases.json
import { readFileSync } from "node:fs";

globalThis.HTMLElement = class {};
const { asked } = await import("../../../frontend/parts/questions.js");
const cases = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ conditions, items, typed }) => [
  ...asked(conditions, items, (name) => (typed[name] ?? []).map((text) => text.trim())),
]);
process.stdout.write(JSON.stringify(answers));
