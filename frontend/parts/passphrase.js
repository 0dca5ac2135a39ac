// A button that shows what was typed; hidden again when the form is sent, so that nothing stays readable.
export class Passphrase extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    const button = this.querySelector("button");
    button.hidden = false;
    const show = (shown) => {
      box.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.addEventListener("click", () => show(box.type === "password"));
    box.form?.addEventListener("submit", () => show(false));
  }
}
