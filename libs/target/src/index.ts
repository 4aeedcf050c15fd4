/**
 * Target identity, pure: reported text → what it names, one key for its several shapes, what a request would name, and
 * what must never be blocked. No network, no clock, no secret: the caller turns `contentKey` into the keyed dedupe
 * hash.
 */
export { identify } from './identify.js';
export { MAX_LENGTH } from './pasted-text.js';
export { CANONICALISER_VERSION } from './version.js';
export { TARGET_FLAGS, UNPARSEABLE_REASONS } from './target.js';
export type { AcceptedTarget, Target, TargetFlag, UnparseableReason, UnparseableTarget } from './target.js';
export { PLATFORM_NAMES } from './platforms/platform.js';
export type { PlatformName } from './platforms/platform.js';
export { defang } from './defang.js';
export { parts } from './parts.js';
export type { UrlParts } from './parts.js';
export { ACTIONS, isBareHost, scopeOf } from './scope.js';
export type { Action, Scope } from './scope.js';
export { guard, GUARD_REASONS } from './guard/guard.js';
export type { GuardExtra, GuardReason, GuardVerdict } from './guard/guard.js';
export { GUARD_KINDS } from './guard/entry.js';
export type { GuardEntry, GuardKind, GuardReach } from './guard/entry.js';
export { GUARD_ENTRIES } from './guard/entries.js';
