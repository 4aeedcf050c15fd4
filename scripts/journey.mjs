// One report, all the way: from the public form to a provider's answer, the lift and the auditor's replay, against a fresh
// instance. Speaks HTTP with the demonstration's keys only and imports no project code. Exit 1 if any step fails.
//   npm run journey              all services in one process
//   npm run journey -- --apart   a process per service
//   npm run journey -- --dns     and on to a real resolver and back: BIND, asked by dig; what would block too much; who pretends
//   npm run journey -- --kafka   events carried by Kafka: the brokers of KAFKA_BROKERS, otherwise one started for it
import { broker } from './lib/broker.mjs';
import { dnsJourney, startDns } from './lib/dns-journey.mjs';
import { client, freshFolder, removeFolder, signIn, startInstance, until } from './lib/instance.mjs';

const apart = process.argv.includes('--apart');
const kafka = process.argv.includes('--kafka');
const dns = process.argv.includes('--dns');
const started = performance.now();
let passed = 0;
let failed = 0;

const step = async (what, act) => {
  const from = performance.now();
  try {
    const result = await act();
    passed += 1;
    console.log(`  ✓ ${what.padEnd(74)} ${(performance.now() - from).toFixed(0).padStart(6)} ms`);
    return result;
  } catch (error) {
    console.log(`  ✗ ${what}\n      ${error.message}`);
    throw error;
  }
};

const expect = (condition, message) => {
  if (!condition) throw new Error(message);
};

const proposal = (legalBasis) => ({
  action: 'block-host',
  category: 'social-vice',
  legalBasis,
  reasons: 'Trang lôi kéo học sinh đánh bạc, đã đối chiếu hai phản ánh độc lập.',
  proportionality: 'Tên máy chủ này không phục vụ nội dung nào khác.',
  expiresInDays: 90,
});

