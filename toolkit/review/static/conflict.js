// Two people changed the same text: both are shown, and nothing is written before somebody chose.
import { make } from "./dom.js";
import { showDiff, wordDiff } from "./diff.js";
import { page } from "./store.js";
import { stateName } from "./units.js";
import { person, t } from "./words.js";

export function askWhich(theirs, mine) {
  const own = { lang: page.article.locale, dir: page.article.direction };
  const choice = (value, label, lead) => make("button", { value, class: lead ? "lead" : null, onclick: () => dialog.close(value) }, label);
  const dialog = make("dialog", { id: "clash", "aria-labelledby": "clash-title", "aria-describedby": "clash-about" },
    make("h2", { id: "clash-title" }, t("Somebody else changed this text")),
    make("p", { id: "clash-about" }, t("Nothing has been written yet. Which one shall stand in the file?")),
    make("div", { class: "versus" },
      make("section", {},
        make("h3", {}, theirs.person ? t("In the file now, by {person}", { person: person(theirs.person) }) : t("In the file now")),
        make("p", { class: "fine-print" }, stateName(theirs.state)),
        make("p", { id: "theirs", class: "words", ...own }, theirs.target || t("(empty)"))),
      make("section", {},
        make("h3", {}, t("Yours")), make("p", { class: "fine-print" }, t("not saved")),
        make("p", { id: "mine", class: "words", ...own }, mine || t("(empty)")))),
    showDiff(wordDiff(theirs.target, mine, page.article.locale), { label: t("From theirs to yours"), ...own, kind: "boxed" }),
    make("div", { class: "buttons" }, choice("theirs", t("Keep theirs")), choice("mine", t("Use mine")), choice("edit", t("Edit further"), true)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue || "edit"); // Esc decides nothing: one goes on editing
  }, { once: true }));
}
