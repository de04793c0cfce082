// One text, opened: source with its tools, the field, what the checks say, and all that helps.
import { ask, Unreachable } from "./api.js";
import { chipButton, chipName, innerWords } from "./chips.js";
import { comparable, showDiff, wordDiff } from "./diff.js";
import { button, debounced, icon, keepCaret, make, say } from "./dom.js";
import { ChipField } from "./field.js";
import { findingTools, ignoredTools } from "./findings.js";
import { helpPanel } from "./panel.js";
import { chipsOf, missingCodes, partsOf } from "./parts.js";
import { PlainField } from "./plainfield.js";
import { sourceWithTools } from "./render.js";
import { roleOf, singleLine } from "./roles.js";
import { stateMark } from "./row.js";
import { place, send } from "./saving.js";
import { emit, page, setUnsaved, setWish, unsaved, wish } from "./store.js";
import { lookForUnsaved, put, stateName } from "./units.js";
import { alt, day, number, percent, person, said, t } from "./words.js";

const IDLE = 60; // seconds without a key or a click that no longer count as work

export class Editor {
  constructor(unit, { text = null, base = null } = {}) {
    const kept = unsaved(unit.id);
    this.id = unit.id;
    this.unit = unit;
    this.base = base ?? kept?.base ?? unit.version;
    this.seconds = 0;
    this.asked = 0;
    this.help = { terms: [], matches: [], hints: [] };
    this.codes = new Map([[unit.source, unit.codes], [unit.target, unit.targetCodes]]);
    this.worked = performance.now();
    this.clock = setInterval(() => {
      if (document.visibilityState === "visible" && performance.now() - this.worked < IDLE * 1000) this.seconds += 1;
    }, 1000);
    this.check = debounced(() => this.ask(), 220);
    this.build(text ?? kept?.text ?? unit.target);
    if (kept && text === null && kept.text !== unit.target) this.tell(t("This is what you typed earlier; it is not saved yet."));
    this.check();
    this.look();
  }

  destroy() {
    clearInterval(this.clock);
    this.check.cancel();
    this.field.destroy();
  }

  get dirty() { return this.field.text !== this.unit.target; }

  focus() { this.field.focus(); }

  build(text) {
    const { unit } = this, role = roleOf(unit.role);
    this.source = make("div", { class: `cell source look-${role.look}`, lang: page.overview.source, dir: page.overview.sourceDirection },
      make("div", { class: "words" }));
    this.holder = make("div", { class: `cell target look-${role.look}` });
    this.tray = make("div", { class: "tray", role: "group", "aria-label": t("Missing codes"), hidden: true });
    this.inner = make("div", { class: "inner-words" });
    this.note = make("div", { class: "told", role: "status" });
    this.live = make("div", { id: "live" });
    this.count = make("p", { class: "unseen", role: "status" });
    this.change = make("div", { class: "change", hidden: true });
    this.again = button(t("Start over"), () => this.startOver(), { kind: "small quiet", shape: "undo", title: t("Takes back what you typed here") });
    this.panel = helpPanel(this);
    this.plain = keepCaret(button(t("Plain text"), () => this.toggle(), { kind: "small quiet", "aria-pressed": String(Boolean(wish("plain", false))),
      title: t("Shows the codes as they stand in the file ({key})", { key: alt("T") }) }));
    this.draw(text);
    this.row = make("article", {
      class: `row editing state-row-${unit.state}`, id: `u-${unit.id}`, "data-id": unit.id, tabindex: "-1",
      "aria-label": t("Editing: {role}, {state}", { role: role.name, state: stateName(unit.state) }), "aria-current": "true",
      onkeydown: () => { this.worked = performance.now(); }, onpointerdown: () => { this.worked = performance.now(); },
    }, make("div", { class: "gutter" }, stateMark(unit)),
      make("div", { class: "body" }, this.about(role), make("div", { class: "pair" },
        make("div", { class: "side" }, this.source, this.changed(), this.notes()),
        make("div", { class: "side" }, this.note, this.holder, this.tray, this.inner,
          make("p", { class: "unseen", id: "editor-hint" }, t("Codes are chips. {key} puts in the next missing one, {move} moves the one at the caret. Esc closes.",
            { key: alt("C"), move: alt("← →") })),
          this.buttons(), this.count, this.live, this.change)), this.panel.element));
    this.tools();
  }

