// What stands in the boxes of a form that is asked without a signal: what applies, what can't be read, what is
// dangerous, and what is sealed of it (yarrow.measures.taking opens it through the same rules as a typed one).
import { UNREAD, answers } from "./questions.js";

const KINDS = { number: "number", day: "date", moment: "moment", time: "time" };
// A receipt is given for 64 KiB, and sealing makes a third more.
export const LARGEST = 44 * 1024;

// Name of the box → its texts, without the page's own boxes and without empty ones.
export function boxesOf(form) {
  const boxes = {};
  for (const [name, text] of new FormData(form)) {
    if (!name.startsWith("~")) (boxes[name] ??= []).push(`${text}`.trim());
  }
  return Object.fromEntries(Object.entries(boxes).filter(([, texts]) => texts.some(Boolean)));
}

// The blocks of the questions that apply now, in order.
export function applying(root) {
  return [...root.querySelectorAll("[data-one]")].filter((one) => {
    for (let at = questionIn(one); at !== one; at = at.parentElement) if (at.hidden) return false;
    return true;
  });
}

const questionIn = (one) => one.querySelector(`[data-item="${CSS.escape(one.dataset.one)}"]`);

const said = (boxes, key) =>
  Object.entries(boxes).filter(([name]) => name === key || name.startsWith(`${key}~`)).map(([, texts]) => texts);

export const isAnswered = (one, boxes) => said(boxes, one.dataset.one).length > 0;

// Blocks whose answer can't be read, as far as a browser can tell.
export function unread(blocks, boxes) {
  return blocks.filter((one) => {
    const { kind } = questionIn(one).dataset;
    const key = one.dataset.one;
    return kind in KINDS && answers(KINDS[kind], (part) => boxes[key + part] ?? []).includes(UNREAD);
  });
}

// Key → what was answered, of each answer that asks for a safe response. `dangers`: key → texts.
export function dangerous(dangers, blocks, boxes) {
  const found = {};
  for (const { dataset } of blocks) {
    const wanted = dangers[dataset.one] ?? [];
    const given = boxes[dataset.one] ?? [];
    const isNumber = questionIn(document.querySelector(`[data-one="${CSS.escape(dataset.one)}"]`)).dataset.kind === "number";
    const same = (text, other) => text === other || (isNumber && text !== "" && Number(text) === Number(other));
    if (given.some((text) => wanted.some((other) => same(text, other)))) found[dataset.one] = given.join();
  }
  return found;
}

// Who it is for, as the first page says: {person}, {name, is_new} or {}; or the name of what is wrong.
export function whoOf(form) {
  const typed = new FormData(form);
  const [person, name, unknown] = ["person", "name", "unknown"].map((box) => (typed.get(box) ?? "").trim());
  if ([person, name, unknown].filter(Boolean).length > 1) return "bothWho";
  if (person) return { person };
  if (name) return { name, is_new: typed.has("is_new") };
  return unknown ? {} : "noWho";
}
