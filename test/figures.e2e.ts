import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { packagePath } from '#libs/event-store';
import { HA_NOI, LAM_DONG, OneCase } from './one-case.js';
import { Product } from './product.js';

interface Selector {
  readonly name: string;
  readonly labels: readonly string[];
}
interface Query {
  readonly of: string;
  readonly expr: string;
}

/** What Prometheus adds to what it scrapes, and what it makes itself. */
const OF_PROMETHEUS = { labels: ['job', 'instance'], series: ['up'] };
/** Declared always, with a value only where a broker carries, where a provider is carried to or looked at, or after the first night. */
const NOT_HERE = [
  'lachan_requests_seen',
  'lachan_relay_lag_events',
  'lachan_delivery_state',
  'lachan_reconciliation_faults',
];

const text = (path: string): string => readFileSync(packagePath(path), 'utf8');

const dashboard = JSON.parse(text('infra/grafana/lachan.json')) as {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
};
const rules = parse(text('infra/prometheus/lachan.rules.yml')) as {
  groups: {
    rules: {
      alert: string;
      expr: string;
      for?: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
    }[];
  }[];
};
const panels: Query[] = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ of: title, expr })),
);
const alerts = rules.groups.flatMap((group) => group.rules);
const queries: Query[] = [...panels, ...alerts.map(({ alert, expr }) => ({ of: alert, expr }))];

/** The selectors of a query, by Prometheus' own grammar; with the labels it groups by. Throws at what is no PromQL. */
const read = (expr: string): { selectors: Selector[]; grouped: string[] } => {
  const selectors: { name: string; labels: string[] }[] = [];
  const grouped: string[] = [];
  let inMatchers = false;
  parser.parse(expr).iterate({
    enter: ({ name, type, from, to }) => {
      const at = expr.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${String(from)}: ${expr}`);
      if (name === 'VectorSelector') selectors.push({ name: /^[\w:]+/.exec(at)?.[0] ?? '', labels: [] });
      if (name === 'LabelMatchers') inMatchers = true;
      if (name === 'LabelName') (inMatchers ? selectors.at(-1)?.labels : grouped)?.push(at);
    },
    leave: ({ name }) => {
      if (name === 'LabelMatchers') inMatchers = false;
    },
  });
  return { selectors, grouped };
};

/** The series of an answer of /metrics: each with its labels. */
const seriesIn = (answer: string): Map<string, Record<string, string>[]> => {
  const series = new Map<string, Record<string, string>[]>();
  for (const line of answer.split('\n')) {
    const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line);
    if (!found) continue;
    const [, name = '', labels = ''] = found;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', value = '']) => [key, value]);
    series.set(name, [...(series.get(name) ?? []), Object.fromEntries(pairs) as Record<string, string>]);
  }
  return series;
};

let product: Product;
let answer: string;
let series: Map<string, Record<string, string>[]>;
const NOTE = 'Chỉ người xử lý được đọc điều này.';

const scrape = async (): Promise<void> => {
  answer = (await product.call(null, 'metrics')).text;
  series = seriesIn(answer);
};

beforeAll(async () => {
  product = await Product.start();
  const one = await OneCase.open(product, { note: NOTE, reporter: { contact: 'phu-huynh@example.org' } });
  await one.approved();
  for (const { provider, item } of await one.requests())
    await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
  const reason = 'Hết phép thử.';
  await product.ok(LAM_DONG.approver, `/orders/${(await one.order()).id}/withdraw`, { body: { reason } });
  for (const { provider, item } of await one.requests('lift'))
    await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });
  await product.settled();
  await scrape();
}, 120_000);
afterAll(() => product.close());

describe('the queries of the dashboard and the alerts', () => {
  it.each(queries)('$of: $expr', ({ expr }) => {
    const { selectors, grouped } = read(expr);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { name, labels } of selectors) {
      if (OF_PROMETHEUS.series.includes(name)) continue;
      if (NOT_HERE.includes(name)) {
        expect(answer).toContain(`# TYPE ${name} gauge`);
        continue;
      }
      const found = series.get(name);
      expect({ name, found: found !== undefined }).toEqual({ name, found: true });
      const known = [...OF_PROMETHEUS.labels, ...(found ?? []).flatMap((labelled) => Object.keys(labelled))];
      for (const label of [...labels, ...grouped]) expect(known).toContain(label);
    }
  });

  it('are read by a grammar that refuses what is no PromQL', () => {
    expect(() => read('sum by (x) (rate(lachan_log_position[5m])')).toThrow('no PromQL');
    expect(read('sum by (a) (x{b="1"}) / y').selectors).toEqual([
      { name: 'x', labels: ['b'] },
      { name: 'y', labels: [] },
    ]);
  });

  it('match what they name: a closed list in a query is one of the product', () => {
    const values = (name: string, label: string) => series.get(name)?.map((labelled) => labelled[label]);
    expect(values('lachan_health_check', 'check')).toEqual(
      expect.arrayContaining(['triage-database', 'triage-subscriptions', 'triage-parked', 'triage-caught-up']),
    );
    expect(values('lachan_append_seconds_count', 'outcome')).toContain('done');
    expect(values('lachan_http_request_seconds_count', 'route')).toContain('/api/v1/reports');
  });

  it('of an alert come with what to do, in both languages and by a name of its own', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels['severity']);
      expect(annotations['summary']).toContain(' · ');
      expect(annotations['do']).toMatch(/\S/);
    }
  });
});

