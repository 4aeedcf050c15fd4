// The part of the journey that a resolver sees: a primary and a provider's resolver are real BINDs on loopback, and who asks them
// is `dig`. Beside them a provider that says it enforces and does nothing, and targets that no decision may reach.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { find, freePorts, startAuthority, startBindResolver, startPrimary } from '../../infra/dns/programs.mjs';
import { client, signIn, until } from './instance.mjs';

/** What follows a zone, and what only says that it does. */
const FOLLOWS = { id: 'vien-thong-song-hong', name: 'Viễn thông Sông Hồng' };
const PRETENDS = { id: 'mang-tay-nguyen', name: 'Mạng Tây Nguyên' };
const CANARY = 'canary.example.net';

/** What would reach far more than what was reported: the action that would do it, and which rule stops it. */
const TOO_WIDE = [
  ['an address of a CDN', 'https://104.16.132.229/anh/1', 'block-host', 'guarded-target'],
  ["a platform's file host", 'https://dl.dropboxusercontent.com/s/1', 'block-host', 'guarded-target'],
  [
    '… and one whose platform can remove the item',
    'https://lh3.googleusercontent.com/1',
    'block-host',
    'narrower-works',
  ],
  ['a suffix under which everybody registers', 'http://com.vn/', 'block-domain', 'guarded-target'],
  ['a hosting suffix', 'https://github.io/', 'block-domain', 'guarded-target'],
];

const at = (port) => `127.0.0.1:${port}`;

/** The status of a name at a resolver, in dig's words. */
const dig = async (port, name) => {
  const args = ['@127.0.0.1', '-p', String(port), '+time=3', '+tries=1', '+noall', '+comments', name, 'A'];
  const { stdout } = await promisify(execFile)('dig', args);
  return /status: (\w+)/.exec(stdout)?.[1];
};

/**
 * A primary, an authority in place of the world and a provider's resolver; `settings` is the installation's delivery.json.
 * @throws when BIND is not installed, naming the packages.
 */
