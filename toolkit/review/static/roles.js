// What a text is in the article: its name for people, and how it looks to the reader.
import { t } from "./words.js";

const PLAIN = {
  paragraph: ["text", () => t("paragraph")],
  text: ["text", () => t("text")],
  "list item": ["item", () => t("list item")],
  task: ["task", () => t("task")],
  term: ["term-line", () => t("term")],
  definition: ["definition", () => t("definition")],
  "block quote": ["quote", () => t("quotation")],
  footnote: ["footnote", () => t("footnote")],
  summary: ["summary", () => t("summary that unfolds")],
  "table header": ["head-cell", () => t("table heading")],
  "table cell": ["body-cell", () => t("table cell")],
  "table caption": ["caption", () => t("table caption")],
  caption: ["caption", () => t("caption")],
  "figure caption": ["caption", () => t("caption")],
  "admonition title": ["notice", () => t("title of a box")],
  "reference title": ["hidden-words", () => t("words shown over a link")],
  image: ["text", () => t("picture")],
  "alt text": ["hidden-words", () => t("description of a picture")],
  label: ["label-line", () => t("label")],
  button: ["press", () => t("button")],
  title: ["h1", () => t("title")],
  "page title": ["h1", () => t("title of the page")],
  date: ["small-line", () => t("date")],
};

const ABOUT = { // what stands in no paragraph, by the names authors use for it
  title: () => t("title"), description: () => t("short description"), summary: () => t("summary"), subtitle: () => t("subtitle"),
  keywords: () => t("keyword"), author: () => t("author"), image_alt: () => t("description of a picture"),
  "seo.title": () => t("title for search engines"), "og:title": () => t("title where the page is shared"),
  "og:description": () => t("description where the page is shared"),
};

export function roleOf(role) {
  const heading = /^heading (\d)$/.exec(role);
  if (heading) return { look: `h${heading[1]}`, name: t("heading {level}", { level: heading[1] }) };
  const cell = /^table cell, column "(.*)"$/.exec(role);
  if (cell) return { look: "body-cell", name: t("table cell, column “{column}”", { column: cell[1] }), column: cell[1] };
  const matter = /^front matter: (.*)$/.exec(role) ?? /^meta (.*)$/.exec(role);
  if (matter) {
    const title = /title$/i.test(matter[1]);
    return { look: title ? "matter-title" : "matter", name: t("about the page: {what}", { what: ABOUT[matter[1]]?.() ?? matter[1] }), tag: true };
  }
  const attribute = /^attribute (.*)$/.exec(role);
  if (attribute) return { look: "hidden-words", name: t("hidden words: {what}", { what: attribute[1] }), tag: true };
  const [look, name] = PLAIN[role] ?? ["text", () => role || t("text")];
  return { look, name: name(), tag: look === "hidden-words" };
}

// Where a line break would break the page: headings, cells, titles.
export const singleLine = (role) => /^(heading|table|front matter|meta|page title|title|attribute|alt|button|label|date|term$)/.test(role);
