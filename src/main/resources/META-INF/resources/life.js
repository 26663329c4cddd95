// What follows once a blueprint is drawn: it is priced, audited, exported, deployed and destroyed.
import { $, API, button, cardId, clearProblem, make, save, send, showProblem } from "./page.js";
import { events } from "./sse.js";

const BLUEPRINTS = `${API}blueprints/`;
const STORED = "cyanotype.stored";
const RECONNECTS = 5;
const DOING = { create: "creating", update: "updating", replace: "replacing", delete: "deleting" };
const DID = { create: "created", update: "updated", replace: "replaced", delete: "deleted" };
const SIGNS = { started: "…", done: "✓", failed: "✗", skipped: "–", rolled_back: "↶", rollback_failed: "✗" };
const ENDS = {
  succeeded: "Done",
  failed_rolled_back: "Failed; everything is as it was before",
  failed_kept: "Failed; what was done is still there",
  cancelled_rolled_back: "Cancelled; everything is as it was before",
  cancelled_kept: "Cancelled; what was done is still there",
  rollback_failed: "Failed, and some of it could not be undone",
  interrupted: "Interrupted; it goes on by itself",
};

export class Life {
  #graph;
  #blueprint = null;
  #asked = null;
  #opener = null;
  #kept = "";
  #states = new Map();
  #deployment = null;

  constructor(graph) {
    this.#graph = graph;
    $("price").addEventListener("click", () => this.#ask("Price", (signal) => this.#price(signal)));
    $("audit").addEventListener("click", () => this.#ask("Audit", (signal) => this.#audit(signal)));
    $("export").addEventListener("click", () => this.#ask("Export", (signal) => this.#export(signal)));
    $("deploy").addEventListener("click", () => this.#ask("Deploy", (signal) => this.#plan("deploy", signal)));
    $("destroy").addEventListener("click", () => this.#ask("Destroy", (signal) => this.#plan("destroy", signal)));
    $("close").addEventListener("click", () => this.#leave());
  }

  show(blueprint) {
    this.#close();
    this.#blueprint = blueprint;
    $("life").hidden = false;
    const { id, engine } = this.#stored();
    if (engine) $("engine").value = engine;
    $("destroy").hidden = !id;
  }

  // A deployment that is followed goes on without this page.
  clear() {
    this.#close();
    this.#blueprint = null;
    $("life").hidden = true;
  }

  #leave() {
    this.#close();
    this.#opener?.focus();
  }

  #close() {
    this.#asked?.abort();
    this.#asked = null;
    $("found").hidden = true;
    this.#found();
    this.#setBusy(false);
  }

  // One thing at a time; only the last one asked for is shown.
  async #ask(title, work) {
    this.#asked?.abort();
    const mine = (this.#asked = new AbortController());
    if ($("life").contains(document.activeElement)) this.#opener = document.activeElement;
    clearProblem();
    this.#open(title);
    try {
      await work(mine.signal);
    } catch (error) {
      if (this.#asked !== mine || error.name === "AbortError") return;
      this.#tell("Failed.");
      showProblem(error);
    } finally {
      if (this.#asked === mine) this.#setBusy(false);
    }
  }

  #open(title) {
    $("found-title").textContent = title;
    this.#found();
    this.#tell("One moment …");
    $("found").hidden = false;
    $("found").focus();
    this.#setBusy(true);
  }

  #setBusy(busy) {
    for (const one of $("life").querySelectorAll("button, select")) one.disabled = busy;
    $("found").setAttribute("aria-busy", busy);
  }

  #tell(text) {
    $("found-said").textContent = text;
  }

  #found(...parts) {
    $("found-body").replaceChildren(...parts.filter((part) => part != null));
    $("found-actions").replaceChildren();
  }

  #send(path, signal, body = this.#blueprint) {
    return send("POST", BLUEPRINTS + path, { body, signal });
  }

  // ---- Price ----

  async #price(signal) {
    const answer = await (await this.#send("estimate-cost", signal)).json();
    this.#tell(`${String(answer.estimated_cost).replace("-", "–")}, by assumptions of the order of list prices, ${answer.estimates[0]?.date ?? "undated"}.`);
    const names = new Set(answer.estimates.flatMap((estimate) => estimate.resources.map(({ name }) => name)));
    const rows = [...names].map((name) => [link(name, this.#blueprint), ...answer.estimates.map((estimate) =>
      money(estimate.resources.find((one) => one.name === name)?.monthly, estimate.currency))]);
    const sums = ["Together", ...answer.estimates.map(({ monthly, currency }) => money(monthly, currency))];
    const heads = answer.estimates.map(({ name, currency }) => `${name}, ${currency}`);
    const free = answer.estimates[0]?.free ?? [];
    this.#found(table(["Resource", ...heads], rows, sums),
      free.length ? make("p", "meta", `Free: ${free.map(({ name, reason }) => `${name} (${reason})`).join("; ")}.`) : null);
  }

