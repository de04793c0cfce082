// An article: the list of its texts, what is current, what is open, and moving about.
import { address, ask, Unreachable } from "./api.js";
import { $, debounced, make, say } from "./dom.js";
import { Editor } from "./editor.js";
import { Feed } from "./feed.js";
import { filterBar, filtersFollow, readFilters } from "./filters.js";
import { hear } from "./live.js";
import { highlight, previewPane, startPreview } from "./preview.js";
import { stay, write } from "./routes.js";
import { guessHeight, readRow } from "./row.js";
import { progressText, settle } from "./saving.js";
import { emit, on, page, setWish } from "./store.js";
import { howFar, topBar } from "./top.js";
import { accepted, lookForUnsaved, put, putAll, sift } from "./units.js";
import { t } from "./words.js";

let feed = null;
let fetching = null;

export async function showArticle(route) {
  const same = page.article && page.article.locale === route.locale && page.article.name === route.article && $("texts");
  if (same) {
    if (readFilters(route)) resift();
    if (route.unit && route.unit !== page.current && page.units.has(route.unit)) show(route.unit);
    return;
  }
  leaveArticle();
  $("main").replaceChildren(make("p", { class: "waiting" }, t("Loading …")));
  page.overview ??= await ask("/api/overview");
  page.locale = page.overview.locales.find((one) => one.tag === route.locale) ?? null;
  const told = await ask(address("/api/article", { locale: route.locale, article: route.article }));
  page.article = told;
  putAll(told.units);
  delete told.units;
  setWish("locale", told.locale);
  readFilters(route);
  lookForUnsaved();
  document.body.dataset.view = "article";
  document.title = t("{article} – {language}", { article: told.title || told.name, language: page.locale?.name ?? told.locale });
  topBar(told);
  build();
  const first = page.units.has(route.unit) ? route.unit : page.shown[0] ?? null;
  if (first) { setCurrent(first); focusRow(first, { middle: Boolean(route.unit) }); }
  startPreview();
  hear(told.locale, told.name);
  findings();
}

export function leaveArticle() {
  if (page.editor) close({ keep: true });
  feed?.destroy();
  feed = null;
  fetching?.abort();
  hear(null);
  page.article = null;
  putAll([]);
  page.current = null;
}

function build() {
  const list = make("div", { id: "texts", role: "feed", "aria-label": t("Texts of the article") });
  const scroller = make("div", { id: "scroller", tabindex: "-1" }, make("p", { id: "no-text", class: "empty", hidden: true }, t("No text fits. Show all texts, or search for something else.")), list);
  $("main").replaceChildren(make("div", { class: "article" }, filterBar(), make("div", { class: "split" }, scroller, previewPane())));
  feed = new Feed(scroller, list, {
    row: (id, at) => (page.editor?.id === id ? page.editor.row
      : readRow(page.units.get(id), at, page.shown.length, { onedit: (one) => edit(one), onfocus: setCurrent })),
    guess: (id) => guessHeight(page.units.get(id), list.clientWidth || 900),
    pinned: () => [page.editor?.id, page.current].filter(Boolean),
    shown: () => markSearch(),
  });
  resift();
}

function resift() {
  if (page.editor && !sift().includes(page.editor.id)) close({ keep: true });
  page.shown = sift();
  feed.heights.clear();
  feed.set(page.shown);
  feed.redoAll();
  $("no-text").hidden = page.shown.length > 0;
  if (!page.shown.includes(page.current)) {
    setCurrent(page.shown[0] ?? null);
    feed.scroller.scrollTop = 0;
  } else feed.reveal(page.current);
  filtersFollow();
  howFar();
  markSearch();
}

function setCurrent(id) {
  if (page.current === id) return;
  const old = feed?.rows.get(page.current);
  old?.classList.remove("current");
  if (old && page.editor?.id !== page.current) { old.tabIndex = -1; old.removeAttribute("aria-current"); }
  page.current = id;
  const row = feed?.rows.get(id);
  row?.classList.add("current");
  if (row && page.editor?.id !== id) { row.tabIndex = 0; row.setAttribute("aria-current", "true"); }
  remember();
  highlight(id, true);
}

const remember = debounced(() => {
  if (page.article) stay(write(page.article.locale, page.article.name, { unit: page.current, show: page.show, order: page.order, search: page.search }));
}, 250);

function focusRow(id, how) {
  setCurrent(id);
  const row = feed.reveal(id, how);
  row?.focus({ preventScroll: true });
}

export function edit(id, { text = null, base = null, from = "" } = {}) {
  if (!page.units.has(id)) return;
  if (!page.shown.includes(id)) { // it was clicked in the preview, and the filter hides it
    page.show = "all";
    page.search = "";
    resift();
  }
  if (page.editor?.id === id && text === null) { page.editor.focus(); return; }
  if (page.editor) close({ keep: page.editor.id !== id });
  setCurrent(id);
  page.editor = new Editor(page.units.get(id), { text, base });
  page.editor.row.classList.add("current");
  feed.redo(id);
  feed.reveal(id, { middle: from === "preview", work: true });
  page.editor.focus();
  highlight(id, true);
}

