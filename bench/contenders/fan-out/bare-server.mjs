// The least that telling everybody can be: answers are held back, one call releases the same bytes to all of them.
import { createServer } from 'node:http';

let waiting = [];
const server = createServer((request, reply) => {
  if (request.method === 'GET' && request.url === '/waiting') return reply.end(String(waiting.length));
  if (request.method === 'GET') return waiting.push(reply);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const bytes = Buffer.concat(chunks);
    for (const held of waiting) {
      held.writeHead(200, { 'content-type': 'application/json' });
      held.end(bytes);
    }
    waiting = [];
    reply.end();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
