import type { Target } from '#libs/contracts';
import { CANONICALISER_VERSION, identify } from '#libs/target';

/** A link that staff typed, as events keep a target: the same identity a report's link gets. */
export function storedTarget(raw: string): Target {
  const target = identify(raw);
  if (target.state === 'unparseable') return { state: 'unparseable', raw, reason: target.reason };
  const { canonicalUrl, requestUrl, contentKey, host, domain, platform, flags } = target;
  return {
    state: 'accepted',
    raw,
    canonicalUrl,
    requestUrl,
    contentKey,
    host,
    domain,
    platform: platform ?? null,
    flags: [...flags],
    canonicaliserVersion: CANONICALISER_VERSION,
  };
}
