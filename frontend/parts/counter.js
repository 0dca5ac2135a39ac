// A number box between two big buttons. Without this module it is a number box.
export class Counter extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input");
    const words = this.closest(".govuk-form-group")?.querySelector("label")?.textContent.trim();
    for (const button of this.querySelectorAll("[data-step]")) {
      button.hidden = false;
      if (words) button.lastElementChild.textContent += `: ${words}`;
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    this.box.addEventListener("focus", () => this.box.select());
  }

  step(by) {
    const lowest = this.box.min === "" ? -Infinity : Number(this.box.min);
    const highest = this.box.max === "" ? Infinity : Number(this.box.max);
    const next = (Number.parseInt(this.box.value, 10) || 0) + by;
    this.box.value = String(Math.min(highest, Math.max(lowest, next)));
    this.box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
