// A text as parts: runs of words, and codes (markup) that people move but do not type.
// The server counts characters (code points), JavaScript UTF-16 units.
const REFERENCES = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009",
  shy: "\u00ad", ndash: "–", mdash: "—", hellip: "…", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", laquo: "«",
  raquo: "»", deg: "°", micro: "µ", times: "×", frac12: "½", frac14: "¼", frac34: "¾", plusmn: "±", le: "≤", ge: "≥",
  copy: "©", reg: "®", trade: "™", euro: "€", middot: "·", bull: "•", iexcl: "¡", iquest: "¿", zwnj: "\u200c",
  zwj: "\u200d", lrm: "\u200e", rlm: "\u200f", minus: "−", rarr: "→", larr: "←",
};
const ESCAPES = {
  markdown: /\\[!-/:-@[-`{-~]|&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g,
  html: /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g,
};

export function slicer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
}

export function meant(escape) {
  if (escape.startsWith("\\")) return escape.slice(1);
  const name = escape.slice(1, -1);
  if (!name.startsWith("#")) return REFERENCES[name] ?? null;
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return point > 31 && point < 0x110000 && !(point > 0xd7ff && point < 0xe000) ? String.fromCodePoint(point) : null;
}

// Runs of words and escapes: `\*` and `&amp;` are shown as what they mean, and stay one piece.
export function pieces(run, syntax) {
  const pattern = ESCAPES[syntax];
  if (!pattern || !/[\\&]/.test(run)) return run ? [run] : [];
  const found = [];
  let at = 0;
  for (const match of run.matchAll(pattern)) {
    const shows = meant(match[0]);
    if (shows === null) continue;
    if (match.index > at) found.push(run.slice(at, match.index));
    found.push({ kind: "escape", part: "whole", raw: match[0], shows, n: 0 });
    at = match.index + match[0].length;
  }
  if (at < run.length) found.push(run.slice(at));
  return found;
}

function markers(codes) {
  const found = [];
  for (const code of codes ?? []) {
    if (!code.open) continue;
    found.push({ span: code.open, part: code.close ? "open" : "whole", code });
    if (code.close) found.push({ span: code.close, part: "close", code });
  }
  return found.sort((a, b) => a.span[0] - b.span[0]);
}

// Words and marker objects in order; what `render` and the field are made from.
export function partsOf(text, codes, syntax) {
  const slice = slicer(text), length = Infinity, found = [];
  let at = 0;
  for (const { span: [start, end], part, code } of markers(codes)) {
    if (start < at) continue;
    found.push(...pieces(slice(at, start), syntax));
    found.push({ kind: code.kind, part, raw: slice(start, end), n: code.n ?? 0, source: code.source, code });
    at = end;
  }
  found.push(...pieces(slice(at, length), syntax));
  return found;
}

export const textOf = (parts) => parts.map((part) => (typeof part === "string" ? part : part.raw)).join("");

// Positions in parts: a run counts its UTF-16 units, a code counts one.
export const sizeOf = (part) => (typeof part === "string" ? part.length : 1);
export const lengthOf = (parts) => parts.reduce((sum, part) => sum + sizeOf(part), 0);

export function between(parts, from, to) {
  const found = [];
  let at = 0;
  for (const part of parts) {
    const size = sizeOf(part), start = Math.max(from - at, 0), end = Math.min(to - at, size);
    if (end > start) found.push(typeof part === "string" ? part.slice(start, end) : part);
    at += size;
  }
  return found;
}

export function joined(parts) {
  const found = [];
  for (const part of parts) {
    if (part === "") continue;
    if (typeof part === "string" && typeof found.at(-1) === "string") found[found.length - 1] += part;
    else found.push(part);
  }
  return found;
}

export const spliced = (parts, from, to, more) =>
  joined([...between(parts, 0, from), ...more, ...between(parts, to, Infinity)]);

// The words inside a code, for its name: “link start: clinic”.
export function wordsInside(text, code) {
  const slice = slicer(text);
  const inner = code.close ? slice(code.open[1], code.close[0]) : slice(code.open[0], code.open[1]);
  const words = inner.replace(/<[^>]*>|[*_~`[\]]/g, "").trim();
  return words.length > 40 ? `${words.slice(0, 38)}…` : words;
}

// Which halves of the source's codes a text does not have: {code, parts: ["open", "close"]}.
export function missingCodes(parts, codes) {
  const present = new Map();
  for (const part of parts) {
    if (typeof part !== "string" && part.n) present.set(part.n, [...present.get(part.n) ?? [], part.part]);
  }
  return (codes ?? []).filter((code) => code.n).map((code) => {
    const wanted = code.close ? ["open", "close"] : ["whole"], have = present.get(code.n) ?? [];
    return { code, parts: wanted.filter((part) => !have.includes(part)) };
  }).filter((one) => one.parts.length);
}

export function chipsOf(text, code, wanted = ["open", "whole", "close"]) {
  const slice = slicer(text);
  const chip = (part, [start, end]) => ({ kind: code.kind, part, raw: slice(start, end), n: code.n, source: code.source, code });
  return (code.close ? [chip("open", code.open), chip("close", code.close)] : [chip("whole", code.open)])
    .filter((one) => wanted.includes(one.part));
}
