import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallRefused, CursorAdapter, type CursorStore } from '../src/adapters/cursor/cursor-adapter.js';
import { contractOf } from './contract-of.js';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

let saved: string | undefined;
const cursors: CursorStore = {
  load: () => Promise.resolve(saved),
  save: (cursor) => {
    saved = cursor;
    return Promise.resolve();
  },
};
const adapter = (key = 'isp-url') =>
  new CursorAdapter({ url: under.url, key: under.keys.get(key) ?? key, cursors, wait: 10 });

describe('a provider that polls its cursor', () => {
  contractOf({ under: () => under, provider: 'isp-url', adapter });

  it('is told what the installation refused', async () => {
    await expect(adapter('telecom-a').pull()).rejects.toEqual(new CallRefused(400, 'invalid-cursor'));
    await expect(adapter('lck_0000000000000000_x').pull()).rejects.toMatchObject({ status: 401 });
  });
});
