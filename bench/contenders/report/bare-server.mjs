// The least that a durable door can be: parse, one INSERT for everything that waits, answer after the commit. No key, no
// validation, no identity of targets, no encryption, no hashes, nobody who reads it afterwards.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const database = new pg.Client({ connectionString: process.argv[2] });
await database.connect();
await database.query('create table report (id uuid primary key, at timestamptz not null, body jsonb not null)');

let waiting = [];
let running = false;

const flush = async () => {
  running = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await database.query({
      name: 'insert',
      text: 'insert into report select id, now(), body from unnest($1::uuid[], $2::jsonb[]) as r (id, body)',
      values: [batch.map(({ id }) => id), batch.map(({ body }) => JSON.stringify(body))],
    });
    for (const { id, reply } of batch) {
      reply.writeHead(202, { 'content-type': 'application/json' });
      reply.end(JSON.stringify({ reportId: id }));
    }
  }
  running = false;
};

const server = createServer((request, reply) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    waiting.push({ id: randomUUID(), body: JSON.parse(Buffer.concat(chunks).toString()), reply });
    if (!running) void flush();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
