import type { RequestTarget } from '#libs/contracts';

/** The name a target lives on; null when a URL has none that can be read. */
export function nameOf(target: RequestTarget): string | null {
  if ('domain' in target) return target.domain;
  if ('host' in target) return target.host;
  try {
    // Not URL.canParse: in Node 20 it answers wrongly for some texts once the engine has optimised it.
    return new URL(target.url).hostname;
  } catch {
    return null;
  }
}

/**
 * A host name read from the right, each label closed by a dot (`test.example.www.`): whatever lies at or below a name
 * begins with that name's own path, so "everything on this host" is one range of an index.
 */
export const hostPath = (name: string): string => `${name.toLowerCase().split('.').reverse().join('.')}.`;
