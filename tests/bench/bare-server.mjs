// The baseline: a bare node:http server with event streams and JSON answers, and nothing else.
// GET /events/<n> opens stream n; POST /poke/<n> writes one event to it; POST /echo answers JSON.
import { createServer } from 'node:http';

/** @type {Map<string | undefined, import('node:http').ServerResponse>} */
const streams = new Map();
const event = `event: incoming\ndata: ${JSON.stringify({ filling: 'x'.repeat(500) })}\n\n`;
const result = JSON.stringify({ status: 'success', result: { filling: 'x'.repeat(500) } });

const server = createServer((request, response) => {
  const [, verb, n] = (request.url ?? '/').split('/');
  if (verb === 'events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    streams.set(n, response);
    request.on('close', () => streams.delete(n));
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (/** @type {string} */ chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    JSON.parse(body || '{}');
    if (verb === 'poke') streams.get(n)?.write(event);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(result);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
