// The peer: a plain Node.js relay from OpenAI chunks to events. node relay.mjs PORT UPSTREAM_PORT
import http from 'node:http';

const [port, upstream] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
    const { message } = JSON.parse(body);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    const call = http.request({ port: upstream, path: '/v1/chat/completions', method: 'POST', agent,
      headers: { 'content-type': 'application/json' } }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8').on('data', (part) => {
        const lines = (rest + part).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
          const content = JSON.parse(line.slice(6)).choices[0]?.delta?.content;
          if (content) response.write(`data: ${JSON.stringify({ type: 'text', data: content })}\n\n`);
        }
      }).on('end', () => response.end('data: {"type":"done","data":"complete"}\n\n'));
    });
    call.on('error', () => response.destroy());
    response.on('close', () => call.destroy());
    call.end(JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: message }] }));
  });
}).listen(port, '127.0.0.1', 65535);
