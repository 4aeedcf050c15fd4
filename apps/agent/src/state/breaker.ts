import type { StopReason, Window } from './state.js';

/** An hour of running (ms). */
export const WINDOW = 60 * 60 * 1_000;

export interface BreakerLimits {
  /** Of the list's size when the window began. */
  readonly fraction: number;
  /** Fewer changes than this never stop. */
  readonly least: number;
}

export interface Change {
  readonly added: number;
  readonly removed: number;
}

/** The window some time later; after an hour of running a new one begins at the size of now. */
export const aged = (window: Window, ms: number, size: number): Window =>
  window.age + ms < WINDOW
    ? { ...window, age: window.age + ms }
    : { size, added: 0, removed: 0, age: 0, accepted: false };

/**
 * Adds a change to its window, or says that it is abnormal. Counted over an hour and not page by page: a flood comes in pages of
 * usual size.
 */
export function judge(
  window: Window,
  change: Change,
  { fraction, least }: BreakerLimits,
): { readonly window: Window } | { readonly stop: Exclude<StopReason, 'backwards'>; readonly detail: string } {
  const next = { ...window, added: window.added + change.added, removed: window.removed + change.removed };
  if (window.accepted) return { window: next };
  const most = Math.max(least, Math.floor(window.size * fraction));
  const words = (what: string, count: number): string =>
    `${count} ${what} within an hour on a list of ${window.size}; usual is up to ${most}`;
  if (next.added > most) return { stop: 'abnormal-growth', detail: words('came', next.added) };
  if (next.removed > most) return { stop: 'abnormal-shrink', detail: words('went', next.removed) };
  return { window: next };
}
