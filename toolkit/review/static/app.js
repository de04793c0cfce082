// The review page. Texts are only ever set as text nodes, never as markup.
const $ = (id) => document.getElementById(id);
const token = document.querySelector('meta[name="review-token"]').content;
const page = { overview: null, article: null, current: null, editing: null, done: [], help: null, busy: false };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function say(text, bad = false) {
  $("status").textContent = text;
  $("status").classList.toggle("bad", bad);
}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Review-Token": token },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The server does not answer. Your text is still here; start it again and save.");
  }
  const plain = await answer.text();
  let value;
  try { value = JSON.parse(plain); } catch { value = { error: plain }; }
  if (answer.ok || answer.status === 409) return { ...value, clash: answer.status === 409 };
  throw new Error([value.error, value.hint].filter(Boolean).join(" – "));
}

const query = (more = {}) =>
  new URLSearchParams({ locale: $("locale").value, article: $("article").value, ...more }).toString();
const place = () => ({ locale: page.article.locale, article: page.article.name });
const unitOf = (id) => page.article.units.find((unit) => unit.id === id);
const accepted = (unit) => unit.state === "translated" || unit.state === "reviewed";

function shown() {
  const words = $("search").value.toLocaleLowerCase();
  const kinds = {
    all: () => true,
    open: (unit) => !accepted(unit),
    draft: (unit) => unit.state === "draft",
    stale: (unit) => unit.state === "stale",
    findings: (unit) => unit.findings.length > 0,
    low: (unit) => unit.draft?.low && !accepted(unit),
    unreviewed: (unit) => unit.state !== "reviewed",
  };
  const units = page.article.units.filter((unit) => unit.id === page.editing || (kinds[$("filter").value](unit)
    && (!words || `${unit.source}\n${unit.target}`.toLocaleLowerCase().includes(words))));
  const weight = { error: 5, warning: 1, info: 0 };
  const risk = (unit) => unit.findings.reduce((sum, one) => sum + weight[one.severity], 0)
    + (unit.state === "stale" ? 3 : 0) + (unit.draft?.low && !accepted(unit) ? 2 : 0)
    + (accepted(unit) ? 0 : 1);
  return $("order").value === "risk" ? units.toSorted((a, b) => risk(b) - risk(a)) : units;
}

function marked(text, spans) {
  // Offsets count characters, JavaScript counts UTF-16 units.
  const characters = Array.from(text), parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start < at) continue;
    parts.push(characters.slice(at, start).join(""));
    parts.push(make("span", { class: "code" }, characters.slice(start, end).join("")));
    at = end;
  }
  return [...parts, characters.slice(at).join("")];
}

const differences = (runs) => runs.map(([kind, text]) =>
  kind === "same" ? document.createTextNode(text) : make(kind === "new" ? "ins" : "del", {}, text));

function findingList(findings, field = null) {
  return make("ul", { class: "findings", "aria-label": "Findings" }, ...findings.map((one) => make("li", { class: one.severity },
    `${one.severity}: ${one.message} `,
    field && one.fix ? make("button", { type: "button", onclick: () => insert(one.fix) }, "Mend") : null)));
}

function card(unit) {
  const editing = page.editing === unit.id;
  const direction = page.article.direction, language = page.article.locale;
  const meta = make("div", { class: "meta" },
    make("span", { class: `state state-${unit.state}` }, unit.state), make("span", {}, unit.role),
    unit.draft ? make("span", {}, `draft: ${unit.draft.engine}, ${unit.draft.date}`) : null,
    unit.draft?.match ? make("span", {}, `${unit.draft.match}% match`) : null,
    unit.draft?.low ? make("span", { class: "low" }, "low confidence") : null,
    ...unit.people.map((line) => make("span", {}, line)));
  const target = editing ? editor(unit) : make("p", {
    class: unit.target ? "text target" : "text target empty", lang: unit.target ? language : null,
    dir: unit.target ? direction : null, onclick: () => edit(unit.id),
  }, ...(unit.target ? marked(unit.target, unit.targetCodes) : ["Not translated"]));
  return make("article", {
    id: `u-${unit.id}`, tabindex: "0", "aria-label": `${unit.role || "text"}, ${unit.state}`,
    "aria-current": page.current === unit.id ? "true" : null,
    onfocusin: () => choose(unit.id),
  }, meta,
    make("div", { class: "pair" },
      make("div", {},
        make("p", { class: "text", lang: page.overview.source, dir: page.overview.sourceDirection },
          ...marked(unit.source, unit.codes)),
        unit.diff ? make("p", { class: "text meta", lang: page.overview.source }, "Changed: ",
          make("span", {}, ...differences(unit.diff))) : null,
        unit.notes.length ? make("ul", { "aria-label": "Notes" }, ...unit.notes.map((n) => make("li", {}, n))) : null),
      make("div", {}, target, editing ? null : findingList(unit.findings))));
}

