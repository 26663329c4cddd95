// Opens streams and says what they cost.
//   node client.mjs URL STREAMS [PID]  reads all to their end: delay of tokens, CPU of PID per token
//   node client.mjs URL STREAMS PID hold SECONDS  keeps them open: memory of PID
import http from 'node:http';
import { readFileSync } from 'node:fs';

const [url, streams, pid, hold, seconds] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: false, maxSockets: Infinity });
const body = JSON.stringify({ message: 'hello', messages: [] });
const delays = [];
let done = 0, failed = 0, tokens = 0;

const ticks = () => pid ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((a, b) => +a + +b, 0) : 0;
const rss = () => +/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1] / 1024;
const quantile = (q) => delays[Math.min(delays.length - 1, Math.floor(delays.length * q))]?.toFixed(2);

function open() {
  return new Promise((resolve) => {
    let whole = false;
    const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.setEncoding('utf8').on('data', (text) => {
        const now = performance.timeOrigin + performance.now();
        for (const [, sent] of text.matchAll(/"(?:data|content)":"(\d+\.?\d*) "/g)) {
          tokens++;
          delays.push(now - Number(sent));
        }
        whole ||= text.includes('"complete"') || text.includes('[DONE]');
      }).on('close', () => { whole ? done++ : failed++; resolve(); });
    });
    request.on('error', () => { failed++; resolve(); });
    request.end(body);
  });
}

const before = ticks();
const all = [];
for (let i = 0; i < Number(streams); i++) {
  all.push(open());
  if (i % 50 === 49) await new Promise((resolve) => setTimeout(resolve, hold ? 50 : 1));
}
if (hold) {
  await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
  console.log(`open ${streams - done - failed}  failed ${failed}  tokens ${tokens}  RSS ${rss().toFixed(0)} MiB`);
  process.exit(0);
}
await Promise.all(all);
delays.sort((a, b) => a - b);
const cpu = pid ? `  CPU ${((ticks() - before) * 10000 / tokens).toFixed(1)} us/token` : '';
console.log(`streams ${done}  failed ${failed}  tokens ${tokens}  delay p50 ${quantile(0.5)} ms  p99 ${quantile(0.99)} ms${cpu}`);