  // ---- Audit ----

  async #audit(signal) {
    const { summary, findings, accepted, passed } = await (await this.#send("audit", signal)).json();
    const counts = Object.entries(summary).map(([severity, count]) => `${count} ${severity}`).join(", ");
    this.#tell(`${passed ? "Passed" : "Not passed"}: ${counts}${accepted ? `, ${accepted} accepted` : ""}.`);
    this.#found(make("ul", "findings", ...findings.map((finding) => this.#finding(finding))));
  }

  #finding({ severity, title, resource, why, fix, reference, accepted, reason }) {
    return make("li", `finding ${severity}`,
      make("p", "", make("b", "severity", severity), ` ${title}: `, link(resource, this.#blueprint)),
      make("p", "", why),
      make("p", "", make("b", "", "Fix: "), fix),
      make("p", "meta", `${reference}${accepted ? `; accepted: ${reason}` : ""}`));
  }

  // ---- Export ----

  async #export(signal) {
    const answer = await this.#send(`export?format=${$("format").value}`, signal);
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
    const name = named?.[1] ?? `blueprint.${$("format").value}`;
    const warnings = Number(answer.headers.get("X-Cyanotype-Warnings"));
    save(await answer.blob(), name);
    this.#tell(`${name} is downloaded.${warnings ? ` It could not express everything: ${count(warnings, "warning")} at its top.` : ""}`);
  }

  // ---- Deploy and destroy: a plan, a yes, and what happens ----

