// A form marked `data-go-on` sends itself shortly after its page is there; without this, its button does.
const SEEN_MS = 400;

export function goOn(root) {
  const form = root.querySelector("form[data-go-on]");
  if (form) setTimeout(() => form.requestSubmit(), SEEN_MS);
}
