// What a page does about the kept pages, for cases on standard input: node keeping.mjs < cases.json
// A case: {kept: ISO day of the kept page or null, answers: what the server says to each request, in turn}.
import { readFileSync } from "node:fs";

const NOW = Date.parse("2026-03-14T21:30:00Z");
Date.now = () => NOW;
const pad = await import("../../frontend/parts/pad.js");

async function happened({ kept, answers }) {
  const asked = [];
  const put = [];
  const said = [...answers];
  globalThis.DOMParser = class {
    parseFromString() {
      return { querySelectorAll: () => [{ getAttribute: (name) => (name === "src" ? "/desk.js" : null) }] };
    }
  };
  globalThis.fetch = async (path, how) => {
    asked.push([path, how.cache, how.credentials]);
    const answer = said.shift() ?? "ok";
    if (answer === "no signal") throw new TypeError("Failed to fetch");
    return {
      ok: answer !== "broken",
      redirected: answer === "signed out",
      clone: () => ({ text: async () => "<html></html>" }),
    };
  };
  const cache = {
    addAll: async (paths) => {
      if (answers.includes("no files")) throw new TypeError("Failed to fetch");
      put.push(...paths);
    },
    put: async (path) => put.push(path),
  };
  const headers = new Map([["Date", kept === "no day" ? null : kept]]);
  globalThis.caches = { match: async () => (kept === null ? undefined : { headers }), open: async () => cache };
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: { serviceWorker: { register: async () => {}, ready: Promise.resolve() } },
  });
  let came;
  try {
    came = await pad.renewOld("/p/pad/");
  } catch (problem) {
    came = problem.message;
  }
  return { came, asked, put };
}

const found = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) found.push(await happened(one));
process.stdout.write(JSON.stringify(found));
