// What every part of the page uses: elements, requests and their problems, files to save.

export const API = "api/v1/";
export const $ = (id) => document.getElementById(id);
export const say = (text) => { $("status").textContent = text; };

// Everything that comes from outside becomes text nodes, never markup.
export function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child != null));
  return made;
}

export function button(text, className, onClick) {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

export const cardId = (name) => `r-${name}`;

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", "");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// ---- Requests and their problems (RFC 9457) ----

class Problem extends Error {
  constructor(status, title, detail, errors = []) {
    super(detail || title);
    Object.assign(this, { status, title, errors });
  }
}

const KEY = "cyanotype.key";

export const keepKey = (key) => sessionStorage.setItem(KEY, key);

function ownKey() {
  const key = sessionStorage.getItem(KEY);
  return key ? { "X-API-Key": key } : {};
}

export async function send(method, path, { body, signal, accept } = {}) {
  const headers = ownKey();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (accept) headers.Accept = accept;
  return checked(await fetch(path, { method, headers, body: JSON.stringify(body), signal }));
}

export const post = (path, body, signal) => send("POST", path, { body, signal });

async function checked(response) {
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  if (response.status === 401) $("access").hidden = false;
  const wait = response.headers.get("Retry-After");
  const title = body?.title ?? `The service answered ${response.status}`;
  const detail = String(body?.detail ?? "");
  const again = wait ? `${/\w$/.test(detail) ? "." : ""} Try again in ${wait} s.` : "";
  throw new Problem(response.status, title, `${detail}${again}`.trim(), body?.errors ?? []);
}

export function clearProblem() {
  $("problem").hidden = true;
}

export function showProblem(error) {
  const title = error.title ?? (error instanceof TypeError ? "The service cannot be reached" : "Failed");
  const list = make("ul", "");
  for (const { pointer, message } of error.errors ?? []) {
    list.append(make("li", "", make("code", "", pointer || "/"), ` ${message}`));
  }
  $("problem").replaceChildren(make("strong", "", title), error.message !== title ? ` — ${error.message}` : "", list);
  $("problem").hidden = false;
  $("problem").scrollIntoView({ block: "nearest" });
}
