// Words that changed, as runs [kind, text] like the server's: same, gone, new.
import { chipPicture } from "./chips.js";
import { make } from "./dom.js";
import { t } from "./words.js";

const LARGEST = 1500; // words; beyond that both texts are shown whole

function wordsOf(text, language) {
  if (/[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff]/.test(text)) {
    return [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].map((one) => one.segment);
  }
  return text.match(/\ue000[^\ue001]*\ue001|\s+|[^\s\ue000]+/g) ?? [];
}

// Codes count as one word each and are shown as chips: between these two characters of private use.
export const comparable = (parts) => parts.map((part) => (typeof part === "string" ? part
  : part.kind === "escape" ? part.shows : `\ue000${part.raw}\ue001`)).join("");

function shown(text, parts, unit) {
  return text.split(/(\ue000[^\ue001]*\ue001)/).filter(Boolean).map((piece) => {
    if (!piece.startsWith("\ue000")) return piece;
    const raw = piece.slice(1, -1), chip = parts.find((part) => part.raw === raw);
    return chip ? chipPicture(chip, unit) : raw;
  });
}

export function wordDiff(old, now, language = "en") {
  const a = wordsOf(old, language), b = wordsOf(now, language);
  let start = 0, ends = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  while (ends < a.length - start && ends < b.length - start && a.at(-1 - ends) === b.at(-1 - ends)) ends += 1;
  const middle = longest(a.slice(start, a.length - ends), b.slice(start, b.length - ends));
  return calmer(merged([...a.slice(0, start).map((word) => ["same", word]), ...middle,
    ...a.slice(a.length - ends).map((word) => ["same", word])]));
}

function longest(a, b) {
  if (a.length > LARGEST || b.length > LARGEST) return [["gone", a.join("")], ["new", b.join("")]];
  const wide = b.length + 1, table = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * wide + j] = a[i] === b[j] ? table[(i + 1) * wide + j + 1] + 1
        : Math.max(table[(i + 1) * wide + j], table[i * wide + j + 1]);
    }
  }
  const runs = [];
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { runs.push(["same", a[i]]); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && table[(i + 1) * wide + j] >= table[i * wide + j + 1])) {
      runs.push(["gone", a[i]]); i += 1;
    } else { runs.push(["new", b[j]]); j += 1; }
  }
  return runs;
}

// Several words changed in a row are one change, not one a word.
function calmer(runs) {
  const found = [];
  for (let at = 0; at < runs.length;) {
    if (runs[at][0] === "same") { found.push(runs[at]); at += 1; continue; }
    let gone = "", fresh = "", blank = "";
    for (; at < runs.length; at += 1) {
      const [kind, text] = runs[at];
      if (kind === "same") {
        if (text.trim() || !(runs[at + 1] && runs[at + 1][0] !== "same")) break;
        blank = text;
        continue;
      }
      if (blank) { gone += blank; fresh += blank; blank = ""; }
      if (kind === "gone") gone += text; else fresh += text;
    }
    if (gone) found.push(["gone", gone]);
    if (fresh) found.push(["new", fresh]);
  }
  return found;
}

function merged(runs) {
  const found = [];
  for (const [kind, text] of runs) {
    if (!text) continue;
    if (found.at(-1)?.[0] === kind) found.at(-1)[1] += text;
    else found.push([kind, text]);
  }
  return found;
}

export function showDiff(runs, { label = null, lang = null, dir = null, kind = "", parts = [], unit = null } = {}) {
  return make("p", { class: `diff ${kind}`.trim(), lang, dir },
    label ? make("span", { class: "diff-label", lang: document.documentElement.lang, dir: document.documentElement.dir }, label) : null,
    ...(runs ?? []).flatMap(([what, text]) => (what === "same" ? shown(text, parts, unit)
      : [make(what === "new" ? "ins" : "del", { title: what === "new" ? t("added") : t("taken out") }, ...shown(text, parts, unit))])));
}
