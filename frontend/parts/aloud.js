// <yarrow-aloud>: the device reads the page aloud. Only voices that live on the device are used: others send the page's
// words to whoever makes them. It stops with a second tap, when the page is left, and when the screen goes dark.
const SAID = "h1, h2, h3, p, li, legend, label, dt, dd, th, td, summary, button";

export class Aloud extends HTMLElement {
  connectedCallback() {
    if (!globalThis.speechSynthesis) return;
    this.button = this.querySelector("button");
    this.note = this.querySelector("[role=status]");
    this.button.addEventListener("click", () => (this.reads ? this.stop() : this.read()));
    this.leave = () => this.stop();
    addEventListener("pagehide", this.leave);
    document.addEventListener("visibilitychange", this.leave);
    this.hidden = false;
  }

  disconnectedCallback() {
    this.stop();
    removeEventListener("pagehide", this.leave);
    document.removeEventListener("visibilitychange", this.leave);
  }

  read() {
    const told = passages(this.closest("main") ?? document.querySelector("main"));
    const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
    const spoken = told.map(({ words, language }) => [words, voices.find((voice) => speaks(voice, language))]);
    if (!spoken.length || spoken.some(([, voice]) => !voice)) return (this.note.textContent = this.dataset.none);
    this.note.textContent = "";
    this.reads = true;
    this.button.textContent = this.dataset.stop;
    for (const [words, voice] of spoken) {
      const passage = new SpeechSynthesisUtterance(words);
      passage.voice = voice;
      passage.lang = voice.lang;
      speechSynthesis.speak(passage);
      this.last = passage;
    }
    this.last.onend = this.leave;
  }

  stop() {
    if (!this.reads) return;
    this.reads = false;
    this.button.textContent = this.dataset.read;
    speechSynthesis.cancel();
  }
}

// What stands on the page in its order, each passage with its language; what is hidden, and this button, is left out.
export function passages(root) {
  return [...root.querySelectorAll(SAID)]
    .filter((one) => !one.querySelector(SAID) && !one.closest("yarrow-aloud, [hidden], [aria-hidden=true], [data-not-aloud]"))
    .filter((one) => one.getClientRects().length)
    .map((one) => ({ words: one.innerText.trim(), language: one.closest("[lang]").lang }))
    .filter(({ words }) => words);
}

function speaks(voice, language) {
  const base = (code) => code.toLowerCase().split(/[-_]/)[0];
  return base(voice.lang) === base(language);
}
