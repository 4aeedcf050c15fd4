import type { AcceptedTarget, NearDuplicateReason, Target } from '#libs/contracts';

/** A path this long says something; `/`, `/video` or `/index.html` are on every other host. */
const TELLING_PATH = 12;

/**
 * Why another case's target may be the same item as this one, or undefined. Both are identified, so equal ones share a key
 * already and would be one case: what is left differs in its parameters, or lies on a mirror. A suggestion, never more.
 */
export function nearDuplicate(
  target: AcceptedTarget,
  others: readonly (Target | null)[],
): NearDuplicateReason | undefined {
  for (const other of others) {
    if (other?.state !== 'accepted' || other.contentKey === target.contentKey) continue;
    const path = pathOf(target);
    if (path === '' || path !== pathOf(other)) continue;
    if (other.host === target.host) return 'same-page-other-query';
    if (path.length >= TELLING_PATH) return 'same-path-other-host';
  }
  return undefined;
}

/** Folded, without its last slash; empty for a front page. */
const pathOf = ({ canonicalUrl }: AcceptedTarget): string =>
  new URL(canonicalUrl).pathname.toLowerCase().replace(/\/+$/, '');
