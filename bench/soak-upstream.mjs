// An OpenAI-compatible endpoint that answers well and badly, as the newest user message says: node soak-upstream.mjs PORT
import http from 'node:http';

const chunk = (delta, finish_reason = null) =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'soak', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const end = chunk({}, 'stop') + 'data: [DONE]\n\n';

function paced(response, tokens, interval, last) {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(chunk({ content: `token${sent} ` }));
    if (++sent === tokens) { clearInterval(timer); last(response); }
  }, interval);
  response.on('close', () => clearInterval(timer));
}

const answers = {
  burst: (response) => response.end(Array.from({ length: 200 }, (_, i) => chunk({ content: `token${i} ` })).join('') + end),
  paced: (response) => paced(response, 100, 20, (r) => r.end(end)),
  long: (response) => paced(response, 100000, 1, (r) => r.end(end)),
  large: (response) => response.end(chunk({ content: 'x'.repeat(500000) }) .repeat(4) + end),
  cut: (response) => paced(response, 5, 5, (r) => r.destroy()),
  error: (response) => response.end(chunk({ content: 'a' }) + 'data: {"error":{"message":"overloaded"}}\n\n'),
};

http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
    const call = JSON.parse(body);
    const kind = /soak:(\w+)/.exec(call.messages.at(-1).content)?.[1] ?? 'burst';
    if (kind === 'refuse') return response.writeHead(500).end('{"error":{"message":"out of order"}}');
    if (!call.stream) {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }] }));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answers[kind](response);
  });
}).listen(Number(process.argv[2]), '127.0.0.1', 65535);
