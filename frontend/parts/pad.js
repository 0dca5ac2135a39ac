// Makes a device ready to write without a signal: its two pages and their files are kept, with nobody's data.
const CACHE = "page";

// Resolves true once everything is kept; false where the browser can't, or nobody is signed in.
export async function prepare(pad) {
  if (!navigator.serviceWorker || !globalThis.caches) return false;
  await navigator.serviceWorker.register("/keep.js", { scope: "/", updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  return (await keep(pad)) && keep(`${pad}questions/`);
}

// A kept page that is older is fetched anew on whatever page there is a signal, so that a form that was added is there.
const OLD_MS = 15 * 60 * 1000;

export async function renewOld(pad) {
  const kept = await globalThis.caches?.match(`${pad}questions/`);
  const age = Date.now() - Date.parse(kept?.headers.get("Date"));
  return age > OLD_MS && prepare(pad);
}

async function keep(path) {
  const answer = await fetch(path, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const files = [...page.querySelectorAll("link[href], script[src]")];
  const paths = files.map((file) => file.getAttribute("href") || file.getAttribute("src"));
  const cache = await caches.open(CACHE);
  await cache.addAll(paths);
  await cache.put(path, answer);
  return true;
}

// Whether the browser promised to keep what is stored here until somebody deletes it.
export async function isKeptFor() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