function editor(unit) {
  const field = make("textarea", {
    id: "editor", lang: page.article.locale, dir: page.article.direction, spellcheck: "true",
    "aria-label": "Translation", oninput: typed, autocomplete: "off", maxlength: "100000",
  });
  field.value = page.text ?? unit.target;
  field.disabled = unit.plural;
  const button = (label, action, next, lead) => make("button", {
    type: "button", class: lead ? "lead" : null, onclick: () => send(unit.id, action, next),
  }, label);
  return make("div", {}, field,
    make("div", { class: "buttons" },
      button("Accept and next", "accept", true, true), button("Accept", "accept", false),
      page.overview.user ? button("Sign off", "sign", true) : null, button("Save", "save", false),
      make("button", { type: "button", onclick: leave }, "Cancel")),
    make("div", { id: "live", "aria-live": "polite" }, findingList(unit.findings, field)),
    make("div", { id: "suggestions" }));
}

function draw(focus = null) {
  const units = shown();
  $("main").replaceChildren(...(units.length ? units.map(card)
    : [make("p", { class: "empty" }, "No text fits. Show all texts, or take another article.")]));
  $("undo").disabled = !page.done.length;
  if (focus === "editor") $("editor")?.focus();
  else if (focus) $(`u-${focus}`)?.focus();
}

function redraw(id) {
  const old = $(`u-${id}`);
  if (old && unitOf(id)) old.replaceWith(card(unitOf(id)));
  $("undo").disabled = !page.done.length;
}

function choose(id) {
  if (page.current === id) return;
  $(`u-${page.current}`)?.removeAttribute("aria-current");
  page.current = id;
  $(`u-${id}`)?.setAttribute("aria-current", "true");
}

async function edit(id, text = null) {
  if (page.editing && page.editing !== id && !leave()) return;
  page.editing = id;
  page.text = text;
  page.help = null;
  choose(id);
  redraw(id);
  $("editor")?.focus();
  try {
    const found = await ask(`/api/help?${query({ id })}`);
    if (page.editing === id) { page.help = found; suggest(found); }
  } catch (error) { say(error.message, true); }
}

function suggest(found) {
  $("suggestions")?.replaceChildren(
    make("ul", { "aria-label": "Glossary" }, ...found.hints.map((hint) => make("li", {}, hint))),
    ...found.matches.slice(0, 9).map((match, number) => make("button", {
      type: "button", class: "match", onclick: () => insert(match.target),
    }, make("kbd", {}, `Alt+${number + 1}`), ` ${match.percent}% `,
      make("span", { lang: page.article.locale, dir: page.article.direction }, match.target), make("br"),
      make("small", { lang: page.overview.source }, ...differences(match.diff)))));
}

function insert(text) {
  $("editor").value = text;
  $("editor").focus();
  typed();
}

let timer = 0;
function typed() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const id = page.editing, field = $("editor");
    if (!field) return;
    try {
      const found = await ask("/api/check", { ...place(), id, target: field.value });
      if (page.editing === id && $("editor") === field) $("live").replaceChildren(findingList(found.findings, field));
    } catch (error) { say(error.message, true); }
  }, 200);
}

const dirty = () => page.editing && $("editor") && $("editor").value !== unitOf(page.editing).target;

function leave() {
  if (dirty() && !confirm("Discard what you have typed here?")) return false;
  const id = page.editing;
  page.editing = page.text = null;
  if (id) { redraw(id); $(`u-${id}`)?.focus(); }
  return true;
}

async function send(id, action, next, base = null) {
  if (page.busy) return;
  const unit = unitOf(id);
  const target = page.editing === id ? $("editor").value : unit.target;
  const units = shown(), at = units.findIndex((one) => one.id === id);
  page.busy = true;
  try {
    const answer = await ask("/api/save", { ...place(), id, base: base ?? unit.version, target, action });
    if (answer.clash) { page.busy = false; await clash(id, action, answer); return; }
    if (answer.unit.version !== unit.version) page.done.push({ ...place(), id, before: base ?? unit.version, after: answer.unit.version });
    settle(answer.unit);
    say(`${{ save: "Saved", accept: "Accepted", sign: "Signed off" }[action]}. ${progress()}`);
    const following = next ? units[at + 1] : null;
    if (following) await edit(following.id);
    else $(`u-${id}`)?.focus();
  } catch (error) {
    say(error.message, true);
  } finally { page.busy = false; }
}

function settle(unit) {
  page.article.units = page.article.units.map((one) => (one.id === unit.id ? unit : one));
  if (page.editing === unit.id) page.editing = page.text = null;
  redraw(unit.id);
  show();
}

