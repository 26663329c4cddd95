// An OpenAI-compatible endpoint: node upstream.mjs PORT TOKENS INTERVAL_MS
// Each token's text is the time at which it was sent, in milliseconds since the epoch.
import http from 'node:http';

const [port, tokens, interval] = process.argv.slice(2).map(Number);
const chunk = (delta, finish_reason = null) =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'bench', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

http.createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ role: 'assistant', content: '' }));
    let sent = 0;
    const timer = setInterval(() => {
      response.write(chunk({ content: `${performance.timeOrigin + performance.now()} ` }));
      if (++sent === tokens) {
        clearInterval(timer);
        response.end(chunk({}, 'stop') + 'data: [DONE]\n\n');
      }
    }, interval);
    response.on('close', () => clearInterval(timer));
  });
}).listen(port, '127.0.0.1', 65535);
