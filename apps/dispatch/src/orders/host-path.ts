import type { RequestTarget } from '#libs/contracts';

/** The name a target lives on; null when a URL has none that can be read. */
export function nameOf(target: RequestTarget): string | null {
  if ('domain' in target) return target.domain;
  if ('host' in target) return target.host;
  return URL.canParse(target.url) ? new URL(target.url).hostname : null;
}

/**
 * A host name read from the right, each label closed by a dot (`test.example.www.`): whatever lies at or below a name
 * begins with that name's own path, so "everything on this host" is one range of an index.
 */
export const hostPath = (name: string): string => `${name.toLowerCase().split('.').reverse().join('.')}.`;
