// The translation as it stands in the file, markup and all, for those who like it better.
import { make } from "./dom.js";
import { chipsOf, textOf } from "./parts.js";

export class PlainField {
  constructor(unit, parts, { lang, dir, label, describedby, onchange }) {
    Object.assign(this, { unit, onchange });
    this.element = make("textarea", {
      id: "editor", class: "field plain", "aria-label": label, "aria-describedby": describedby, lang, dir, spellcheck: "true",
      autocomplete: "off", maxlength: "100000", rows: "3", translate: "no", oninput: () => onchange(),
    });
    this.element.value = textOf(parts);
  }

  destroy() {}

  get text() { return this.element.value; }

  get parts() { return null; }

  focus() { this.element.focus({ preventScroll: true }); }

  put(text) { // as typed, so that the browser's undo takes it back
    this.element.focus();
    if (!document.execCommand("insertText", false, text)) {
      this.element.setRangeText(text, this.element.selectionStart, this.element.selectionEnd, "end");
      this.onchange();
    }
  }

  set(parts) {
    this.element.select();
    this.put(textOf(parts));
  }

  insert(words) { this.put(words); }

  insertCode(code) {
    const chips = chipsOf(this.unit.source, code), { selectionStart, selectionEnd, value } = this.element;
    if (chips.length === 1) this.put(chips[0].raw);
    else this.put(chips[0].raw + value.slice(selectionStart, selectionEnd) + chips[1].raw);
  }

  move() { return false; }
}
