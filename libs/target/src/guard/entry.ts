/** What a guarded name is. Closed: the refusal on screen and in the log names it. */
export const GUARD_KINDS = [
  'private-host',
  'ip-address',
  'public-suffix',
  'private-suffix',
  'platform',
  'cdn',
  'cloud',
  'short-link',
  'resolver',
  'infrastructure',
  'provider',
  'government',
  'e-government',
  'bank',
  'payment',
  'health',
  'emergency',
  'child-protection',
  'education',
  'press',
  'system',
] as const;
export type GuardKind = (typeof GUARD_KINDS)[number];

/**
 * How far an entry reaches. `name-only` is for names below which strangers have sites of their own; the name and all
 * above are guarded anyway.
 */
export type GuardReach = 'name-and-below' | 'name-only';

/** One name that must stay reachable, and why. */
export interface GuardEntry {
  /** Host name in A-label form. */
  readonly name: string;
  readonly kind: GuardKind;
  /** Why it is guarded, in words that can stand in a refusal. */
  readonly source: string;
  /** `name-and-below` when left out. */
  readonly covers?: GuardReach;
}

/** Entries of one kind that share a reason; `names` maps each name to whose it is. */
export interface GuardGroup {
  readonly kind: GuardKind;
  readonly covers: GuardReach;
  readonly source: string;
  readonly names: Readonly<Record<string, string>>;
}

/** The entries of a group, each with its own source: whose name it is, then why such names are guarded. */
export function entriesOf(group: GuardGroup): GuardEntry[] {
  return Object.entries(group.names).map(([name, whose]) => ({
    name,
    kind: group.kind,
    source: `${whose}: ${group.source}`,
    covers: group.covers,
  }));
}
