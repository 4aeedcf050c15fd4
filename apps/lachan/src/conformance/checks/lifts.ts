import { AnswerResult } from '#libs/contracts';
import { must } from '../broken.js';
import type { Check } from '../check.js';

export const LIFTS: readonly Check[] = [
  {
    name: 'lift',
    vi: 'Yêu cầu được thu hồi thì có lệnh gỡ chặn cùng mã; trả lời xong không còn hiệu lực',
    en: 'what is withdrawn comes as a lift of the same id; once answered it is no longer in force',
    run: async (rig) => {
      const start = await rig.begin();
      const [id = ''] = await rig.block(1);
      const { cursor } = await rig.drain(start, 100);
      await rig.api.ok(AnswerResult, `/requests/${id}/enforced`, { body: {} });
      await rig.takeBack(1);
      const { items } = await rig.drain(cursor, 100);
      must(
        items.length === 1 && items[0]?.id === id && items[0].kind === 'lift',
        'lệnh gỡ chặn không đến',
        'the lift never came',
      );
      const { state } = await rig.api.ok(AnswerResult, `/requests/${id}/lifted`, { body: {} });
      must(
        state === 'lifted',
        `sau khi trả lời "lifted" trạng thái là ${state}`,
        `after "lifted" the state is ${state}`,
      );
      const { items: still } = await rig.snapshot();
      must(
        !still.some((item) => item.id === id),
        'ảnh chụp vẫn còn yêu cầu đã gỡ',
        'the snapshot still holds what was lifted',
      );
      return undefined;
    },
  },
  {
    name: 'lifts-first',
    vi: 'Gỡ chặn đi trước mọi lệnh chặn đang đợi, kể cả khi trang chỉ có một mục',
    en: 'a lift goes before every block that waits, also when a page holds one item',
    run: async (rig) => {
      const start = await rig.begin();
      const [old = ''] = await rig.block(1);
      const { cursor } = await rig.drain(start, 100);
      await rig.block(2);
      await rig.takeBack(1);
      for (const limit of [1, 100]) {
        const [first] = (await rig.poll(cursor, { limit })).items;
        must(
          first?.kind === 'lift' && first.id === old,
          `limit=${String(limit)}: mục đầu tiên không phải lệnh gỡ`,
          `limit=${String(limit)}: the first item is not the lift`,
        );
      }
      return undefined;
    },
  },
  {
    name: 'recall',
    vi: 'Yêu cầu thu hồi trước khi được nhận thì không bao giờ đến như lệnh chặn',
    en: 'what is withdrawn before it was fetched never comes as a block',
    run: async (rig) => {
      const start = await rig.begin();
      const [id] = await rig.block(1);
      await rig.takeBack(1);
      const { items } = await rig.drain(start, 100);
      must(
        !items.some((item) => item.id === id && item.kind === 'block'),
        'lệnh chặn đã thu hồi vẫn đến',
        'the withdrawn block came all the same',
      );
      return undefined;
    },
  },
];
