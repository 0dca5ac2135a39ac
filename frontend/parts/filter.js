// Narrows the listed faces while typing: <yarrow-filter><input …><ul> <li data-words="kim quay"> …
// Nothing is asked of the server, so what is typed goes nowhere until the form is sent.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

export class Filter extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("[data-filter]");
    this.lines = [...this.querySelectorAll("[data-words]")];
    this.said = this.querySelector("[data-filter-said]");
    if (!this.box) return;
    this.box.addEventListener("input", () => this.narrow());
    this.narrow();
  }

  narrow() {
    const wanted = plain(this.box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const line of this.lines) {
      const words = plain(line.dataset.words);
      const isChosen = line.querySelector("input")?.checked;
      const fits = wanted.every((word) => words.includes(word));
      line.hidden = !isChosen && !fits;
      if (fits) shown += 1;
    }
    if (this.said) this.said.textContent = wanted.length ? this.said.dataset[shown ? "some" : "none"].replace("%n", shown) : "";
  }
}
