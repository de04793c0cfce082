// Progress as a bar of five colours, with the same said in words.
import { make } from "./dom.js";
import { stateName } from "./units.js";
import { number } from "./words.js";

export const ORDER = ["reviewed", "translated", "draft", "fuzzy", "stale", "untranslated"];

// Numbers of the overview's row, by state.
export function statesOf(row) {
  const reviewed = row.reviewed ?? 0, draft = row.drafts ?? 0, stale = row.stale ?? 0, untranslated = row.untranslated ?? 0;
  const translated = Math.max(0, (row.done ?? 0) - reviewed);
  return { reviewed, translated, draft, stale, untranslated, fuzzy: Math.max(0, (row.total ?? 0) - reviewed - translated - draft - stale - untranslated) };
}

export function sumOf(rows) {
  const all = Object.fromEntries(ORDER.map((state) => [state, 0]));
  for (const row of rows) for (const [state, count] of Object.entries(statesOf(row))) all[state] += count;
  return all;
}

const said = (states) => ORDER.filter((state) => states[state]).map((state) => `${stateName(state)}: ${number(states[state])}`).join(", ");

export function bar(states) {
  const total = ORDER.reduce((sum, state) => sum + states[state], 0) || 1;
  return make("div", { class: "bar", role: "img", "aria-label": said(states) || number(0), title: said(states) }, ...ORDER.filter((state) => states[state]).map((state) => {
    const part = make("span", { class: `part fill-${state}` });
    part.style.flexGrow = String(states[state] / total); // a number of ours, never a text
    return part;
  }));
}

export function legend(states) {
  return make("ul", { class: "legend" }, ...ORDER.filter((state) => states[state]).map((state) =>
    make("li", {}, make("span", { class: `dot fill-${state}`, "aria-hidden": "true" }), `${stateName(state)} `, make("strong", {}, number(states[state])))));
}
