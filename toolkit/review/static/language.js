// Which language the page is in, and its words from the server's catalogs.
import { ask } from "./api.js";
import { setWish, wish } from "./store.js";
import { setLanguage } from "./words.js";

export const LANGUAGES = { en: "English", es: "Español", ar: "العربية" };

export async function loadWords() {
  const wanted = wish("language", null);
  try {
    const told = await ask(`/api/words${wanted ? `?lang=${encodeURIComponent(wanted)}` : ""}`);
    setLanguage(told.lang ?? "en", told.dir ?? "ltr", told.words ?? {});
  } catch { /* English is better than nothing */ }
}

export function chooseLanguage(tag) {
  setWish("language", tag);
  location.reload(); // what was typed is kept
}
