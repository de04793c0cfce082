// The field in which a translation is written: words are typed, codes are chips.
// Plain typing is left to the browser, for its spelling, composition and touch keyboards; what
// touches a chip, a line break, pasting and undo are done here on the parts.
import { isChip, isFiller, positionAt, positionOf, select, selectionIn } from "./caret.js";
import { carried, chipElement } from "./chips.js";
import { make } from "./dom.js";
import { between, chipsOf, joined, lengthOf, sizeOf, spliced, textOf } from "./parts.js";
import { Past } from "./past.js";

const OWN_TYPE = "application/x-review-parts";
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

export function pastedWords(text, oneLine) {
  const words = text.replace(/\r\n?/g, "\n").replace(CONTROL, "").replace(/\t/g, " ").replace(/\n{2,}/g, "\n").replace(/^\n+|\n+$/g, "");
  return oneLine ? words.replace(/\s*\n\s*/g, " ") : words;
}

export class ChipField {
  constructor(unit, parts, { lang, dir, label, describedby, oneLine, onchange, onrefuse }) {
    Object.assign(this, { unit, oneLine, onchange, onrefuse });
    this.chips = new WeakMap();
    this.element = make("div", {
      id: "editor", class: "field", contenteditable: "true", role: "textbox", "aria-multiline": oneLine ? "false" : "true",
      "aria-label": label, "aria-describedby": describedby, lang, dir, spellcheck: "true", translate: "no",
      onbeforeinput: (event) => this.before(event), oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      oncompositionend: () => setTimeout(() => this.typed()), oncopy: (event) => this.copy(event),
      oncut: (event) => { if (this.copy(event)) this.replace(...this.selected(), [], "cut"); },
      onpaste: (event) => this.paste(event), onclick: (event) => this.click(event),
      ondragstart: (event) => this.dragstart(event), ondragover: (event) => this.dragover(event),
      ondrop: (event) => this.drop(event), ondragend: () => { carried.chip = null; carried.from = null; },
      onblur: () => this.remember(),
    });
    this.parts = joined(parts);
    this.range = [lengthOf(this.parts), lengthOf(this.parts)];
    this.past = new Past({ parts: this.parts, range: this.range });
    this.draw();
    this.follow = () => { if (document.activeElement === this.element) this.mark(); };
    document.addEventListener("selectionchange", this.follow);
  }

  destroy() { document.removeEventListener("selectionchange", this.follow); }

  get text() { return textOf(this.parts); }

  focus() {
    this.element.focus({ preventScroll: true });
    select(this.element, ...this.range);
  }

  draw() {
    const nodes = this.parts.map((part) => {
      if (typeof part === "string") return document.createTextNode(part);
      const element = chipElement(part, this.unit);
      this.chips.set(element, part);
      return element;
    });
    this.element.replaceChildren(...nodes, document.createElement("br"));
  }

  remember() { this.range = selectionIn(this.element) ?? this.range; }

  selected() { return selectionIn(this.element) ?? this.range; }

  // Shows which chips are in the selection: the browser does not.
  mark() {
    const [from, to] = this.selected();
    this.range = [from, to];
    let at = 0;
    for (const node of this.element.childNodes) {
      const size = isChip(node) ? 1 : node.nodeType === 3 ? node.data.length : 0;
      if (isChip(node)) node.classList.toggle("chosen", at >= from && at + 1 <= to);
      at += size;
    }
  }

