// Codes as chips: what they are called, how they look, dragging them.
import { icon, make } from "./dom.js";
import { wordsInside } from "./parts.js";
import { t } from "./words.js";

const KINDS = {
  emphasis: ["I", () => t("italics")],
  strong: ["B", () => t("bold")],
  strikethrough: ["S", () => t("struck out")],
  link: [null, () => t("link")],
  image: [null, () => t("picture")],
  code: ["</>", () => t("code")],
  footnote: ["note", () => t("footnote")],
  math: ["∑", () => t("formula")],
  placeholder: ["{ }", () => t("placeholder")],
  template: ["{ }", () => t("template")],
  break: ["↵", () => t("line break")],
};

const tagOf = (raw) => /^<\/?\s*([A-Za-z][\w-]*)/.exec(raw)?.[1]?.toLowerCase() ?? "";

export function kindName(chip) {
  if (chip.kind === "escape") return t("character {shows}", { shows: chip.shows });
  if (chip.kind === "html") {
    const tag = tagOf(chip.raw ?? chip.source);
    return tag === "a" ? t("link") : t("tag {name}", { name: tag || chip.source });
  }
  return KINDS[chip.kind]?.[1]() ?? chip.kind;
}

// “link start: clinic”, as a screen reader says it.
export function chipName(chip, unit) {
  const code = chip.n ? unit.codes?.find((one) => one.n === chip.n) : null;
  const words = code ? wordsInside(unit.source, code) : "";
  const values = { kind: kindName(chip), words };
  if (chip.part === "open") return words ? t("{kind} start: {words}", values) : t("{kind} start", values);
  if (chip.part === "close") return words ? t("{kind} end: {words}", values) : t("{kind} end", values);
  if (chip.kind === "escape") return values.kind;
  return words || chip.source ? t("{kind}: {words}", { ...values, words: words || chip.source }) : values.kind;
}

export function lockedWords(raw) {
  return raw.replace(/<[^>]*>/g, "").trim();
}

function face(chip) {
  if (chip.kind === "escape") return [chip.shows === "\u00a0" ? "␣" : chip.shows.trim() || "·"];
  if (chip.kind === "link" || (chip.kind === "html" && tagOf(chip.raw) === "a")) {
    return chip.part === "whole" ? [chip.source] : [make("span", { class: "chip-link" }, t("link"))];
  }
  if (chip.kind === "image") return [icon("image")];
  if (chip.kind === "footnote") return [make("sup", {}, chip.source || "*")];
  if (["code", "placeholder", "template", "math"].includes(chip.kind) && chip.part === "whole") {
    return [chip.kind === "code" || chip.kind === "math" ? chip.source || chip.raw : chip.raw];
  }
  if (chip.kind === "html") {
    return [chip.part === "whole" ? lockedWords(chip.raw) || tagOf(chip.raw) : tagOf(chip.raw)];
  }
  return [KINDS[chip.kind]?.[0] ?? chip.kind];
}

export const chipLook = (chip) => `chip chip-${chip.part} kind-${chip.kind}${chip.n || chip.kind === "escape" ? "" : " strange"}`;

// In the field: one character wide for the caret, never typed into.
export function chipElement(chip, unit, attributes = {}) {
  const name = chipName(chip, unit);
  return make("span", {
    class: chipLook(chip), contenteditable: "false", draggable: "true", role: "img", "aria-label": name,
    title: chip.n || chip.kind === "escape" ? name : t("{name}: the source has no such code", { name }), ...attributes,
  }, make("span", { "aria-hidden": "true", dir: "auto" }, ...face(chip)));
}

// Where it is only looked at.
export const chipPicture = (chip, unit) => make("span", { class: `${chipLook(chip)} still`, role: "img", "aria-label": chipName(chip, unit) },
  make("span", { "aria-hidden": "true", dir: "auto" }, ...face(chip)));

// Beside the field: pressed or dragged to put it in.
export function chipButton(chip, unit, label, onclick) {
  const name = chipName(chip, unit);
  return make("button", {
    type: "button", class: chipLook(chip), draggable: "true", "aria-label": label(name), title: label(name), onclick,
    ondragstart: (event) => {
      carried.chip = chip;
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.effectAllowed = "copy";
    },
    ondragend: () => { carried.chip = null; },
  }, make("span", { "aria-hidden": "true", dir: "auto" }, ...face(chip)));
}

export const carried = { chip: null, from: null };

// Words inside a code that have to be translated too: a link's or picture's title.
const HTML_WORDS = /\s(title|alt|aria-label|placeholder)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const LINK_TITLE = /\s(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)$/;

export function innerWords(chip) {
  if (chip.kind === "html" || /^<[a-z]/i.test(chip.raw)) {
    return [...chip.raw.matchAll(HTML_WORDS)].map((found) => ({
      name: found[1].toLowerCase(), text: unquoted(found[2] ?? found[3]),
      put: (text) => chip.raw.slice(0, found.index) + found[0].replace(/=[^]*$/, () => `="${quoted(text)}"`)
        + chip.raw.slice(found.index + found[0].length),
    }));
  }
  const title = chip.part === "close" ? LINK_TITLE.exec(chip.raw) : null;
  return title ? [{
    name: "title", text: (title[1] ?? title[2]).replace(/\\(["'\\])/g, "$1"),
    put: (text) => `${chip.raw.slice(0, title.index)} "${text.replace(/["\\]/g, "\\$&").replace(/\n/g, " ")}")`,
  }] : [];
}

const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const unquoted = (text) => text.replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
