// Everything here improves a page that already works: without it forms post and links lead on.
import { ErrorSummary, Radios, Checkboxes, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const Part of [ErrorSummary, Radios, Checkboxes]) createAll(Part);
