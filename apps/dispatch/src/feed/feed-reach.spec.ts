import { describe, expect, it } from '@jest/globals';
import type { Database } from '#libs/service-kit';
import { FeedReach } from './feed-reach.js';

/** Answers as the database would at these moments, one after the other. */
const reachAt = (...moments: { reached: number; head: number }[]): FeedReach => {
  const database = { query: () => Promise.resolve({ rows: [moments.shift()] }) };
  return new FeedReach(database as unknown as Database);
};

describe('whether the feed says all that the log says', () => {
  it('is so when it has come to the end of the log', async () => {
    expect(await reachAt({ reached: 7, head: 7 }).isWhole()).toBe(true);
  });

  it('is not so while it is made anew, however long that takes', async () => {
    const reach = reachAt({ reached: 0, head: 7 }, { reached: 6, head: 9 }, { reached: 7, head: 12 });
    expect([await reach.isWhole(), await reach.isWhole(), await reach.isWhole()]).toEqual([false, false, true]);
  });

  it('is asked anew once it was answered with yes: it may be made anew again', async () => {
    const reach = reachAt({ reached: 7, head: 7 }, { reached: 0, head: 9 });
    expect([await reach.isWhole(), await reach.isWhole()]).toEqual([true, false]);
  });
});
