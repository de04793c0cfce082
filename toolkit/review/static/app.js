// The review page begins here.
import { isReachable, Unreachable } from "./api.js";
import { leaveArticle, showArticle } from "./article.js";
import { $, make, say } from "./dom.js";
import { listen } from "./keys.js";
import { loadWords } from "./language.js";
import "./replace.js";
import { read } from "./routes.js";
import { applyColours } from "./settings.js";
import { showStart } from "./start.js";
import { on } from "./store.js";
import { t } from "./words.js";

async function route() {
  const wanted = read();
  try {
    if (wanted.locale && wanted.article) await showArticle(wanted);
    else {
      leaveArticle();
      await showStart(wanted.locale);
      $("heading").focus({ preventScroll: true });
    }
  } catch (error) {
    if (error instanceof Unreachable) return;
    $("main").replaceChildren(make("div", { class: "waiting" }, make("p", {}, error.message), make("p", {}, make("a", { href: "#/" }, t("All articles")))));
    say(error.message, { bad: true });
  }
}

on("reachable", (back) => {
  $("offline").hidden = back;
  if (back) {
    say(t("The server is back."));
    if (!$("main").querySelector(".start, .article")) route();
  }
});

applyColours();
await loadWords();
$("skip").textContent = t("Skip to the texts");
$("offline").textContent = t("The server does not answer. What you typed is kept on this device; it is saved as soon as the server is back.");
$("offline").hidden = isReachable();
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  (document.querySelector("#texts [tabindex='0'], #rows a") ?? $("main")).focus();
});
listen();
window.addEventListener("hashchange", route);
await route();
