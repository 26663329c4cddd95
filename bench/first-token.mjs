// Time to the first byte and to the first token of streams.
//   node first-token.mjs URL CONCURRENCY STREAMS
import http from 'node:http';

const [url, concurrency, streams] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(concurrency) });
const body = JSON.stringify({ message: 'hello' });
const firstBytes = [], firstTokens = [];
let started = 0, failed = 0;

function stream() {
  return new Promise((resolve) => {
    const begun = performance.now();
    let text = '', token = false;
    const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      firstBytes.push(performance.now() - begun);
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
        if (!token && /"type":"text"|"content":"[^"]/.test(text)) {
          token = true;
          firstTokens.push(performance.now() - begun);
        }
      }).on('end', () => { if (!/"complete"|\[DONE\]/.test(text)) failed++; resolve(); });
    });
    request.on('error', () => { failed++; resolve(); });
    request.end(body);
  });
}

async function client() {
  while (started++ < Number(streams)) await stream();
}

await Promise.all(Array.from({ length: Number(concurrency) }, client));
const quantile = (times, q) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))].toFixed(2);
const both = (times) => `p50 ${quantile(times, 0.5)} ms  p99 ${quantile(times, 0.99)} ms`;
console.log(`first byte ${both(firstBytes)}  first token ${both(firstTokens)}  failed ${failed}`);
process.exit(0);