  // What stands in the document now, whatever a browser's editing left there.
  read() {
    const parts = [];
    let strange = false;
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === 3) parts.push(child.data);
        else if (isChip(child) && this.chips.has(child)) parts.push(this.chips.get(child));
        else if (child.nodeName === "BR") { if (!isFiller(child)) { parts.push("\n"); strange = true; } }
        else if (child.nodeType === 1) { strange = true; walk(child); }
      }
    };
    walk(this.element);
    return [joined(parts), strange];
  }

  typed() {
    const [parts, strange] = this.read(), range = this.selected();
    const before = this.text;
    this.parts = parts;
    this.range = range;
    if (strange || !isFiller(this.element.lastChild ?? this.element)) {
      this.draw();
      select(this.element, ...range);
    }
    if (this.text === before) return;
    this.past.record({ parts, range, pause: /\s$/.test(typeof parts.at(-1) === "string" ? parts.at(-1) : "") }, "typing");
    this.onchange();
  }

  replace(from, to, more, kind = "edit", caret = null) {
    this.parts = spliced(this.parts, from, to, more);
    const at = caret ?? from + lengthOf(more);
    this.range = Array.isArray(at) ? at : [at, at];
    this.draw();
    this.past.record({ parts: this.parts, range: this.range }, kind);
    this.focus();
    this.onchange();
  }

  set(parts) { this.replace(0, lengthOf(this.parts), joined(parts)); }

  insert(words) {
    const [from, to] = this.selected();
    this.replace(from, to, [words]);
  }

  step(state) {
    if (!state) return;
    this.parts = state.parts;
    this.range = state.range;
    this.draw();
    this.focus();
    this.onchange();
  }

  undo() { this.step(this.past.back()); }

  redo() { this.step(this.past.forward()); }

  before(event) {
    if (event.isComposing || event.inputType === "insertCompositionText") return;
    const kind = event.inputType, own = (work) => { event.preventDefault(); work(); };
    if (kind === "historyUndo") return own(() => this.undo());
    if (kind === "historyRedo") return own(() => this.redo());
    if (kind.startsWith("format")) return own(() => this.format(kind));
    const [from, to] = this.targetOf(event);
    if (kind === "insertParagraph" || kind === "insertLineBreak") {
      return own(() => (this.oneLine ? this.onrefuse() : this.replace(from, to, ["\n"])));
    }
    if (kind.startsWith("delete")) {
      if (this.touchesChip(from, to)) own(() => this.replace(from, to, []));
      return undefined;
    }
    if (kind === "insertText" && !this.touchesChip(from, to) && this.besideWords(from)) return undefined;
    const words = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    return own(() => this.replace(from, to, [pastedWords(words, this.oneLine) || words.replace(/\n/g, " ")], "typing"));
  }

  targetOf(event) {
    const [range] = event.getTargetRanges?.() ?? [];
    if (range) {
      const from = positionOf(this.element, range.startContainer, range.startOffset);
      const to = positionOf(this.element, range.endContainer, range.endOffset);
      if (from !== null && to !== null && to > from) return [from, to];
    }
    const [from, to] = this.selected();
    if (from === to && event.inputType.endsWith("Backward")) return [Math.max(0, from - 1), to];
    if (from === to && event.inputType.endsWith("Forward")) return [from, Math.min(lengthOf(this.parts), to + 1)];
    return [from, to];
  }

  touchesChip(from, to) { return between(this.parts, from, to).some((part) => typeof part !== "string"); }

  // Typing goes into a run of words there is; between two chips it is put in by us.
  besideWords(at) {
    return between(this.parts, at - 1, at).some((part) => typeof part === "string")
      || between(this.parts, at, at + 1).some((part) => typeof part === "string");
  }

  format(kind) {
    const wanted = { formatBold: "strong", formatItalic: "emphasis", formatStrikeThrough: "strikethrough" }[kind];
    const code = this.unit.codes?.find((one) => one.kind === wanted);
    if (code) this.insertCode(code);
  }

  // A pair goes around the selection; where one half stands already, only the other is put in.
  insertCode(code) {
    const have = new Set(this.parts.filter((part) => part.n === code.n).map((part) => part.part));
    const [from, to] = this.selected();
    const wanted = chipsOf(this.unit.source, code).filter((chip) => !have.has(chip.part));
    if (!wanted.length) return this.showCode(code.n);
    if (wanted.length === 1) return this.replace(to, to, wanted);
    const middle = between(this.parts, from, to);
    return this.replace(from, to, [wanted[0], ...middle, wanted[1]], "edit", [from + 1, from + 1 + lengthOf(middle)]);
  }

  showCode(n) {
    let at = 0;
    for (const part of this.parts) {
      if (part.n === n) { this.element.focus(); select(this.element, at, at + 1); this.mark(); return; }
      at += sizeOf(part);
    }
  }

  // Moves the chosen chip, or the one beside the caret, by a word.
  move(forward) {
    const found = this.chosenChip(forward);
    if (!found) return false;
    const [at, chip] = found, rest = spliced(this.parts, at, at + 1, []);
    const words = rest.map((part) => (typeof part === "string" ? part : "\ufffc")).join("");
    const stops = new Set([0, words.length]);
    for (const one of words.matchAll(/\ufffc|[^\s\ufffc]+/g)) stops.add(one.index).add(one.index + one[0].length);
    const place = [...stops].sort((a, b) => a - b);
    const to = forward ? place.find((stop) => stop > at) : place.findLast((stop) => stop < at);
    if (to === undefined) return true;
    this.parts = spliced(rest, to, to, [chip]);
    this.range = [to, to + 1];
    this.draw();
    this.past.record({ parts: this.parts, range: this.range }, "move");
    this.focus();
    this.mark();
    this.onchange();
    return true;
  }

  chosenChip(forward) {
    const [from, to] = this.selected();
    const order = to - from === 1 ? [from] : from === to ? (forward ? [from, from - 1] : [from - 1, from]) : [];
    for (const at of order) {
      const [part] = at < 0 ? [] : between(this.parts, at, at + 1);
      if (part && typeof part !== "string") return [at, part];
    }
    return null;
  }

  key(event) {
    const forward = (event.key === "ArrowRight") === (getComputedStyle(this.element).direction === "ltr");
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (event.altKey && !event.ctrlKey && sideways) {
      event.preventDefault(); // also keeps the browser from going back a page
      this.move(forward);
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) this.redo(); else this.undo();
    } else if (event.ctrlKey && !event.altKey && event.key.toLowerCase() === "y") {
      event.preventDefault();
      this.redo();
    } else if ((event.key === "Home" || event.key === "End") && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.edge(event.key === "End", event.ctrlKey || event.metaKey);
    } else if (sideways && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.isComposing) this.cross(event, forward);
  }

  // To the line's edge, past chips that stand there: browsers stop inside of them.
  edge(end, whole) {
    if (whole) { select(this.element, end ? lengthOf(this.parts) : 0); return; }
    getSelection().modify("move", end ? "forward" : "backward", "lineboundary");
    const chips = [...this.element.children].filter(isChip), step = end ? 1 : -1;
    const height = (at) => chips.find((chip) => positionOf(this.element, this.element, [...this.element.childNodes].indexOf(chip)) === at)
      ?.getBoundingClientRect().top;
    let [at] = this.selected(), line = null;
    for (;;) {
      const top = height(end ? at : at - 1);
      if (top === undefined || (line !== null && Math.abs(top - line) > 8)) break;
      line = top;
      at += step;
    }
    select(this.element, at);
  }

  // Past a chip in one step, which browsers do in one, two or none.
  cross(event, forward) {
    const [from, to] = this.selected();
    if (from !== to) {
      if (to - from !== 1 || !this.touchesChip(from, to)) return;
      event.preventDefault();
      select(this.element, forward ? to : from);
      return;
    }
    const [part] = forward ? between(this.parts, from, from + 1) : between(this.parts, from - 1, from);
    if (!part || typeof part === "string") return;
    event.preventDefault();
    select(this.element, forward ? from + 1 : from - 1);
  }

  click(event) {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    const at = positionOf(this.element, this.element, [...this.element.childNodes].indexOf(chip));
    select(this.element, at, at + 1);
    this.mark();
  }

  copy(event) {
    const [from, to] = this.selected();
    if (from === to) return false;
    event.preventDefault();
    const parts = between(this.parts, from, to);
    event.clipboardData.setData("text/plain", textOf(parts));
    event.clipboardData.setData(OWN_TYPE, JSON.stringify(parts.map((part) => (typeof part === "string" ? part : { n: part.n, part: part.part, raw: part.raw }))));
    return true;
  }

  paste(event) {
    event.preventDefault();
    const [from, to] = this.selected();
    let parts = null;
    try { parts = this.ownParts(JSON.parse(event.clipboardData.getData(OWN_TYPE))); } catch { /* somebody else's text */ }
    this.replace(from, to, parts ?? [pastedWords(event.clipboardData.getData("text/plain"), this.oneLine)], "paste");
  }

  // Chips copied from this very text stay chips; from another one they are only words.
  ownParts(given) {
    return given.map((part) => {
      if (typeof part === "string") return part;
      const code = this.unit.codes?.find((one) => one.n === part.n);
      const chip = code && chipsOf(this.unit.source, code).find((one) => one.part === part.part);
      return chip ? { ...chip, raw: part.raw } : part.raw;
    });
  }

  dragstart(event) {
    const chip = event.target.closest?.(".chip");
    if (!chip) { event.preventDefault(); return; }
    carried.chip = this.chips.get(chip);
    carried.from = positionOf(this.element, this.element, [...this.element.childNodes].indexOf(chip));
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.effectAllowed = "move";
  }

  dragover(event) {
    event.preventDefault();
    if (!carried.chip) return;
    event.dataTransfer.dropEffect = carried.from === null ? "copy" : "move";
    const at = positionAt(this.element, event.clientX, event.clientY);
    if (at !== null) select(this.element, at);
  }

  drop(event) {
    event.preventDefault();
    const at = positionAt(this.element, event.clientX, event.clientY) ?? lengthOf(this.parts);
    const { chip, from } = carried;
    carried.chip = carried.from = null;
    if (!chip) {
      const words = pastedWords(event.dataTransfer.getData("text/plain"), this.oneLine);
      if (words) this.replace(at, at, [words], "drop");
    } else if (from === null) {
      const code = this.unit.codes?.find((one) => one.n === chip.n);
      this.range = [at, at];
      select(this.element, at);
      if (code) this.insertCode(code);
    } else {
      const to = at > from ? at - 1 : at;
      this.parts = spliced(this.parts, from, from + 1, []);
      this.replace(to, to, [chip], "move", [to, to + 1]);
    }
  }

  // A chip's own words (a link's title) were translated.
  change(chip, raw) {
    this.parts = this.parts.map((part) => (part === chip ? { ...part, raw } : part));
    this.draw();
    this.past.record({ parts: this.parts, range: this.range }, "typing");
    this.onchange();
    return this.parts.find((part) => part.raw === raw && part.n === chip.n && part.part === chip.part);
  }
}