export const startDns = async () => {
  const lacking = ['named', 'dig'].filter((program) => find(program) === undefined);
  if (lacking.length > 0) throw new Error(`${lacking.join(' and ')} not installed (Debian: bind9, bind9-dnsutils)`);
  const folder = mkdtempSync(join(tmpdir(), 'lachan-journey-dns-'));
  const [primaryPort, worldPort, resolverPort] = await freePorts(3);
  const running = [];
  const stop = async () => {
    await Promise.all(running.map((program) => program.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const zones = { allowZone: `allow.${FOLLOWS.id}.lachan`, blockZone: `block.${FOLLOWS.id}.lachan` };
    const secret = () => randomBytes(32).toString('base64');
    const update = { updateKey: 'dispatcher', updateSecret: secret() };
    const provider = { ...zones, transferKey: `transfer-${FOLLOWS.id}`, transferSecret: secret() };
    const started = { folder: join(folder, 'primary'), port: primaryPort, ...update };
    running.push(await startPrimary({ ...started, providers: [{ ...provider, notify: [resolverPort] }] }));
    running.push(await startAuthority({ folder: join(folder, 'world'), port: worldPort }));
    const resolver = { folder: join(folder, 'resolver'), port: resolverPort, upstreamPort: worldPort };
    running.push(await startBindResolver({ ...resolver, provider: { ...provider, primaryPort } }));
    const probe = { canary: CANARY, neighbour: 'neighbour.example.net' };
    const settings = {
      control: at(worldPort),
      providers: {
        [FOLLOWS.id]: {
          adapter: 'rpz',
          primary: at(primaryPort),
          updateKey: { name: update.updateKey, secret: update.updateSecret },
          ...zones,
          probe: { ...probe, resolver: at(resolverPort) },
        },
        // Its resolver is the world's: no list is applied there.
        [PRETENDS.id]: { adapter: 'polls', probe: { ...probe, resolver: at(worldPort), cacheSeconds: 0 } },
      },
    };
    return {
      resolverPort,
      stop,
      /** Into a data folder, as an operator would: the file holds keys. */
      settle: (dataDir) => writeFileSync(join(dataDir, 'delivery.json'), JSON.stringify(settings), { mode: 0o600 }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const proposal = (action) => ({
  action,
  category: 'social-vice',
  legalBasis: 'luat-tre-em-2016',
  reasons: 'Trang lôi kéo học sinh đánh bạc, đã đối chiếu hai phản ánh độc lập.',
  proportionality: 'Tên miền này không phục vụ nội dung nào khác.',
  expiresInDays: 90,
});

export const dnsJourney = async ({ url, credentials }, { resolverPort }, { step, expect }) => {
  const key = (name) => credentials.keys.find((one) => one.name === name).key;
  const analystUser = credentials.users.find(({ role }) => role === 'analyst');
  const approverUser = credentials.users.find(({ role, unit }) => role === 'approver' && unit === analystUser.unit);
  const auditorUser = credentials.users.find(({ role }) => role === 'auditor');
  const [analyst, approver, auditor] = await Promise.all(
    [analystUser, approverUser, auditorUser].map((user) => signIn(url, user)),
  );
  const channel = client(url, { key: credentials.keys.find(({ role }) => role === 'channel').key });
  const pretends = client(url, { key: key(PRETENDS.name) });
  const name = `bac-bai-${Date.now().toString(36)}.example.org`;

  /** Reported, claimed and classified: what remains is to propose. */
  const classified = async (link) => {
    const { reportId } = await channel.ok('POST', '/reports', { urls: [link], province: 'lam-dong' });
    const id = await until('the case', async () => (await channel.ok('GET', `/reports/${reportId}`)).caseId);
    const read = async (who = analyst) => {
      const { body, headers } = await who.call('GET', `/cases/${id}`);
      return { ...body, match: { 'if-match': headers.get('etag') } };
    };
    await until('the case in the queue', async () => (await analyst.call('GET', `/cases/${id}`)).status === 200);
    await analyst.ok('POST', `/cases/${id}/claim`, {});
    await analyst.ok('POST', `/cases/${id}/classify`, { category: 'social-vice' }, (await read()).match);
    return { id, read };
  };
  const becomes = (status) =>
    until(`${name} to be ${status}`, async () => (await dig(resolverPort, name)) === status, { every: 10 });

  const { id, read } = await classified(`http://${name}/nap-tien`);
  await step('dig at the provider’s resolver: the reported name resolves', () => becomes('NOERROR'));
  await step('two people decide: proposed, and approved by the other', async () => {
    await analyst.ok('POST', `/cases/${id}/propose`, proposal('block-host'), (await read()).match);
    const { match, proposal: pending } = await read(approver);
    await approver.ok('POST', `/cases/${id}/approve`, { digest: pending.digest }, match);
  });
  await step('… approved → dig says NXDOMAIN', () => becomes('NXDOMAIN'));
  const order = await until('the order', async () => {
    const { order: known } = await read(approver);
    return known && (known.id ?? known);
  });
  const stateAt = (provider, state) =>
    until(`the request to ${provider.name} to be ${state}`, async () => {
      const { requests } = await approver.ok('GET', `/orders/${order}`);
      const found = requests.find((one) => one.provider === provider.id)?.state;
      return found === state || Promise.reject(new Error(`it is ${found}`));
    });
  /** The first event of a type about a request to this provider, as the auditor reads the log. */
  const recorded = (type, provider) =>
    until(`${type} of ${provider.name}`, async () => {
      const log = await auditor.ok('GET', `/audit/events?case=${id}&types=${type}`);
      const events = log
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      return events.find(({ data }) => data.provider === provider.id);
    });
  await step('… NXDOMAIN → verified, as the order on the case shows it', () => stateAt(FOLLOWS, 'verified'));
  await step('dig: what lies beside it, and what stands above it, still resolves', async () => {
    for (const beside of ['example.org', `x${name}`, 'neighbour.example.net']) {
      const status = await dig(resolverPort, beside);
      expect(status === 'NOERROR', `${beside}: ${status}`);
    }
  });

  await step('another provider says “enforced” and does nothing: the canary tells', async () => {
    const item = await until('its request', async () =>
      (await pretends.ok('GET', '/requests?wait=1')).items.find(({ target }) => target.host === name),
    );
    await pretends.ok('POST', `/requests/${item.id}/enforced`, {});
    const { data } = await recorded('EnforcementNotSeen', PRETENDS);
    expect(data.probe === 'dns:list-not-applied', JSON.stringify(data));
  });
  await step('… it is sent again; said once more and not done, it goes to who is above', async () => {
    await recorded('RequestResent', PRETENDS);
    const item = await until('the request again', async () =>
      (await pretends.ok('GET', '/requests?wait=1')).items.find(
        ({ target, kind }) => kind === 'block' && target.host === name,
      ),
    );
    await pretends.ok('POST', `/requests/${item.id}/enforced`, {});
    await recorded('RequestEscalated', PRETENDS);
  });

  await step('one approver withdraws the order', () =>
    approver.ok('POST', `/orders/${order}/withdraw`, { reason: 'Nội dung đã được gỡ.' }),
  );
  await step('… withdrawn → dig resolves again', () => becomes('NOERROR'));
  await step('… resolves → the lift is verified', () => stateAt(FOLLOWS, 'lift-verified'));

  for (const [what, link, action, rule] of TOO_WIDE) {
    let why;
    await step(`stopped: ${what}`, async () => {
      const wide = await classified(link);
      const answer = await analyst.call(
        'POST',
        `/cases/${wide.id}/propose`,
        proposal(action),
        (await wide.read()).match,
      );
      expect(answer.status === 422 && answer.body.code === rule, `${answer.status} ${JSON.stringify(answer.body)}`);
      expect(answer.body.detail, `no reason: ${JSON.stringify(answer.body)}`);
      why = answer.body.detail;
    });
    console.log(`      ${link.replace('http', 'hxxp')} ${action}: ${why}`);
  }
};
