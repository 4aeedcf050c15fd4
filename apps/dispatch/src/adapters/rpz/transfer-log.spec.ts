import { describe, expect, it } from '@jest/globals';
import { isAtLeast, newestTaken, takenSerial } from './transfer-log.js';

const line = (key: string, zone: string, how: string, serial: number): string =>
  `2026-11-23T19:18:51.480 client @0x7f02488fd098 127.0.0.1#35403/key ${key} (${zone}): transfer of '${zone}/IN': ${how} (serial ${String(serial)})`;
const ENDED = 'ended: 1 messages, 7 records, 359 bytes, 0.001 secs (359000 bytes/sec)';
const mine = { key: 'transfer-isp', zone: 'block.isp.lachan' };

describe('the receipts in a primary’s log', () => {
  it('are the transfers that ended, of that key and that zone', () => {
    const log = [
      line(mine.key, mine.zone, `AXFR ${ENDED}`, 2),
      line(mine.key, mine.zone, `IXFR ${ENDED}`, 4),
      line(mine.key, mine.zone, `AXFR-style IXFR ${ENDED}`, 3),
      line(mine.key, mine.zone, 'IXFR started: TSIG transfer-isp', 9),
      line('transfer-other', mine.zone, `IXFR ${ENDED}`, 9),
      line(mine.key, 'block.other.lachan', `IXFR ${ENDED}`, 9),
    ].join('\n');
    expect(newestTaken(log, mine)).toBe(4);
    expect(newestTaken('', mine)).toBeUndefined();
  });

  it('are none where there is no log', async () => {
    expect(await takenSerial({ ...mine, log: '/nowhere/transfers.log' })).toBeUndefined();
  });

  it('are compared as serials go round', () => {
    expect([isAtLeast(2, 2), isAtLeast(3, 2), isAtLeast(2, 3)]).toEqual([true, true, false]);
    expect(isAtLeast(1, 4_294_967_295)).toBe(true);
  });
});
