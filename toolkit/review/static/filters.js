// Which texts are shown and in which order.
import { $, debounced, icon, make, unseen } from "./dom.js";
import { emit, page } from "./store.js";
import { FILTERS, tally } from "./units.js";
import { number, t } from "./words.js";

const buttons = new Map();

// Takes what the address asks for; tells whether anything changed.
export function readFilters({ show, order, search }) {
  const wanted = { show: FILTERS[show] ? show : "all", order: order === "risk" ? "risk" : "page", search: search ?? "" };
  const changed = Object.entries(wanted).some(([name, value]) => page[name] !== value);
  Object.assign(page, wanted);
  return changed;
}

function choose(name) {
  page.show = name;
  emit("filters");
}

export function filterBar() {
  buttons.clear();
  for (const [name, filter] of Object.entries(FILTERS)) {
    buttons.set(name, make("button", { type: "button", class: `pill filter-${name}`, "aria-pressed": "false", onclick: () => choose(name) },
      filter.name(), " ", make("span", { class: "count" })));
  }
  const search = debounced((value) => { page.search = value.trim(); emit("filters"); }, 160);
  return make("div", { class: "filter-bar" },
    make("div", { class: "pills", role: "group", "aria-label": t("Show"), id: "filters" }, ...buttons.values()),
    make("span", { class: "push" }),
    make("label", { class: "find" }, icon("search"), unseen(t("Search in source and translation")),
      make("input", { id: "search", type: "search", autocomplete: "off", placeholder: t("Search"), value: page.search, oninput: (event) => search(event.target.value),
        onkeydown: (event) => { if (event.key === "Enter" && page.shown.length) emit("show", page.shown.includes(page.current) ? page.current : page.shown[0]); } })),
    make("label", {}, unseen(t("Order")), make("select", { id: "order", onchange: (event) => { page.order = event.target.value; emit("filters"); } },
      make("option", { value: "page" }, t("As in the article")), make("option", { value: "risk" }, t("Riskiest first")))));
}

// Counts, and only the filters that would show something.
export function filtersFollow() {
  const { counts } = tally();
  for (const [name, element] of buttons) {
    const chosen = page.show === name;
    element.setAttribute("aria-pressed", String(chosen));
    element.lastChild.textContent = number(counts[name]);
    element.hidden = !chosen && !counts[name] && name !== "all";
  }
  if ($("order")) $("order").value = page.order;
  if ($("search") && document.activeElement !== $("search")) $("search").value = page.search;
}

export function nextFilter() {
  const names = [...buttons].filter(([, element]) => !element.hidden).map(([name]) => name);
  choose(names[(names.indexOf(page.show) + 1) % names.length]);
}