  about(role) {
    const { unit } = this, { draft } = unit;
    const people = (unit.people ?? []).map((one) => (one.what === "signed"
      ? t("signed by {person} ({role}), {date}", { person: person(one.person), role: said(one.role) ?? "", date: one.date ? day(one.date) : "" })
      : t("translated by {person}", { person: person(one.person) })));
    return make("div", { class: "about" }, make("div", { class: "facts" },
      make("span", { class: `state tone-${unit.state}` }, stateName(unit.state)), make("span", {}, role.name),
      draft ? make("span", {}, t("drafted by {engine}, {date}", { engine: draft.engine, date: day(draft.date) })) : null,
      draft?.match ? make("span", {}, t("{percent} match", { percent: percent(draft.match, 100) })) : null,
      draft?.low ? make("span", { class: "tone-low" }, icon("warning"), t("low confidence")) : null,
      ...people.map((line) => make("span", {}, line)),
      ...(["translated", "reviewed"].includes(unit.state) ? unit.missing ?? [] : []).map((line) => make("span", {}, t("still needed: {what}", { what: said(line) })))),
      this.plain,
      button(t("Close"), () => emit("close", { keep: true, focus: true }), { shape: "close", kind: "small quiet only-icon", title: t("Close (Esc)") }));
  }

  changed() {
    return this.unit.diff ? showDiff(this.unit.diff, {
      label: t("What changed in the source"), lang: page.overview.source, dir: page.overview.sourceDirection, kind: "boxed",
    }) : null;
  }

  notes() {
    // Marked terms say what the glossary's notes say, where they stand.
    const notes = (this.unit.notes ?? []).filter((note) => !(this.help.terms.length && note.startsWith("glossary:")));
    this.told = notes.length ? make("div", { class: "author-notes" }, icon("info"), make("ul", { "aria-label": t("Notes for translators"), lang: page.overview.source },
      ...notes.map((note) => make("li", {}, note)))) : make("div", { hidden: true });
    return this.told;
  }

  buttons() {
    const go = (label, action, next, more) => button(label, () => send(this.id, action, { next }), more);
    this.pressed = make("div", { class: "buttons" },
      go(t("Accept and next"), "accept", true, { kind: "lead", shape: "check", title: "Ctrl+Enter" }),
      page.overview.user ? go(t("Sign off"), "sign", true, { shape: "seal", title: "Ctrl+Shift+Enter" }) : null,
      go(t("Save"), "save", false, { title: t("Saves without accepting (Ctrl+S)") }));
    return this.pressed;
  }

  busy(is) { this.pressed.classList.toggle("busy", is); }

  // The field in the mode that is wished for, with a text.
  draw(text) {
    const { unit } = this, plain = wish("plain", false);
    this.field?.destroy();
    const given = {
      lang: page.article.locale, dir: page.article.direction, label: t("Translation"), describedby: "editor-hint",
      oneLine: singleLine(unit.role) && !text.includes("\n") && !unit.source.includes("\n"), onchange: () => this.typed(),
      onrefuse: () => say(t("There is no line break in a {role}.", { role: roleOf(unit.role).name })),
    };
    this.field = new (plain ? PlainField : ChipField)(unit, this.partsOf(text), given);
    if (unit.plural) { // several texts in one, which the field does not know
      this.field.element.setAttribute(plain ? "disabled" : "aria-readonly", "true");
      if (!plain) this.field.element.contentEditable = "false";
      this.tell(t("A text with plural forms is edited in an editor for PO files."));
    }
    this.plain.setAttribute("aria-pressed", String(Boolean(plain)));
    this.holder.replaceChildren(this.field.element);
  }

  partsOf(text) { return partsOf(text, this.codes.get(text) ?? [], this.unit.syntax); }

  async toggle() {
    await this.known(this.field.text);
    setWish("plain", !wish("plain", false));
    this.draw(this.field.text);
    this.tools();
    this.focus();
  }

  // What the codes of a text are, only the server can say.
  async known(text) {
    if (this.codes.has(text)) return;
    try {
      const found = await ask("/api/check", { ...place(), id: this.id, target: text });
      this.codes.set(text, found.codes ?? []);
    } catch { /* it is shown with its markup */ }
  }

