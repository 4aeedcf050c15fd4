import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallRefused, CursorAdapter, type CursorStore } from '../src/adapters/cursor/cursor-adapter.js';
import { Doorbell } from '../src/adapters/webhook/doorbell.js';
import { FeedSides } from '../src/feed/feed-side.js';
import { contractOf } from './contract-of.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { deliveryContract, type DeliveryWorld } from './push-contract.js';

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

/** A filter that a provider's program keeps: what each request blocks, and the cursor behind it, on its disk. */
class FilterOfAProgram {
  readonly #blocked = new Map<string, string>();
  #cursor: string | undefined;

  /** Pulls until nothing is left. With `dies` it ends after it applied a page and before it kept the cursor. */
  async pullAll(provider: string, dies = false): Promise<void> {
    const own: CursorStore = {
      load: () => Promise.resolve(this.#cursor),
      save: (cursor) => Promise.resolve(void (this.#cursor = cursor)),
    };
    const key = under.keys.get(provider) ?? '';
    const program = new CursorAdapter({ url: under.url, key, cursors: own, wait: 0 });
    for (;;) {
      const pulled = await program.pull();
      const { items } = pulled;
      for (const { id, kind, target } of items) {
        if (kind === 'lift') this.#blocked.delete(id);
        else this.#blocked.set(id, JSON.stringify(target));
      }
      if (dies) throw new Error('the power went');
      await pulled.done();
      if (items.length === 0) return;
    }
  }

  blocks(target: object): boolean {
    return [...this.#blocked.values()].includes(JSON.stringify(target));
  }

  trace(): string {
    return JSON.stringify([...this.#blocked].sort());
  }

  lose(): void {
    this.#blocked.clear();
    this.#cursor = undefined;
  }
}

const worldOf = (filter: FilterOfAProgram, carry: DeliveryWorld['carry']): DeliveryWorld => ({
  under: () => under,
  provider: 'isp-dns',
  sayable: (host) => ({ action: 'block-host', scope: { host } }),
  unsayable: (host) => ({ action: 'block-url', scope: { url: `http://${host}/trang` } }),
  carry,
  blocks: (target) => Promise.resolve(filter.blocks(target)),
  trace: () => Promise.resolve(filter.trace()),
  breaks: false,
  lose: () => {
    filter.lose();
    return Promise.resolve();
  },
});

describe('the contract of delivery, kept by polling', () => {
  const filter = new FilterOfAProgram();
  deliveryContract(worldOf(filter, ({ dies } = {}) => filter.pullAll('isp-dns', dies)));
});

describe('the contract of delivery, kept by a doorbell and a program that polls when it rings', () => {
  const filter = new FilterOfAProgram();
  let rings = 0;
  const door = createServer((request, reply) => {
    request.resume().once('end', () => {
      rings += 1;
      reply.writeHead(204).end();
    });
  });
  beforeAll(() => new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => door.close(resolve)));

  deliveryContract(
    worldOf(filter, async ({ dies } = {}) => {
      const before = rings;
      const bell = new Doorbell({
        provider: 'isp-dns',
        url: `http://127.0.0.1:${String((door.address() as AddressInfo).port)}/`,
        secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
        privateHost: '127.0.0.1',
        store: under.running.app.get(FeedSides).real.store,
        now: () => Date.now(),
        random: () => 0.5,
        newId: () => String(before),
      });
      await bell.carry();
      if (rings > before) await filter.pullAll('isp-dns', dies);
    }),
  );
});
