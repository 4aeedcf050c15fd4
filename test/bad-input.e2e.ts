import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeApi } from '#apps/lachan';
import { routesOf, type Route } from '#libs/identity';
import { AUDITOR, LAM_DONG, OneCase } from './one-case.js';
import { wrongWithRefusal } from './problem-answers.js';
import { Product, type Answer, type Call } from './product.js';

/** Who calls a route that admits them; the first that fits. */
const CALLERS: Readonly<Record<string, string>> = {
  analyst: LAM_DONG.analyst,
  approver: LAM_DONG.approver,
  auditor: AUDITOR,
  administrator: 'quan-tri-mot',
  'referral-recipient': 'can-bo-cong-an-lam-dong',
  channel: LAM_DONG.channel,
  provider: 'Mạng Tây Nguyên',
  school: 'Bộ lọc trường mẫu',
  sandbox: 'Thử nghiệm',
};
const SOME_ID = '018e0000-0000-7000-8000-0000000000ff';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}
interface Described {
  readonly route: Route;
  readonly name: string;
  readonly who: string | null;
  readonly query: readonly Parameter[];
  readonly body: Schema | undefined;
}

let product: Product;
let described: Described[];
let headBefore: number;

beforeAll(async () => {
  product = await Product.start();
  const description = describeApi(product.running.app) as unknown as {
    paths: Record<
      string,
      Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>
    >;
    components: { schemas: Record<string, Schema> };
  };
  const whole = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref === undefined ? schema : description.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  described = routesOf(product.running.app).map((route) => {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = description.paths[path]?.[route.method.toLowerCase()];
    const callers = [...(route.permission?.roles ?? []), ...(route.permission?.keys ?? [])];
    const who =
      route.permission?.public === true ? null : (CALLERS[callers.find((role) => role in CALLERS) ?? ''] ?? null);
    return {
      route,
      name: `${route.method} ${route.path}`,
      who,
      query: (operation?.parameters ?? []).filter((parameter) => parameter.in === 'query'),
      body: whole(operation?.requestBody?.content['application/json']?.schema),
    };
  });
  for (const who of Object.values(CALLERS)) await product.speaksAs(who);
  await product.settled();
}, 120_000);
afterAll(() => product.close());

beforeEach(async () => {
  headBefore = await product.log.head();
});

/** What was rejected leaves no trace in the log. */
const nothingWasWritten = async (): Promise<void> => {
  const events = await product.log.readAll({ after: headBefore, limit: 10 });
  expect(events.map(({ type, stream, data }) => [type, stream, data])).toEqual([]);
};

