import type { RequestTarget } from '#libs/contracts';

/** One text for a target, by which an order is found again. */
export function targetKeyOf(target: RequestTarget): string {
  if ('url' in target) return `url:${target.url}`;
  return 'host' in target ? `host:${target.host}` : `domain:${target.domain}`;
}

/**
 * Every target that would keep an entry away: a line of a list, a name, or a URL somebody could not open. A URL is kept away
 * by itself, by its host and by any domain above it.
 */
export function keysThatBlock(entry: string): string[] {
  const text = entry.trim();
  const url = URL.canParse(text) && /^https?:/i.test(text) ? new URL(text) : null;
  const host = (url?.hostname ?? text.replace(/^(?:\*|\|\|?)?\.?/, '').replace(/[\^.]+$/, '')).toLowerCase();
  const labels = host.split('.');
  const above = labels.map((_, from) => labels.slice(from).join('.'));
  return [
    ...(url === null ? [] : [...new Set([`url:${text}`, `url:${url.href}`])]),
    `host:${host}`,
    ...above.map((domain) => `domain:${domain}`),
  ];
}
