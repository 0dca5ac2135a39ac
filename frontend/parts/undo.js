// The offer to undo leaves after ten seconds, unless someone is at it with the keyboard or a pointer.
const SHOWN_MS = 10000;

export class Undo extends HTMLElement {
  connectedCallback() {
    this.timer = setTimeout(() => this.leave(), SHOWN_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  leave() {
    if (this.matches(":focus-within, :hover")) this.timer = setTimeout(() => this.leave(), 1000);
    else this.remove();
  }
}