describe('the figures', () => {
  it('tell how far each provider is: what it has not fetched, and since when', async () => {
    const one = await OneCase.open(product);
    await one.approved();
    await product.settled();
    await scrape();
    const waiting = [...answer.matchAll(/^lachan_feed_lag_items\{provider="([^"]+)"\} (\d+)$/gm)];
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.some(([, , items]) => Number(items) > 0)).toBe(true);
    await one.requests();
    for (const { name } of product.credentials.keys.filter(({ role }) => role === 'provider')) {
      const { cursor } = await product.ok<{ cursor: string }>(name, '/requests?limit=500');
      await product.ok(name, `/requests?limit=500&cursor=${cursor}`);
    }
    await scrape();
    const left = [...answer.matchAll(/^lachan_feed_lag_items\{provider="([^"]+)"\} (\d+)$/gm)];
    const withKey = left.filter(([, , items]) => Number(items) === 0);
    expect(withKey.length).toBeGreaterThan(0);
  });

  it('have labels from closed lists only: names that somebody else can make up do not become series', async () => {
    await product.call(null, '/khong-co-trang-nay-1');
    await product.call(null, '/receipts/ABCD-EFGH-JKMN');
    await product.call(HA_NOI.analyst, '/cases/018e0000-0000-7000-8000-0000000000ff');
    await scrape();
    const values = [...series.values()].flat().flatMap((labelled) => Object.values(labelled));
    for (const value of values) {
      expect(value).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect(value).not.toMatch(/khong-co-trang-nay|ABCD-EFGH/);
    }
    const ours = [...series].filter(([name]) => name.startsWith('lachan_'));
    const labels = new Set(ours.flatMap(([, found]) => found.flatMap((labelled) => Object.keys(labelled))));
    expect([...labels].sort()).toEqual(
      ['check', 'le', 'method', 'outcome', 'provider', 'route', 'service', 'standing', 'status', 'subscription'].sort(),
    );
  });

  it('say nothing about people, links or secrets', () => {
    for (const secret of [NOTE, 'phu-huynh', 'example.net', LAM_DONG.analyst, LAM_DONG.unit, 'postgres://', 'Bearer'])
      expect(answer).not.toContain(secret);
    for (const { key } of product.credentials.keys) expect(answer).not.toContain(key);
  });
});
