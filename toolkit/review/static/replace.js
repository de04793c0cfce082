// Search and replace over an article or a language: first everything is shown, then one chooses.
import { ask, Unreachable } from "./api.js";
import { showDiff } from "./diff.js";
import { button, make } from "./dom.js";
import { findingLines } from "./findings.js";
import { settle, undo } from "./saving.js";
import { emit, on, page } from "./store.js";
import { number, said, t } from "./words.js";

function open() {
  if (!page.article || document.querySelector("dialog[open]")) return;
  if (page.editor) emit("close", { keep: true });
  const { locale, name, direction } = page.article, own = { lang: locale, dir: direction };
  const field = (id, label) => make("label", {}, label, make("input", { id, type: "text", autocomplete: "off", spellcheck: "true", ...own }));
  const tick = (id, label) => make("label", { class: "tick" }, make("input", { id, type: "checkbox" }), label);
  const found = make("div", { class: "hits", id: "hits" });
  const told = make("p", { class: "fine-print", role: "status" });
  const apply = button(t("Replace the chosen ones"), () => run(), { kind: "lead", disabled: true, id: "replace-run" });
  let hits = [];
  const form = make("form", { class: "replace-form", onsubmit: (event) => { event.preventDefault(); look(); } },
    field("replace-find", t("Find in the translations")), field("replace-with", t("Replace with")),
    make("div", { class: "ticks" }, tick("replace-case", t("Match case")), tick("replace-words", t("Whole words")), tick("replace-all", t("In all articles of this language"))),
    make("div", { class: "buttons" }, make("button", { id: "replace-look" }, t("Show what would change")), apply, button(t("Close"), () => dialog.close(), { kind: "quiet" })));
  const dialog = make("dialog", { id: "replacing", class: "wide", "aria-labelledby": "replace-title", onclose: () => dialog.remove() },
    make("h2", { id: "replace-title" }, t("Search and replace")),
    make("p", { class: "fine-print" }, t("Only words of translations are replaced, never codes. Each change can be undone on its own.")), form, told, found);
  document.body.append(dialog);
  dialog.showModal();

  const get = (id) => dialog.querySelector(`#${id}`);
  const question = () => ({ locale, article: get("replace-all").checked ? null : name, find: get("replace-find").value, replacement: get("replace-with").value,
    matchCase: get("replace-case").checked, wholeWords: get("replace-words").checked, regex: false });
  const fail = (error) => { told.textContent = error instanceof Unreachable ? t("The server does not answer.") : error.message; };
  let asked = null;

  async function look() {
    if (!get("replace-find").value) { get("replace-find").focus(); return; }
    try {
      asked = question();
      const answer = await ask("/api/replace", { ...asked, apply: null });
      hits = answer.hits;
      told.textContent = hits.length ? t("Found: {n}", { n: number(hits.length) }) + (answer.more ? ` ${t("There are more; they come after these.")}` : "") : t("Nothing found.");
      found.replaceChildren(...hits.length ? [make("ul", {}, ...hits.map(hitLine))] : []);
      count();
    } catch (error) { fail(error); }
  }

  function hitLine(hit, at) {
    return make("li", {}, make("label", { class: "hit" }, make("input", { type: "checkbox", checked: true, "data-at": at, onchange: count }),
      make("span", {}, showDiff(hit.diff, own), hit.article !== name || asked.article === null ? make("span", { class: "path", dir: "ltr" }, hit.article) : null)),
    hit.findings?.length ? findingLines(hit.findings) : null);
  }

  const chosen = () => [...found.querySelectorAll("input:checked")].map((box) => hits[Number(box.dataset.at)]);
  function count() {
    const { length } = chosen();
    apply.disabled = !length;
    apply.querySelector(".label").textContent = length ? t("Replace the chosen ones ({n})", { n: number(length) }) : t("Replace the chosen ones");
  }

  async function run() {
    const wanted = chosen();
    try {
      const answer = await ask("/api/replace", { ...asked, apply: wanted.map(({ article, id, version }) => ({ article, id, base: version })) });
      const steps = answer.done.map(({ article, unit }) => {
        const hit = wanted.find((one) => one.article === article && one.id === unit.id);
        return { locale, article, id: unit.id, before: hit.version, after: unit.version, hit };
      });
      page.done.push(...steps);
      for (const { article, unit } of answer.done) if (page.article?.name === article) settle(unit);
      emit("done");
      told.textContent = t("Replaced: {n}", { n: number(steps.length) });
      apply.disabled = true;
      hits = [];
      found.replaceChildren(make("ul", {}, ...steps.map((step) => make("li", { class: "done-line" }, showDiff(step.hit.diff, own),
        button(t("Undo"), async (event) => {
          const line = event.currentTarget.closest("li");
          if (await undo(step)) line.replaceChildren(make("p", own, step.hit.before), make("span", { class: "fine-print" }, t("Undone.")));
        }, { kind: "small", shape: "undo" }))), ...(answer.refused ?? []).map((one) => make("li", { class: "error-line" }, said(one.error)))));
    } catch (error) { fail(error); }
  }
}

on("replace", open);
