// Without a signal the pages that a device keeps stand in; with one, everything comes from the server.
const WITHOUT_SIGNAL = /^\/p\/([^/]+)\/(?:pad(?:\/questions)?|contacts\/.*\/sheet)\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const [, project] = (request.mode === "navigate" && WITHOUT_SIGNAL.exec(pathname)) || [];
  const pad = `/p/${project}/pad/`;
  const isKept = project && pathname.startsWith(pad);
  if (project) event.respondWith(isKept ? keptFirst(request, pathname) : serverFirst(request, pad));
  else if (pathname.startsWith("{{ static_url|escapejs }}")) event.respondWith(serverFirst(request, pathname));
});

async function keptFirst(request, path) {
  return (await caches.match(path)) || fetch(request);
}

async function serverFirst(request, path) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await caches.match(path);
    if (kept) return kept;
    throw problem;
  }
}
