// What a report costs whatever door it comes through: its target identified, its digests, its two events decided on, sealed, hashed and appended.
// Node's own server in front of it; no Nest, no key looked up, nothing validated, no idempotency, no limits, nothing logged.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { v7 } from 'uuid';
import { Digests } from '../../../dist/apps/intake/src/receive/digests.js';
import { identifyTarget } from '../../../dist/apps/intake/src/receive/identify-target.js';
import { inputOf } from '../../../dist/apps/intake/src/receive/report-input.js';
import { streamOf } from '../../../dist/apps/intake/src/receive/report-stream.js';
import { openLachan } from '../store/lachan-store.mjs';

const { store } = openLachan(process.argv[2], 'intake');
const digests = new Digests(Buffer.alloc(32, 7));
const actor = { kind: 'key', id: 'k-bench', unit: 'trung-tam', role: 'channel' };

const receive = async (text) => {
  const input = inputOf(JSON.parse(text));
  const reportId = v7();
  const receipt = digests.receipt(reportId);
  const targets = input.urls.map(identifyTarget);
  const ids = [];
  const stream = streamOf(input, targets, {
    ...{ reportId, eventId: (index) => (ids[index] ??= v7()), at: new Date().toISOString(), actor },
    ...{ correlationId: randomUUID(), channel: 'partner-api', channelKey: 'k-bench', unit: 'trung-tam' },
    ...{ province: 'lam-dong', source: null, importId: null, rowDigest: null },
    receiptDigest: digests.receiptDigest(receipt),
    dedupeKey: (contentKey) => digests.dedupeKey(contentKey),
  });
  const { position } = await store.append({ streams: [stream] });
  return { reportId, receipt, position };
};

const server = createServer((request, reply) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    receive(Buffer.concat(chunks).toString()).then(
      (accepted) => {
        reply.writeHead(202, { 'content-type': 'application/json' });
        reply.end(JSON.stringify(accepted));
      },
      (error) => {
        reply.writeHead(500);
        reply.end(error.stack);
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
