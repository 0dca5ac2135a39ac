// The one behaviour of pages for people on their own phones: the device reads them aloud. Nothing is kept or fetched.
import { Aloud } from "./parts/aloud.js";

customElements.define("yarrow-aloud", Aloud);