const journey = async (instance) => {
  const { url, credentials } = instance;
  const host = `vi-du-${Date.now().toString(36)}.example.test`;
  const user = (role, unit) => credentials.users.find((u) => u.role === role && (!unit || u.unit === unit));
  const analystUser = user('analyst');
  const stranger = client(url);
  const channel = client(url, { key: credentials.keys.find((k) => k.role === 'channel').key });
  const providers = credentials.keys
    .filter((k) => k.role === 'provider')
    .map((k) => ({ name: k.name, ...client(url, { key: k.key }) }));

  const receipt = await step('a stranger reports a link on the public form', async () => {
    const body = await stranger.ok('POST', '/reports', {
      urls: [`http://${host}/tro-choi?utm_source=chat`],
      note: 'Trang này rủ các cháu học sinh nạp tiền đánh bạc.',
      province: 'lam-dong',
    });
    expect(
      body.receipt && !body.reportId && !body.targets,
      `a stranger learns only the receipt: ${JSON.stringify(body)}`,
    );
    return body.receipt;
  });
  await step('the receipt says in plain words where it stands', async () => {
    const body = await stranger.ok('GET', `/receipts/${receipt}`);
    expect(body.status, JSON.stringify(body));
  });
  const analyst = await step('the analyst of Lâm Đồng signs in', () => signIn(url, analystUser));
  const approver = await step('the approver of the same unit signs in', () =>
    signIn(url, user('approver', analystUser.unit)),
  );
  const auditor = await step('the auditor signs in', () => signIn(url, user('auditor')));
  const opened = await step('the report is a case in the queue', () =>
    until('the case', async () => (await analyst.ok('GET', `/cases?q=${host}`)).items[0]),
  );
  const id = opened.id;
  await step('the same link from another channel joins the same case', async () => {
    const sent = await channel.ok('POST', '/reports', {
      urls: [`https://${host}/tro-choi?fbclid=abc#top`],
      note: 'Phụ huynh phản ánh.',
    });
    expect(sent.targets[0].state === 'accepted', JSON.stringify(sent));
    await until('two reports on the case', async () => (await analyst.ok('GET', `/cases/${id}`)).reports >= 2);
  });
  const now = async (who = analyst) => {
    const answer = await who.call('GET', `/cases/${id}`);
    expect(answer.status === 200, `GET case → ${answer.status} ${JSON.stringify(answer.body)}`);
    return { ...answer.body, match: { 'if-match': answer.headers.get('etag') } };
  };
  await step('the analyst claims it', async () => analyst.ok('POST', `/cases/${id}/claim`, {}));
  await step('… and classifies it', async () =>
    analyst.ok('POST', `/cases/${id}/classify`, { category: 'social-vice' }, (await now()).match),
  );
  const basis = await step('a legal basis under which the unit is competent', async () => {
    const { items } = await analyst.ok('GET', '/legal-bases?action=block-host&category=social-vice');
    expect(items.length > 0, 'no legal basis');
    return items[0].id;
  });
  await step('an action the mandate does not give this category is stopped', async () => {
    const answer = await analyst.call(
      'POST',
      `/cases/${id}/propose`,
      { ...proposal(basis), action: 'restrict-age' },
      (await now()).match,
    );
    expect(answer.status === 422, `expected 422, got ${answer.status} ${JSON.stringify(answer.body)}`);
  });
  await step('a guarded name is stopped, not warned about', async () => {
    const sent = await channel.ok('POST', '/reports', {
      urls: ['https://dat-lich.benh-vien.example/nhi'],
      province: 'lam-dong',
    });
    const guarded = await until('its case', async () => (await analyst.ok('GET', '/cases?q=benh-vien')).items[0]);
    expect(sent.targets[0].state === 'accepted', JSON.stringify(sent));
    await analyst.ok('POST', `/cases/${guarded.id}/claim`, {});
    const match = async () => ({ 'if-match': (await analyst.call('GET', `/cases/${guarded.id}`)).headers.get('etag') });
    await analyst.ok('POST', `/cases/${guarded.id}/classify`, { category: 'social-vice' }, await match());
    const answer = await analyst.call('POST', `/cases/${guarded.id}/propose`, proposal(basis), await match());
    expect(
      /guarded-target/.test(answer.body.type),
      `expected guarded-target, got ${answer.status} ${JSON.stringify(answer.body)}`,
    );
  });
  await step('the analyst proposes the narrowest action that works', async () =>
    analyst.ok('POST', `/cases/${id}/propose`, proposal(basis), (await now()).match),
  );
  await step('whoever proposed may not approve', async () => {
    const read = await now();
    const answer = await analyst.call('POST', `/cases/${id}/approve`, { digest: read.proposal.digest }, read.match);
    expect(answer.status === 403, `expected 403, got ${answer.status}`);
  });
  await step('another digest than the one read is refused', async () => {
    const read = await now(approver);
    const answer = await approver.call('POST', `/cases/${id}/approve`, { digest: '0'.repeat(64) }, read.match);
    expect(answer.status === 409, `expected 409, got ${answer.status}`);
  });
  let arrived = 0;
  const approved = await step('the approver approves exactly what was proposed', async () => {
    const read = await now(approver);
    await approver.ok('POST', `/cases/${id}/approve`, { digest: read.proposal.digest }, read.match);
    return performance.now();
  });
  const inScope = await step('every provider in scope finds the request on its cursor', async () => {
    const answers = await Promise.all(
      providers.map(async (provider) => {
        const feed = await provider.ok('GET', '/requests?wait=2');
        const item = feed.items.find(({ target }) => target.host === host);
        if (item) arrived = Math.max(arrived, performance.now());
        return item ? { provider, item, cursor: feed.cursor } : null;
      }),
    );
    const found = answers.filter(Boolean);
    expect(found.length >= 2, `only ${found.length} providers have the request`);
    for (const { item } of found) {
      expect(
        item.kind === 'block' && item.action === 'block-host' && item.expiresAt && item.statement,
        JSON.stringify(item),
      );
      expect(!JSON.stringify(item).includes('Phụ huynh'), 'a reporter shows through');
    }
    return found;
  });
  console.log(
    `      approval → request in a provider's hands: ${(arrived - approved).toFixed(0)} ms (${inScope.length} providers)`,
  );
  await step('they acknowledge and enforce; a replayed answer changes nothing', async () => {
    for (const { provider, item } of inScope) {
      await provider.ok('POST', `/requests/${item.id}/acknowledge`, {});
      await provider.ok('POST', `/requests/${item.id}/enforced`, {});
      await provider.ok('POST', `/requests/${item.id}/enforced`, {});
      const wrong = await provider.call('POST', `/requests/${item.id}/lifted`, {});
      expect(wrong.status === 409, `a lift nobody asked for: ${wrong.status}`);
    }
  });
  const inForce = await step('the answers are on the case: in force', () =>
    until('in force', async () => {
      const read = await now();
      return read.status === 'in-force' && read.order ? read : false;
    }),
  );
  const moment = new Date().toISOString();
  await step('the reporter reads that it was dealt with', () =>
    until('the receipt', async () =>
      ['acting', 'done'].includes((await stranger.ok('GET', `/receipts/${receipt}`)).status),
    ),
  );
  await step('one approver withdraws the order', async () =>
    approver.ok('POST', `/orders/${inForce.order.id ?? inForce.order}/withdraw`, { reason: 'Nội dung đã được gỡ.' }),
  );
  await step('the lift is as strong as the block: every provider has it', async () => {
    for (const entry of inScope) {
      entry.lift = await until(`the lift at ${entry.provider.name}`, async () => {
        const feed = await entry.provider.ok('GET', `/requests?wait=1&cursor=${encodeURIComponent(entry.cursor)}`);
        return feed.items.find((item) => item.kind === 'lift' && item.target.host === host);
      });
    }
  });
  await step('… and lifts', async () => {
    for (const { provider, lift } of inScope) await provider.ok('POST', `/requests/${lift.id}/lifted`, {});
    await until('the case to close', async () => (await now()).status === 'closed');
  });
  await step('the auditor replays the case as it stood while in force', async () => {
    const then = await auditor.ok('GET', `/audit/cases/${id}/replay?at=${moment}`);
    expect(then.state.status === 'in-force', `state then: ${JSON.stringify(then.state?.status)}`);
    const types = then.events.map((event) => event.type);
    for (const type of ['CaseOpened', 'TakedownProposed', 'ProposalApproved'])
      expect(types.includes(type), `${type} is missing`);
    expect(!types.includes('CaseClosed'), 'the future shows through');
  });
  await step('… who decided, and what the rules stopped', async () => {
    const { items } = await auditor.ok('GET', `/cases/${id}/events?limit=200`);
    const actor = (type) => items.find((event) => event.type === type).actor.id;
    expect(actor('TakedownProposed') !== actor('ProposalApproved'), 'one person decided alone');
    const attempts = await auditor.ok('GET', `/audit/attempts?case=${id}`);
    expect(attempts.items.length > 0, 'refused attempts are not on record');
  });
};

console.log(
  `One report, all the way${apart ? ', a process per service' : ''}${kafka ? ', carried by Kafka' : ''}${dns ? ', and to a resolver' : ''}`,
);
const folder = freshFolder();
let instance;
let courier;
let resolvers;
try {
  if (kafka) courier = await step('a broker is ready', () => broker());
  if (dns) {
    resolvers = await step('a primary and a provider’s resolver are ready', startDns);
    resolvers.settle(folder);
  }
  instance = await step('a fresh instance is ready', () =>
    startInstance({
      folder,
      args: ['--no-samples', ...(apart ? ['--apart'] : [])],
      env: { LACHAN_MODE: 'demo', ...courier?.env },
    }),
  );
  await journey(instance);
  if (dns) await dnsJourney(instance, resolvers, { step, expect });
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s in all`);
} catch (error) {
  if (instance) console.log(instance.output().slice(-3000));
  else console.log(error.message);
  failed = 1;
} finally {
  await instance?.stop();
  await courier?.stop();
  await resolvers?.stop();
  removeFolder(folder);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed;
