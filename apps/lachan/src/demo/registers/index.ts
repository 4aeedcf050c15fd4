import type { DemoEntry } from './entry.js';
import { COMPETENCES, DEADLINES, LEGAL_BASES } from './policy.js';
import { GUARDED, PROVIDERS } from './providers.js';
import { PROVINCES, UNITS } from './units.js';

export type { DemoEntry } from './entry.js';
export { KEYS, PEOPLE } from './people.js';
export type { DemoKey, DemoPerson } from './people.js';
export { AUDIT, OPERATIONS } from './units.js';

/** Every register entry of the demonstration but people, in an order in which each finds what it refers to. */
export const ENTRIES: readonly DemoEntry[] = [
  ...PROVINCES,
  ...UNITS,
  ...PROVIDERS,
  ...LEGAL_BASES,
  ...COMPETENCES,
  ...DEADLINES,
  ...GUARDED,
];
