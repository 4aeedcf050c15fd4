import type { Proposal } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';

export interface ProposalChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every field that is not the same in two proposals of a case, by name; nothing where one of them was forgotten. */
export function changesOf(before: Proposal | null, after: Proposal | null): ProposalChange[] {
  if (before === null || after === null) return [];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort() as (keyof Proposal)[];
  return fields.flatMap((field) => {
    const change = { field, before: before[field] ?? null, after: after[field] ?? null };
    return canonicalJson(change.before) === canonicalJson(change.after) ? [] : [change];
  });
}
