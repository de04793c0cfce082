// The page's own words: English in the code, other languages from the server's catalogs.
import { ask } from "./api.js";
import { setWish, wish } from "./store.js";

export const LANGUAGES = { en: "English", es: "Español", ar: "العربية" };
let words = {};
let language = "en";

// A Latin name inside an Arabic sentence keeps its own direction and turns nothing around it.
const apart = (value) => (document.documentElement.dir === "rtl" && /[A-Za-z]/.test(value) ? `\u2068${value}\u2069` : value);

export function t(text, values = null) {
  const found = words[text] || text;
  return values === null ? found : found.replace(/\{(\w+)\}/g, (all, name) => apart(values[name] ?? all));
}

// What the server says comes in English, with something in it: “a sign-off as reviewer”.
let sentences = null;
export function said(text) {
  if (!text || words[text]) return words[text] || text;
  sentences ??= Object.keys(words).filter((one) => one.includes("{")).map((one) => {
    const names = [];
    const pattern = one.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, (all, name) => { names.push(name); return "([^]+?)"; });
    return [new RegExp(`^${pattern}$`), names, one];
  });
  for (const [pattern, names, one] of sentences) {
    const found = one.replace(/\{\w+\}/g, "").trim().length > 6 && pattern.exec(text);
    if (found) return t(one, Object.fromEntries(names.map((name, at) => [name, said(found[at + 1])])));
  }
  return text;
}

export async function loadWords() {
  const wanted = wish("language", null);
  try {
    const told = await ask(`/api/words${wanted ? `?lang=${encodeURIComponent(wanted)}` : ""}`);
    words = told.words ?? {};
    language = told.lang ?? "en";
    document.documentElement.lang = language;
    document.documentElement.dir = told.dir ?? "ltr";
  } catch { /* English is better than nothing */ }
}

export const chosenLanguage = () => wish("language", null);
export const pageLanguage = () => language;

export function chooseLanguage(tag) {
  setWish("language", tag);
  location.reload(); // what was typed is kept
}

export const number = (value) => new Intl.NumberFormat(language).format(value);
export const percent = (part, whole) =>
  new Intl.NumberFormat(language, { style: "percent" }).format(whole ? Math.floor((part / whole) * 100) / 100 : 0);

export function day(text) {
  const date = new Date(`${String(text).slice(0, 10)}T12:00:00`);
  return Number.isNaN(date.valueOf()) ? String(text)
    : new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(date);
}

export const person = (text) => String(text).replace(/\s*<[^>]*>\s*$/, "");

// Alt types letters on a Mac's keyboard; there the page listens to Ctrl+Option.
export const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const alt = (key) => `${apple ? "Ctrl+Option" : "Alt"}+${key}`;
