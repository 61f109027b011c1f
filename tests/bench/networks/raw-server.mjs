// Serves the page of raw connections and passes signals from one end to the other: the least that two
// browsers on two networks need. Prints {"port": …} when it is ready; arguments: port, address.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const html = await readFile(new URL('../raw-page.html', import.meta.url));
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
});
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('message', (message, isBinary) => {
    for (const other of sockets.clients) {
      if (other !== socket) other.send(message, { binary: isBinary });
    }
  });
});
const [port = '0', address = '127.0.0.1'] = process.argv.slice(2);
server.listen(Number(port), address, () => {
  const listening = server.address();
  process.stdout.write(
    `${JSON.stringify({ port: typeof listening === 'object' ? listening?.port : undefined })}\n`,
  );
});
