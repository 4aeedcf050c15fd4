import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KEY_ROLES, ROLES, keysOf, type KeyRole, type Role } from '#libs/contracts';
import { routesOf, type Route } from '#libs/identity';
import type { TwoAdministrators } from '../src/index.js';
import {
  FROM,
  PASSWORD,
  founders,
  person,
  startDirectory,
  type Client,
  type DirectoryUnderTest,
} from './directory-under-test.js';

let directory: DirectoryUnderTest;
const callers = new Map<string, Client>();

async function enterEverybody(admins: TwoAdministrators): Promise<void> {
  const { bootstrap } = directory;
  for (const sandbox of [false, true]) {
    await bootstrap.putEntry(admins, 'provider', sandbox ? 'sandbox' : 'provider', {
      validFrom: FROM,
      validTo: null,
      name: 'Nhà mạng',
      kind: 'telecom',
      expresses: ['block-host'],
      platforms: [],
      provinces: null,
      sandbox,
      contact: '',
    });
  }
  for (const role of keysOf(ROLES)) {
    await bootstrap.createPersonWithPassword(admins, `p-${role}`, person(role, { roles: [role] }), PASSWORD);
    callers.set(role, await directory.signedIn(role));
  }
  for (const role of keysOf(KEY_ROLES)) {
    const holder = role === 'provider' || role === 'sandbox' ? { provider: role } : { unit: 'stttt-lam-dong' };
    const channel = role === 'channel' ? { channel: 'scan' as const } : {};
    const { key } = await bootstrap.issueKey(admins.proposer, { name: role, role, ...holder, ...channel });
    callers.set(role, directory.client(key));
  }
  callers.set('nobody', directory.client());
}

beforeAll(async () => {
  directory = await startDirectory();
  await enterEverybody(await founders(directory));
});
afterAll(() => directory.close());

const permits = ({ permission }: Route, caller: string): boolean =>
  caller === 'nobody'
    ? permission?.public === true
    : (permission?.roles ?? []).includes(caller as Role) || (permission?.keys ?? []).includes(caller as KeyRole);

/** Where a caller that may come in ends up with an empty call: anything but the door. */
const atTheDoor = (status: number, code: unknown): boolean =>
  (status === 401 && code === 'unauthenticated') || (status === 403 && code === 'forbidden');

describe('every route of the directory', () => {
  it('lets in exactly whom it names, of all people and keys there are', async () => {
    const routes = routesOf(directory.app).filter(
      ({ path }) => path.startsWith('/api/v1') && !path.endsWith('/session'),
    );
    expect(routes.length).toBeGreaterThan(15);
    const wrong: string[] = [];
    for (const route of routes) {
      const path = route.path.replace('/api/v1', '').replace(':kind', 'guard').replaceAll(/:\w+/g, 'khong-co');
      for (const [caller, client] of callers) {
        const { status, body } = await client.call(route.method, path, route.method === 'POST' ? {} : undefined);
        if (atTheDoor(status, body['code']) === permits(route, caller)) {
          wrong.push(`${route.method} ${path} as ${caller}: ${status.toString()} ${String(body['code'])}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('that is refused to somebody known is seen by the auditor, once a minute', async () => {
    const analyst = callers.get('analyst');
    await analyst?.call('GET', '/keys');
    await analyst?.call('GET', '/keys');
    const events = await directory.store.readStream('access-directory-p-analyst-20260302');
    const refused = events.filter(
      ({ type, data }) => type === 'AttemptRefused' && (data as { attempt: string }).attempt === 'GET /api/v1/keys',
    );
    expect(refused).toHaveLength(1);
  });
});
