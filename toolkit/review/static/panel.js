// Below an open text: suggestions, remarks between people, and how the text came to be.
import { ask, Unreachable } from "./api.js";
import { showDiff, wordDiff } from "./diff.js";
import { button, keepCaret, make, say } from "./dom.js";
import { place } from "./saving.js";
import { emit, page } from "./store.js";
import { openRemarks, stateName } from "./units.js";
import { alt, day, number, percent, person, t } from "./words.js";

const own = () => ({ lang: page.article.locale, dir: page.article.direction });
const wrong = (error) => say(error instanceof Unreachable ? t("The server does not answer.") : error.message, { bad: true });

export function helpPanel(editor) {
  const asked = new Map(); // engine -> its answer
  let history = null;
  const TABS = {
    suggestions: { name: () => t("Suggestions"), count: () => editor.help.matches.length, fill: suggestions },
    remarks: { name: () => t("Remarks"), count: () => openRemarks(editor.unit).length, fill: remarks },
    history: { name: () => t("History"), count: () => 0, fill: past },
  };
  let chosen = "suggestions";
  const list = make("div", { class: "tabs", role: "tablist", "aria-label": t("Help with this text"), onkeydown: walk });
  const inside = make("div", { class: "tab-inside", role: "tabpanel", id: "tab-inside", tabindex: "0" });
  const element = make("section", { class: "helps", "aria-label": t("Help with this text") }, list, inside);

  function walk(event) {
    const names = Object.keys(TABS), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const turn = document.documentElement.dir === "rtl" ? -step : step;
    choose(names[(names.indexOf(chosen) + turn + names.length) % names.length]);
    list.querySelector('[aria-selected="true"]').focus();
  }

  function choose(name) {
    chosen = name;
    refresh();
    if (name === "history" && history === null) loadHistory();
    emit("grown");
  }

  function refresh() {
    const had = list.contains(document.activeElement);
    list.replaceChildren(...Object.entries(TABS).map(([name, tab]) => make("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === chosen), "aria-controls": "tab-inside",
      tabindex: name === chosen ? "0" : "-1", onclick: () => choose(name),
    }, tab.name(), tab.count() ? make("span", { class: "count" }, number(tab.count())) : null)));
    if (had) list.querySelector('[aria-selected="true"]').focus();
    inside.setAttribute("aria-labelledby", `tab-${chosen}`);
    const typing = inside.querySelector("textarea")?.value ?? "";
    inside.replaceChildren(...TABS[chosen].fill().filter(Boolean));
    if (typing && inside.querySelector("textarea")) inside.querySelector("textarea").value = typing;
  }

  function suggestions() {
    const { matches, terms, hints } = editor.help;
    const engines = (page.overview.engines ?? []).filter((one) => one.locales?.includes(page.article.locale) ?? true);
    return [
      matches.length ? make("ol", { class: "matches", "aria-label": t("From earlier translations") }, ...matches.slice(0, 9).map((match, at) => make("li", {},
        keepCaret(make("button", { type: "button", class: "match", onclick: () => editor.insertMatch(at) },
          make("span", { class: "match-how" }, make("strong", {}, percent(match.percent, 100)), make("kbd", {}, alt(at + 1))),
          make("span", { class: "match-words" }, make("span", own(), match.target),
            match.percent < 100 ? showDiff(match.diff, { lang: page.overview.source, dir: page.overview.sourceDirection }) : null,
            match.article ? make("span", { class: "fine-print" }, [match.article, match.state ? stateName(match.state) : ""].filter(Boolean).join(" · ")) : null)))))) : null,
      terms.length ? make("dl", { class: "terms", "aria-label": t("Glossary") }, ...terms.flatMap((term) => [
        make("dt", { lang: page.overview.source }, term.source),
        make("dd", {}, ...(term.targets ?? []).map((target) => keepCaret(make("button", { type: "button", class: "small", ...own(), onclick: () => editor.insertWords(target) }, target))),
          term.forbidden?.length ? make("span", { class: "term-not" }, t("not: {words}", { words: term.forbidden.join(", ") })) : null,
          term.note ? make("span", { class: "fine-print" }, term.note) : null)])) : null,
      !terms.length && hints.length ? make("ul", { "aria-label": t("Glossary") }, ...hints.map((hint) => make("li", {}, hint))) : null,
      engines.length ? make("div", { class: "engines" }, ...engines.map((engine) => engineCard(engine))) : null,
      !matches.length && !terms.length && !hints.length && !engines.length
        ? make("p", { class: "fine-print" }, t("No earlier translation resembles this text.")) : null,
    ];
  }

  function engineCard(engine) {
    const answer = asked.get(engine.name);
    if (answer?.target) {
      return make("div", { class: "engine" }, keepCaret(make("button", { type: "button", class: "match", onclick: () => editor.put(answer.target) },
        make("span", { class: "match-how" }, make("strong", {}, answer.engine)),
        make("span", { class: "match-words" }, make("span", own(), answer.target),
          editor.field.text ? showDiff(wordDiff(editor.field.text, answer.target, page.article.locale), own()) : null))));
    }
    return make("div", { class: "engine" },
      button(answer?.waiting ? t("{engine} is asked …", { engine: engine.name }) : t("Ask {engine}", { engine: engine.name }), () => askEngine(engine.name), {
        shape: "spark", kind: "small", disabled: answer?.waiting, title: engine.online ? t("Sends this text to a service on the internet") : t("Runs without the internet") }),
      answer?.error ? make("p", { class: "error-line" }, answer.error) : null);
  }

  async function askEngine(name) {
    asked.set(name, { waiting: true });
    refresh();
    try {
      asked.set(name, await ask("/api/suggest", { ...place(), id: editor.id, engine: name }));
    } catch (error) { asked.set(name, { error: error instanceof Unreachable ? t("The server does not answer.") : error.message }); }
    refresh();
  }

  function remarks() {
    const field = make("textarea", { rows: "2", "aria-label": t("New remark"), placeholder: t("A question or a note for the others; it is never published"), maxlength: "2000",
      onkeydown: (event) => {
        if (!(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        event.stopPropagation();
        add(field);
      } });
    return [
      (editor.unit.remarks ?? []).length ? make("ol", { class: "remarks" }, ...editor.unit.remarks.map((remark, at) => make("li", { class: remark.resolved ? "resolved" : null },
        make("p", { class: "fine-print" }, `${person(remark.person)} · ${day(remark.date)}`, remark.resolved ? ` · ${t("resolved")}` : ""),
        make("p", { dir: "auto" }, remark.text),
        remark.resolved || !page.overview.user ? null : button(t("Resolve"), () => change({ resolve: at }), { kind: "small", shape: "check" })))) : null,
      page.overview.user ? make("div", { class: "new-remark" }, field, button(t("Add"), () => add(field), { kind: "small", shape: "remark" }))
        : make("p", { class: "fine-print" }, t("Remarks need a name: start with toolkit review --user \"Name <mail>\".")),
    ];
  }

  function add(field) {
    if (field.value.trim()) change({ text: field.value.trim() }, () => { for (const one of inside.querySelectorAll("textarea")) one.value = ""; });
  }

  async function change(what, after = null) {
    try {
      const answer = await ask("/api/remark", { ...place(), id: editor.id, base: editor.unit.version, ...what });
      if (answer.clash) { say(t("Somebody else changed this text meanwhile. Load the article again."), { bad: true }); return; }
      after?.();
      editor.took(answer.unit);
      say(what.text ? t("Remark added.") : t("Resolved."));
    } catch (error) { wrong(error); }
  }

  function past() {
    if (history === null) return [make("p", { class: "fine-print" }, t("Looking into the history …"))];
    if (!history.length) return [make("p", { class: "fine-print" }, t("The history has nothing about this text yet."))];
    return [make("ol", { class: "history" }, ...history.map((one) => make("li", {},
      make("p", { class: "fine-print" }, `${day(one.date)} · ${person(one.person)}`, one.state ? ` · ${stateName(one.state)}` : "", one.commit ? ` · ${one.commit.slice(0, 8)}` : ""),
      one.diff ? showDiff(one.diff, own()) : make("p", own(), one.target || t("(empty)")),
      one.target && one.target !== editor.unit.target ? keepCaret(button(t("Take this one"), () => editor.put(one.target), { kind: "small" })) : null)))];
  }

  async function loadHistory() {
    try {
      history = (await ask(`/api/history?${new URLSearchParams({ ...place(), id: editor.id })}`)).entries;
    } catch (error) { history = []; wrong(error); }
    refresh();
    emit("grown");
  }

  refresh();
  return { element, refresh, choose };
}
