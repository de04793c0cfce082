// Every decision goes to the file at once. What cannot be written now is kept and written later.
import { ask, Unreachable } from "./api.js";
import { askWhich } from "./conflict.js";
import { say } from "./dom.js";
import { emit, on, page, setUnsaved } from "./store.js";
import { accepted, lookForUnsaved, put, tally } from "./units.js";
import { number, t } from "./words.js";

const busy = new Set();
const waiting = new Map(); // id -> what to do when the server is back

export const place = () => ({ locale: page.article.locale, article: page.article.name });
const here = (at) => page.article && at.locale === page.article.locale && at.article === page.article.name;

export function progressText() {
  const { states } = tally(), all = page.units.size;
  return t("{done} of {all} accepted, {signed} signed off",
    { done: number(states.translated + states.reviewed), all: number(all), signed: number(states.reviewed) });
}

const DONE = { save: () => t("Saved, not accepted."), accept: () => t("Accepted."), sign: () => t("Signed off.") };

export async function send(id, action, { next = false, base = null, target = null } = {}) {
  const unit = page.units.get(id), at = place();
  if (!unit || busy.has(id)) return false;
  const editor = page.editor?.id === id ? page.editor : null;
  const mine = target ?? (editor ? editor.field.text : unit.target);
  const from = base ?? editor?.base ?? unit.version;
  if (target === null && action !== "save" && doubtful(id, mine, editor ? editor.findingsOf(mine) : unit.findings)) return false;
  busy.add(id);
  editor?.busy?.(true);
  try {
    const answer = await ask("/api/save", { ...at, id, base: from, target: mine, action, seconds: editor?.seconds ?? 0 });
    busy.delete(id);
    if (answer.clash) return await clash(id, action, answer, mine, next);
    waiting.delete(id);
    if (answer.unit.version !== from) page.done.push({ ...at, id, before: from, after: answer.unit.version });
    setUnsaved(id, null, { locale: at.locale, name: at.article });
    if (!here(at)) return true;
    settle(answer.unit, { close: action !== "save" });
    say(`${DONE[action]()} ${progressText()}`);
    if (next) emit("next", id, action, DONE[action]());
    return true;
  } catch (error) {
    if (error instanceof Unreachable) {
      waiting.set(id, { ...at, action, next, base: from, target: mine });
      setUnsaved(id, { text: mine, base: from }, { locale: at.locale, name: at.article });
      lookForUnsaved();
    } else say(error.message, { bad: true });
    return false;
  } finally {
    busy.delete(id);
    page.editor?.busy?.(false);
  }
}

// An error of the checks may harm a reader: it is accepted only by saying so twice.
const warned = new Map();
function doubtful(id, text, findings) {
  if (!(findings ?? []).some((one) => one.severity === "error") || warned.get(id) === text) return false;
  warned.set(id, text);
  say(t("The checks found an error in this text. Do that again to accept it all the same."), { bad: true });
  return true;
}

// A unit as the server has it now takes the old one's place.
export function settle(unit, { close = false } = {}) {
  const old = page.units.get(unit.id);
  if (!old) return;
  put({ ...unit, risk: unit.risk ?? old.risk, findings: unit.findings ?? old.findings });
  lookForUnsaved();
  const editor = page.editor?.id === unit.id ? page.editor : null;
  if (editor && close) emit("close", { keep: false, redraw: false }); // the line after next draws it
  else if (editor) editor.saved(page.units.get(unit.id));
  emit("unit", unit.id);
}

async function clash(id, action, answer, mine, next) {
  page.editor?.busy(false);
  const { theirs } = answer;
  // The answer to an earlier try was lost on the way: the file has this very text already.
  if (theirs.target === mine) return send(id, action, { next, base: theirs.version, target: mine });
  const choice = await askWhich(page.units.get(id), theirs, mine);
  if (choice === "mine") return send(id, action, { next, base: theirs.version, target: mine });
  waiting.delete(id);
  if (choice === "theirs") {
    setUnsaved(id, null);
    emit("close", { keep: false });
    emit("reload", id);
  } else emit("edit", id, { text: mine, base: theirs.version });
  return false;
}

export async function undo(step = page.done.at(-1)) {
  if (!step) return false;
  const { locale, article, id } = step;
  try {
    const answer = await ask("/api/undo", { locale, article, id, base: step.after, to: step.before });
    page.done = page.done.filter((one) => one !== step);
    if (answer.clash) say(t("Somebody else went on from there, so it was not undone."), { bad: true });
    else {
      // Older steps of the same text go on from the version that is there again.
      say(t("Undone."));
      if (here(step)) {
        settle(answer.unit, { close: true });
        emit("show", id);
      }
    }
    emit("done");
    return !answer.clash;
  } catch (error) {
    say(error instanceof Unreachable ? t("The server does not answer.") : error.message, { bad: true });
    return false;
  }
}

on("reachable", async (back) => {
  if (!back || !page.article) return;
  const kept = [...waiting].filter(([, one]) => here(one));
  for (const [id, one] of kept) await send(id, one.action, { ...one, next: false }); // people are elsewhere by now
  if (page.article) emit("reload", null);
});

