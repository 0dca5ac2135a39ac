// Everything here improves a page that already works: without it forms post and links lead on.
import { ErrorSummary, createAll } from "govuk-frontend";
import { Aloud } from "./parts/aloud.js";
import { Counter } from "./parts/counter.js";
import { Filter } from "./parts/filter.js";
import { Lock } from "./parts/lock.js";
import { Passphrase } from "./parts/passphrase.js";
import { Questions } from "./parts/questions.js";
import { Undo } from "./parts/undo.js";
import { goOn } from "./parts/going.js";
import { sendOnce } from "./parts/once.js";
import { watchReveals } from "./parts/reveals.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ErrorSummary);
customElements.define("yarrow-aloud", Aloud);
customElements.define("yarrow-counter", Counter);
customElements.define("yarrow-filter", Filter);
customElements.define("yarrow-lock", Lock);
customElements.define("yarrow-passphrase", Passphrase);
customElements.define("yarrow-questions", Questions);
customElements.define("yarrow-undo", Undo);
sendOnce(document);
goOn(document);
watchReveals(document);
