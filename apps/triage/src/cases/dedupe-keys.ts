import { createHmac } from 'node:crypto';
import type { Target } from '#libs/contracts';

/**
 * The keys under which an open case holds its targets: HMAC-SHA-256 of the content key under the installation's secret,
 * so that the list of what was reported cannot be guessed from the reservations.
 */
export class DedupeKeys {
  constructor(private readonly secret: Buffer) {}

  /** 32 bytes. */
  of(contentKey: string): Buffer {
    return createHmac('sha256', this.secret).update(contentKey, 'utf8').digest();
  }

  /** One key per distinct identified target; an unreadable or missing link holds none. */
  ofTargets(targets: readonly (Target | null)[]): Buffer[] {
    const contentKeys = targets.flatMap((target) => (target?.state === 'accepted' ? [target.contentKey] : []));
    return [...new Set(contentKeys)].map((contentKey) => this.of(contentKey));
  }
}