const pathOf = ({ route }: Described, id = SOME_ID): string =>
  route.path.replace(/^\//, '').replaceAll(/:\w+/g, () => id);

/** Routes outside the API are pages for people, except what TAXII clients ask. */
const isPage = (what: string): boolean => /^[A-Z]+ \/(?!api\/|taxii2\/)/.test(what);

/** What is wrong with the answer to input that has to be refused. */
const refusal = (what: string, answer: Answer): string[] => [
  ...(answer.status < 400 ? [`${what} → ${String(answer.status)} ${answer.text.slice(0, 100)}`] : []),
  ...wrongWithRefusal(answer, 'en', isPage(what)).map((wrong) => `${what}: ${wrong}`),
];

/** What is wrong with an answer to input that may be taken or refused, but must not break anything. */
const noHarm = (what: string, answer: Answer): string[] =>
  wrongWithRefusal(answer, 'en', isPage(what)).map((wrong) => `${what}: ${wrong}`);

const send = (to: Described, call: Call, path = pathOf(to)): Promise<Answer> =>
  product.call(to.who, path, {
    method: to.route.method,
    ...call,
    headers: { 'accept-language': 'en', ...call.headers },
  });

const JSON_TYPE = { 'content-type': 'application/json' };
const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

/** Bodies that no route takes, whatever it wants. */
const NEVER: readonly [what: string, body: string | Uint8Array<ArrayBuffer>][] = [
  ['half a JSON', '{"a":'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['a number', '1e400'],
  ['null', 'null'],
  ['true', 'true'],
  ['a field nobody knows', '{"khong-co":1}'],
  ['a prototype', '{"__proto__":{"admin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['invalid UTF-8', bytes('{"', [0xff, 0xfe], '":"', [0xc3, 0x28], '"}')],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeff{"a":"b"}', 'utf16le'))],
  ['a NUL in a name', '{"a\\u0000":1}'],
  ['half a surrogate pair', '{"x":"\\ud800"}'],
  ['deep nesting', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['deeper nesting', '['.repeat(400_000)],
  ['many fields', `{${Array.from({ length: 20_000 }, (_, n) => `"f${String(n)}":1`).join(',')}}`],
];

/** Values that a field of any type is given in turn; the route says whether it wants one. */
const VALUES: readonly unknown[] = [
  null,
  '',
  'a\u0000b',
  '\u202edoc.exe\u202c',
  'a\u200bb\ufeffc',
  'x'.repeat(300_000),
  '=HYPERLINK("http://x.example")',
  "' or 1=1 --",
  '𝕏'.normalize('NFD'),
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 3,
  0.5,
  true,
  [],
  [[[]]],
  {},
  { $ne: null },
  [null, 1, 'x', {}],
  '9999-99-99T99:99:99Z',
  '0000-01-01T00:00:00.000Z',
];

/** A value the schema cannot take: a number where text stands, a text where anything else does. */
const wrongType = ({ type, enum: list }: Schema): unknown => {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (list !== undefined || types.includes('string')) return { wrong: true };
  return 'văn bản';
};

describe('a route with a body', () => {
  afterEach(nothingWasWritten);

  const withBody = (): Described[] =>
    described.filter(({ route, body }) => route.method === 'POST' && body !== undefined);

  it('is one of many, each described', () => {
    expect(withBody().length).toBeGreaterThan(35);
  });

  it.each(NEVER)('refuses %s', async (_, body) => {
    const wrong: string[] = [];
    for (const to of withBody()) wrong.push(...refusal(to.name, await send(to, { body, headers: JSON_TYPE })));
    expect(wrong).toEqual([]);
  });

  it('refuses ten megabytes', async () => {
    const body = `{"note":"${'a'.repeat(10 * 1024 * 1024)}"}`;
    const wrong: string[] = [];
    for (const to of withBody()) {
      const answer = await send(to, { body, headers: JSON_TYPE });
      if (answer.status !== 413) wrong.push(`${to.name} → ${String(answer.status)}`);
      wrong.push(...refusal(to.name, answer));
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    'text/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
    'image/png',
  ])('refuses %s', async (type) => {
    const wrong: string[] = [];
    for (const to of withBody()) {
      const answer = await send(to, { body: '<a>1</a>', headers: { 'content-type': type } });
      if (answer.status !== 415 && answer.status !== 400) wrong.push(`${to.name} → ${String(answer.status)}`);
      wrong.push(...refusal(to.name, answer));
    }
    expect(wrong).toEqual([]);
  });

  it('refuses the wrong type in any field, naming the field', async () => {
    const wrong: string[] = [];
    for (const to of withBody()) {
      for (const [field, schema] of Object.entries(to.body?.properties ?? {})) {
        const answer = await send(to, { body: { [field]: wrongType(schema) } });
        const pointers = ((answer.body['errors'] ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
        if (answer.status === 400 && !pointers.some((pointer) => pointer.startsWith(`/${field}`)))
          wrong.push(`${to.name}: ${field} is not among ${pointers.join(' ')}`);
        wrong.push(...refusal(`${to.name} ${field}`, answer));
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('any value in any field', () => {
  it('is taken or refused, but breaks nothing', async () => {
    const wrong: string[] = [];
    const open = described.filter(
      // Signing somebody out or in is a matter of its own; the directory's throttle would answer for the rest.
      ({ route, body }) => route.method === 'POST' && body !== undefined && !route.path.includes('/session'),
    );
    for (const to of open) {
      const fields = Object.keys(to.body?.properties ?? {});
      for (const value of VALUES) {
        const body = Object.fromEntries(fields.map((field) => [field, value]));
        wrong.push(...noHarm(`${to.name} ${JSON.stringify(value).slice(0, 40)}`, await send(to, { body })));
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('a query', () => {
  afterEach(nothingWasWritten);

  const GARBAGE = [
    ...['%00', '%ff', '%c3%28', '%ed%a0%80', '%', '%zz', '', '%20', '-1', '0', '1e99', '99999999999999999999', 'NaN'],
    ...['null', 'undefined', '[object Object]', "'%20or%201=1--", '%E2%80%AE', '%E2%80%8B', 'x'.repeat(3_000)],
    ...['2026-13-45', '2026-01-01T25:00:00Z', '..%2f..%2fetc%2fpasswd', '%F0%9F%98%80', '*', '%25', '_', '%5C'],
  ];

  /** Live events never end; they are looked at elsewhere. */
  const asked = (): Described[] =>
    described.filter(({ route, query }) => query.length > 0 && route.method === 'GET' && !route.path.endsWith('/live'));

  it('is taken or refused whatever stands in it, but breaks nothing', async () => {
    const wrong: string[] = [];
    for (const to of asked()) {
      for (const { name } of to.query) {
        // Waiting is what `wait` is for; nonsense in it must not make a caller wait.
        for (const value of GARBAGE.filter((text) => name !== 'wait' || text !== '1e99')) {
          const answer = await send(to, {}, `${pathOf(to)}?${name}=${value}`);
          wrong.push(...noHarm(`${to.name}?${name}=${value.slice(0, 20)}`, answer));
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('is refused where it is of the wrong kind, given twice, or unknown', async () => {
    const wrong: string[] = [];
    for (const to of asked()) {
      wrong.push(...refusal(`${to.name}?khong-co`, await send(to, {}, `${pathOf(to)}?khong-co=1`)));
      for (const { name, schema } of to.query) {
        const wantsNumber = schema?.type === 'integer' || schema?.type === 'number';
        if (wantsNumber || schema?.enum !== undefined || schema?.format !== undefined) {
          const answer = await send(to, {}, `${pathOf(to)}?${name}=khong-dung`);
          wrong.push(...refusal(`${to.name}?${name}=khong-dung`, answer));
        }
        const listed = JSON.stringify(schema ?? {}).includes('"array"');
        if (!listed)
          wrong.push(...refusal(`${to.name} ${name} twice`, await send(to, {}, `${pathOf(to)}?${name}=1&${name}=2`)));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('takes no cursor that was made up, changed, or made for another list or another caller', async () => {
    const { cursor: ofFeed } = await product.ok<{ cursor: string }>('Mạng Tây Nguyên', '/requests');
    const made = [
      'x',
      '1',
      'eyJhIjoxfQ',
      'eyJhIjoxfQ.AAAA',
      ofFeed.slice(0, -2),
      `${ofFeed}AA`,
      '%00',
      'a'.repeat(501),
    ];
    const wrong: string[] = [];
    for (const to of asked().filter(({ query }) => query.some(({ name }) => name === 'cursor'))) {
      const required = to.route.path.endsWith('/audit/orders')
        ? 'inForceAt=2026-01-01&'
        : to.route.path.endsWith('/search')
          ? 'person=x&'
          : '';
      const own = to.route.path === '/api/v1/requests';
      for (const cursor of own ? made : [...made, encodeURIComponent(ofFeed)]) {
        const answer = await send(to, {}, `${pathOf(to)}?${required}cursor=${cursor}`);
        // An import or a case that does not exist is not found, whatever the cursor.
        const ofNothing = to.route.path.includes(':') && answer.status === 404;
        if (answer.status !== 400 && !ofNothing)
          wrong.push(`${to.name} ${cursor.slice(0, 20)} → ${String(answer.status)}`);
        wrong.push(...refusal(`${to.name} ${cursor.slice(0, 20)}`, answer));
      }
    }
    const other = await product.call('Lưu trữ Ban Mai', `/requests?cursor=${encodeURIComponent(ofFeed)}`, {
      headers: { 'accept-language': 'en' },
    });
    wrong.push(...refusal('the feed with the cursor of another provider', other));
    expect(wrong).toEqual([]);
  });
});

describe('a path', () => {
  afterEach(nothingWasWritten);

  const GARBAGE = [
    ...['%00', '%ff', '%c3%28', '%ed%a0%80', '%2e%2e%2f%2e%2e%2f', '..%2f', "'%20or%201=1", '%E2%80%AE', '%E2%80%8B'],
    ...['x'.repeat(900), 'x'.repeat(5_000), '-1', '0', 'null', '%F0%9F%98%80', '%0d%0aset-cookie:a=b', '%3Cscript%3E'],
    ...[
      '018e0000-0000-7000-8000-0000000000f',
      '{018e0000-0000-7000-8000-0000000000ff}',
      SOME_ID.toUpperCase(),
      '%',
      '%zz',
    ],
  ];

  it('with garbage in it is refused and reaches nothing', async () => {
    const wrong: string[] = [];
    for (const to of described.filter(({ route }) => route.path.includes(':'))) {
      for (const id of GARBAGE) {
        const call = to.route.method === 'POST' ? { body: {} } : {};
        const answer = await send(to, call, pathOf(to, id));
        // Whoever holds a forged letter asks with whatever stands on it: a plain "no" is the answer.
        if (to.route.path.endsWith('/genuine/:reference') && answer.body['genuine'] === false) continue;
        wrong.push(...refusal(`${to.name} with ${id.slice(0, 30)}`, answer));
      }
    }
    expect(wrong).toEqual([]);
  }, 180_000);

  it('that is none is not found, and one with another method says which it takes', async () => {
    for (const path of [
      'api/v1/khong-co',
      'api/v2/cases',
      'api',
      '.env',
      'api/v1/cases/',
      '%2e%2e/%2e%2e/etc/passwd',
      'api//v1',
    ]) {
      const answer = await product.call(null, path, { headers: { 'accept-language': 'en' } });
      expect([path, refusal(path, answer)]).toEqual([path, []]);
    }
    const put = await product.call(null, 'api/v1/reports', {
      method: 'PUT',
      body: {},
      headers: { 'accept-language': 'en' },
    });
    expect([put.status, put.headers.get('allow'), noHarm('PUT', put)]).toEqual([
      405,
      expect.stringContaining('POST'),
      [],
    ]);
  });
});

describe('a header', () => {
  afterEach(nothingWasWritten);

  it.each([
    ['authorization', ['Bearer', 'Bearer ', 'Basic YTpi', 'Bearer lck_x', `Bearer ${'x'.repeat(7_000)}`, 'lck_1_2']],
    [
      'cookie',
      ['lachan_session=', 'lachan_session=%00', `lachan_session=${'x'.repeat(7_000)}`, '=;=;', 'lachan_session="a;b"'],
    ],
    ['accept-language', ['*', 'x;q=9', 'en;q=nan', 'a'.repeat(5_000), ';;,,']],
    ['traceparent', ['x', '00-0-0-0', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-zz`]],
    ['x-request-id', ['x'.repeat(5_000), '<script>', "'; drop table es.log; --"]],
    ['x-forwarded-for', ['::::', '1.2.3.4, x', 'x'.repeat(3_000)]],
    ['host', ['khong-co.example', '127.0.0.1:1', 'x'.repeat(2_000)]],
  ])('%s may hold anything', async (name, values) => {
    for (const value of values) {
      for (const path of ['/session', '/transparency', '/receipts/khong-co']) {
        const answer = await product.call(null, path, { headers: { [name]: value } });
        const language = answer.headers.get('content-language') === 'en' ? 'en' : 'vi';
        expect([name, value, wrongWithRefusal(answer, language)]).toEqual([name, value, []]);
      }
    }
  });

  it('cannot be larger than a header is', async () => {
    const answer = await product
      .call(null, '/transparency', { headers: { 'x-a': 'a'.repeat(20_000) } })
      .catch(() => null);
    expect(answer === null || answer.status === 431).toBe(true);
  });
});

describe('a version', () => {
  it('that is stale, missing or none changes nothing of the case', async () => {
    const open = await (await OneCase.open(product)).claimed();
    const { version } = await open.read();
    const before = await product.log.readStream(`case-${open.id}`);
    const classify = (headers: Record<string, string>) =>
      product.call(LAM_DONG.analyst, `/cases/${open.id}/classify`, {
        body: { category: 'bullying' },
        headers: { 'accept-language': 'en', ...headers },
      });
    const statuses: Record<string, number> = {};
    for (const [what, match] of Object.entries({
      stale: `"${String(version + 7)}"`,
      old: '"0"',
      negative: '"-1"',
      weak: `W/"${String(version)}"`,
      text: '"x"',
      bare: String(version),
      any: '*',
      two: `"1", "2"`,
      huge: `"${'9'.repeat(40)}"`,
    })) {
      const answer = await classify({ 'if-match': match });
      statuses[what] = answer.status;
      expect([what, noHarm(what, answer)]).toEqual([what, []]);
    }
    const missing = await classify({});
    expect([missing.status, missing.body['code']]).toEqual([428, 'version-required']);
    expect(statuses).toMatchObject({ stale: 409, old: 409, text: 400, negative: 400, huge: 400 });
    const after = await product.log.readStream(`case-${open.id}`);
    const classified = after.slice(before.length).filter(({ type }) => type === 'CaseClassified');
    expect(classified.length).toBe(Object.values(statuses).filter((status) => status === 200).length);
    const stale = await classify({ 'if-match': '"99"' });
    expect(stale.body).toMatchObject({ code: 'stale-version', case: { id: open.id } });
  });
});
