// What the page knows, and who wants to hear of changes.
export const page = {
  overview: null, // as the server told it
  locale: null, // the locale's row of the overview
  article: null, // {name, locale, direction, title, critical}
  units: new Map(), // id -> unit, in the article's order
  shown: [], // ids in the order of the list, kept while people work so that nothing jumps
  current: null,
  editor: null, // what is open: see editor.js
  show: "all",
  order: "page",
  search: "",
  done: [], // what can be undone
};

const listeners = new Map();

export function on(event, work) {
  if (!listeners.has(event)) listeners.set(event, new Set());
  listeners.get(event).add(work);
}

export function emit(event, ...given) {
  for (const work of listeners.get(event) ?? []) work(...given);
}

function kept(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch { return false; }
}

export const wish = (name, otherwise) => kept(`review.${name}`) ?? otherwise;
export const setWish = (name, value) => keep(`review.${name}`, value);

// Texts that were typed and are not in the file yet outlive the page and the server.
const unsavedKey = (id, article = page.article) => `review.text ${article.locale} ${article.name} ${id}`;
export const unsaved = (id) => kept(unsavedKey(id));
export const setUnsaved = (id, value, article = page.article) => keep(unsavedKey(id, article), value);

export function unsavedIds() {
  const start = unsavedKey("");
  return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
}