  async #plan(kind, signal) {
    const engine = $("engine").value;
    const id = kind === "deploy" ? await this.#store(signal) : this.#stored().id;
    const path = kind === "deploy" ? `${id}/plan` : `${id}/destroy`;
    const body = kind === "deploy" ? { engine } : { engine, dry_run: true };
    const plan = await (await this.#send(path, signal, body)).json();
    this.#graph.unmark();
    this.#showPlan(plan);
    this.#tell(plan.changes ? `To do: ${summed(plan)}.` : `Nothing to do${summed(plan) ? `: ${summed(plan)}` : ""}.`);
    if (!plan.changes) return;
    const yes = button("Go ahead", kind === "deploy" ? "small primary" : "small danger", () =>
      this.#ask(kind === "deploy" ? "Deploying" : "Destroying", (next) => this.#go(kind, id, plan, next)));
    $("found-actions").append(yes, button("Leave it", "small", () => this.#leave()));
    yes.focus({ preventScroll: true });
  }

  #showPlan({ engine, version, notice, warnings, steps }) {
    this.#states.clear();
    const rows = steps.map((step) => {
      const state = make("span", "state", step.action === "unchanged" ? "as wanted" : "to do");
      this.#states.set(step.name, state);
      const changes = step.changes.map(({ name, from, to }) => make("div", "", `${name}: ${from ?? "–"} → ${to ?? "–"}`));
      if (step.changes_left_out) changes.push(make("div", "", `and ${step.changes_left_out} more`));
      return [link(step.name, this.#blueprint), make("div", "", step.action, ...changes), state];
    });
    this.#found(
      make("p", "meta", `${this.#blueprint.name}${version ? `, version ${version},` : ""} on ${engine}.`),
      notice ? make("p", "note", notice) : null,
      rows.length ? table(["Resource", "What", "State"], rows) : null,
      warnings.length ? warned(warnings) : null);
  }

  async #go(kind, id, plan, signal) {
    this.#keep({ id, engine: plan.engine });
    this.#graph.unmark();
    this.#showPlan(plan);
    this.#deployment = null;
    const path = BLUEPRINTS + `${id}/${kind}`;
    const body = kind === "deploy" ? { engine: plan.engine, version: plan.version } : { engine: plan.engine };
    let answer = await send("POST", path, { body, signal, accept: "text/event-stream" });
    this.#deployment = answer.headers.get("Location")?.split("/").pop();
    this.#offerCancel();
    $("destroy").hidden = false;
    for (let left = RECONNECTS; !(await this.#follow(answer.body)); left--) {
      if (!left || !this.#deployment) throw new Error("The connection is lost; the deployment goes on without this page.");
      answer = await send("GET", `${API}deployments/${this.#deployment}/events`, { signal, accept: "text/event-stream" });
    }
  }

  #offerCancel() {
    const cancel = button("Cancel", "small", async () => {
      cancel.disabled = true;
      await send("POST", `${API}deployments/${this.#deployment}/cancel`, { body: {} }).catch(showProblem);
    });
    $("found-actions").replaceChildren(cancel);
  }

  // True once it has been told to its end.
  async #follow(body) {
    for await (const { type, data } of events(body)) {
      if (type === "plan") {
        this.#showPlan(data);
        this.#offerCancel();
      } else if (type === "resource") this.progress(data);
      else if (type === "status") this.#tell(String(data?.message ?? data));
      else if (type === "deployment") this.#end(data);
      else if (type === "error" && !$("found-body").querySelector(".error")) this.#note(data);
      else if (type === "done") return true;
    }
    return false;
  }

  // Also what a chat tells of its own deployments.
  progress({ name, action, state, rollback, error, simulated }) {
    const words = inWords(action, state, rollback);
    const look = state === "done" && action === "delete" ? "gone" : state;
    this.#graph.mark(name, look, simulated ? `${words}, simulated` : words);
    const shown = this.#states.get(name);
    if (!shown) return;
    shown.className = `state ${state}`;
    shown.textContent = error ? `${words}: ${error}` : words;
    const done = [...this.#states.values()].filter((one) => one.classList.contains("done")).length;
    this.#tell(`${name}: ${words}. ${done} of ${this.#states.size} done.`);
  }

  #end({ status, duration_ms: took, simulated, error }) {
    const beside = [Number.isFinite(took) ? `${(took / 1000).toFixed(1)} s` : null, simulated ? "simulated" : null];
    const more = beside.filter(Boolean).join(", ");
    this.#tell(`${ENDS[status] ?? status}${more ? ` (${more})` : ""}.`);
    $("found-actions").replaceChildren();
    if (error) this.#note(error);
  }

  #note(data) {
    $("found-body").prepend(make("p", "note error", String(data?.message ?? data?.detail ?? data)));
  }

  // ---- Where it is stored, by its name, for as long as the tab is open ----

  async #store(signal) {
    const { id } = this.#stored();
    const text = JSON.stringify(this.#blueprint);
    if (id && this.#kept === id + text) return id;
    const stored = await (await this.#put(id, signal)).json();
    this.#kept = stored.id + text;
    this.#keep({ id: stored.id });
    return stored.id;
  }

  async #put(id, signal) {
    if (id) {
      try {
        return await send("PUT", BLUEPRINTS + id, { body: this.#blueprint, signal });
      } catch (error) {
        if (error.status !== 404) throw error;
      }
    }
    return this.#send("", signal);
  }

  #stored() {
    return all()[this.#blueprint.name] ?? {};
  }

  #keep(more) {
    const name = this.#blueprint.name;
    sessionStorage.setItem(STORED, JSON.stringify({ ...all(), [name]: { ...this.#stored(), ...more } }));
  }
}

const all = () => JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function summed({ summary }) {
  return Object.entries(summary)
    .filter(([, number]) => number)
    .map(([action, number]) => (action === "unchanged" ? `${number} as wanted` : `${action} ${number}`))
    .join(", ");
}

function inWords(action, state, rollback) {
  const said = {
    started: rollback ? "undoing" : DOING[action],
    done: rollback ? "undone" : DID[action],
    rolled_back: "undone",
    rollback_failed: "not undone",
  }[state] ?? String(state);
  return `${SIGNS[state] ?? ""} ${said}`.trim();
}

function warned(warnings) {
  const made = make("details", "", make("summary", "", count(warnings.length, "warning")),
    make("ul", "", ...warnings.map((one) => make("li", "", `⚠ ${one}`))));
  made.open = true;
  return made;
}

function link(name, blueprint) {
  if (!blueprint.resources.some((resource) => resource.name === name)) return make("span", "", name);
  const made = make("a", "", name);
  made.href = `#${encodeURIComponent(cardId(name))}`;
  return made;
}

function money(amount, currency) {
  if (!amount) return "–";
  const shown = (number) => number.toLocaleString("en", { style: "currency", currency });
  return make("div", "", make("b", "", shown(amount.total)), make("div", "meta", `${shown(amount.low)}–${shown(amount.high)}`));
}

function table(heads, rows, last) {
  const head = (text, scope) => Object.assign(make("th", "", text), { scope });
  const line = ([first, ...cells]) => make("tr", "", head(first, "row"), ...cells.map((cell) => make("td", "", cell)));
  return make("table", "",
    make("thead", "", make("tr", "", ...heads.map((text) => head(text, "col")))),
    make("tbody", "", ...rows.map(line)),
    last ? make("tfoot", "", line(last)) : null);
}
