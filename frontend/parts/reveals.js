// A field that belongs to one answer shows when that answer is chosen. Without this module it shows always.
export function watchReveals(root) {
  const shows = [...root.querySelectorAll("[data-reveals]")];
  if (!shows.length) return;
  const refresh = () => {
    for (const input of shows) document.getElementById(input.dataset.reveals).hidden = !input.checked;
  };
  root.addEventListener("change", refresh);
  refresh();
}
