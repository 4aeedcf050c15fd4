import { describe, expect, it } from '@jest/globals';
import { ClientRate, networkOf } from './client-rate.js';

describe('the rate of a client', () => {
  it('lets a full bucket through at once, then one for each that was refilled', () => {
    const rate = new ClientRate(3);

    expect([0, 0, 0, 0].map(() => rate.take('203.0.113.1', 0))).toEqual([0, 0, 0, 20]);
    expect(rate.take('203.0.113.1', 19_999)).toBe(1);
    expect(rate.take('203.0.113.1', 20_001)).toBe(0);
    expect(rate.take('203.0.113.2', 20_000)).toBe(0);
  });

  it('never holds more than one bucket, however long a client was away, nor refills when the clock goes back', () => {
    const rate = new ClientRate(2);
    rate.take('a', 0);

    expect([1, 2, 3].map((n) => rate.take('a', 86_400_000 + n))).toEqual([0, 0, 30]);
    expect(rate.take('a', 0)).toBe(30);
  });

  it('counts a network of IPv6 as one client, and one address however it is written', () => {
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::9'));
    expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'));
    expect(networkOf('::ffff:203.0.113.7')).toBe(networkOf('203.0.113.7'));
    expect(networkOf('not an address')).toBe('not an address');
  });
});
