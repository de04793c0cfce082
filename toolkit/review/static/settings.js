// Language and colours of the page itself.
import { button, make } from "./dom.js";
import { chooseLanguage, LANGUAGES } from "./language.js";
import { on, setWish, wish } from "./store.js";
import { pageLanguage, t } from "./words.js";

export function applyColours() {
  const wanted = wish("colours", "auto");
  if (wanted === "auto") delete document.documentElement.dataset.colours;
  else document.documentElement.dataset.colours = wanted;
}

function open() {
  if (document.querySelector("dialog[open]")) return;
  const colours = { auto: t("As the system has it"), light: t("Light"), dark: t("Dark") };
  const dialog = make("dialog", { id: "setting", "aria-labelledby": "settings-title", onclose: () => dialog.remove() },
    make("h2", { id: "settings-title" }, t("Settings")),
    make("div", { class: "setting-list" },
      make("label", {}, t("Language of this page"), make("select", { id: "page-language", onchange: (event) => chooseLanguage(event.target.value) },
        ...Object.entries(LANGUAGES).map(([tag, name]) => make("option", { value: tag, lang: tag, selected: tag === pageLanguage() }, name)))),
      make("label", {}, t("Colours"), make("select", { onchange: (event) => { setWish("colours", event.target.value); applyColours(); } },
        ...Object.entries(colours).map(([value, name]) => make("option", { value, selected: wish("colours", "auto") === value }, name)))),
      make("label", { class: "tick" }, make("input", { type: "checkbox", checked: wish("plain", false), onchange: (event) => setWish("plain", event.target.checked) }),
        t("Edit plain text with its codes instead of chips"))),
    make("div", { class: "buttons" }, button(t("Close"), () => dialog.close(), { kind: "lead" })));
  document.body.append(dialog);
  dialog.showModal();
}

on("settings", open);
