// Proxies that lie, which is what the checker is for.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const listening = async (server) => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()),
  };
};

/** A proxy before the ledger that keeps one event of a type to itself: the first it comes by. */
export const forgetful = (target, type) => {
  let kept = false;
  const server = createServer(async (request, response) => {
    const headers = { ...request.headers };
    delete headers.host;
    delete headers.connection;
    const answer = await fetch(new URL(request.url, target), { headers });
    const lines = (await answer.text()).split('\n').filter((line) => {
      const keep = !kept && line.includes(`"type":"${type}"`);
      kept ||= keep;
      return !keep;
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(lines.join('\n'));
  });
  return listening(server);
};

/** Before intake: the third report is acknowledged and thrown away, the sixth is sent on twice. */
export const liar = async (target) => {
  let reports = 0;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = { ...request.headers };
    // The next connection has its own.
    delete headers.host;
    delete headers.connection;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const on = (more) =>
      fetch(new URL(request.url, target), { method: request.method, headers: { ...headers, ...more }, body });
    const isReport = request.method === 'POST' && request.url === '/api/v1/reports';
    if (isReport) reports += 1;
    if (isReport && reports === 3) {
      const answer = { reportId: randomUUID(), receipt: '0000-0000-0000-0000', targets: [], position: 1 };
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      return;
    }
    if (isReport && reports === 6) await on({ 'idempotency-key': `${headers['idempotency-key']}-again` });
    const answer = await on({});
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  return listening(server);
};
