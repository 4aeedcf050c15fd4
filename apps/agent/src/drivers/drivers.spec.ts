import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../config/config.js';
import type { DriverConfig } from '../config/config.js';
import type { Entry, FeedItem } from '../state/entry.js';
import { driverOf } from './index.js';

const UNTIL = '2026-12-31T00:00:00.000Z';
const entry = (id: string, target: Entry['target']): Entry => ({
  ...{ id, sequence: 1, reference: `YC-${id}`, target, expiresAt: UNTIL, referral: false },
});
const NAMES = [entry('1', { domain: 'b.test' }), entry('2', { host: 'a.test' }), entry('3', { host: 'x.b.test' })];
const item = (action: string, target: Entry['target']): FeedItem => ({
  ...{ id: '1', sequence: 1, kind: 'block', reference: 'YC-1', action, target, expiresAt: UNTIL },
});

const config = (driver: object): DriverConfig =>
  parseConfig({ server: 'https://s.example', stateFolder: '/state', driver }).driver;
const names = { file: '/list', reload: ['true'], resolver: '127.0.0.1:53', canary: 'canary.example' };
const DRIVERS = {
  unbound: config({ kind: 'unbound', ...names, check: [['true']] }),
  bind: config({ kind: 'bind', ...names, zone: 'block.lachan' }),
  dnsmasq: config({ kind: 'dnsmasq', ...names }),
  squid: config({ kind: 'squid', domains: '/domains', urls: '/urls', check: [['true']], reload: ['true'] }),
};
const KINDS = ['unbound', 'bind', 'dnsmasq', 'squid'] as const;
const lines = (...all: string[]): string => [...all, ''].join('\n');
const HEAD = 'Written by lachan-agent; changes by hand are lost.';

const ENDS = `# until ${UNTIL}`;

describe('a list for a program', () => {
  it.each([
    [
      'unbound',
      lines(
        `# ${HEAD}`,
        'server:',
        '  log-queries: no',
        '  log-replies: no',
        '  log-local-actions: no',
        '  local-zone: "list.lachan-agent.invalid." static',
        `  local-data: 'list.lachan-agent.invalid. 0 IN TXT "lachan-agent generation 7"'`,
        `  local-zone: "a.test." transparent # until ${UNTIL}`,
        '  local-data: "a.test. 60 IN A 0.0.0.0"',
        '  local-data: "a.test. 60 IN AAAA ::"',
        `  local-zone: "b.test." always_nxdomain # until ${UNTIL}`,
        '  local-zone: "canary.example." transparent # until always',
        '  local-data: "canary.example. 60 IN A 0.0.0.0"',
        '  local-data: "canary.example. 60 IN AAAA ::"',
      ),
    ],
    [
      'bind',
      lines(
        `; ${HEAD}`,
        '$TTL 30',
        '@ SOA localhost. root.localhost. 7 300 60 86400 30',
        '@ NS localhost.',
        'list.lachan-agent.invalid 0 TXT "lachan-agent generation 7"',
        `a.test CNAME . ; until ${UNTIL}`,
        `b.test CNAME . ; until ${UNTIL}`,
        `*.b.test CNAME . ; until ${UNTIL}`,
        'canary.example CNAME . ; until always',
      ),
    ],
    [
      'dnsmasq',
      lines(
        `# ${HEAD}`,
        'txt-record=list.lachan-agent.invalid,"lachan-agent generation 7"',
        `host-record=a.test,0.0.0.0,:: # until ${UNTIL}`,
        `address=/b.test/ # until ${UNTIL}`,
        'host-record=canary.example,0.0.0.0,:: # until always',
      ),
    ],
  ] as const)('%s holds each name exactly, the mark of its generation, and no query log', (kind, expected) => {
    expect(driverOf(DRIVERS[kind]).render(NAMES, 7)).toEqual([{ path: '/list', bytes: expected }]);
  });

  it('squid has names in one file and addresses in another', () => {
    const entries = [...NAMES, entry('4', { url: 'http://c.test/x?y=1' })];
    expect(driverOf(DRIVERS.squid).render(entries, 7)).toEqual([
      { path: '/domains', bytes: lines(`# ${HEAD}`, ENDS, 'a.test', ENDS, '.b.test') },
      { path: '/urls', bytes: lines(`# ${HEAD}`, ENDS, '^http://c\\.test/x\\?y=1$') },
    ]);
  });

  it.each(KINDS)('%s has the same bytes whatever order the entries come in', (kind) => {
    const driver = driverOf(DRIVERS[kind]);
    expect(driver.render([...NAMES].reverse(), 7)).toEqual(driver.render(NAMES, 7));
  });
});

describe('what a program cannot carry out exactly', () => {
  const code = (driver: DriverConfig, asked: FeedItem): string | undefined => driverOf(driver).refusal(asked)?.code;

  it.each(['unbound', 'bind', 'dnsmasq'] as const)('%s sees names only', (kind) => {
    const driver = DRIVERS[kind];
    expect(code(driver, item('block-host', { host: 'a.test' }))).toBeUndefined();
    expect(code(driver, item('block-domain', { domain: 'a.test' }))).toBeUndefined();
    expect(code(driver, item('block-url', { url: 'http://a.test/1' }))).toBe('cannot-express');
    expect(code(driver, item('remove-content', { url: 'http://a.test/1' }))).toBe('cannot-express');
    expect(code(driver, item('something-new', { host: 'a.test' }))).toBe('cannot-express');
    expect(code(driver, item('block-host', { host: 'a.test\naddress=/b.test/' }))).toBe('cannot-express');
  });

  it('a proxy sees a path over HTTPS only where it opens HTTPS', () => {
    const opens = config({
      kind: 'squid',
      domains: '/d',
      urls: '/u',
      check: [['true']],
      reload: ['true'],
      seesHttpsPaths: true,
    });
    const https = item('block-url', { url: 'https://a.test/1' });
    expect(code(DRIVERS.squid, https)).toBe('cannot-express');
    expect(code(opens, https)).toBeUndefined();
    expect(code(DRIVERS.squid, item('block-url', { url: 'http://a.test/1' }))).toBeUndefined();
    expect(code(DRIVERS.squid, item('stop-sharing', { url: 'http://a.test/1' }))).toBe('cannot-express');
    expect(code(DRIVERS.squid, item('block-host', { host: 'a b.test' }))).toBe('cannot-express');
  });
});