function close({ keep = true, focus = false, redraw = true } = {}) {
  const { editor } = page;
  if (!editor) return;
  const kept = keep && editor.dirty;
  editor.destroy();
  page.editor = null;
  lookForUnsaved();
  if (redraw) feed?.redo(editor.id);
  feed?.rows.get(editor.id)?.classList.toggle("current", page.current === editor.id);
  if (focus) focusRow(editor.id);
  if (kept) say(t("Your text is kept on this device, but it is not saved in the file yet."));
  follow();
  emit("closed");
}

function show(id) {
  if (page.shown.includes(id)) focusRow(id);
}

export function step(by, fits = () => true) {
  const at = page.shown.indexOf(page.current), open = Boolean(page.editor);
  for (let next = at + by; next >= 0 && next < page.shown.length; next += by) {
    if (!fits(page.units.get(page.shown[next]))) continue;
    if (open) { edit(page.shown[next]); } else focusRow(page.shown[next]);
    return true;
  }
  return false;
}

// After a decision: the next text that still waits for one, from here on, then from the top.
function next(id, action, done) {
  const waits = (one) => one !== id && (action === "sign" ? page.units.get(one).state !== "reviewed" : !accepted(page.units.get(one)));
  const at = page.shown.indexOf(id), order = [...page.shown.slice(at + 1), ...page.shown.slice(0, at)];
  const found = order.find(waits);
  if (found) {
    if (next.reading) focusRow(found); else edit(found);
  } else {
    focusRow(id);
    say(`${done} ${t("That was the last one in this list.")} ${progressText()}`);
  }
}
export const nextReading = (is) => { next.reading = is; };

const follow = debounced(() => {
  if (!feed) return;
  filtersFollow();
  howFar();
}, 60);

function unitChanged(id) {
  if (page.editor?.id !== id) feed?.redo(id);
  follow();
}

async function reload(id) {
  const { article } = page;
  if (!article) return;
  try {
    const told = await ask(address("/api/article", { locale: article.locale, article: article.name }));
    if (page.article !== article) return;
    const same = told.units.length === page.units.size && told.units.every((unit) => page.units.has(unit.id));
    const old = page.units;
    putAll(told.units.map((unit) => ({ ...unit, findings: unit.findings ?? (old.get(unit.id)?.version === unit.version ? old.get(unit.id).findings : null) })));
    if (page.editor && page.units.has(page.editor.id)) page.editor.theirs(page.units.get(page.editor.id), null);
    lookForUnsaved();
    if (same) feed.redoAll(); else resift();
    follow();
    if (id) show(id);
    findings();
  } catch (error) { if (!(error instanceof Unreachable)) say(error.message, { bad: true }); }
}

// Findings come behind, a few hundred texts at a time, while people read already.
async function findings() {
  fetching?.abort();
  const { signal } = fetching = new AbortController();
  const { article } = page;
  if (![...page.units.values()].some((unit) => (unit.findings ?? null) === null || (unit.risk ?? null) === null)) return;
  try {
    for (let after = 0; after !== null && after !== undefined;) {
      const told = await ask(address("/api/findings", { locale: article.locale, article: article.name, after }), undefined, { signal });
      if (page.article !== article) return;
      for (const [id, unit] of Object.entries(told.findings ?? {})) {
        const old = page.units.get(id);
        if (!old) continue;
        put({ ...old, findings: unit, risk: told.risk?.[id] ?? old.risk });
        if (page.editor?.id !== id && (unit.length || old.findings?.length)) feed.redo(id);
      }
      follow();
      after = told.next;
    }
    if ((page.order === "risk" || page.show === "findings") && !page.editor) resift();
  } catch (error) { if (error.name !== "AbortError" && !(error instanceof Unreachable)) say(error.message, { bad: true }); }
}

// What was searched for is marked where it stands, without touching the text's elements.
function markSearch() {
  if (!CSS.highlights) return;
  CSS.highlights.delete("found");
  const wanted = page.search.toLocaleLowerCase();
  if (!wanted || !feed) return;
  const ranges = [];
  for (const row of feed.rows.values()) {
    for (const words of row.querySelectorAll(".words")) {
      const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.data.toLocaleLowerCase();
        if (text.length !== walker.currentNode.length) continue;
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + wanted.length);
          ranges.push(range);
        }
      }
    }
  }
  if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
}

on("edit", edit);
on("close", close);
on("next", next);
on("show", show);
on("unit", unitChanged);
on("grown", () => page.editor && requestAnimationFrame(() => page.editor && feed?.reveal(page.editor.id, { work: true })));
on("reload", reload);
on("done", follow);
on("filters", () => { remember(); resift(); });
on("changed", (units, by) => {
  for (const unit of units) {
    const old = page.units.get(unit.id);
    if (!old) { reload(null); return; }
    if (old.version === unit.version) continue;
    if (page.editor?.id === unit.id) {
      page.editor.theirs(unit, by);
      put({ ...unit, risk: old.risk });
      follow();
    } else settle(unit);
  }
});
