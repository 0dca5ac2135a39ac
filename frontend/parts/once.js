// A second tap within two seconds does not send a form twice (the server takes it once anyway).
const QUIET_MS = 2000;

export function sendOnce(root) {
  const sent = new WeakMap();
  root.addEventListener("submit", (event) => {
    const before = sent.get(event.target);
    if (before && event.timeStamp - before < QUIET_MS) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });
}
