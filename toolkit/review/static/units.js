// What is true of a unit: its state in words, how risky it is, which filters it passes.
import { page, unsavedIds } from "./store.js";
import { t } from "./words.js";

export const accepted = (unit) => unit.state === "translated" || unit.state === "reviewed";
export const openRemarks = (unit) => (unit.remarks ?? []).filter((remark) => !remark.resolved);
export const troubles = (unit) => (unit.findings ?? []).filter((finding) => finding.severity !== "info");
const low = (unit) => Boolean(unit.draft?.low) && !accepted(unit);

export function stateName(state) {
  const names = {
    untranslated: () => t("Not translated"), draft: () => t("Machine draft"), stale: () => t("Source changed"),
    fuzzy: () => t("Needs work"), translated: () => t("Accepted"), reviewed: () => t("Signed off"),
  };
  return names[state]?.() ?? state;
}

export const stateIcon = (state) => ({
  untranslated: "circle", draft: "spark", stale: "clock", fuzzy: "pencil", translated: "check", reviewed: "seal",
})[state] ?? "circle";

let typed = new Set();
export const isUnsaved = (unit) => typed.has(unit.id);
export function lookForUnsaved() { typed = new Set(unsavedIds()); }

export const FILTERS = {
  all: { name: () => t("All texts"), fits: () => true },
  open: { name: () => t("To do"), fits: (unit) => !accepted(unit) },
  draft: { name: () => t("Drafts"), fits: (unit) => unit.state === "draft" },
  stale: { name: () => t("Source changed"), fits: (unit) => unit.state === "stale" },
  untranslated: { name: () => t("Not translated"), fits: (unit) => unit.state === "untranslated" },
  findings: { name: () => t("With findings"), fits: (unit) => troubles(unit).length > 0 },
  low: { name: () => t("Low confidence"), fits: low },
  unreviewed: { name: () => t("Not signed off"), fits: (unit) => unit.state !== "reviewed" },
  remarks: { name: () => t("Open remarks"), fits: (unit) => openRemarks(unit).length > 0 },
  unsaved: { name: () => t("Not saved"), fits: isUnsaved },
};

const WEIGHT = { error: 5, warning: 1, info: 0 };
export const risk = (unit) => unit.risk ?? ((unit.findings ?? []).reduce((sum, one) => sum + WEIGHT[one.severity], 0)
  + (unit.state === "stale" ? 3 : 0) + (low(unit) ? 2 : 0) + (accepted(unit) ? 0 : 1)
  + (/\d/.test(unit.source) && !accepted(unit) ? 0.5 : 0));

const held = new WeakMap(); // a unit is a value: its lower-case text never changes
function haystack(unit) {
  let text = held.get(unit);
  if (text === undefined) held.set(unit, text = `${unit.source}\n${unit.target}`.toLocaleLowerCase());
  return text;
}

export function sift() {
  const wanted = page.search.toLocaleLowerCase(), { fits } = FILTERS[page.show] ?? FILTERS.all;
  const units = [...page.units.values()].filter((unit) => fits(unit) && (!wanted || haystack(unit).includes(wanted)));
  if (page.order === "risk") units.sort((a, b) => risk(b) - risk(a));
  return units.map((unit) => unit.id);
}

// Counts are kept, not counted: with ten thousand texts a save has to stay quick.
let counts = {};
let states = {};

function count(unit, by) {
  states[unit.state] += by;
  for (const [name, filter] of Object.entries(FILTERS)) if (name !== "unsaved" && filter.fits(unit)) counts[name] += by;
}

export function putAll(units) {
  page.units = new Map(units.map((unit) => [unit.id, unit]));
  counts = Object.fromEntries(Object.keys(FILTERS).map((name) => [name, 0]));
  states = { reviewed: 0, translated: 0, draft: 0, stale: 0, fuzzy: 0, untranslated: 0 };
  for (const unit of page.units.values()) count(unit, 1);
}

export function put(unit) {
  const old = page.units.get(unit.id);
  if (old) count(old, -1);
  page.units.set(unit.id, unit);
  count(unit, 1);
}

export function tally() {
  return { counts: { ...counts, unsaved: [...typed].filter((id) => page.units.has(id)).length }, states };
}
