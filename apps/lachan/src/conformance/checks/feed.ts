import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson } from '#libs/event-store';
import type { RequestItem } from '#libs/contracts';
import { must } from '../broken.js';
import type { Check } from '../check.js';
import { pollPath } from '../rig.js';

const idsOf = (items: readonly RequestItem[]): string =>
  items.map(({ id, sequence }) => `${String(sequence)} ${id}`).join('\n');

export const FEED: readonly Check[] = [
  {
    name: 'key',
    vi: 'Chỉ ai có khoá mới vào được',
    en: 'only a key opens the door',
    run: async (rig) => {
      await rig.nobody.refused(401, 'unauthenticated', pollPath(undefined));
      await rig.poll(undefined, { limit: 1 });
      return undefined;
    },
  },
  {
    name: 'ordering',
    vi: 'Không sót, không lặp, không đảo thứ tự, trang dài ngắn thế nào cũng vậy',
    en: 'nothing is left out, doubled or turned round, however long the pages are',
    run: async (rig) => {
      const start = await rig.begin();
      const made = await rig.block(7);
      for (const limit of [1, 3, 100]) {
        const { items } = await rig.drain(start, limit);
        const came = items.map(({ id }) => id);
        const left = made.filter((id) => !came.includes(id));
        must(
          left.length === 0,
          `limit=${String(limit)}: sót ${String(left.length)} mục`,
          `limit=${String(limit)}: ${String(left.length)} items never came`,
        );
        must(
          came.length === made.length,
          `limit=${String(limit)}: có mục lặp hoặc thừa`,
          `limit=${String(limit)}: items came twice, or more than were made`,
        );
        const turned = items.some(({ sequence }, at) => at > 0 && sequence <= (items[at - 1]?.sequence ?? 0));
        must(
          !turned,
          `limit=${String(limit)}: thứ tự sequence bị đảo`,
          `limit=${String(limit)}: sequences do not grow`,
        );
      }
      return undefined;
    },
  },
  {
    name: 'repeats',
    vi: 'Hỏi lại với cùng con trỏ thì nhận lại cùng trang: trả lời bị mất không làm mất yêu cầu nào',
    en: 'the same cursor gives the same page again: a lost answer loses no request',
    run: async (rig) => {
      const start = await rig.begin();
      await rig.block(3);
      const first = await rig.poll(start, { limit: 2 });
      const again = await rig.poll(start, { limit: 2 });
      must(first.items.length === 2, 'trang đầu không đủ mục', 'the first page was not full');
      must(
        idsOf(first.items) === idsOf(again.items),
        'lần thứ hai nhận trang khác',
        'the second time another page came',
      );
      const rest = await rig.poll(first.cursor, { limit: 2 });
      must(
        rest.items.length === 1,
        'trang sau không nối tiếp trang trước',
        'the next page does not go on from the first',
      );
      return undefined;
    },
  },
  {
    name: 'waiting',
    vi: 'Kết nối chờ được đánh thức ngay khi có yêu cầu mới; chờ quá 60 giây bị từ chối',
    en: 'a waiting poll wakes as soon as something is new; waiting longer than 60 s is refused',
    run: async (rig) => {
      const start = await rig.begin();
      const { patience } = rig.options;
      const hangUp = new AbortController();
      const wait = Math.min(60, Math.ceil(patience * 4));
      const polling = rig.api.once(pollPath(start, { wait }), { signal: hangUp.signal });
      const ended = polling.catch(() => null);
      await pause(150);
      await rig.block(1);
      const late = pause(patience * 1_000, 'late' as const, { signal: hangUp.signal }).catch(() => 'late' as const);
      const answer = await Promise.race([ended, late]);
      hangUp.abort();
      must(
        answer !== 'late' && answer?.status === 200 && !answer.bytes.toString('utf8').includes('"items":[]'),
        `sau ${String(patience)} giây kết nối chờ vẫn chưa nhận yêu cầu mới`,
        `the waiting poll had not brought the new request after ${String(patience)} s`,
      );
      await rig.api.refused(400, 'invalid-request', pollPath(start, { wait: 61 }));
      return undefined;
    },
  },
  {
    name: 'snapshot',
    vi: 'Ảnh chụp chứa đúng những gì đang có hiệu lực, mã kiểm khớp, con trỏ nối tiếp từ đó',
    en: 'the snapshot holds exactly what is in force, its checksum agrees, its cursor goes on from there',
    run: async (rig) => {
      const start = await rig.begin();
      const made = await rig.block(4);
      await rig.drain(start, 100);
      const ended = await rig.takeBack(1);
      const standing = made.filter((id) => !ended.includes(id));
      const { items, checksum, cursor } = await rig.snapshot();
      must(
        items
          .map(({ id }) => id)
          .sort()
          .join() === standing.sort().join(),
        'ảnh chụp khác với những gì đang có hiệu lực',
        'the snapshot differs from what is in force',
      );
      const sum = createHash('sha256').update(canonicalJson(items)).digest('hex');
      must(
        sum === checksum,
        'checksum không phải SHA-256 của dạng RFC 8785',
        'checksum is not the SHA-256 of the RFC 8785 form',
      );
      const [next] = await rig.block(1);
      const after = await rig.drain(cursor, 100);
      must(
        after.items.some(({ id }) => id === next),
        'yêu cầu tạo sau ảnh chụp không đến qua con trỏ của nó',
        'a request made after the snapshot does not come after its cursor',
      );
      return undefined;
    },
  },
];
