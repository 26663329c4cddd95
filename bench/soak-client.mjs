// Mixed load, and what becomes of the service's memory under it.
//   node soak-client.mjs URL PID SECONDS CLIENTS
import http from 'node:http';
import { readFileSync } from 'node:fs';

const [base, pid, seconds, clients] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
const until = Date.now() + Number(seconds) * 1000;
const counts = {};
const random = (n) => Math.floor(Math.random() * n);
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

function post(path, body, onAnswer) {
  return new Promise((resolve) => {
    const request = http.request(base + path, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => { if (text.length < 4096) text += part; onAnswer?.(request, answer, text); })
        .on('end', () => resolve(text)).on('close', () => resolve(text)).on('error', () => resolve(text));
    });
    request.on('error', () => resolve(''));
    request.end(JSON.stringify(body));
    if (onAnswer?.abortAfter !== undefined) setTimeout(() => request.destroy(), onAnswer.abortAfter);
  });
}

const stream = (kind, onAnswer) => post('/api/v1/conversation/chat-stream', { message: `hello soak:${kind}` }, onAnswer);
const leaving = (millis) => Object.assign(() => {}, { abortAfter: millis });
const slowly = (_, answer) => { answer.pause(); setTimeout(() => answer.resume(), 20); };

function cancelling() {
  let asked = false;
  return stream('long', (request, answer, text) => {
    const id = answer.headers['x-stream-id'];
    if (!asked && id && text.length > 1000) { asked = true; post(`/api/v1/streams/${id}/cancel`, {}); }
  });
}

const deeds = {
  burst: () => stream('burst'), paced: () => stream('paced'), large: () => stream('large'),
  cut: () => stream('cut'), error: () => stream('error'), refuse: () => stream('refuse'),
  slow: () => stream('large', slowly),
  leave: () => stream('long', leaving(random(300))), leaveAtOnce: () => stream('paced', leaving(0)),
  cancel: cancelling,
  whole: () => post('/api/v1/conversation/chat', { message: 'hello' }),
  template: () => post('/api/v1/templates/ha-web-app/customize', { scale_factor: 2 }),
  audit: () => post('/api/v1/conversation/security-audit', { name: 'x', resources: [] }),
};

async function client() {
  const names = Object.keys(deeds);
  while (Date.now() < until) {
    const name = names[random(names.length)];
    await deeds[name]();
    counts[name] = (counts[name] ?? 0) + 1;
  }
}

const rss = () => +/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1] / 1024;
const samples = [];
const sampler = setInterval(() => samples.push(rss()), 1000);
const report = setInterval(() => console.log(`RSS ${rss().toFixed(0)} MiB  ${JSON.stringify(counts)}`), 60000);
await Promise.all(Array.from({ length: Number(clients) }, client));
clearInterval(sampler); clearInterval(report);
agent.destroy();
await sleep(3000);
const metrics = await new Promise((resolve) => http.get(`${base}/q/metrics`, (answer) => {
  let text = ''; answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve(text));
}));
const mean = (values) => (values.reduce((a, b) => a + b, 0) / values.length).toFixed(0);
const part = Math.floor(samples.length / 5);
console.log(`RSS by fifths of the time: ${[0, 1, 2, 3, 4].map((i) => mean(samples.slice(i * part, (i + 1) * part))).join(', ')} MiB`);
console.log(metrics.split('\n').filter((line) => /^cyanotype_streams_(live|total)/.test(line)).join('\n'));
console.log(`requests ${Object.values(counts).reduce((a, b) => a + b, 0)}: ${JSON.stringify(counts)}`);
process.exit(0);
