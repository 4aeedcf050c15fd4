import type { CaseSummary, Category, SessionUser } from '#libs/contracts';
import { lookingAt } from '../../api/presence.js';

/** The cases after this one that nobody has, nobody looks at and this person did not leave to others; then those above it. */
export const nextRows = (
  rows: readonly CaseSummary[],
  after: string | undefined,
  me: Pick<SessionUser, 'id' | 'unit'>,
  optedOut: readonly Category[],
  wanted: number,
): string[] => {
  const at = rows.findIndex(({ id }) => id === after);
  const found: string[] = [];
  const now = Date.now();
  for (let step = 1; step <= rows.length && found.length < wanted; step += 1) {
    const row = rows[(Math.max(at, -1) + step) % rows.length];
    if (row === undefined || row.id === after || row.status !== 'open') continue;
    if (row.claim !== undefined && row.claim.by !== me.id && Date.parse(row.claim.until) > now) continue;
    if (row.coordinating.includes(me.unit)) continue; // another unit leads it
    if (row.category !== undefined && optedOut.includes(row.category)) continue;
    if (lookingAt(row.id).some(({ person }) => person !== me.id)) continue;
    found.push(row.id);
  }
  return found;
};
