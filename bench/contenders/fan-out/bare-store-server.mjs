// What an approval at waiting providers costs whoever carries it out: the approval, the order with a request for each provider, what each of them may read, and
// the deliveries, each on disk before the next begins and before a byte leaves. Node's own server in front of it; nobody is looked up, nothing is decided,
// no subscription follows the log, no other read model exists.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { v7 } from 'uuid';
import { openLachan } from '../store/lachan-store.mjs';

const [databaseUrl] = process.argv.slice(2);
const { store: triage } = openLachan(databaseUrl, 'triage');
const { store: dispatch } = openLachan(databaseUrl, 'dispatch');
const feed = new pg.Client({ connectionString: databaseUrl });
await feed.connect();

/** Who waits, by provider. */
const waiting = new Map();
/** Everybody gets an item of each approval, so this is the sequence of all of them. */
let sequence = 0;

const DAY = 86_400_000;
const actor = { kind: 'person', id: 'p-3f1c', unit: 'ha-noi.trung-tam', role: 'approver' };
const system = { kind: 'system', id: 'dispatch' };
/** With the other members as long as an item of the product is, 1,400 octets. */
const STATEMENT =
  'Đề nghị doanh nghiệp chặn truy cập tới tên máy chủ nêu dưới đây theo quyết định đã được phê duyệt; quyết định này có thời hạn và sẽ được gỡ khi hết căn cứ. '
    .repeat(4)
    .slice(0, 560);

const wrap = (caseId, by, cause, type, data) => ({
  id: randomUUID(),
  type,
  occurredAt: new Date().toISOString(),
  actor: by,
  correlationId: caseId,
  causationId: cause,
  data: { caseId, ...data },
  orderingKey: `case-${caseId}`,
});

const outwardOf = (host) => ({
  reference: 'LC-7F3K-9Q2M-X4T8',
  action: 'block-host',
  legalBasis: 'luat-tre-em-2016',
  issuedAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 90 * DAY).toISOString(),
  statement: STATEMENT,
  target: { host, domain: host, url: null, contentKey: `host:${host}` },
});

const approve = async (host) => {
  const [caseId, orderId] = [v7(), randomUUID()];
  const proposal = {
    action: 'block-host',
    category: 'social-vice',
    legalBasis: 'luat-tre-em-2016',
    reasons: STATEMENT,
  };
  const approval = wrap(caseId, actor, null, 'ProposalApproved', { digest: 'ab'.repeat(32), proposal });
  await triage.append({ streams: [{ stream: `case-${caseId}`, expectedVersion: 0, events: [approval] }] });

  const outward = outwardOf(host);
  const due = { acknowledgeBy: outward.issuedAt, enforceBy: outward.expiresAt };
  const requests = [...waiting.keys()].map((provider) => ({ provider, requestId: randomUUID() }));
  const queued = (type, data) => wrap(caseId, system, approval.id, type, { orderId, ...data });
  const order = { approval: approval.id, digest: 'ab'.repeat(32), category: 'social-vice', unit: actor.unit };
  await dispatch.append({
    streams: [
      { stream: `order-${orderId}`, expectedVersion: 0, events: [queued('OrderIssued', { ...order, ...outward })] },
      ...requests.map((ids) => ({
        stream: `request-${ids.requestId}`,
        expectedVersion: 0,
        events: [queued('RequestQueued', { ...ids, ...outward, category: 'social-vice', ...due })],
      })),
    ],
  });

  sequence += 1;
  const items = requests.map(({ provider, requestId }) => {
    const body = {
      id: requestId,
      kind: 'block',
      order: orderId,
      category: 'social-vice',
      dueAt: due.enforceBy,
      ...outward,
    };
    return { provider, sequence, body };
  });
  await feed.query({
    name: 'items',
    text: 'insert into item select provider, sequence, body from jsonb_to_recordset($1) as i (provider text, sequence bigint, body jsonb)',
    values: [JSON.stringify(items)],
  });

  await dispatch.append({
    streams: requests.map((ids) => ({
      stream: `request-${ids.requestId}`,
      expectedVersion: 1,
      events: [queued('RequestDelivered', ids)],
    })),
  });

  for (const { provider, body } of items) {
    const reply = waiting.get(provider);
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end(JSON.stringify({ items: [body], cursor: `${provider}:${sequence}` }));
  }
  waiting.clear();
};

const server = createServer((request, reply) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/waiting') return reply.end(String(waiting.size));
  if (request.method === 'GET') return waiting.set(searchParams.get('provider'), reply);
  approve(searchParams.get('host')).then(
    () => reply.end(),
    (error) => {
      reply.writeHead(500);
      reply.end(error.stack);
    },
  );
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
