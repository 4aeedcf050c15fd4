import type { FeedFormat } from '#libs/contracts';
import { canSay } from '#libs/lists';
import type { FeedItem } from '../state/entry.js';
import type { Refusal } from '../state/follow.js';

const cannot = (reason: string): Refusal => ({ code: 'cannot-express', reason });

const ACTIONS = new Set(['block-host', 'block-domain']);

/** What a filter that sees nothing but names has to refuse. */
export function namesOnly(format: FeedFormat, { action, target }: FeedItem): Refusal | undefined {
  if (action === 'block-url' || 'url' in target)
    return cannot('Bộ lọc DNS chỉ thấy tên miền, không thấy đường dẫn. · This filter sees names only, not paths.');
  if (!ACTIONS.has(action))
    return cannot('Bộ lọc DNS không thực hiện được biện pháp này. · A DNS filter cannot do this.');
  if (!canSay(format, target))
    return cannot('Tên này không biểu thị được trong danh sách. · The list cannot hold this name.');
  return undefined;
}
