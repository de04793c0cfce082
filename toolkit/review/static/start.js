// The first view: which articles there are in a language, how far each is, where to begin.
import { ask } from "./api.js";
import { bar, legend, statesOf, sumOf } from "./bars.js";
import { $, icon, make, unseen } from "./dom.js";
import { write } from "./routes.js";
import { page, setWish, wish } from "./store.js";
import { topBar } from "./top.js";
import { number, percent, said, t } from "./words.js";

const SORTS = {
  risk: { name: () => t("Riskiest first"), by: (a, b) => (b.risk ?? 0) - (a.risk ?? 0) || open(b) - open(a) || a.name.localeCompare(b.name) },
  open: { name: () => t("Most to do first"), by: (a, b) => open(b) - open(a) || a.name.localeCompare(b.name) },
  name: { name: () => t("By name"), by: (a, b) => a.name.localeCompare(b.name) },
};
let watching = 0;
const open = (row) => (row.total ?? 0) - (row.done ?? 0);

export async function showStart(wanted) {
  document.body.dataset.view = "start";
  if (!page.overview) $("main").replaceChildren(make("p", { class: "waiting" }, t("Loading …")));
  page.overview = await ask("/api/overview");
  const { locales } = page.overview;
  const tag = locales.some((one) => one.tag === wanted) ? wanted : locales.some((one) => one.tag === wish("locale", "")) ? wish("locale", "") : locales[0]?.tag;
  page.locale = locales.find((one) => one.tag === tag);
  setWish("locale", tag);
  document.title = t("Review: {language}", { language: page.locale.name });
  topBar(null);
  draw();
  watch();
}

// Findings are looked for in the background; they appear as they become known.
function watch() {
  clearTimeout(watching);
  if (!page.locale.articles.some((row) => row.findings === null)) return;
  watching = setTimeout(async () => {
    if (!$("rows")) return;
    try { page.overview = await ask("/api/overview"); } catch { return; }
    page.locale = page.overview.locales.find((one) => one.tag === page.locale.tag) ?? page.locale;
    if (!$("rows")) return;
    const focused = document.activeElement?.getAttribute("href");
    rowsDrawn();
    if (focused) $("rows").querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    watch();
  }, 2000);
}

function draw() {
  const { locales, user, role, rules } = page.overview, rows = page.locale.articles, states = sumOf(rows);
  const total = Object.values(states).reduce((a, b) => a + b, 0), done = states.reviewed + states.translated;
  const words = rows.reduce((sum, row) => sum + (row.words ?? 0), 0);
  const heading = make("h1", { id: "heading", tabindex: "-1" }, withLanguage());
  $("main").replaceChildren(make("div", { class: "start" },
    make("div", { class: "hero" },
      make("div", { class: "hero-words" }, heading,
        make("p", { class: "lead-line" }, done === total ? t("Every text is accepted. Thank you!") : t("{open} of {all} texts wait for a person.", { open: number(total - done), all: number(total) })),
        make("p", { class: "fine-print" }, user ? t("You sign as {person} ({role}).", { person: user, role: said(role) ?? "" })
          : t("Nobody is named, so nothing can be signed off here: start with toolkit review --user \"Name <mail>\".")),
        rules?.secondPerson ? make("p", { class: "fine-print" }, t("Whoever translated a text cannot be the one who signs it.")) : null),
      make("div", { class: "hero-sum" }, make("p", { class: "big" }, percent(done, total), make("span", {}, t("accepted"))), bar(states), legend(states),
        words ? make("p", { class: "fine-print" }, t("{n} words", { n: number(words) })) : null)),
    make("div", { class: "choose" },
      locales.length > 1 ? make("div", { class: "pills", role: "group", "aria-label": t("Language of the translation") }, ...locales.map((one) => make("a", {
        class: "pill", href: write(one.tag), lang: one.tag, dir: one.direction, "aria-current": one.tag === page.locale.tag ? "page" : null }, one.name))) : null,
      make("span", { class: "push" }),
      make("label", { class: "find" }, icon("search"), unseen(t("Find an article")), make("input", { id: "find", type: "search", placeholder: t("Find an article"), autocomplete: "off", oninput: rowsDrawn })),
      make("label", {}, unseen(t("Order")), make("select", { id: "sort", onchange: (event) => { setWish("sort", event.target.value); rowsDrawn(); } },
        ...Object.entries(SORTS).map(([name, sort]) => make("option", { value: name, selected: wish("sort", "risk") === name }, sort.name()))))),
    make("table", { class: "articles" }, make("caption", { class: "unseen" }, t("Articles")),
      make("thead", {}, make("tr", {}, ...[t("Article"), t("Progress"), t("To do"), t("Findings"), t("Risk"), t("Words")].map((name, at) =>
        make("th", { scope: "col", class: at > 1 ? "figure" : null }, name)))),
      make("tbody", { id: "rows" }))));
  rowsDrawn();
}

// The language's own name keeps its own direction and voice inside our sentence.
function withLanguage() {
  const [before, after = ""] = t("Articles in {language}").split("{language}");
  return [before, make("span", { lang: page.locale.tag, dir: page.locale.direction }, page.locale.name), after];
}

function rowsDrawn() {
  const wanted = $("find").value.toLocaleLowerCase(), sort = SORTS[$("sort").value] ?? SORTS.risk;
  const rows = page.locale.articles.filter((row) => `${row.name} ${row.title ?? ""}`.toLocaleLowerCase().includes(wanted)).sort(sort.by);
  $("rows").replaceChildren(...rows.length ? rows.map(line) : [make("tr", {}, make("td", { colspan: "6", class: "empty" }, t("No article fits.")))]);
}

function line(row) {
  const states = statesOf(row), href = write(page.locale.tag, row.name);
  if (row.problem) {
    return make("tr", { class: "problem" }, make("th", { scope: "row" }, make("span", { class: "title" }, row.name)),
      make("td", { colspan: "5" }, icon("warning"), ` ${said(row.problem)}`));
  }
  return make("tr", { onclick: (event) => { if (!event.target.closest("a") && !getSelection()?.toString()) location.hash = href; } },
    make("th", { scope: "row" }, make("a", { href, class: "title", lang: page.overview.source, dir: "auto" }, row.title || row.name),
      row.critical ? make("span", { class: "critical" }, t("critical")) : null,
      row.title ? make("span", { class: "path", dir: "ltr" }, row.name) : null),
    make("td", { class: "progress", "data-name": t("Progress") }, bar(states), make("span", { class: "figure-line" }, percent(row.done, row.total))),
    make("td", { class: "figure", "data-name": t("To do") }, open(row) ? number(open(row)) : make("span", { class: "all-done" }, icon("check"), unseen(t("nothing")))),
    make("td", { class: "figure", "data-name": t("Findings") }, row.findings === null || row.findings === undefined ? "…" : row.findings ? make("span", { class: "has-findings" }, number(row.findings)) : "–"),
    make("td", { class: "figure", "data-name": t("Risk"), title: t("Findings, low confidence, changed sources, numbers and negations, added up") },
      row.risk === null || row.risk === undefined ? "…" : number(Math.round(row.risk))),
    make("td", { class: "figure", "data-name": t("Words") }, row.words === undefined ? "" : number(row.words)));
}