  async put(text) {
    await this.known(text);
    this.field.set(this.partsOf(text));
    this.focus();
  }

  async startOver() {
    await this.put(this.unit.target);
    setUnsaved(this.id, null);
    this.base = this.unit.version;
    lookForUnsaved();
  }

  typed() {
    this.worked = performance.now();
    const { text } = this.field;
    setUnsaved(this.id, this.dirty ? { text, base: this.base } : null);
    this.tools();
    this.check();
    emit("typed", this.id, text);
  }

  // Everything that follows from the text without the server.
  tools() {
    const { unit } = this, { text } = this.field;
    const parts = this.field.parts ?? this.partsOf(text);
    const missing = this.field.parts || this.codes.has(text) ? missingCodes(parts, unit.codes) : this.missing ?? [];
    this.missing = missing;
    this.tray.hidden = !missing.length;
    this.tray.replaceChildren(make("span", { class: "tray-name" }, t("Still to put in")), ...missing.map(({ code, parts: wanted }) =>
      make("span", { class: "tray-code" }, ...chipsOf(unit.source, code, wanted).map((chip) =>
        chipButton(chip, unit, (name) => t("Put in: {name}", { name }), () => this.field.insertCode(code)))))
      , missing.length ? make("kbd", {}, alt("C")) : null);
    this.showInner();
    const old = unit.draftTarget ?? this.help.draftTarget ?? unit.target;
    const draft = Boolean(unit.draftTarget ?? this.help.draftTarget) || unit.state === "draft";
    this.change.hidden = !old || old === text;
    if (this.change.hidden) return;
    const runs = wordDiff(comparable(this.partsOf(old)), comparable(parts), page.article.locale);
    this.change.replaceChildren(make("p", { class: "diff-label" }, draft ? t("Your changes to the draft") : t("Your changes")),
      showDiff(runs, { lang: page.article.locale, dir: page.article.direction, parts: [...this.partsOf(old), ...parts], unit }), this.dirty ? this.again : "");
  }

  // Titles of links and pictures are words too, though their chip hides them.
  showInner() {
    const found = (this.field.parts ?? []).filter((part) => typeof part !== "string").flatMap((chip) =>
      innerWords(chip).map((words) => ({ chip, words, key: `${chip.n} ${chip.part} ${words.name}` })));
    const keys = found.map((one) => one.key).join("|");
    if (this.innerKeys === keys) return;
    this.innerKeys = keys;
    this.inner.replaceChildren(...found.map(({ chip, words, key }) => make("label", {},
      make("span", {}, t("Words shown over it ({name})", { name: chipName(chip, this.unit) })),
      make("input", { type: "text", value: words.text, lang: page.article.locale, dir: page.article.direction, spellcheck: "true", oninput: (event) => {
        const now = this.field.parts.find((part) => typeof part !== "string" && `${part.n} ${part.part} ${words.name}` === key);
        const way = now && innerWords(now).find((one) => one.name === words.name);
        if (way) this.field.change(now, way.put(event.target.value));
      } }))));
  }

  async ask() {
    const sequence = this.asked += 1, { text } = this.field;
    try {
      const found = await ask("/api/check", { ...place(), id: this.id, target: text });
      if (page.editor !== this || sequence !== this.asked) return;
      this.checked = text;
      this.show(found.findings);
      const fresh = !this.codes.has(text);
      if (found.codes) this.codes.set(text, found.codes);
      // A text that came from elsewhere (kept, or another's) gets its chips once they are known.
      if (fresh && this.field.parts && this.field.text === text && this.field.past.steps.length === 1 && found.codes?.length) this.draw(text);
      if (fresh && !this.field.parts) this.tools();
    } catch (error) {
      if (!(error instanceof Unreachable)) say(error.message, { bad: true });
    }
  }

  show(findings) {
    this.findings = findings;
    this.live.replaceChildren(findingTools(findings, {
      onmend: (one) => this.put(one.fix), onignore: (one) => this.ignore(one.check, true),
    }), ignoredTools(this.unit.ignored ?? [], (check) => this.ignore(check, false)));
    const said = findings.length ? t("findings: {n}", { n: number(findings.length) }) : t("No findings");
    if (this.count.textContent !== said) this.count.textContent = said;
  }

