// Two people changed the same text: both are shown, and nothing is written before somebody chose.
import { ask } from "./api.js";
import { comparable, showDiff, wordDiff } from "./diff.js";
import { make } from "./dom.js";
import { partsOf } from "./parts.js";
import { rendered } from "./render.js";
import { page } from "./store.js";
import { stateName } from "./units.js";
import { person, t } from "./words.js";

// Both as their readers would see them; without an answer, as they stand in the file.
async function codesOf(id, target) {
  try {
    return (await ask("/api/check", { locale: page.article.locale, article: page.article.name, id, target })).codes ?? [];
  } catch { return []; }
}

export async function askWhich(unit, theirs, mine) {
  const [hers, ours] = await Promise.all([codesOf(unit.id, theirs.target), codesOf(unit.id, mine)]);
  const parts = (text, codes) => partsOf(text, codes, unit.syntax);
  const own = { lang: page.article.locale, dir: page.article.direction };
  const choice = (value, label, lead) => make("button", { value, class: lead ? "lead" : null, autofocus: lead, onclick: () => dialog.close(value) }, label);
  const dialog = make("dialog", { id: "clash", "aria-labelledby": "clash-title", "aria-describedby": "clash-about" },
    make("h2", { id: "clash-title" }, t("Somebody else changed this text")),
    make("p", { id: "clash-about" }, t("Nothing has been written yet. Which one shall stand in the file?")),
    make("div", { class: "versus" },
      make("section", {},
        make("h3", {}, theirs.person ? t("In the file now, by {person}", { person: person(theirs.person) }) : t("In the file now")),
        make("p", { class: "fine-print" }, stateName(theirs.state)),
        make("p", { id: "theirs", class: "words", ...own }, theirs.target ? rendered(theirs.target, hers, unit.syntax) : t("(empty)"))),
      make("section", {},
        make("h3", {}, t("Yours")), make("p", { class: "fine-print" }, t("not saved")),
        make("p", { id: "mine", class: "words", ...own }, mine ? rendered(mine, ours, unit.syntax) : t("(empty)")))),
    showDiff(wordDiff(comparable(parts(theirs.target, hers)), comparable(parts(mine, ours)), page.article.locale), {
      label: t("From theirs to yours"), ...own, kind: "boxed", parts: [...parts(theirs.target, hers), ...parts(mine, ours)], unit }),
    make("div", { class: "buttons" }, choice("theirs", t("Keep theirs")), choice("mine", t("Use mine")), choice("edit", t("Edit further"), true)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue || "edit"); // Esc decides nothing: one goes on editing
  }, { once: true }));
}
