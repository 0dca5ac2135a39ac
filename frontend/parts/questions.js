// Hides what doesn't apply while answers change: <form><yarrow-questions data-conditions='…'> <div data-item="a"> …
// Without this module everything is asked, and the server leaves out what doesn't apply (methods/forms/conditions.py;
// tests/spec/forms holds both to the same cases). An answer that can't be read yet leaves open what depends on it.
export const UNREAD = Symbol("unread");
const two = (text) => text.padStart(2, "0");

function day(d, m, y) {
  if (!d && !m && !y) return "";
  return /^\d\d? \d\d? (\d\d){1,2}$/.test(`${d} ${m} ${y}`) ? `${y.padStart(4, "20")}-${two(m)}-${two(d)}` : UNREAD;
}

function clock(text) {
  const parts = /^(\d\d?)[:.](\d\d)$/.exec(text);
  return text && (parts ? `${two(parts[1])}:${parts[2]}:00` : UNREAD);
}

function moment(on, at) {
  if (on === UNREAD || at === UNREAD || (at && !on)) return UNREAD;
  return at ? `${on}T${at}` : on;
}

const number = (text) => text && (/^[+-]?\d{1,15}([.,]\d{1,9})?$/.test(text) ? Number(text.replace(",", ".")) : UNREAD);

// The answers to a question: `boxes(part)` are the texts in its boxes; of radios and tick boxes, in the ticked ones.
export function answers(kind, boxes) {
  if (boxes("~skip").some(Boolean)) return [];
  const [whole, days, months, years, times] = ["", "~day", "~month", "~year", "~time"].map(boxes);
  const read = { number, time: clock, date: () => UNREAD, moment: () => UNREAD }[kind] ?? ((text) => text);
  return [
    ...whole.filter((text) => text !== "~other" && text !== "~rather-not").map(read),
    ...days.map((d, n) => moment(day(d, months[n], years[n]), clock(times[n] ?? ""))),
    ...boxes("~other").map((text) => text && `~${text}`),
  ].filter((one) => one !== "");
}

const ORDER = { ">": (a, b) => a > b, "<": (a, b) => a < b, ">=": (a, b) => a >= b, "<=": (a, b) => a <= b };

function holds([, operator, kind, wanted], given) {
  if (given.includes(UNREAD)) return true;
  if (operator === "exists") return given.length > 0 === wanted;
  const is = ORDER[operator] ?? ((a, b) => a === b);
  // A moment without a time is compared as a day.
  const cut = (one, other) => (kind === "moment" ? one.slice(0, other.length) : one);
  return given.some((one) => is(cut(one, wanted), cut(wanted, one))) !== (operator === "!=");
}

// Names of the items that apply. `items` are [name, name of the item around] in the order of the page. A question that
// isn't on the page has been asked before, and the server knows what it decides.
export function asked(conditions, items, boxes) {
  const names = new Set(items.map(([name]) => name));
  const found = new Set();
  for (const [name, parent] of items) {
    if (parent && !found.has(parent)) continue;
    const [, id, , times] = /^(.+?)(@([\d.]+))?$/s.exec(name);
    const { any, when = [] } = conditions[id] ?? {};
    const one = (rule) => {
      const key = nearest(rule[0], times, names);
      return !key || holds(rule, found.has(key) ? answers(rule[2], (part) => boxes(key + part)) : []);
    };
    if (!when.length || (any ? when.some(one) : when.every(one))) found.add(name);
  }
  return found;
}

// In a group that is filled in several times, the question of the same time, else the one further out.
function nearest(id, times, names) {
  for (let at = times; at; at = at.replace(/\.?\d+$/, "")) if (names.has(`${id}@${at}`)) return `${id}@${at}`;
  return names.has(id) && id;
}

export class Questions extends HTMLElement {
  connectedCallback() {
    this.conditions = JSON.parse(this.dataset.conditions);
    const refresh = () => this.refresh();
    this.oninput = this.onchange = refresh;
    // A browser that comes back to a page fills its boxes in late.
    addEventListener("pageshow", refresh);
    refresh();
  }

  refresh() {
    const all = [...this.querySelectorAll("[data-item]")];
    const items = all.map((one) => [one.dataset.item, one.parentElement.closest("[data-item]")?.dataset.item]);
    const texts = {};
    for (const [name, text] of new FormData(this.closest("form"))) (texts[name] ??= []).push(`${text}`.trim());
    const found = asked(this.conditions, items, (name) => texts[name] ?? []);
    for (const one of all) one.hidden = !found.has(one.dataset.item);
  }
}