function clash(id, action, answer) {
  $("theirs").textContent = answer.theirs.target || "(empty)";
  $("mine").textContent = answer.mine;
  for (const name of ["theirs", "mine"]) { $(name).lang = page.article.locale; $(name).dir = page.article.direction; }
  $("clash").returnValue = "edit";
  $("clash").showModal();
  return new Promise((resolve) => $("clash").addEventListener("close", async () => {
    const choice = $("clash").returnValue;
    // The file's version is what the person has now seen, so a further change asks again.
    unitOf(id).version = answer.theirs.version;
    if (choice === "mine") {
      if (page.editing !== id) await edit(id, answer.mine);
      await send(id, action, false, answer.theirs.version);
    } else if (choice === "theirs") {
      page.editing = page.text = null;
      await load(id);
    } else if (page.editing !== id) await edit(id, answer.mine);
    resolve();
  }, { once: true }));
}

async function undo() {
  const last = page.done.at(-1);
  if (!last || page.busy) return;
  page.busy = true;
  try {
    const { locale, article, id } = last;
    const answer = await ask("/api/undo", { locale, article, id, base: last.after, to: last.before });
    page.done.pop();
    if (answer.clash) say("Somebody else went on from there, so it was not undone.", true);
    else say("Undone.");
    if (locale === page.article.locale && article === page.article.name) {
      if (answer.clash) await load(id);
      else { settle(answer.unit); $(`u-${id}`)?.focus(); }
    }
  } catch (error) { say(error.message, true); } finally { page.busy = false; $("undo").disabled = !page.done.length; }
}

const progress = () => `${page.article.units.filter(accepted).length} of ${page.article.units.length} accepted`;

function show() {
  if (!$("preview").hidden) $("preview").src = `/preview?${query()}`;
}

function move(step) {
  const units = shown(), at = units.findIndex((unit) => unit.id === page.current);
  const unit = units[Math.max(0, Math.min(units.length - 1, at + step))];
  if (unit) $(`u-${unit.id}`).focus();
}

function fillArticles() {
  const locale = page.overview.locales.find((one) => one.tag === $("locale").value);
  $("article").replaceChildren(...locale.articles.map((one) => make("option", { value: one.name },
    one.problem ? `${one.name} – ${one.problem}` : `${one.name} – ${one.done}/${one.total}${one.risk ? `, risk ${one.risk}` : ""}`)));
}

async function load(focus = null) {
  try {
    page.article = await ask(`/api/article?${query()}`);
    page.editing = page.text = null;
    page.current = focus ?? page.article.units[0]?.id ?? null;
    draw(page.current);
    say(progress());
    show();
  } catch (error) {
    $("main").replaceChildren();
    say(error.message, true);
  }
}

function togglePreview() {
  $("preview").hidden = !$("preview").hidden;
  $("toggle").setAttribute("aria-pressed", String(!$("preview").hidden));
  show();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  const inEditor = event.target.id === "editor";
  const command = event.ctrlKey || event.metaKey;
  const act = (work) => { event.preventDefault(); work(); };
  const current = page.current;
  if (command && event.key === "Enter" && current) return act(() => send(current, event.shiftKey ? "sign" : "accept", true));
  if (command && event.key.toLowerCase() === "s" && inEditor) return act(() => send(current, "save", false));
  if (inEditor && event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const match = page.help?.matches[Number(event.code.slice(5)) - 1];
    if (match) act(() => insert(match.target));
    return undefined;
  }
  if (event.key === "Escape" && page.editing) return act(leave);
  if (command || event.altKey || event.target.matches("input, select, textarea, button, a")) return undefined;
  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    Enter: () => current && edit(current), a: () => current && send(current, "accept", false),
    s: () => current && send(current, "sign", false), u: undo, p: togglePreview,
    "/": () => $("search").focus(), "?": () => $("help").showModal(),
  };
  return keys[event.key] ? act(keys[event.key]) : undefined;
});

let chosen = {};
async function change(event) {
  if (dirty() && !leave()) { event.target.value = chosen[event.target.id]; return; }
  chosen = { locale: $("locale").value };
  if (event.target.id === "locale") fillArticles();
  chosen.article = $("article").value;
  await load();
}
$("locale").addEventListener("change", change);
$("article").addEventListener("change", change);
for (const id of ["filter", "order"]) $(id).addEventListener("change", () => (!page.editing || leave()) && draw());
$("search").addEventListener("input", () => (!page.editing || leave()) && draw());
$("toggle").addEventListener("click", togglePreview);
$("undo").addEventListener("click", undo);
$("keys").addEventListener("click", () => $("help").showModal());
window.addEventListener("beforeunload", (event) => dirty() && event.preventDefault());

try {
  page.overview = await ask("/api/overview");
  $("locale").replaceChildren(...page.overview.locales.map((one) =>
    make("option", { value: one.tag, lang: one.tag }, `${one.name} (${one.tag})`)));
  fillArticles();
  chosen = { locale: $("locale").value, article: $("article").value };
  await load();
} catch (error) { say(error.message, true); }
