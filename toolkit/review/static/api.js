// Questions to the server. When it is gone, the page says so and looks for it until it is back.
import { emit } from "./store.js";
import { said } from "./words.js";

const meta = document.querySelector('meta[name="review-token"]');
let reachable = true;
let looking = 0;

export class Unreachable extends Error {}
export class Refused extends Error {}

export const isReachable = () => reachable;

function lost() {
  if (reachable) {
    reachable = false;
    emit("reachable", false);
  }
  clearTimeout(looking);
  looking = setTimeout(look, 1000);
}

async function look() {
  if (await renew()) {
    reachable = true;
    emit("reachable", true);
  } else looking = setTimeout(look, 1500);
}

// Somebody has a reason to think that it is gone.
export async function doubt() {
  if (reachable && !await renew()) lost();
}

// A server that was started again has a new token; the page's own address has it.
async function renew() {
  try {
    const answer = await fetch("/", { cache: "no-store" });
    const found = /name="review-token" content="([^"]+)"/.exec(await answer.text());
    if (found) meta.content = found[1];
    return answer.ok;
  } catch { return false; }
}

async function request(path, options) {
  try {
    const answer = await fetch(path, options);
    return [answer, await answer.text()];
  } catch (error) {
    if (error.name === "AbortError") throw error;
    lost();
    throw new Unreachable();
  }
}

const posted = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Review-Token": meta.content },
  body: JSON.stringify(body),
});

const WRITES = /^\/api\/(save|undo|remark|ignore|replace)$/;
let writing = 0;
export const isWriting = () => writing > 0;

export async function ask(path, body, how = {}) {
  if (!WRITES.test(path)) return asked(path, body, how);
  writing += 1; // what we write ourselves also comes as news; it waits for the answer
  try { return await asked(path, body, how); } finally {
    writing -= 1;
    setTimeout(() => emit("written"));
  }
}

async function asked(path, body, { signal } = {}) {
  const options = () => ({ ...(body === undefined ? {} : posted(body)), signal });
  let [answer, plain] = await request(path, options());
  if (answer.status === 403 && body !== undefined && await renew()) [answer, plain] = await request(path, options());
  let value;
  try { value = JSON.parse(plain); } catch { value = { error: plain }; }
  if (answer.ok) return value;
  if (answer.status === 409) return { ...value, clash: true };
  throw new Refused([value.error, value.hint].filter(Boolean).map(said).join(" – "));
}

// A page as a document that never runs anything: parsed by the request itself, without a string of markup.
// It is asked for in the preview's own window, so that it is read under the preview's rules.
export function askDocument(path, body, window_) {
  return new Promise((resolve, reject) => {
    const question = new window_.XMLHttpRequest();
    question.open(body === undefined ? "GET" : "POST", path);
    question.responseType = "document";
    if (body !== undefined) {
      question.setRequestHeader("Content-Type", "application/json");
      question.setRequestHeader("X-Review-Token", meta.content);
    }
    question.onload = () => (question.status === 200 && question.response ? resolve(question.response) : reject(new Refused("")));
    question.onerror = () => { lost(); reject(new Unreachable()); };
    question.send(body === undefined ? undefined : JSON.stringify(body));
  });
}

export const address = (path, values) => `${path}?${new URLSearchParams(values)}`;
