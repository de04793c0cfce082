// Everything can be done with keys.
import { nextReading, step } from "./article.js";
import { $, button, icon, make } from "./dom.js";
import { nextFilter } from "./filters.js";
import { togglePreview } from "./preview.js";
import { send, undo } from "./saving.js";
import { emit, on, page } from "./store.js";
import { stateIcon, stateName, troubles } from "./units.js";
import { alt, apple, t } from "./words.js";

const found = (unit) => troubles(unit).length > 0;

async function decide(action) { // while reading: the next text that waits is shown, not opened
  nextReading(true);
  await send(page.current, action, { next: true });
  nextReading(false);
}

const READING = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
  Enter: () => emit("edit", page.current), e: () => emit("edit", page.current), a: () => decide("accept"), s: () => page.overview.user && decide("sign"),
  u: () => undo(), n: () => step(1, found), N: () => step(-1, found), f: nextFilter, r: () => emit("replace"), p: togglePreview,
  g: () => { location.hash = `#/${page.article.locale}`; },
};

const OPEN = { // with Alt, by the key's place: Alt types letters on some keyboards
  KeyC: (editor) => editor.nextCode(), KeyM: (editor) => editor.mend(), KeyT: (editor) => editor.toggle(),
  KeyN: () => step(1, found), KeyR: (editor) => { editor.panel.choose("remarks"); editor.row.querySelector(".new-remark textarea")?.focus(); },
  KeyH: (editor) => editor.panel.choose("history"), KeyP: togglePreview,
  ArrowDown: () => step(1), ArrowUp: () => step(-1),
};

function keydown(event) {
  if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return undefined;
  const act = (work) => { event.preventDefault(); work(); };
  const command = event.ctrlKey || event.metaKey, typing = event.target.matches?.("input, select, textarea, [contenteditable]");
  const { editor } = page, inRow = editor?.row.contains(event.target);
  const holdsAlt = apple ? event.ctrlKey && event.altKey : event.altKey && !event.ctrlKey;
  if (event.key === "?" && !typing) return act(help);
  if (!page.article) return event.key === "/" && !typing ? act(() => $("find")?.focus()) : undefined;
  if (command && !event.altKey && event.key === "Enter" && page.current && (inRow || !typing)) {
    if (event.shiftKey && !page.overview.user) return undefined;
    return act(() => send(page.current, event.shiftKey ? "sign" : "accept", { next: true }));
  }
  // The browser's own search finds only the rows in sight; pressed again, it is the browser's.
  if (command && !event.shiftKey && event.key.toLowerCase() === "f" && event.target.id !== "search") return act(() => { $("search").focus(); $("search").select(); });
  if (command && event.key.toLowerCase() === "s" && editor) return act(() => send(editor.id, "save"));
  if (holdsAlt && editor) {
    if (/^Digit[1-9]$/.test(event.code)) return act(() => editor.insertMatch(Number(event.code.slice(5)) - 1));
    if (OPEN[event.code]) return act(() => OPEN[event.code](editor));
  }
  if (event.key === "Escape" && editor) return act(() => emit("close", { keep: true, focus: true }));
  if (event.key === "Escape" && event.target.id === "search") return act(() => emit("show", page.current));
  if (command || event.altKey || typing || (event.target.matches?.("button, a") && event.key === "Enter") || (inRow && event.target.closest?.(".helps"))) return undefined;
  if (event.key === "/") return act(() => $("search").focus());
  if (READING[event.key] && (page.current || event.key === "u")) return act(READING[event.key]);
  return undefined;
}

function help() {
  const press = (...keys) => keys.map((key) => make("kbd", {}, key));
  const line = ([keys, what]) => [make("dt", {}, ...press(...keys)), make("dd", {}, what)];
  const states = ["untranslated", "draft", "stale", "fuzzy", "translated", "reviewed"];
  const command = apple ? "⌘" : "Ctrl";
  const dialog = make("dialog", { id: "help", class: "wide", "aria-labelledby": "help-title", onclose: () => dialog.remove() },
    make("h2", { id: "help-title" }, t("Keys and signs")),
    make("div", { class: "columns" },
      make("section", {}, make("h3", {}, t("While reading")), make("dl", {}, ...[
        [["↓", "J"], t("next text")], [["↑", "K"], t("previous text")], [["Enter"], t("edit the translation")],
        [["A"], t("accept and go to the next that waits")], [["S"], t("sign off and go to the next")], [["N"], t("next text with findings")],
        [["U"], t("undo the last decision")], [["F"], t("next filter")], [["/", `${command}+F`], t("search")], [["R"], t("search and replace")],
        [["P"], t("preview")], [["G"], t("all articles")], [["?"], t("this help")]].flatMap(line))),
      make("section", {}, make("h3", {}, t("While editing")), make("dl", {}, ...[
        [[`${command}+Enter`], t("accept and edit the next that waits")], [[`${command}+Shift+Enter`], t("sign off and edit the next")],
        [[`${command}+S`], t("save without accepting")], [["Esc"], t("close; what is not saved is kept here")], [[alt("1…9")], t("insert that suggestion")],
        [[alt("C")], t("put in the next missing code; a pair goes around what is selected")], [["Alt+←", "Alt+→"], t("move the code beside the caret by a word")],
        [[alt("M")], t("mend the first finding that can be mended")], [[alt("N")], t("next text with findings")], [[alt("↑"), alt("↓")], t("previous, next text")],
        [[alt("T")], t("plain text or chips")], [[alt("R"), alt("H")], t("remarks, history")], [[`${command}+Z`], t("undo in the field")]].flatMap(line))),
      make("section", {}, make("h3", {}, t("Signs")), make("dl", { class: "signs" }, ...states.flatMap((state) => [
        make("dt", {}, make("span", { class: `mark state-${state}` }, icon(stateIcon(state)))), make("dd", {}, stateName(state))])))),
    make("div", { class: "buttons" }, button(t("Close"), () => dialog.close(), { kind: "lead" })));
  document.body.append(dialog);
  dialog.showModal();
}

export function listen() {
  document.addEventListener("keydown", keydown);
  on("help", help);
  on("preview", togglePreview);
}
