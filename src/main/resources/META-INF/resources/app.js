import { events } from "./sse.js";
import { Graph } from "./graph.js";
import { Life } from "./life.js";
import { $, API, button, cardId, clearProblem, keepKey, make, post, save, say, send, showProblem } from "./page.js";

const TYPES = new Set(["compute", "network", "storage", "service"]);
const ENDS = {
  complete: "Complete.",
  cancelled: "Stopped.",
  clarification_needed: "The answer is a question back to you.",
  error: "Failed.",
};

let conversation = newId();
let running = null;
let resources = new Map();
let blueprint = null;
let openTemplate = null;
let templates = [];
const graph = new Graph(pick);
const life = new Life(graph);

// crypto.randomUUID is there on secure origins only; this page may be served from any.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// ---- A run: one request whose answer streams ----

class Run {
  controller = new AbortController();
  started = performance.now();
  firstText = null;
  lastText = null;
  pieces = 0;
  ended = null;
  #waiting = "";
  #frame = 0;

  constructor(words, source) {
    this.text = document.createTextNode("");
    this.said = make("div", source ? "said source" : "said", this.text);
    this.turn = make("div", "turn", make("p", "asked", words), this.said);
    const log = $("log");
    log.querySelector(":scope > .empty")?.remove();
    log.append(this.turn);
    log.scrollTop = log.scrollHeight;
    this.timer = setInterval(() => this.showFigures(), 100);
  }

