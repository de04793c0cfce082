// What the checks have to say, with the ways to answer: mend it, or say that it is meant so.
import { icon, keepCaret, make, unseen } from "./dom.js";
import { alt, number, said, t } from "./words.js";

const SEVERITY = { error: () => t("Error"), warning: () => t("Warning"), info: () => t("Hint") };
const severity = (one) => SEVERITY[one.severity]?.() ?? one.severity;

export function findingLines(findings, { most = Infinity } = {}) {
  const shown = findings.slice(0, most), more = findings.length - shown.length;
  return make("ul", { class: "findings", "aria-label": t("Findings") },
    ...shown.map((one) => make("li", { class: one.severity }, icon(one.severity), unseen(`${severity(one)}: `),
      make("span", {}, said(one.message)))),
    more > 0 ? make("li", { class: "info" }, t("and {n} more", { n: number(more) })) : null);
}

export function findingTools(findings, { onmend, onignore }) {
  if (!findings.length) return make("p", { class: "fine" }, icon("check"), t("No findings"));
  return make("ul", { class: "findings open", "aria-label": t("Findings") }, ...findings.map((one, at) => make("li", { class: one.severity },
    icon(one.severity), unseen(`${severity(one)}: `),
    make("span", { class: "message" }, said(one.message)),
    make("span", { class: "answers" },
      one.fix ? keepCaret(make("button", { type: "button", class: "small", onclick: () => onmend(one) }, t("Mend"), unseen(`: ${one.message}`), at === findings.findIndex((each) => each.fix)
        ? make("kbd", {}, alt("M")) : null)) : null,
      make("button", { type: "button", class: "small quiet", onclick: () => onignore(one), title: t("Says in the file that this is meant so: {check}", { check: one.check }) }, t("Ignore"), unseen(`: ${one.message}`))))));
}

// What somebody said is meant so can be looked at again.
export function ignoredTools(checks, onagain) {
  if (!checks.length) return "";
  return make("p", { class: "ignored" }, t("Meant so:"), ...checks.map((check) => make("button", {
    type: "button", class: "small quiet", onclick: () => onagain(check), title: t("Look at it again") }, check, icon("close"), unseen(` – ${t("Look at it again")}`))));
}
