// What others save appears while one reads.
import { address, doubt, isWriting } from "./api.js";
import { say } from "./dom.js";
import { emit, on, page } from "./store.js";
import { number, person, t } from "./words.js";

let source = null;
let again = 0;

export function hear(locale, article) {
  source?.close();
  clearTimeout(again);
  source = null;
  if (!locale) return;
  source = new EventSource(address("/api/events", { locale, article }));
  source.addEventListener("changed", (event) => {
    let told;
    try { told = JSON.parse(event.data); } catch { return; }
    if (isWriting()) held.push(told);
    else hearOf(told);
  });
  let broken = false;
  source.addEventListener("open", () => {
    if (broken) emit("reload", null); // what happened meanwhile
    broken = false;
  });
  source.addEventListener("error", () => {
    broken = true;
    doubt();
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(() => page.article && hear(page.article.locale, page.article.name), 4000);
  });
}

// A browser opens six connections to one server; tabs nobody looks at must not keep them from the others.
const REST = 60000;
let rest = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(rest);
  if (document.hidden) rest = setTimeout(() => { source?.close(); source = null; }, REST);
  else if (!source && page.article) {
    hear(page.article.locale, page.article.name);
    emit("reload", null);
  }
});

// A browser has few connections to a server: a page nobody looks at gives its own back.
let resting = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(resting);
  if (document.visibilityState === "hidden") {
    resting = setTimeout(() => { source?.close(); source = null; }, 20000);
  } else if (!source && page.article) {
    hear(page.article.locale, page.article.name);
    emit("reload", null);
  }
});

const held = [];
on("written", () => { if (!isWriting()) for (const told of held.splice(0)) hearOf(told); });

function hearOf(told) {
  if (!page.article || told.locale !== page.article.locale || told.article !== page.article.name) return;
  if (told.reload) { emit("reload", null); return; } // too many to tell, or the file cannot be read now
  const news = told.units.filter((unit) => page.units.get(unit.id)?.version !== unit.version);
  if (!news.length) return; // our own, back again
  emit("changed", news, told.by);
  if (told.by) say(t("{person} changed texts: {n}", { person: person(told.by), n: number(news.length) }));
  else say(t("Texts changed in the file: {n}", { n: number(news.length) }));
}
