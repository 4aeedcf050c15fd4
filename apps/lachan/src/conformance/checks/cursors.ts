import { must } from '../broken.js';
import type { Check } from '../check.js';
import { pollPath } from '../rig.js';

/** The same cursor with one character in its middle changed. */
function tampered(cursor: string): string {
  const at = Math.floor(cursor.length / 2);
  return `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
}

const SECOND_KEY = {
  vi: 'cần --second-key, khoá thử nghiệm của một nhà cung cấp khác',
  en: 'it takes --second-key, a sandbox key of another provider',
};

export const CURSORS: readonly Check[] = [
  {
    name: 'cursor-bad',
    vi: 'Con trỏ bịa đặt hoặc bị sửa bị từ chối, không bị hiểu thành "từ đầu"',
    en: 'a made-up or altered cursor is refused, and never taken for "from the start"',
    run: async (rig) => {
      const cursor = await rig.begin();
      for (const bad of ['0', 'khong-phai-con-tro', tampered(cursor), `${cursor}AAAA`]) {
        await rig.api.refused(400, 'invalid-cursor', pollPath(bad));
      }
      return undefined;
    },
  },
  {
    name: 'cursor-foreign',
    vi: 'Con trỏ của nhà cung cấp khác bị từ chối',
    en: "another provider's cursor is refused",
    run: async (rig) => {
      if (!rig.second) return { skipped: SECOND_KEY };
      await rig.second.refused(400, 'invalid-cursor', pollPath(await rig.begin()));
      return undefined;
    },
  },
  {
    name: 'cursor-restored',
    vi: 'Con trỏ có từ trước khi hệ thống được khôi phục bị từ chối, cả khi nguồn cấp đã vượt qua chỗ đó; snapshot thay cho những gì đã có',
    en: 'a cursor from before the installation was restored is refused, also when the feed has passed its place; the snapshot replaces all',
    run: async (rig) => {
      const start = await rig.begin();
      const before = await rig.block(3);
      const { cursor } = await rig.drain(start, 100);
      await rig.restart();
      await rig.api.refused(410, 'cursor-gone', pollPath(cursor));
      const after = [...(await rig.block(2)), ...(await rig.block(100))];
      await rig.api.refused(410, 'cursor-gone', pollPath(cursor));
      const snapshot = await rig.snapshot();
      const held = new Set(snapshot.items.map(({ id }) => id));
      must(
        held.size === after.length && after.every((id) => held.has(id)),
        'snapshot sau khi khôi phục không đúng những gì đang có hiệu lực',
        'the snapshot after the restore is not what is in force',
      );
      must(
        before.every((id) => !held.has(id)),
        'snapshot còn yêu cầu mà hệ thống đã khôi phục không biết',
        'the snapshot holds requests that the restored installation does not know',
      );
      const [next = ''] = await rig.block(1);
      const { items } = await rig.drain(snapshot.cursor, 100);
      must(
        items.length === 1 && items[0]?.id === next,
        'con trỏ của snapshot không đi tiếp đúng chỗ',
        "the snapshot's cursor does not go on from it",
      );
      return undefined;
    },
  },
  {
    name: 'request-foreign',
    vi: 'Yêu cầu của nhà cung cấp khác không xem được, không trả lời được, không đến qua nguồn cấp',
    en: "another provider's request cannot be read or answered and does not come",
    run: async (rig) => {
      if (!rig.second) return { skipped: SECOND_KEY };
      await rig.begin();
      const [id = ''] = await rig.block(1);
      await rig.second.refused(404, 'not-found', `/requests/${id}`);
      await rig.second.refused(404, 'not-found', `/requests/${id}/acknowledge`, { body: {} });
      const list = await rig.second.call('/feeds/json');
      must(
        !list.bytes.toString('utf8').includes(id),
        'danh sách chứa yêu cầu của nhà cung cấp khác',
        "the list holds another provider's request",
      );
      return undefined;
    },
  },
];
