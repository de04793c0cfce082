// Where one is stands in the address, so that reload, back and a bookmark lead to the same place.
//   #/es                                     the articles
//   #/es/clinic/about-us.md?unit=…&show=…    an article
export function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [locale = "", ...rest] = path.split("/").map(decoded);
  const wanted = new URLSearchParams(query);
  return {
    locale, article: rest.join("/"), unit: wanted.get("unit"), show: wanted.get("show") ?? "all",
    order: wanted.get("order") ?? "page", search: wanted.get("q") ?? "",
  };
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");

export function write(locale, article = "", { unit = null, show = "all", order = "page", search = "" } = {}) {
  const query = new URLSearchParams();
  if (unit) query.set("unit", unit);
  if (show !== "all") query.set("show", show);
  if (order !== "page") query.set("order", order);
  if (search) query.set("q", search);
  const tail = query.size ? `?${query}` : "";
  return `#/${encodeURIComponent(locale)}${article ? `/${encoded(article)}` : ""}${tail}`;
}

export const stay = (hash) => history.replaceState(null, "", hash);
