import { canSay, write } from '#libs/lists';
import type { DriverConfigOf } from '../../config/config.js';
import type { FeedItem } from '../../state/entry.js';
import type { Refusal } from '../../state/follow.js';
import { HEAD } from '../driver.js';
import type { Driver } from '../driver.js';

const cannot = (reason: string): Refusal => ({ code: 'cannot-express', reason });

const ACTIONS = new Set(['block-url', 'block-host', 'block-domain']);

function refusal(seesHttpsPaths: boolean, { action, target }: FeedItem): Refusal | undefined {
  if (!ACTIONS.has(action)) return cannot('Proxy không thực hiện được biện pháp này. · A proxy cannot do this.');
  if (!canSay('url' in target ? 'squid-urls' : 'squid-domains', target))
    return cannot('Mục này không biểu thị được trong danh sách. · The list cannot hold this entry.');
  if ('url' in target && !seesHttpsPaths && !/^http:/i.test(target.url))
    return cannot(
      'Qua HTTPS proxy chỉ thấy tên máy chủ, không thấy đường dẫn. · Over HTTPS this proxy sees the host, not the path.',
    );
  return undefined;
}

/** Squid reads names for `dstdomain` and patterns for `url_regex` from two files. */
export const squidDriver = (config: DriverConfigOf<'squid'>): Driver => ({
  kind: 'squid',
  refusal: (item) => refusal(config.seesHttpsPaths, item),
  render: (entries) => {
    const listed = entries.map(({ target, expiresAt }) => ({ target, until: expiresAt }));
    const file = (format: 'squid-domains' | 'squid-urls'): string =>
      [`# ${HEAD}`, ...write(format, listed).lines, ''].join('\n');
    return [
      { path: config.domains, bytes: file('squid-domains') },
      { path: config.urls, bytes: file('squid-urls') },
    ];
  },
  check: config.check,
  reload: config.reload,
});
