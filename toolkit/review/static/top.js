// The bar above: where one is, and what works everywhere.
import { bar } from "./bars.js";
import { $, button, icon, make } from "./dom.js";
import { write } from "./routes.js";
import { undo } from "./saving.js";
import { emit, page } from "./store.js";
import { tally } from "./units.js";
import { percent, t } from "./words.js";

export function topBar(article) {
  const end = make("div", { class: "actions" },
    article ? button(t("Undo"), () => undo(), { shape: "undo", id: "undo", disabled: !page.done.length, title: t("Undo the last decision (U)") }) : null,
    article ? button(t("Replace"), () => emit("replace"), { shape: "replace", id: "replace", title: t("Search and replace (R)") }) : null,
    article ? button(t("Preview"), () => emit("preview"), { shape: "eye", id: "toggle", "aria-pressed": "false", title: t("The page as its readers will see it (P)") }) : null,
    button(t("Help"), () => emit("help"), { shape: "help", id: "keys", title: t("Keys and signs (?)") }),
    button(t("Settings"), () => emit("settings"), { shape: "settings", id: "settings" }));
  $("top").replaceChildren(...[
    article ? make("a", { class: "back", href: write(article.locale), title: t("All articles") }, icon("back", "flip"), make("span", { class: "label" }, t("Articles")))
      : make("p", { class: "brand" }, icon("seal"), t("Review")),
    article ? make("div", { class: "where" }, make("h1", { id: "heading", tabindex: "-1" }, make("span", { lang: page.overview.source, dir: "auto", class: "title" }, article.title || article.name),
      article.critical ? make("span", { class: "critical" }, t("critical")) : null),
      make("div", { class: "how-far", id: "how-far" })) : null,
    end].filter(Boolean));
  if (article) howFar();
}

export function howFar() {
  if (!$("how-far")) return;
  const { states } = tally(), all = page.units.size;
  $("how-far").replaceChildren(bar(states), make("span", { class: "fine-print" }, percent(states.reviewed + states.translated, all)));
  $("undo").disabled = !page.done.length;
}
