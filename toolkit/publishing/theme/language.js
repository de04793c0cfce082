// Leads to the reader's language from the site's front page, and only from there: whoever comes
// from a page of this site, or with #languages, wants to choose. Without this the page is a list.
(function () {
  "use strict";
  var languages = document.currentScript.dataset.languages.split(" ");
  if (location.hash || document.referrer.indexOf(location.origin + "/") === 0) return;
  var wanted = navigator.languages || [navigator.language || ""];
  for (var i = 0; i < wanted.length; i++) {
    var parts = wanted[i].toLowerCase().split("-");
    for (; parts.length; parts.pop()) {
      for (var j = 0; j < languages.length; j++) {
        if (languages[j].toLowerCase() === parts.join("-")) {
          location.replace(languages[j] + "/index.html");
          return;
        }
      }
    }
  }
})();
