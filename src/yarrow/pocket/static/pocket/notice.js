// Whoever wants notices on this phone presses a button: what the browser gives for it goes into the form.
const box = document.querySelector("[data-notices]");

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

// Nothing can be subscribed to before the worker is there; it serves no page, so `ready` would never come.
function isThere(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return undefined;
  return new Promise((there) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && there());
  });
}

async function subscribe() {
  const registration = await navigator.serviceWorker.register(box.dataset.worker);
  await isThere(registration);
  const key = bytes(box.dataset.notices);
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function take() {
  const status = box.querySelector("[role=status]");
  try {
    const subscription = await subscribe();
    document.querySelector("input[name=push]").value = JSON.stringify(subscription);
    status.textContent = box.dataset.done;
  } catch {
    status.textContent = box.dataset.none;
  }
}

if (box && navigator.serviceWorker && globalThis.PushManager) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", take);
}
