// Elements are made here. Texts only ever become text nodes: no markup is read from data.
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  back: "M14.5 5.5 8 12l6.5 6.5",
  close: "m6 6 12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  seal: "m12 2.8 2.5 1.9 3.1-.2.9 3 2.6 1.8-1 3 1 2.9-2.6 1.8-.9 3-3.1-.2L12 21.700l-2.500-1.900-3.100.200-.900-3-2.600-1.800 1-2.900-1-3 2.600-1.800.900-3 3.100.200zM8.300 12.200l2.600 2.600 4.900-5.200",
  spark: "M12 3.500 13.800 10l6.700 2-6.700 2L12 20.500 10.200 14l-6.700-2 6.700-2z",
  clock: "M12 4a8 8 0 1 1-7.400 5M4 4.500V9h4.500M12 8v4.500l3 1.800",
  circle: "M12 4.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z",
  pencil: "m5 19 .8-3.800L16 5l3 3L8.800 18.200zM13.500 7.500l3 3",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  undo: "M8.500 4.500 4.500 8.500l4 4M5 8.500h8.500a5.500 5.500 0 0 1 0 11H9",
  replace: "M4 8h12l-3-3.500M20 16H8l3 3.500",
  help: "M9 9a3 3 0 1 1 4.300 2.700c-.9.500-1.300 1.100-1.300 2.300M12 17.300v.4M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.800v4.400M9 14.800v4.400",
  error: "M12 3 21.500 20h-19zM12 10v4.500M12 17.300v.2",
  warning: "M12 3 21.500 20h-19zM12 10v4.500M12 17.300v.2",
  info: "M12 11v5.500M12 7.500v.3M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  remark: "M4 5h16v11H11l-4.500 4v-4H4z",
  image: "M4 5h16v14H4zM4.500 17l5-5 4 4 3-3 3.500 3.500M15.500 8.500v.2",
  search: "M10.500 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
  next: "m9.500 5.500 6.500 6.500-6.500 6.500",
};

export const $ = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function icon(name, more = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${more}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name] ?? SHAPES.circle);
  svg.append(path);
  return svg;
}

export const unseen = (text) => make("span", { class: "unseen" }, text);

// A button whose press does not take the caret out of the field.
export function button(label, onclick, { shape = null, kind = "", keys = "", ...more } = {}) {
  return make("button", { type: "button", class: kind || null, onclick, ...more },
    shape ? icon(shape) : null, make("span", { class: "label" }, label), keys ? make("kbd", {}, keys) : null);
}

export function keepCaret(element) {
  element.addEventListener("mousedown", (event) => event.preventDefault());
  return element;
}

let fading = 0;
export function say(text, { bad = false, stays = false } = {}) {
  const place = $(bad ? "alert" : "status"), other = $(bad ? "status" : "alert");
  clearTimeout(fading);
  other.replaceChildren();
  place.replaceChildren(text);
  document.documentElement.classList.toggle("saying", Boolean(text));
  if (text && !stays) fading = setTimeout(() => say(""), bad ? 12000 : 5000);
}

export function debounced(work, wait) {
  let timer = 0;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), typeof wait === "function" ? wait() : wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
