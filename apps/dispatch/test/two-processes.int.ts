import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Running } from '#libs/process';
import { Timers } from '../src/timers/timers.js';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
let other: Running;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
  other = await under.second();
});
afterAll(async () => {
  await other.close();
  await under.close();
});

describe('two processes of dispatch on one database', () => {
  it('issue every order once, and record every silence once, with a timer each', async () => {
    const providers = ['isp-url', 'telecom-a'] as const;
    const orders = await Promise.all(
      Array.from({ length: 8 }, async () => (await under.approve({ providers: [...providers] })).order),
    );
    for (const order of orders) for (const provider of providers) await under.receive(provider, order);
    await under.reached('dispatch.due', await under.store('ledger').head());
    const late = new Date(Date.now() + 5 * 3_600_000);
    const timers = [under.running, other].map(({ app }) => app.get(Timers, { strict: false }));

    await Promise.all(timers.map((each) => each.run(late)));
    await Promise.all(timers.map((each) => each.run(late)));

    const issued = (await under.events('OrderIssued')).map(({ data }) => data.orderId);
    expect(issued.sort()).toEqual([...orders].sort());
    const overdue = (await under.events('RequestOverdue')).map(({ data }) => `${data.orderId} ${data.provider}`);
    const wanted = orders.flatMap((order) => providers.map((provider) => `${order} ${provider}`));
    expect(overdue.sort()).toEqual(wanted.sort());
  });
});
