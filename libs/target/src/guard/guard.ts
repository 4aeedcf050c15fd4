import { isBareHost, scopeOf } from '../scope.js';
import type { Action } from '../scope.js';
import type { AcceptedTarget } from '../target.js';
import { GUARD_ENTRIES } from './entries.js';
import type { GuardEntry, GuardKind } from './entry.js';
import { GuardedNames } from './names.js';
import type { Meeting } from './names.js';
import { guardedByRule } from './rules.js';

/** Why the guard stopped. Closed, for screens and for the record of refused attempts. */
export const GUARD_REASONS = [
  'private-host',
  'guarded-name',
  'below-guarded-name',
  'above-guarded-name',
  'whole-guarded-host',
  'not-one-item',
  'never-by-filter',
  'own-system',
  'no-such-scope',
] as const;
export type GuardReason = (typeof GUARD_REASONS)[number];

export type GuardVerdict =
  | { readonly verdict: 'allowed' }
  | {
      readonly verdict: 'stopped';
      readonly entry: Pick<GuardEntry, 'name' | 'kind' | 'source'>;
      readonly reason: GuardReason;
    };

/** What the installation adds: its own names (kind `system`), its providers, and its guard register. */
export interface GuardExtra {
  readonly entries: readonly GuardEntry[];
}

/**
 * Where even one exact URL may not go on a filter's list: a filter that falls back to the host, or a list that is read
 * wrongly, would cut off something people's safety, money or rights hang on. What is wrong there is asked of the owner
 * (`remove-content`).
 */
const NEVER_BY_FILTER: ReadonlySet<GuardKind> = new Set<GuardKind>([
  'cdn',
  'resolver',
  'infrastructure',
  'government',
  'e-government',
  'bank',
  'payment',
  'health',
  'emergency',
  'child-protection',
  'press',
]);

const FRONT_PAGE = /^\/(?:(?:index|default|home|main)(?:\.[a-z]{2,5})?\/?|login\/?|signin\/?|search\/?)?$/i;

const LISTED = new GuardedNames(GUARD_ENTRIES);
const EXTRA = new WeakMap<readonly GuardEntry[], GuardedNames>();

/**
 * Says whether an action on a target would hit something that must stay reachable. It stops, it does not warn; triage
 * asks before a proposal, dispatch asks again before an order and before a widening.
 *
 * The rule by action:
 * - A host of one's own machine or local network: nothing to ask for, always stopped.
 * - `remove-content`, `stop-sharing`: asked of whoever holds the item, so nothing else goes dark. Stopped only for the
 *   system itself, and where the report names a whole guarded host instead of an item on it (an IP address alone is
 *   allowed: its hoster can still act).
 * - `block-url`, and `restrict-age` on a URL: one exact URL at a filter that sees URLs. On a guarded host it must be
 *   one item: on a platform with offline rules an item they know, elsewhere any page but the front page; never for the
 *   kinds in {@link NEVER_BY_FILTER}.
 * - `block-host`, `block-domain`, and `restrict-age` on a host: names only, so the name, everything below it and
 *   everything above it count. A domain goes dark with all that is guarded below.
 */
export function guard(target: AcceptedTarget, action: Action, extra?: GuardExtra): GuardVerdict {
  if (target.flags.includes('private-host')) {
    const entry = {
      name: target.host,
      kind: 'private-host',
      source: "a name of the reporter's own machine or network",
    } as const;
    return { verdict: 'stopped', entry, reason: 'private-host' };
  }
  const lists = extra === undefined ? [LISTED] : [namesOf(extra.entries), LISTED];
  switch (action) {
    case 'remove-content':
    case 'stop-sharing':
      return atContent(target, lists);
    case 'block-url':
      return atUrl(target, lists);
    case 'restrict-age':
      return isBareHost(target) ? atName(target.host, lists) : atUrl(target, lists);
    case 'block-host':
      return atName(target.host, lists);
    case 'block-domain':
      return scopeOf(target, action) === null
        ? stopped(guardedByRule(target.host), 'no-such-scope', target)
        : atName(target.domain ?? target.host, lists);
  }
}

function atContent(target: AcceptedTarget, lists: readonly GuardedNames[]): GuardVerdict {
  const entry = guarding(target.host, lists);
  if (entry?.kind === 'system') return stopped(entry, 'own-system', target);
  if (entry === null || entry.kind === 'ip-address' || !isBareHost(target)) return { verdict: 'allowed' };
  return stopped(entry, 'whole-guarded-host', target);
}

function atUrl(target: AcceptedTarget, lists: readonly GuardedNames[]): GuardVerdict {
  const entry = guarding(target.host, lists);
  if (entry === null) return { verdict: 'allowed' };
  if (entry.kind === 'system') return stopped(entry, 'own-system', target);
  if (NEVER_BY_FILTER.has(entry.kind)) return stopped(entry, 'never-by-filter', target);
  const { pathname } = new URL(target.canonicalUrl);
  if (FRONT_PAGE.test(pathname) && !isItem(target)) return stopped(entry, 'whole-guarded-host', target);
  if (target.platform !== undefined && !isItem(target)) return stopped(entry, 'not-one-item', target);
  return { verdict: 'allowed' };
}

function atName(name: string, lists: readonly GuardedNames[]): GuardVerdict {
  for (const list of lists) {
    const touched = list.touchedBy(name);
    if (touched !== null) return stoppedBy(touched.entry, touched.meeting);
  }
  const entry = guardedByRule(name);
  return entry === null ? { verdict: 'allowed' } : stoppedBy(entry, 'guarded-name');
}

function isItem(target: AcceptedTarget): boolean {
  return target.platform !== undefined && target.contentKey.startsWith(`${target.platform}:`);
}

function guarding(host: string, lists: readonly GuardedNames[]): GuardEntry | null {
  for (const list of lists) {
    const found = list.guarding(host);
    if (found !== null) return found.entry;
  }
  return guardedByRule(host);
}

function stopped(entry: GuardEntry | null, reason: GuardReason, target: AcceptedTarget): GuardVerdict {
  const named = entry ?? { name: target.host, kind: 'public-suffix' as const, source: 'no registrable domain' };
  return { verdict: 'stopped', entry: { name: named.name, kind: named.kind, source: named.source }, reason };
}

function stoppedBy({ name, kind, source }: GuardEntry, reason: Meeting): GuardVerdict {
  return { verdict: 'stopped', entry: { name, kind, source }, reason };
}

/** The index of an extra list, kept as long as the list itself: callers pass the same array for many targets. */
function namesOf(entries: readonly GuardEntry[]): GuardedNames {
  const known = EXTRA.get(entries);
  if (known !== undefined) return known;
  const names = new GuardedNames(entries);
  EXTRA.set(entries, names);
  return names;
}