  findingsOf(text) { return this.checked === text ? this.findings : []; }

  mend() {
    const found = this.findings?.find((one) => one.fix);
    if (found) this.put(found.fix);
  }

  async ignore(check, on) {
    try {
      const answer = await ask("/api/ignore", { ...place(), id: this.id, base: this.unit.version, check, on });
      if (answer.clash) { say(t("Somebody else changed this text meanwhile. Load the article again."), { bad: true }); return; }
      page.done.push({ ...place(), id: this.id, before: this.unit.version, after: answer.unit.version });
      this.took(answer.unit);
      say(on ? t("Noted in the file: {check} is meant so here.", { check }) : t("{check} is looked at again.", { check }));
    } catch (error) {
      say(error instanceof Unreachable ? t("The server does not answer.") : error.message, { bad: true });
    }
  }

  // The file has a new version of this unit by our own doing, with the same text.
  took(unit) {
    if (this.base === this.unit.version) this.base = unit.version;
    this.unit = unit;
    put({ ...unit, risk: unit.risk ?? page.units.get(unit.id)?.risk });
    this.panel.refresh();
    this.check();
    emit("done");
  }

  saved(unit) {
    this.base = unit.version;
    this.unit = unit;
    setUnsaved(this.id, this.dirty ? { text: this.field.text, base: this.base } : null);
    lookForUnsaved();
    this.codes.set(unit.target, unit.targetCodes);
    this.tools();
    this.panel.refresh();
    this.row.querySelector(".about").replaceWith(this.about(roleOf(unit.role)));
  }

  // Somebody else saved this text while it is open here.
  theirs(unit, by) {
    const was = this.unit, clean = !this.dirty;
    if (unit.version === was.version) return;
    this.codes.set(unit.target, unit.targetCodes);
    const who = by ? t("{person} changed this text just now.", { person: person(by) }) : t("This text was changed just now by another program.");
    if (clean || unit.target === this.field.text || unit.target === was.target) {
      this.unit = unit;
      if (this.base === was.version) this.base = unit.version;
      if (clean && unit.target !== was.target) this.draw(unit.target);
      this.tools();
      this.panel.refresh();
      this.row.querySelector(".about").replaceWith(this.about(roleOf(unit.role)));
      if (unit.target !== was.target) this.tell(who);
      return;
    }
    this.tell(who, showDiff(wordDiff(was.target, unit.target, page.article.locale), { lang: page.article.locale, dir: page.article.direction }),
      make("div", { class: "buttons" },
        button(t("Take theirs"), () => { this.unit = unit; this.base = unit.version; this.tell(); this.put(unit.target); }, { kind: "small" }),
        button(t("Keep mine"), () => { this.unit = unit; this.base = unit.version; this.tell(); this.tools(); this.focus(); }, { kind: "small" })));
  }

  tell(...lines) {
    this.note.replaceChildren(...lines.filter(Boolean).map((line) => (typeof line === "string" ? make("p", {}, icon("info"), line) : line)));
  }

  async look() {
    this.sourceTools();
    try {
      const found = await ask(`/api/help?${new URLSearchParams({ ...place(), id: this.id })}`);
      if (page.editor !== this) return;
      this.help = { terms: [], matches: [], hints: [], ...found };
      this.sourceTools();
      this.told.replaceWith(this.notes());
      this.tools();
      this.panel.refresh();
    } catch (error) {
      if (!(error instanceof Unreachable)) say(error.message, { bad: true });
    }
  }

  sourceTools() {
    const unit = { ...this.unit, locale: page.article.locale };
    this.source.firstChild.replaceChildren(sourceWithTools(unit, {
      terms: this.help.terms, onchip: (chip) => this.field.insertCode(chip.code), onterm: (words) => this.insertWords(words),
    }));
    // Not the chips: they can be dragged, which a press without its effect could not.
    for (const one of this.source.querySelectorAll("button:not(.chip)")) keepCaret(one);
  }

  insertWords(words) { this.field.insert(words); }

  insertMatch(at) {
    const match = this.help.matches[at];
    if (match) this.put(match.target);
    return Boolean(match);
  }

  nextCode() {
    const [first] = this.missing ?? [];
    if (first) this.field.insertCode(first.code);
  }
}