  piece(text) {
    this.lastText = performance.now();
    this.firstText ??= this.lastText;
    this.pieces++;
    this.#waiting += text;
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  // At most once a frame, however fast pieces arrive; follows the text unless the reader scrolled up.
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const log = $("log");
    const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    this.text.appendData(this.#waiting);
    this.#waiting = "";
    if (follows) log.scrollTop = log.scrollHeight;
  }

  note(message, className = "") {
    this.flush();
    this.turn.append(make("p", `note ${className}`, message));
    $("log").scrollTop = $("log").scrollHeight;
  }

  showFigures() {
    const end = this.stoppedAt ?? performance.now();
    const seconds = (this.lastText - this.firstText) / 1000;
    $("first").textContent = this.firstText === null ? "…" : `${Math.round(this.firstText - this.started)} ms`;
    $("elapsed").textContent = `${((end - this.started) / 1000).toFixed(1)} s`;
    $("pieces").textContent = this.pieces;
    $("rate").textContent = this.pieces > 1 && seconds > 0 ? ((this.pieces - 1) / seconds).toFixed(0) : "–";
  }

  stop() {
    this.stoppedAt = performance.now();
    clearInterval(this.timer);
    this.flush();
    this.showFigures();
  }
}

async function run(path, body, words, source) {
  running?.controller.abort();
  const mine = (running = new Run(words, source));
  setBusy(true);
  clearProblem();
  $("intent").hidden = true;
  say("Sending …");
  document.body.classList.toggle("drawing", source);
  if (source) clearDrawing();
  try {
    const response = await post(path, body, mine.controller.signal);
    say("Waiting for the first token …");
    await receiveAll(mine, response.body);
    if (running !== mine) return;
    say(`${ENDS[mine.ended] ?? `Ended: ${mine.ended}.`}${drawnInWords()}`);
  } catch (error) {
    if (running !== mine && error.name === "AbortError") return;
    if (error.name === "AbortError") {
      say("Stopped.");
      mine.note("Stopped.");
    } else {
      say("Failed.");
      showProblem(error);
    }
  } finally {
    mine.stop();
    if (running === mine) {
      running = null;
      setBusy(false);
    }
  }
}

async function receiveAll(mine, body) {
  for await (const event of events(body)) {
    if (running !== mine) return;
    receive(mine, event);
    if (mine.ended) return;
  }
  throw new Error("The connection ended before the answer did.");
}

function receive(current, { type, data }) {
  switch (type) {
    case "intent": return showIntent(data);
    case "status": return say(words(data));
    case "text": return current.piece(String(data));
    case "resource": return data?.state ? life.progress(data) : addResource(data);
    case "plan": return graph.unmark();
    case "blueprint": return showBlueprint(data);
    case "warning": return current.note(`⚠ ${words(data)}`);
    case "error": return current.note(words(data), "error");
    case "done": current.ended = String(data);
  }
}

function words(data) {
  if (typeof data === "string") return data;
  return data?.message ?? data?.detail ?? JSON.stringify(data);
}

function setBusy(busy) {
  document.body.classList.toggle("busy", busy);
  $("log").setAttribute("aria-busy", busy);
  if (!busy && document.activeElement === $("stop")) $("words").focus();
  $("stop").hidden = !busy;
  $("draw").disabled = $("chat").disabled = busy;
}

function showIntent(data) {
  if (!data?.intent) return;
  const confidence = Number(data.confidence);
  $("intent").hidden = false;
  $("intent-name").textContent = String(data.intent).replaceAll("_", " ");
  $("confidence").hidden = !Number.isFinite(confidence);
  $("confidence").value = confidence || 0;
  $("confidence-text").textContent = Number.isFinite(confidence) ? `${Math.round(confidence * 100)} %` : "";
}

// ---- The drawing ----

let redraw = 0;

function clearDrawing() {
  resources = new Map();
  blueprint = null;
  openTemplate = null;
  graph.clear();
  life.clear();
  $("drawing").replaceChildren();
  $("resources").replaceChildren();
  $("about").replaceChildren();
  $("customize").hidden = true;
  markOpen();
  showCount();
}

function addResource(data) {
  const resource = resourceOf(data);
  if (!resource) return;
  const old = resources.get(resource.name);
  resources.set(resource.name, resource);
  const card = cardOf(resource);
  if (old) {
    card.classList.remove("new");
    document.getElementById(cardId(old.name))?.replaceWith(card);
  } else $("resources").append(card);
  showCount();
  redraw ||= requestAnimationFrame(drawGraph);
}

function drawGraph() {
  cancelAnimationFrame(redraw);
  redraw = 0;
  if (resources.size) graph.draw($("drawing"), [...resources.values()]);
}

function resourceOf(data) {
  if (!data || typeof data.name !== "string") return null;
  return {
    name: data.name,
    type: TYPES.has(data.type) ? data.type : "service",
    provider: String(data.provider ?? ""),
    specs: data.specs ?? {},
    dependencies: Array.isArray(data.dependencies) ? data.dependencies.map(String) : [],
  };
}

function showBlueprint(data) {
  const whole = data?.blueprint ?? data;
  if (!Array.isArray(whole?.resources)) return;
  const names = new Set(whole.resources.map((resource) => resource?.name));
  for (const name of [...resources.keys()]) {
    if (!names.has(name)) {
      resources.delete(name);
      document.getElementById(cardId(name))?.remove();
    }
  }
  blueprint = whole;
  whole.resources.forEach(addResource);
  $("about").replaceChildren(make("b", "", String(whole.name ?? "")), whole.description ? ` — ${whole.description}` : "");
  showCount();
  drawGraph();
  life.show(whole);
}

function showCount() {
  $("counted").textContent = resources.size ? `${resources.size} resource${resources.size > 1 ? "s" : ""}` : "";
  $("copy").disabled = $("download").disabled = !blueprint;
}

function drawnInWords() {
  return blueprint ? ` Blueprint ${blueprint.name} with ${resources.size} resources.` : "";
}

function cardOf(resource) {
  const specs = make("dl", "");
  for (const [key, value] of Object.entries(resource.specs)) {
    specs.append(make("dt", "", key), make("dd", "", shown(value)));
  }
  const card = make("li", `card new ${resource.type}`,
    make("h3", "", resource.name),
    make("p", "meta", `${resource.type} · ${resource.provider}`),
    specs,
    resource.dependencies.length ? make("p", "needs", `needs ${resource.dependencies.join(", ")}`) : null);
  card.id = cardId(resource.name);
  return card;
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (value && typeof value === "object") {
    return Object.entries(value).map(([key, inner]) => `${key}: ${shown(inner)}`).join(", ");
  }
  return String(value);
}

function pick(name) {
  document.querySelectorAll(".card.hit").forEach((card) => card.classList.remove("hit"));
  const card = document.getElementById(cardId(name));
  card?.classList.add("hit");
  card?.scrollIntoView({ block: "nearest" });
}

async function copy() {
  const text = JSON.stringify(blueprint, null, 2);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", "", text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say("Blueprint copied as JSON.");
}

function download() {
  const text = JSON.stringify(blueprint, null, 2) + "\n";
  save(new Blob([text], { type: "application/json" }), `${blueprint.name || "blueprint"}.json`);
}

// ---- Templates ----

async function loadTemplates() {
  try {
    const response = await send("GET", `${API}templates/`);
    templates = (await response.json()).templates ?? [];
    listTemplates();
  } catch (error) {
    $("templates").replaceChildren(make("li", "empty", `Templates cannot be listed: ${error.message}`));
  }
}

function listTemplates() {
  const wanted = $("filter").value.trim().toLowerCase().split(/\s+/);
  const found = templates.filter((template) => {
    const text = Object.values(template).join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  $("templates").replaceChildren(...found.map(templateCard));
  if (!found.length) $("templates").append(make("li", "empty", "No template has all of these words."));
}

function templateCard(template) {
  const open = button("Open", "small", () => openBlueprint(template.id));
  open.setAttribute("aria-label", `Open ${template.name}`);
  const card = make("li", "card",
    make("h3", "", String(template.name)),
    make("span", "meta", `${template.category} · ${template.complexity} · ${String(template.estimated_cost ?? "").replace("-", "–")}`),
    make("p", "", String(template.description ?? "")),
    open);
  card.dataset.id = template.id;
  card.classList.toggle("open", template.id === openTemplate);
  return card;
}

function markOpen() {
  for (const card of $("templates").children) card.classList.toggle("open", card.dataset.id === openTemplate);
}

const templatePath = (id) => `${API}templates/${encodeURIComponent(id)}`;

async function openBlueprint(id) {
  await fill(() => send("GET", templatePath(id)), id);
  if (openTemplate === id) {
    $("own-name").value = `my-${id}`.slice(0, 63);
    $("drawing-title").scrollIntoView({ block: "start" });
  }
}

async function customize() {
  const body = { scale_factor: Number($("scale").value) };
  const name = $("own-name").value.trim();
  if (name) body.name = name;
  await fill(() => post(`${templatePath(openTemplate)}/customize`, body), openTemplate);
}

async function fill(request, id) {
  running?.controller.abort();
  clearProblem();
  try {
    const data = await (await request()).json();
    clearDrawing();
    openTemplate = id;
    markOpen();
    showBlueprint(data);
    $("customize").hidden = false;
    say(drawnInWords().trim());
  } catch (error) {
    showProblem(error);
  }
}

// ---- What the user does ----

function useKey() {
  keepKey($("key").value.trim());
  $("key").value = "";
  $("access").hidden = true;
  clearProblem();
  say("Key taken. Ask again.");
  $("words").focus();
}

function draw() {
  const description = $("words").value.trim();
  if (description) run(`${API}conversation/generate-blueprint-stream`, { description }, description, true);
}

function chat() {
  if (!$("words").reportValidity()) return;
  const message = $("words").value.trim();
  const body = { message, context: { conversation_id: conversation } };
  if (message) run(`${API}conversation/chat-stream`, body, message, false);
}

$("composer").addEventListener("submit", (event) => { event.preventDefault(); draw(); });
$("chat").addEventListener("click", chat);
$("access").addEventListener("submit", (event) => { event.preventDefault(); useKey(); });
$("stop").addEventListener("click", () => running?.controller.abort());
$("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !running) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});
for (const chip of document.querySelectorAll(".chip")) {
  chip.addEventListener("click", () => {
    $("words").value = chip.textContent;
    $("words").focus();
  });
}
$("anew").addEventListener("click", () => {
  running?.controller.abort();
  conversation = newId();
  $("log").replaceChildren(make("p", "empty", "A new conversation: nothing is remembered."));
});
$("copy").addEventListener("click", copy);
$("download").addEventListener("click", download);
$("customize").addEventListener("submit", (event) => { event.preventDefault(); customize(); });
$("filter").addEventListener("input", listTemplates);
let width = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width !== width) redraw ||= requestAnimationFrame(drawGraph);
  width = contentRect.width;
}).observe($("drawing"));
loadTemplates();
