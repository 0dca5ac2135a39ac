// What stands in the boxes of the report page, as yarrow.safety.told reads it (and pocket/report_form.py without scripts).
const LINES = ["phones", "plates", "online", "names"];
const ONCE = ["age", "height", "build", "hair", "face", "vehicle_kind", "vehicle_colour", "address", "words"];
const TEXTS = ["words", "place", "reach", "reporter", "hours", "setting", "zone"];
const MOST_LINES = 10;
const STEP = 8 * 1024;

export function reportOf(data) {
  const one = (name) => String(data.get(name) ?? "").trim();
  const report = { language: one("~in"), day: dayOf(western(one("day")), one("month"), one("year"), new Date()), offenders: [] };
  for (const name of TEXTS) report[name] = one(name);
  for (const name of ["kinds", "methods"]) report[name] = data.getAll(name);
  report.choice = { level: one("level"), tell: one("tell"), release: one("release") };
  for (let n = 1; n <= Number(one("persons")); n += 1) {
    const offender = { marks: data.getAll(`o${n}-marks`) };
    for (const name of LINES) offender[name] = linesOf(one(`o${n}-${name}`));
    for (const name of ONCE) offender[name] = one(`o${n}-${name}`);
    report.offenders.push(offender);
  }
  return report;
}

// One line each; what is more than is taken stands together in the last.
function linesOf(text) {
  const lines = text.split(/[\n,;،؛，、；]/).map((line) => line.trim()).filter(Boolean);
  const rest = lines.splice(MOST_LINES - 1).join(" ");
  return rest ? [...lines, rest] : lines;
}

// Digits as the keyboards of Arabic, Persian and Thai give them: their last four bits are the number.
const western = (text) => text.replace(/[٠-٩۰-۹๐-๙]/g, (sign) => sign.codePointAt(0) & 15);

// A day or a month, as far as it was said; without a year it is the last one that has been.
export function dayOf(day, month, year, now) {
  if (!day && !month && !year) return "";
  const wanted = year || (month ? String(now.getFullYear() - (Number(month) > now.getMonth() + 1 ? 1 : 0)) : "");
  return [wanted, month.padStart(2, "0"), ...(day ? [day.padStart(2, "0")] : [])].join("-");
}

// Whether that is a day, or a month, that has been where this phone is; "" is left out.
export function isDay(said, now) {
  if (!said) return true;
  const [year, month, day = "01"] = said.split("-");
  const on = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(said) || on.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return false;
  return on.getTime() <= Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

// As long as nearly every other: its length tells nothing.
export function withPadding(payload) {
  const length = new TextEncoder().encode(JSON.stringify({ ...payload, pad: "" })).length;
  return { ...payload, pad: "0".repeat((STEP - (length % STEP)) % STEP) };
}
