// Which day a report page takes, for cases on standard input: node telling.mjs < cases.json, in the zone of TZ.
// A case: {now: the moment, day, month, year: as typed}; out comes [what is sent, whether it is taken].
import { readFileSync } from "node:fs";
import { dayOf, isDay } from "../../frontend/parts/telling.js";

const happened = ({ now, day, month, year }) => {
  const said = dayOf(day, month, year, new Date(now));
  return [said, isDay(said, new Date(now))];
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(happened)));
