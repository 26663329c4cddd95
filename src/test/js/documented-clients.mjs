// The clients of the streaming template, as its users have them: types left out, nothing else
// changed. The base of relative addresses, which a page gives its scripts, is put before them.
//
//   node --experimental-websocket --experimental-eventsource documented-clients.mjs http://host:port

const base = process.argv[2];
const fetch = (address, options) => globalThis.fetch(base + address, options);
const EventSource = class extends globalThis.EventSource {
  constructor(address) {
    super(base + address);
  }
};

// --- streaming/client.ts

// SSE Client
async function streamChat(message, onToken) {
  const response = await fetch('/chat/stream', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message }),
  });

  const reader = response.body?.getReader();
  const decoder = new TextDecoder();

  if (!reader) throw new Error('No reader');

  while (true) {
    const { done, value } = await reader.read();
    if (done) break;

    const chunk = decoder.decode(value);
    const lines = chunk.split('\n');

    for (const line of lines) {
      if (line.startsWith('data: ')) {
        const data = JSON.parse(line.slice(6));
        if (data.text) {
          onToken(data.text);
        }
      }
    }
  }
}

// EventSource Client
function streamChatSSE(message, onToken) {
  const eventSource = new EventSource(`/chat/stream?message=${encodeURIComponent(message)}`);

  eventSource.addEventListener('message', (event) => {
    const data = JSON.parse(event.data);
    onToken(data.text);
  });

  eventSource.addEventListener('done', () => {
    eventSource.close();
  });

  eventSource.addEventListener('error', (event) => {
    console.error('SSE error:', event);
    eventSource.close();
  });

  return eventSource;
}

// WebSocket Client
class WebSocketChat {
  ws;
  onToken;
  onDone;

  constructor(url, onToken, onDone) {
    this.ws = new WebSocket(url);
    this.onToken = onToken;
    this.onDone = onDone;

    this.ws.onmessage = (event) => {
      const data = JSON.parse(event.data);
      if (data.type === 'text') {
        this.onToken(data.content);
      } else if (data.type === 'done') {
        this.onDone();
      }
    };
  }

  send(message) {
    this.ws.send(JSON.stringify({ type: 'chat', message }));
  }

  cancel() {
    this.ws.send(JSON.stringify({ type: 'cancel' }));
  }

  close() {
    this.ws.close();
  }
}

// --- the send and cancel of streaming/useStreamingChat.ts, with React's state in plain variables

function useStreamingChat(options) {
  let content = '';
  let error = null;
  const abortControllerRef = { current: null };
  const setContent = (next) => (content = typeof next === 'function' ? next(content) : next);
  const setError = (next) => (error = next);
  const setIsStreaming = () => {};

  const send = async (message) => {
    setIsStreaming(true);
    setError(null);
    setContent('');

    abortControllerRef.current = new AbortController();

    try {
      const response = await fetch('/chat/stream', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ message }),
        signal: abortControllerRef.current.signal,
      });

      const reader = response.body?.getReader();
      const decoder = new TextDecoder();

      if (!reader) throw new Error('No reader');

      while (true) {
        const { done, value } = await reader.read();
        if (done) break;

        const chunk = decoder.decode(value);
        const lines = chunk.split('\n');

        for (const line of lines) {
          if (line.startsWith('data: ')) {
            try {
              const data = JSON.parse(line.slice(6));
              if (data.text) {
                setContent((prev) => prev + data.text);
                options.onToken?.(data.text);
              }
            } catch {}
          }
        }
      }

      options.onDone?.();
    } catch (err) {
      if (err.name !== 'AbortError') {
        const error = err;
        setError(error);
        options.onError?.(error);
      }
    } finally {
      setIsStreaming(false);
    }
  };

  const cancel = () => {
    abortControllerRef.current?.abort();
    setIsStreaming(false);
  };

  return { send, cancel, content: () => content, error: () => error };
}

// --- what they read, as one line of JSON for each

const said = (client, answer) => console.log(JSON.stringify({ client, ...answer }));

let tokens = '';
await streamChat('scenario:hello', (token) => (tokens += token));
said('fetch', { tokens });

tokens = '';
let failed = false;
await new Promise((resolve) => {
  const source = streamChatSSE('scenario:hello', (token) => (tokens += token));
  source.addEventListener('done', resolve);
  source.addEventListener('error', () => {
    failed = true;
    resolve();
  });
});
said('EventSource', { tokens, failed });

tokens = '';
await new Promise((resolve) => {
  const chat = new WebSocketChat(
    base.replace('http', 'ws') + '/ws/documented',
    (token) => {
      tokens += token;
      if (tokens.startsWith('first..')) chat.cancel();
    },
    () => {
      if (tokens === 'Hello world') {
        tokens = '';
        chat.send('scenario:slow');
      }
    },
  );
  chat.ws.onopen = () => chat.send('scenario:hello');
  chat.ws.addEventListener('message', (event) => {
    if (JSON.parse(event.data).type === 'cancelled') {
      chat.close();
      resolve();
    }
  });
});
said('WebSocket', { tokens: tokens.slice(0, 7) });

let done = false;
const hook = useStreamingChat({ onDone: () => (done = true) });
await hook.send('scenario:hello');
said('hook', { tokens: hook.content(), done, error: hook.error() });

const stopped = useStreamingChat({ onToken: () => stopped.cancel() });
await stopped.send('scenario:slow');
said('cancelled hook', { begun: stopped.content().startsWith('first'), error: stopped.error() });

const answer = await fetch('/chat/stream-simple', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ message: 'scenario:hello' }),
});
said('text', { tokens: await answer.text() });
