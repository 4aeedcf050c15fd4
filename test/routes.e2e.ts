import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE, serviceOf } from '#apps/lachan';
import type { KeyIssued, LetterList } from '#libs/contracts';
import { EVERY_KEY, EVERY_ROLE, routesOf, type Route } from '#libs/identity';
import { AUDITOR, HA_NOI, LAM_DONG, OneCase } from './one-case.js';
import { wrongWithRefusal } from './problem-answers.js';
import { Product, type Answer, type Call } from './product.js';

/** Everybody who can call: a person of each role, a key of each role, and nobody at all. */
const CALLERS: Readonly<Record<string, string | null>> = {
  public: null,
  analyst: LAM_DONG.analyst,
  approver: LAM_DONG.approver,
  auditor: AUDITOR,
  administrator: 'quan-tri-mot',
  'referral-recipient': 'can-bo-cong-an-lam-dong',
  channel: LAM_DONG.channel,
  provider: 'Mạng Tây Nguyên',
  school: 'Bộ lọc trường mẫu',
  sandbox: 'Thử nghiệm',
  police: 'Công an báo kết quả',
  hotline: 'Tổng đài báo kết quả',
};
const NOBODYS_ID = '018e0000-0000-7000-8000-0000000000ff';
const LANGUAGES = ['vi', 'en'] as const;

/** One provider wants letters, so that there is one to walk to. */
const LETTERS = 'vien-thong-song-hong';
const DELIVERY = {
  answersAt: 'https://la-chan.example.test',
  letterhead: { name: 'Trung tâm xử lý', symbol: 'TTXL', place: 'Đà Lạt', signer: { title: 'Giám đốc' } },
  providers: { [LETTERS]: { adapter: 'letter' } },
};

let product: Product;
let routes: Route[];

/** Demonstration keys and one of each role that it lacks. */
const issueRest = async (): Promise<void> => {
  for (const [role, unit] of [
    ['police', 'cong-an-lam-dong'],
    ['hotline', 'tong-dai-111'],
  ]) {
    const body = { name: CALLERS[role ?? ''], role, unit };
    const { key } = await product.ok<KeyIssued>('quan-tri-mot', '/keys', { body });
    product.credentials.keys.push({ name: body.name ?? '', role: role ?? '', unit: unit ?? '', key });
  }
};

beforeAll(async () => {
  product = await Product.start({}, DELIVERY);
  await issueRest();
  routes = routesOf(product.running.app);
}, 120_000);
afterAll(() => product.close());

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** The route's path with its parameters filled in. */
const pathOf = (route: Route, ids: Readonly<Record<string, string>> = {}): string =>
  route.path.replace(/^\//, '').replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? NOBODYS_ID);

const mayCall = ({ permission }: Route, role: string): boolean => {
  if (role === 'public') return permission?.public === true;
  return [...(permission?.roles ?? []), ...(permission?.keys ?? [])].some((allowed) => allowed === role);
};

/** A call whose body and query no route takes: what stands before the guard's answer is the guard alone. */
const garbage = (route: Route, language: string): Call => ({
  method: route.method,
  headers: { 'accept-language': language },
  ...(route.method === 'POST' && { body: { 'khong-co-truong-nay': 1 } }),
});

/** An answer that may never end (server-sent events) is read no further than its head. */
const headOf = async (who: string | null, path: string, call: Call): Promise<Answer> => {
  const ending = new AbortController();
  const response = await fetch(`${product.url}/${path}`, {
    method: call.method ?? 'GET',
    headers: { ...(await product.speaksAs(who)), ...call.headers },
    signal: ending.signal,
  });
  const text = response.status === 200 ? '' : await response.text();
  ending.abort();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
};

/** What people without a script open answers in pages, not in problem details. */
const isPage = ({ path }: Route): boolean => !/^\/(api|health|metrics|taxii2)(\/|$)/.test(path);

const wrongWithPage = (answer: Answer, language: (typeof LANGUAGES)[number]): string[] => {
  const { status, headers, text } = answer;
  if (status >= 300 && status < 400) return [];
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) return wrongWithRefusal(answer, language);
  // The staff's shell has no words before its script has read the person's choice.
  const inLanguage = text.includes(`<html lang="${language}"`) || text.includes('<div id="root"');
  return [
    ...(status < 500 ? [] : ['fails']),
    ...(type.startsWith('text/html') ? [] : [`content type ${type}`]),
    ...(inLanguage ? [] : [`not in ${language}`]),
    ...(/\bat .+:\d+:\d+/.test(text) ? ['shows a stack'] : []),
  ];
};

