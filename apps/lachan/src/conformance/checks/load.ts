import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../broken.js';
import type { Check } from '../check.js';
import { retryAfter } from '../client.js';
import { pollPath } from '../rig.js';

/** More polls at once than one provider needs. */
const HERD = 40;
/** Nobody is asked to stay away longer than this (s). */
const LONGEST = 60;

export const LOAD: readonly Check[] = [
  {
    name: 'retry-after',
    vi: `${String(HERD)} kết nối chờ cùng lúc: bị từ chối thì có Retry-After, quay lại đúng hẹn được phục vụ, không mất gì`,
    en: `${String(HERD)} polls at once: a refusal says when to come back, coming back then works, nothing is lost`,
    run: async (rig) => {
      const start = await rig.begin();
      const herd = await Promise.all(Array.from({ length: HERD }, () => rig.api.once(pollPath(start, { wait: 1 }))));
      const refused = herd.filter(({ status }) => status !== 200);
      const other = refused.find(({ status }) => status !== 429 && status !== 503);
      must(
        other === undefined,
        `một kết nối nhận ${String(other?.status)} thay vì 429 hoặc 503`,
        `a poll got ${String(other?.status)} rather than 429 or 503`,
      );
      const waits = refused.map(retryAfter);
      must(
        waits.every((seconds) => seconds <= LONGEST),
        `Retry-After dài hơn ${String(LONGEST)} giây`,
        `Retry-After is longer than ${String(LONGEST)} s`,
      );
      if (waits.length > 0) await pause(Math.min(...waits) * 1_000);
      const [id] = await rig.block(1);
      const back = await rig.api.once(pollPath(start));
      must(
        back.status === 200 && back.bytes.toString('utf8').includes(id ?? ''),
        `đã chờ như Retry-After yêu cầu mà vẫn nhận ${String(back.status)}`,
        `after the wait that Retry-After asked for it still answered ${String(back.status)}`,
      );
      return undefined;
    },
  },
];
