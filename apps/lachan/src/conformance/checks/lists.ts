import { createHash } from 'node:crypto';
import { FEED_FORMATS, keysOf } from '#libs/contracts';
import { must } from '../broken.js';
import type { Check } from '../check.js';
import type { Answer } from '../client.js';
import type { Rig } from '../rig.js';

/** What the two headers say of a list must be true of its bytes. */
function described(format: string, { status, headers, bytes }: Answer): number {
  must(status === 200, `${format}: trả lời ${String(status)}`, `${format}: answered ${String(status)}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  must(
    headers.get('x-lachan-sha256') === sha256,
    `${format}: X-Lachan-Sha256 không khớp với nội dung`,
    `${format}: X-Lachan-Sha256 does not agree with the bytes`,
  );
  const sequence = headers.get('x-lachan-sequence') ?? '';
  must(/^\d+$/.test(sequence), `${format}: thiếu X-Lachan-Sequence`, `${format}: X-Lachan-Sequence is missing`);
  return Number(sequence);
}

/** The names of the plain list of names, without comments. */
async function namesOn(rig: Rig): Promise<string[]> {
  const { bytes } = await rig.api.call('/feeds/domains');
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

export const LISTS: readonly Check[] = [
  {
    name: 'list-headers',
    vi: 'Mỗi dạng danh sách: số thứ tự không lùi, SHA-256 đúng, ETag cho phép trả 304',
    en: 'every list format: a sequence that never goes back, a true SHA-256, an ETag that earns a 304',
    run: async (rig) => {
      await rig.begin();
      for (const format of keysOf(FEED_FORMATS)) {
        const path = `/feeds/${format}`;
        const before = await rig.api.call(path);
        const from = described(format, before);
        const etag = before.headers.get('etag') ?? '';
        must(etag !== '', `${format}: thiếu ETag`, `${format}: there is no ETag`);
        const unchanged = await rig.api.call(path, { headers: { 'if-none-match': etag } });
        must(
          unchanged.status === 304 && unchanged.bytes.length === 0,
          `${format}: danh sách không đổi nhưng trả lời ${String(unchanged.status)}`,
          `${format}: nothing changed, and it answered ${String(unchanged.status)}`,
        );
        await rig.block(1, format.endsWith('urls') ? 'block-url' : 'block-host');
        const after = await rig.api.call(path, { headers: { 'if-none-match': etag } });
        must(
          described(format, after) > from,
          `${format}: có yêu cầu mới mà số thứ tự không tăng`,
          `${format}: something was added and the sequence did not grow`,
        );
      }
      return undefined;
    },
  },
  {
    name: 'canary',
    vi: 'Tên thử đứng trên danh sách khi bị chặn, biến mất khi gỡ; tên bên cạnh không bao giờ có mặt',
    en: 'a canary stands on the list while it is blocked and is gone when lifted; its neighbour is never there',
    run: async (rig) => {
      const start = await rig.begin();
      const [id] = await rig.block(1, 'block-host');
      const item = (await rig.drain(start, 100)).items.find((one) => one.id === id);
      const name = item !== undefined && 'host' in item.target ? item.target.host : '';
      must(
        name.endsWith('.example.test'),
        'yêu cầu thử không nằm dưới example.test',
        'the test request is not below example.test',
      );
      const blocked = await namesOn(rig);
      must(blocked.includes(name), 'tên thử không có trên danh sách', 'the canary is not on the list');
      must(
        blocked.length === 1,
        `danh sách chặn rộng hơn yêu cầu: ${blocked.filter((line) => line !== name).join(', ')}`,
        `the list blocks more than was asked: ${blocked.filter((line) => line !== name).join(', ')}`,
      );
      await rig.takeBack(1);
      must(
        !(await namesOn(rig)).includes(name),
        'đã gỡ mà tên thử vẫn còn',
        'the canary stays on the list after the lift',
      );
      return undefined;
    },
  },
];
