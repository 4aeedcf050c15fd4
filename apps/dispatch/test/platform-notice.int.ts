import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryStates, RequestTarget } from '#libs/contracts';
import { NoticeAdapter, REFUSED_AGAIN } from '../src/adapters/platform-notice/notice-adapter.js';
import { SentNotices } from '../src/adapters/platform-notice/sent-notices.js';
import { SignedPost } from '../src/adapters/webhook/signed-post.js';
import { Breaker } from '../src/couriers/breaker.js';
import { Courier } from '../src/couriers/courier.js';
import { FeedSides } from '../src/feed/feed-side.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { Platform } from './platform.js';
import { deliveryContract } from './push-contract.js';

const PROVIDER = 'nen-tang';
const ACTION = 'remove-content';
const scopeOf = (name: string) => ({ url: `https://${name}/bai` });

let under: DispatchUnderTest;
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  under = await DispatchUnderTest.start();
});
afterAll(async () => {
  await under.close();
  await platform.close();
});
beforeEach(() => {
  platform.answer = () => 204;
});

/** Dies when the platform has taken the notice and before that is written down. */
class DyingNotices extends SentNotices {
  override taken(): Promise<void> {
    return Promise.reject(new Error('the power went'));
  }
}

const courier = (options: { perHour?: number; dies?: boolean; secret?: string; now?: () => number } = {}) => {
  const { perHour = 1_000, dies = false, secret = platform.secret, now = () => Date.now() } = options;
  const database = under.host.runtime('dispatch').database;
  const sent = new (dies ? DyingNotices : SentNotices)(database, PROVIDER);
  const post = new SignedPost({ url: platform.url, secrets: [secret], privateHost: '127.0.0.1' });
  return new Courier({
    provider: PROVIDER,
    adapter: new NoticeAdapter({ post, sent, now }),
    side: under.running.app.get(FeedSides).real,
    breaker: new Breaker({ perHour }, now),
    now,
  });
};

const approve = async (name: string): Promise<string> => {
  const scope = scopeOf(name);
  const { order, position } = await under.approve({
    providers: [PROVIDER],
    action: ACTION,
    platform: 'youtube',
    scope,
  });
  await under.reached('dispatch.decisions', position);
  await under.reached('dispatch.feed', await under.store('ledger').head());
  return order;
};
const withdraw = async (order: string): Promise<void> => {
  const { status } = await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });
  expect(status).toBe(200);
  await under.reached('dispatch.feed', await under.store('ledger').head());
};

describe('requests sent to a platform', () => {
  deliveryContract({
    under: () => under,
    provider: PROVIDER,
    sayable: (name) => ({ action: ACTION, platform: 'youtube', scope: scopeOf(name) }),
    carry: async (options) => {
      await courier(options).carry();
    },
    blocks: (target: RequestTarget) => Promise.resolve(platform.blocks(target)),
    trace: () => Promise.resolve(String(platform.calls)),
    breaks: true,
  });
});

describe('what a notice can say', () => {
  it('is what a platform does with a post, and nothing that a network does', () => {
    const adapter = new NoticeAdapter({
      post: { send: () => Promise.resolve(204) },
      sent: new SentNotices(under.host.runtime('dispatch').database, PROVIDER),
      now: () => 0,
    });
    const target = scopeOf('noi-duoc.example.test');
    const said = (
      ['remove-content', 'stop-sharing', 'block-url', 'block-host', 'block-domain', 'restrict-age'] as const
    ).map((action) => adapter.cannotSay({ action, target }));
    expect(said).toEqual([null, null, ...Array<string>(4).fill('not-supported')]);
  });
});

describe('a notice whose answer was lost', () => {
  it('comes again with the same id and the same words', async () => {
    await courier().carry();
    await approve('mat-tra-loi.example.test');
    const bodies: string[] = [];
    platform.answer = (notice) => {
      bodies.push(JSON.stringify(notice));
      return 204;
    };
    const before = platform.notices.size;
    await expect(courier({ dies: true }).carry()).rejects.toThrow('the power went');
    await courier().carry();
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
    expect(platform.notices.size).toBe(before + 1);
  });
});

describe('a notice that the platform refuses for itself', () => {
  it('holds up no other and no lift, is said in words, and is brought again after a rest or when somebody has looked', async () => {
    const earlier = await approve('truoc-do.example.test');
    let now = Date.now();
    const line = courier({ now: () => now });
    await line.carry();
    const refuses = 'bi-tu-choi.example.test';
    platform.answer = ({ source_identifier: target }) => (JSON.stringify(target).includes(refuses) ? 422 : 204);
    await approve(refuses);
    await approve('di-sau.example.test');
    await withdraw(earlier);
    await expect(line.carry()).rejects.toThrow('does not take 1 notices: it answered 422');
    expect(platform.blocks(scopeOf('di-sau.example.test'))).toBe(true);
    expect(platform.blocks(scopeOf('truoc-do.example.test'))).toBe(false);

    const calls = platform.calls;
    await expect(line.carry()).rejects.toThrow('422');
    expect(platform.calls).toBe(calls);
    line.resume();
    await expect(line.carry()).rejects.toThrow('422');
    expect(platform.calls).toBe(calls + 1);
    now += REFUSED_AGAIN;
    platform.answer = () => 204;
    await line.carry();
    expect(platform.calls).toBe(calls + 2);
    expect(platform.blocks(scopeOf(refuses))).toBe(true);
  });
});

describe('a platform’s server that is away or does not know us', () => {
  it.each([503, 429, 401])(
    '%i: nothing counts as taken, and everything comes when it answers again',
    async (status) => {
      const name = `vang-mat-${String(status)}.example.test`;
      await courier().carry();
      await approve(name);
      platform.answer = () => status;
      await expect(courier().carry()).rejects.toThrow(`the platform answered ${String(status)}`);
      platform.answer = () => 204;
      await courier().carry();
      expect(platform.blocks(scopeOf(name))).toBe(true);
    },
  );

  it('takes nothing that was signed with another secret', async () => {
    const name = 'chu-ky-la.example.test';
    await approve(name);
    const secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    await expect(courier({ secret }).carry()).rejects.toThrow('401');
    expect(platform.blocks(scopeOf(name))).toBe(false);
    await courier().carry();
    expect(platform.blocks(scopeOf(name))).toBe(true);
  });
});

describe('an installation whose settings name a platform', () => {
  it('sends by itself, and shows how far it is', async () => {
    const own = await DispatchUnderTest.start({
      providers: {
        [PROVIDER]: {
          adapter: 'platform-notice',
          url: platform.url,
          secrets: [platform.secret],
          privateHost: '127.0.0.1',
        },
      },
    });
    try {
      const scope = scopeOf('tu-gui.example.test');
      await own.approve({ providers: [PROVIDER], action: ACTION, platform: 'youtube', scope });
      await own.until(() => Promise.resolve(platform.blocks(scope)));
      const shown = async () => (await own.call<DeliveryStates>('/deliveries', { cookie: 'giam-sat' })).body.items;
      await own.until(async () => (await shown())[0]?.status === 'carrying');
      expect(await shown()).toMatchObject([{ provider: PROVIDER, adapter: 'platform-notice', detail: null }]);
    } finally {
      await own.close();
    }
  });
});
