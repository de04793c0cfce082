// A text of the article, read: source and translation side by side, as the reader will see them.
import { icon, make, unseen } from "./dom.js";
import { findingLines } from "./findings.js";
import { rendered } from "./render.js";
import { roleOf } from "./roles.js";
import { page } from "./store.js";
import { isUnsaved, openRemarks, stateIcon, stateName, troubles } from "./units.js";
import { number, t } from "./words.js";

export function cell(kind, text, codes, unit, more = {}) {
  const source = kind === "source";
  const { look } = roleOf(unit.role);
  return make("div", {
    class: `cell ${kind} look-${look}`, lang: source ? page.overview.source : page.article.locale,
    dir: source ? page.overview.sourceDirection : page.article.direction, ...more,
  }, make("div", { class: "words" }, text ? rendered(text, codes, unit.syntax) : null));
}

export function rowName(unit) {
  const marks = [roleOf(unit.role).name, stateName(unit.state)];
  if (unit.draft?.low) marks.push(t("low confidence"));
  const found = troubles(unit).length, remarks = openRemarks(unit).length;
  if (found) marks.push(t("findings: {n}", { n: number(found) }));
  if (remarks) marks.push(t("open remarks: {n}", { n: number(remarks) }));
  if (isUnsaved(unit)) marks.push(t("not saved"));
  return marks.join(", ");
}

export function stateMark(unit) {
  return make("span", { class: `mark state-${unit.state}`, title: stateName(unit.state) }, icon(stateIcon(unit.state)));
}

// What still wants a look, in words; an accepted text has none and stays quiet.
function caption(unit) {
  const notes = [];
  if (!["translated", "reviewed", "untranslated"].includes(unit.state)) {
    notes.push(make("span", { class: `tone-${unit.state}` }, stateName(unit.state)));
    if (unit.draft?.low) notes.push(make("span", { class: "tone-low" }, t("low confidence")));
  }
  if (isUnsaved(unit)) notes.push(make("span", { class: "tone-low" }, icon("pencil"), t("not saved")));
  const remarks = openRemarks(unit).length;
  if (remarks) notes.push(make("span", { class: "tone-remark" }, icon("remark"), t("remarks: {n}", { n: number(remarks) })));
  const found = unit.findings ?? [];
  if (!notes.length && !found.length) return null;
  return make("div", { class: "below" },
    notes.length ? make("p", { class: "notes-line" }, ...notes) : null,
    found.length ? findingLines(found, { most: 3 }) : null);
}

export function readRow(unit, at, all, { onedit, onfocus }) {
  const role = roleOf(unit.role), current = page.current === unit.id;
  const target = cell("target", unit.target, unit.targetCodes, unit, {
    class: `cell target look-${role.look}${unit.target ? "" : " blank"}`, onclick: () => !getSelection()?.toString() && onedit(unit.id),
    title: t("Click to edit"),
  });
  if (!unit.target) {
    target.lang = document.documentElement.lang;
    target.firstChild.append(t("Not translated yet"));
  }
  const below = caption(unit);
  return make("article", {
    class: `row state-row-${unit.state}${current ? " current" : ""}`, id: `u-${unit.id}`, "data-id": unit.id,
    tabindex: current ? "0" : "-1", "aria-posinset": at + 1, "aria-setsize": all, "aria-label": rowName(unit),
    "aria-current": current ? "true" : null, onfocusin: () => onfocus(unit.id),
  }, make("div", { class: "gutter" }, stateMark(unit), unseen(stateName(unit.state))),
    make("div", { class: "pair" },
      make("div", { class: "side" },
        role.tag || role.column ? make("p", { class: "role" }, role.column ?? role.name) : null,
        cell("source", unit.source, unit.codes, unit)),
      make("div", { class: "side" },
        role.tag || role.column ? make("p", { class: "role spacer", "aria-hidden": "true" }, "\u00a0") : null,
        target, below)));
}

// A row's height before it exists, from the length of its longer text.
export function guessHeight(unit, width) {
  const column = Math.max(180, width / 2 - 48), size = /^heading [12]/.test(unit.role) ? 13 : 8;
  const lines = Math.ceil(Math.max(unit.source.length, unit.target.length) * size / column) || 1;
  const more = unit.state === "translated" || unit.state === "reviewed" ? 0 : 28;
  return 22 + lines * 27 + more;
}
