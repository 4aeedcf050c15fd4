import { describe, expect, it } from '@jest/globals';
import { laneOf } from './lane.js';
import { LaneOrder } from './lane-order.js';

describe('the order of a lane', () => {
  it('names the newest event of every category that its own previous event does not imply', () => {
    const order = new LaneOrder(2);
    expect(order.pass(0, 'report', 1)).toEqual({});
    expect(order.pass(0, 'case', 2)).toEqual({ report: 1 });
    expect(order.pass(0, 'case', 3)).toEqual({ case: 2 });
    expect(order.pass(1, 'case', 4)).toEqual({});
    expect(order.pass(0, 'report', 5)).toEqual({ report: 1, case: 3 });
    expect(order.lanes).toEqual([5, 4]);
  });

  it('says the same again when it is folded again, from the start or from where it was written down', () => {
    const events = Array.from(
      { length: 200 },
      (_, n) => [n % 3, ['case', 'report', 'order'][(n * 7) % 3] ?? '', n + 1] as const,
    );
    const whole = new LaneOrder(3);
    const said = events.map((event) => whole.pass(...event));
    const first = new LaneOrder(3);
    events.slice(0, 90).forEach((event) => first.pass(...event));
    const resumed = new LaneOrder(3, JSON.parse(JSON.stringify(first.newest)) as Record<string, number>[]);
    expect(events.slice(90).map((event) => resumed.pass(...event))).toEqual(said.slice(90));
  });
});

describe('the lane of an ordering key', () => {
  it("is where Kafka's own producers put a record with that key", () => {
    // Computed with org.apache.kafka.common.utils.Utils.murmur2 of the Java client.
    expect(['case-1', 'case-2', 'case-3', 'đ'].map((key) => laneOf(key, 12))).toEqual([8, 7, 5, 5]);
  });
});
