// A text as the reader will see it: bold is bold, a link looks like one; markup does not show.
// Elements come from a fixed list, whatever tag a text names.
import { chipButton, lockedWords } from "./chips.js";
import { icon, make } from "./dom.js";
import { partsOf } from "./parts.js";
import { t } from "./words.js";

const SAFE = {
  b: "strong", strong: "strong", em: "em", i: "em", cite: "em", u: "u", s: "s", del: "s", ins: "u", sub: "sub",
  sup: "sup", small: "small", mark: "mark", code: "code", kbd: "kbd", var: "em", q: "q", abbr: "abbr",
};
const tagOf = (raw) => /^<\s*([A-Za-z][\w-]*)/.exec(raw)?.[1]?.toLowerCase() ?? "";

function opened(part) {
  if (part.kind === "emphasis") return make("em");
  if (part.kind === "strong") return make("strong");
  if (part.kind === "strikethrough") return make("s");
  if (part.kind === "link" || (part.kind === "html" && tagOf(part.raw) === "a")) {
    return make("span", { class: "link", title: part.source });
  }
  if (part.kind === "image") return make("span", { class: "picture", title: t("picture") }, icon("image"));
  if (part.kind === "code") return make("code");
  if (part.kind === "html") return make(SAFE[tagOf(part.raw)] ?? "span", { class: "tagged" });
  return make("span", { class: "tagged" });
}

function whole(part) {
  switch (part.kind) {
    case "escape": return document.createTextNode(part.shows);
    case "break": return make("br");
    case "code": return make("code", {}, part.source || part.raw);
    case "footnote": return make("sup", { class: "link", title: t("footnote") }, part.source);
    case "math": return make("code", { class: "math", dir: "ltr" }, part.raw);
    case "link": return make("span", { class: "link", dir: "auto" }, part.source);
    case "image": return make("span", { class: "picture" }, icon("image"), part.source);
    case "html": {
      const tag = tagOf(part.raw), words = lockedWords(part.raw);
      if (tag === "br") return make("br");
      return make(SAFE[tag] ?? "span", { class: "locked", title: t("stays as it is"), dir: "auto" }, words || `<${tag}>`);
    }
    default: return make("span", { class: "slot", dir: "ltr" }, part.raw);
  }
}

export function rendered(text, codes, syntax) {
  const top = document.createDocumentFragment(), stack = [{ node: top, n: null }];
  for (const part of partsOf(text, codes, syntax)) {
    const { node } = stack.at(-1);
    if (typeof part === "string") node.append(part);
    // A tag the source does not have is no markup of ours: it is shown for what it is.
    else if (part.kind === "html" && !part.n) node.append(make("span", { class: "slot strange", dir: "ltr" }, part.raw));
    else if (part.part === "whole") node.append(whole(part));
    else if (part.part === "open") {
      const inner = opened(part);
      node.append(inner);
      stack.push({ node: inner, code: part.code });
    } else {
      const at = stack.findLastIndex((one) => one.code === part.code);
      if (at > 0) stack.length = at;
    }
  }
  return top;
}

// The source while its translation is edited: chips to take, terms with their translations.
export function sourceWithTools(unit, { terms = [], onchip, onterm }) {
  const fragment = document.createDocumentFragment();
  const put = (label) => (name) => t("Put in: {name}", { name: label ? `${label} ${name}` : name });
  let at = 0; // characters of the source so far
  const marks = terms.filter((term) => Number.isInteger(term.start)).toSorted((a, b) => a.start - b.start);
  const styles = [];
  for (const part of partsOf(unit.source, unit.codes, unit.syntax)) {
    const holder = styles.at(-1)?.node ?? fragment;
    if (typeof part === "string") {
      holder.append(...withTerms(part, at, marks, onterm, unit));
      at += Array.from(part).length;
      continue;
    }
    at += Array.from(part.raw).length;
    if (part.kind === "escape") { holder.append(part.shows); continue; }
    const chip = chipButton(part, unit, put(""), () => onchip(part));
    if (part.part === "open") {
      const inner = opened(part);
      holder.append(chip, inner);
      styles.push({ node: inner, code: part.code });
    } else if (part.part === "close") {
      const found = styles.findLastIndex((one) => one.code === part.code);
      if (found >= 0) styles.length = found;
      (styles.at(-1)?.node ?? fragment).append(chip);
    } else holder.append(chip);
  }
  return fragment;
}

function withTerms(run, start, marks, onterm, unit) {
  const characters = Array.from(run), found = [];
  let at = 0;
  for (const term of marks) {
    const from = term.start - start, to = term.end - start;
    if (from < at || to > characters.length) continue;
    if (from > at) found.push(characters.slice(at, from).join(""));
    found.push(termMark(characters.slice(from, to).join(""), term, onterm, unit));
    at = to;
  }
  if (at < characters.length) found.push(characters.slice(at).join(""));
  return found;
}

function termMark(words, term, onterm, unit) {
  const all = (term.targets ?? []).join(", ");
  const say = all ? t("{term}: in the glossary {words}", { term: words, words: all }) : words;
  return make("span", { class: "term" },
    make("button", { type: "button", class: "term-word", "aria-label": say, onclick: () => term.targets?.length && onterm(term.targets[0]) }, words),
    make("span", { class: "term-card" },
      ...(term.targets ?? []).map((target) => make("button", {
        type: "button", lang: unit.locale, dir: "auto", "aria-label": t("Put in: {name}", { name: target }), onclick: () => onterm(target),
      }, target)),
      term.forbidden?.length ? make("span", { class: "term-not" }, t("not: {words}", { words: term.forbidden.join(", ") })) : null,
      term.note ? make("span", { class: "term-note" }, term.note) : null));
}
