// The page as its readers will see it, beside the list. It runs nothing: we look into it from here.
import { address, ask, askDocument, Refused } from "./api.js";
import { $, calm, debounced, make } from "./dom.js";
import { emit, on, page, setWish, wish } from "./store.js";
import { t } from "./words.js";

const MARKS = `
[data-unit] { cursor: pointer; }
[data-unit]:hover { outline: 2px dashed #0b7a85; outline-offset: 3px; border-radius: 3px; }
[data-review-current] { outline: 3px solid #d98a00 !important; outline-offset: 4px; border-radius: 3px; scroll-margin: 30vh; }
@media (forced-colors: active) { [data-review-current] { outline-color: Highlight !important; } }`;
let took = 200; // milliseconds the last one needed: a large page is not asked for at every key

const frame = () => $("preview");
const inside = () => frame()?.contentDocument ?? null;
const place = (more = {}) => ({ locale: page.article.locale, article: page.article.name, ...more });
export const previewOpen = () => Boolean(frame()) && !$("beside").hidden;

export function previewPane() {
  const open = wish("preview", matchMedia("(min-width: 64rem)").matches);
  return make("aside", { id: "beside", "aria-label": t("Preview"), hidden: !open },
    make("iframe", { id: "preview", title: t("Preview of the translated page"), sandbox: "allow-same-origin", onload: settled }),
    make("p", { class: "fine-print" }, t("Click a text here to edit it.")));
}

export function startPreview() {
  $("toggle")?.setAttribute("aria-pressed", String(previewOpen()));
  if (previewOpen()) frame().src = address("/preview", place());
}

export function togglePreview() {
  const pane = $("beside");
  if (!pane) return;
  pane.hidden = !pane.hidden;
  setWish("preview", !pane.hidden);
  startPreview();
}

function settled() {
  const page_ = inside();
  if (!frame()?.src) return;
  if (!page_?.body) { explain(); return; }
  tell(t("Click a text here to edit it."));
  page_.addEventListener("click", (event) => {
    event.preventDefault(); // links of the article lead nowhere here
    const id = event.target.closest("[data-unit]")?.dataset.unit;
    if (id && page.units.has(id)) emit("edit", id, { from: "preview" });
  });
  try {
    const { CSSStyleSheet: Sheet } = frame().contentWindow, sheet = new Sheet();
    sheet.replaceSync(MARKS);
    page_.adoptedStyleSheets = [...page_.adoptedStyleSheets, sheet];
  } catch { /* the current text is then marked by nothing but the scroll position */ }
  mark(page.current, true);
  if (page.editor?.dirty) later(page.editor.id, page.editor.field.text);
}

const tell = (text) => { $("beside").querySelector("p").textContent = text; };

// The server could not make the page: its own words say why.
async function explain() {
  try { await ask(address("/preview", place())); } catch (error) { tell(error.message || t("The server does not answer.")); }
}

// After everything else: a long page takes a while to be laid out, and nobody should wait for it.
export const highlight = debounced((id, scroll = false) => mark(id, scroll), 40);

function mark(id, scroll) {
  const shown = inside();
  if (!previewOpen() || !shown) return;
  for (const old of shown.querySelectorAll("[data-review-current]")) old.removeAttribute("data-review-current");
  const found = id ? [...shown.querySelectorAll(`[data-unit="${CSS.escape(id)}"]`)] : [];
  for (const one of found) one.setAttribute("data-review-current", "");
  if (scroll && found.length) {
    const box = found[0].getBoundingClientRect(), view = frame().clientHeight;
    if (box.top < 40 || box.bottom > view - 40) found[0].scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
}

// Only what differs is exchanged, so that nothing flickers and the place is kept.
function exchange(fresh) {
  const shown = inside();
  if (!shown?.body || !fresh?.body) return;
  const olds = [...shown.querySelectorAll("[data-unit]")], news = [...fresh.querySelectorAll("[data-unit]")];
  for (const old of olds) old.removeAttribute("data-review-current");
  const alike = olds.length === news.length && olds.every((old, at) => old.dataset.unit === news[at].dataset.unit);
  if (alike) {
    olds.forEach((old, at) => { if (old.isConnected && !old.isEqualNode(news[at])) old.replaceWith(shown.importNode(news[at], true)); });
  } else {
    const { scrollTop } = shown.documentElement;
    shown.body.replaceWith(shown.importNode(fresh.body, true));
    shown.documentElement.scrollTop = scrollTop;
  }
  mark(page.current, false);
}

let sequence = 0;
async function fetchInto(path, body) {
  const mine = sequence += 1, start = performance.now(), article = page.article;
  try {
    const fresh = await askDocument(path, body, frame().contentWindow);
    took = performance.now() - start;
    if (mine !== sequence || article !== page.article) return;
    exchange(fresh);
    tell(t("Click a text here to edit it."));
  } catch (error) {
    if (error instanceof Refused && mine === sequence && $("beside")) tell(t("The text does not fit the page as it is now; the preview shows it as it was before."));
  }
}

const wait = () => Math.min(2500, Math.max(250, took * 3));
const later = debounced((id, target) => previewOpen() && page.article && fetchInto("/api/preview", place({ id, target })), wait);
const refresh = debounced(() => {
  if (!previewOpen() || !page.article) return;
  if (page.editor?.dirty) fetchInto("/api/preview", place({ id: page.editor.id, target: page.editor.field.text }));
  else fetchInto(address("/preview", place()));
}, wait);

on("typed", later);
on("unit", refresh);
on("closed", refresh);
