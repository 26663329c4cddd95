// Reads a stream of Server-Sent Events (HTML standard, section 9.2) wherever its bytes are cut.

export class EventParser {
  #rest = "";
  #data = [];

  // The data of every event that this piece of text completes.
  push(text) {
    let pending = this.#rest + text;
    // A carriage return at the end may be half of a line break.
    const held = pending.endsWith("\r") ? "\r" : "";
    if (held) pending = pending.slice(0, -1);
    const lines = pending.split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + held;
    const events = [];
    for (const line of lines) this.#line(line, events);
    return events;
  }

  #line(line, events) {
    if (line === "") {
      if (this.#data.length) events.push(this.#data.join("\n"));
      this.#data = [];
    } else if (line === "data") {
      this.#data.push("");
    } else if (line.startsWith("data:")) {
      this.#data.push(line.slice(line[5] === " " ? 6 : 5));
    }
  }
}

// Yields each event's `{type, data}`. What is not such an object is passed over. A connection that
// breaks ends the events, as one that is closed does; only an abort is thrown.
export async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(ended);
      for (const data of parser.push(done ? decoder.decode() : decoder.decode(value, { stream: true }))) {
        const event = parsed(data);
        if (event && typeof event.type === "string") yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function ended(error) {
  if (error.name === "AbortError") throw error;
  return { done: true };
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