const ask = (who: string | null, route: Route, call: Call, ids?: Readonly<Record<string, string>>): Promise<Answer> => {
  const path = pathOf(route, ids);
  return route.path.endsWith('/live') && !route.path.startsWith('/health')
    ? headOf(who, path, call)
    : product.call(who, path, call);
};

describe('every route', () => {
  it('is answered by the process of the service that owns it, when each runs in one of its own', () => {
    const owners = new Map<unknown, string>(
      SERVICES_OF_THE_HOUSE.flatMap(({ name, module }) =>
        (module(product.host).controllers ?? []).map((controller): [unknown, string] => [controller, name]),
      ),
    );
    const wrong = routes.flatMap(({ controller, path, method }) => {
      const owner = owners.get(controller);
      // Probes are every process’s own.
      if (owner === undefined) return path.startsWith('/api') ? [`${path}: nobody's`] : [];
      const asked = serviceOf(path, SERVICES_OF_THE_HOUSE)?.name;
      return asked === owner ? [] : [`${method} ${path}: ${String(asked)} is asked, ${owner} owns it`];
    });
    expect(wrong).toEqual([]);
  });

  it('is known with its permission, and every kind of caller takes part in the walk', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.filter(({ permission }) => permission === undefined).map(nameOf)).toEqual([]);
    expect(Object.keys(CALLERS).sort()).toEqual(['public', ...EVERY_ROLE, ...EVERY_KEY].sort());
  });

  it.each(Object.entries(CALLERS))(
    'lets %s in where the permission says so, and nowhere else',
    async (role, who) => {
      const wrong: string[] = [];
      // Signing out comes last: it ends the session that the walk uses.
      for (const route of routes.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))) {
        for (const language of LANGUAGES) {
          const answer = await ask(who, route, garbage(route, language));
          const { status, body } = answer;
          const stopped = status === 401 || (status === 403 && (body['code'] ?? body['error_code']) === 'forbidden');
          const found = `${nameOf(route)} → ${String(status)} ${String(body['code'])}`;
          if (mayCall(route, role) && stopped) wrong.push(`${found}: may call`);
          if (!mayCall(route, role) && status !== (who === null ? 401 : 403)) wrong.push(`${found}: may not call`);
          const says = isPage(route) ? wrongWithPage(answer, language) : wrongWithRefusal(answer, language);
          wrong.push(...says.map((what) => `${found}: ${what}`));
          if (route.method === 'DELETE' && route.path.endsWith('/session') && who !== null) product.forget(who);
        }
      }
      expect(wrong).toEqual([]);
    },
    180_000,
  );

  it('refuses a key that is not one, and a session that is none', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const call = garbage(route, 'en');
      const byKey = await ask(null, route, { ...call, headers: { authorization: 'Bearer lck_0_0' } });
      if (byKey.status !== 401) wrong.push(`${nameOf(route)} with a made-up key → ${String(byKey.status)}`);
      const bySession = await ask(null, route, { ...call, headers: { cookie: 'lachan_session=nobody' } });
      if (!mayCall(route, 'public') && bySession.status !== 401)
        wrong.push(`${nameOf(route)} with a made-up session → ${String(bySession.status)}`);
    }
    expect(wrong).toEqual([]);
  }, 180_000);

  it('is not changed by another site with the cookie of somebody signed in', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const call = garbage(route, 'en');
      const answer = await ask(CALLERS['analyst'] ?? null, route, {
        ...call,
        headers: { ...call.headers, 'sec-fetch-site': 'cross-site', origin: 'https://other.example' },
      });
      const stopped = isPage(route) ? answer.status === 403 : answer.body['code'] === 'cross-site';
      if (!stopped) wrong.push(`${nameOf(route)} → ${String(answer.status)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('leaves what it refused to a signed-in caller for the auditor to see', async () => {
    await product.settled();
    const { items } = await product.ok<{ items: { attempt: string; app: string }[] }>(
      AUDITOR,
      '/audit/attempts?person=chuyen-vien-lam-dong&limit=200',
    );
    expect(items).toContainEqual(expect.objectContaining({ attempt: 'POST /api/v1/findings', app: 'ledger' }));
    expect(items).toContainEqual(
      expect.objectContaining({ attempt: 'POST /api/v1/registers/:kind', app: 'directory' }),
    );
  });
});

describe('a route that is for the unit concerned', () => {
  interface Walk {
    readonly ids: Readonly<Record<string, string>>;
    readonly body?: unknown;
    /** Who may by unit, who may by role but is of another unit. */
    readonly own: string;
    readonly foreign: string;
  }
  const staff = { own: LAM_DONG.analyst, foreign: HA_NOI.analyst };
  const approvers = { own: LAM_DONG.approver, foreign: HA_NOI.approver };
  const police = { own: 'can-bo-cong-an-lam-dong', foreign: 'can-bo-cong-an-ha-noi' };
  const reason = 'Lý do nêu trong phép thử.';
  let walks: Readonly<Record<string, Walk>>;

  beforeAll(async () => {
    const open = await OneCase.open(product);
    await open.claimed();
    const other = await OneCase.open(product);
    const decided = await OneCase.open(product);
    await decided.approved();
    const order = await decided.order();
    const letter = await product.until('a letter of the order', async () => {
      const { items } = await product.ok<LetterList>(LAM_DONG.analyst, '/letters');
      return items[0];
    });
    const plea = await OneCase.open(product, { helpNeeded: true, safeContact: 'Gọi cô giáo chủ nhiệm' });
    const support = await product.until('support', async () => {
      const [requested] = (await product.events('SupportRequested')).filter(({ data }) => data['caseId'] === plea.id);
      return requested?.data as { supportId: string; unit: string } | undefined;
    });
    const referral = await product.ok<{ referralId: string }>(LAM_DONG.analyst, '/referrals', {
      body: { caseId: open.id, recipient: 'police', unit: 'cong-an-lam-dong', reason },
    });
    const finding = await product.ok<{ findingId: string }>(AUDITOR, '/findings', {
      body: { unit: LAM_DONG.unit, text: 'Vì sao quá hạn?', answerBy: new Date(Date.now() + 864e5).toISOString() },
    });
    const shift = await product.ok<{ id: string }>(LAM_DONG.approver, '/on-call', {
      body: {
        person: LAM_DONG.analyst,
        from: new Date(Date.now()).toISOString(),
        until: new Date(Date.now() + 864e5).toISOString(),
      },
    });
    const ofCase = { ids: { id: open.id } };
    const ofOrder = { ids: { id: order.id } };
    const ofLetter = { ids: { id: letter.id, format: 'csv' } };
    const today = new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10);
    const helpers = product.credentials.users.filter(({ unit }) => unit === support.unit).map(({ login }) => login);
    const ofSupport = {
      ids: { id: support.supportId },
      own: helpers[0] ?? LAM_DONG.analyst,
      foreign: 'can-bo-cong-an-ha-noi',
      body: { note: 'Đã gọi cho gia đình.' },
    };
    const base = 'api/v1';
    walks = {
      [`GET /${base}/cases/:id`]: { ...ofCase, ...staff },
      [`GET /${base}/cases/:id/events`]: { ...ofCase, ...staff },
      [`GET /${base}/cases/:id/reports`]: { ...ofCase, ...staff },
      [`GET /${base}/cases/:id/verdicts`]: { ...ofCase, ...staff },
      [`GET /${base}/cases/:id/neighbours`]: { ...ofCase, ...staff },
      [`POST /${base}/cases/:id/claim`]: { ...ofCase, ...staff, body: {} },
      [`POST /${base}/cases/:id/reveal`]: { ...ofCase, ...staff, body: { part: 'target' } },
      [`POST /${base}/cases/:id/looking`]: { ...ofCase, ...staff, body: {} },
      [`POST /${base}/cases/:id/correct-target`]: { ...ofCase, ...staff, body: { url: 'https://sua.example.net/' } },
      [`POST /${base}/cases/:id/renew`]: { ...ofCase, ...staff, body: {} },
      [`POST /${base}/cases/:id/notes`]: { ...ofCase, ...staff, body: { visibility: 'internal', text: 'Ghi chú' } },
      [`POST /${base}/cases/:id/classify`]: { ...ofCase, ...staff, body: { category: 'social-vice' } },
      [`POST /${base}/cases/:id/propose`]: {
        ...ofCase,
        ...staff,
        body: {
          action: 'block-host',
          category: 'social-vice',
          legalBasis: 'luat-tre-em-2016',
          reasons: reason,
          expiresInDays: 30,
        },
      },
      [`POST /${base}/cases/:id/return`]: { ...ofCase, ...approvers, body: { reason } },
      [`POST /${base}/cases/:id/approve`]: { ...ofCase, ...approvers, body: { digest: '0'.repeat(64) } },
      [`POST /${base}/cases/:id/pass`]: {
        ...ofCase,
        ...approvers,
        body: { digest: '0'.repeat(64), to: 'pho-phe-duyet-lam-dong', reason },
      },
      [`POST /${base}/cases/:id/own-view`]: {
        ...ofCase,
        ...approvers,
        body: { digest: '0'.repeat(64), opinion: 'unsure' },
      },
      [`POST /${base}/cases/:id/documents`]: {
        ...ofCase,
        ...staff,
        body: { kind: 'proposal', number: '12/TTr', issuedOn: '2026-03-01' },
      },
      [`POST /${base}/on-call/:id/cancel`]: { ids: { id: shift.id }, ...approvers, body: {} },
      [`POST /${base}/cases/:id/withdraw-proposal`]: { ...ofCase, ...staff, body: {} },
      [`POST /${base}/cases/:id/merge`]: { ...ofCase, ...staff, body: { into: other.id } },
      [`POST /${base}/cases/:id/refer`]: { ...ofCase, ...staff, body: { recipient: 'police', reason } },
      [`POST /${base}/cases/:id/dismiss`]: { ...ofCase, ...staff, body: { outcome: 'not-reachable', reason } },
      [`POST /${base}/cases/:id/reopen`]: { ...ofCase, ...staff, body: { reason } },
      [`POST /${base}/cases/:id/assign`]: { ...ofCase, ...staff, body: { person: LAM_DONG.analyst, reason } },
      [`POST /${base}/cases/:id/authority-answered`]: { ...ofCase, ...staff, body: { note: reason } },
      [`POST /${base}/cases/:id/release`]: { ...ofCase, ...staff, body: {} },
      [`POST /${base}/referrals`]: { ids: {}, ...staff, body: { caseId: other.id, recipient: 'police', reason } },
      [`POST /${base}/referrals/:id/receive`]: { ids: { id: referral.referralId }, ...police, body: {} },
      [`POST /${base}/referrals/:id/outcome`]: {
        ids: { id: referral.referralId },
        ...police,
        body: { outcome: 'in-progress' },
      },
      [`POST /${base}/support/:id/offer`]: ofSupport,
      [`POST /${base}/support/:id/provided`]: ofSupport,
      [`POST /${base}/support/:id/declined`]: ofSupport,
      [`POST /${base}/orders/:id/renew`]: {
        ...ofOrder,
        ...staff,
        body: { expiresAt: new Date(Date.now() + 40 * 864e5).toISOString(), reason },
      },
      [`POST /${base}/orders/:id/widen`]: {
        ...ofOrder,
        ...staff,
        body: { provider: 'luu-tru-ban-mai', action: 'block-host', reason },
      },
      [`POST /${base}/orders/:id/withdraw`]: { ...ofOrder, ...approvers, body: { reason } },
      [`POST /${base}/orders/:id/answer-links/revoke`]: {
        ...ofOrder,
        ...approvers,
        body: { provider: LETTERS, kind: 'block', reason },
      },
      [`POST /${base}/orders/:id/answer-links/issue`]: {
        ...ofOrder,
        ...approvers,
        body: { provider: LETTERS, kind: 'block' },
      },
      [`GET /${base}/letters/:id`]: { ...ofLetter, ...staff },
      [`GET /${base}/letters/:id/files/:format`]: { ...ofLetter, ...staff },
      [`POST /${base}/letters/:id/sent`]: { ...ofLetter, ...staff, body: { sentOn: today } },
      [`POST /${base}/letters/:id/answers`]: {
        ...ofLetter,
        ...staff,
        body: { incoming: { number: '7/CV', date: today }, answers: [{ id: order.id, answer: 'acknowledge' }] },
      },
      [`POST /${base}/findings/:id/answer`]: { ids: { id: finding.findingId }, ...staff, body: { text: reason } },
    };
  }, 60_000);

  const callOf = async (who: string, route: Route, walk: Walk): Promise<Answer> => {
    const id = walk.ids['id'];
    const version =
      route.path.includes('/cases/:id/') && id !== undefined
        ? (await product.ok<{ version: number }>(LAM_DONG.analyst, `/cases/${id}`)).version
        : undefined;
    return ask(
      who,
      route,
      {
        method: route.method,
        headers: { 'accept-language': 'en', ...(version !== undefined && { 'if-match': `"${String(version)}"` }) },
        ...(route.method === 'POST' && { body: walk.body ?? {} }),
      },
      walk.ids,
    );
  };

  it('is in this walk, every one of them', () => {
    const wanted = routes.filter(({ permission }) => permission?.ownUnit === true).map(nameOf);
    expect(Object.keys(walks).sort()).toEqual(wanted.sort());
  });

  it('refuses the same role of another unit with 403 or 404, and changes nothing', async () => {
    const wrong: string[] = [];
    for (const [name, walk] of Object.entries(walks)) {
      const route = routes.find((candidate) => nameOf(candidate) === name);
      if (!route) continue;
      const answer = await callOf(walk.foreign, route, walk);
      if (answer.status !== 403 && answer.status !== 404)
        wrong.push(`${name} as ${walk.foreign} → ${String(answer.status)} ${answer.text.slice(0, 200)}`);
      wrong.push(...wrongWithRefusal(answer, 'en').map((what) => `${name}: ${what}`));
    }
    expect(wrong).toEqual([]);
    const byForeigners = (await product.events()).filter(
      ({ stream, actor }) =>
        !stream.startsWith('access-') && Object.values(walks).some(({ foreign }) => foreign === actor.id),
    );
    expect(byForeigners.map(({ type, stream }) => `${type} ${stream}`)).toEqual([]);
  });

  it('is open to the unit itself: whatever else stops a call, not who made it', async () => {
    const wrong: string[] = [];
    for (const [name, walk] of Object.entries(walks)) {
      const route = routes.find((candidate) => nameOf(candidate) === name);
      if (!route) continue;
      const answer = await callOf(walk.own, route, walk);
      if ([400, 401, 403, 404].includes(answer.status))
        wrong.push(`${name} as ${walk.own} → ${String(answer.status)} ${answer.text.slice(0, 300)}`);
      wrong.push(...wrongWithRefusal(answer, 'en').map((what) => `${name}: ${what}`));
    }
    expect(wrong).toEqual([]);
  });
});
