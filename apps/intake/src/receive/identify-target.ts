import type { Target } from '#libs/contracts';
import { CANONICALISER_VERSION, identify } from '#libs/target';

/** A reported link as events carry it: identified, or kept as text for a person to read. */
export type ReportedTarget = Exclude<Target, { state: 'none' }>;

/** Identifies a reported link, offline and without ever throwing; the raw text always stays beside the result. */
export function identifyTarget(raw: string): ReportedTarget {
  const target = identify(raw);
  if (target.state === 'unparseable') return { state: 'unparseable', raw, reason: target.reason };
  return {
    state: 'accepted',
    raw,
    canonicalUrl: target.canonicalUrl,
    requestUrl: target.requestUrl,
    contentKey: target.contentKey,
    host: target.host,
    domain: target.domain,
    platform: target.platform ?? null,
    flags: [...target.flags],
    canonicaliserVersion: CANONICALISER_VERSION,
  };
}
