// The page's own words, dates and numbers: English in the code; language.js gets other languages.
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

export const pageLanguage = () => language;

export function setLanguage(tag, direction, found) {
  words = found;
  language = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
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
