// Forms asked without a signal; loaded on the shift sheet and on the two pages that a device keeps.
import { Asking, Forms } from "./parts/asking.js";

if (globalThis.indexedDB) {
  customElements.define("yarrow-asking", Asking);
  customElements.define("yarrow-forms", Forms);
}
