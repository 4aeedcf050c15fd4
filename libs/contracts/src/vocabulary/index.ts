import * as delivery from './delivery.js';
import * as life from './life.js';
import * as mandate from './mandate.js';
import * as people from './people.js';
import type { ClosedList } from './words.js';

export * from './delivery.js';
export * from './life.js';
export * from './mandate.js';
export * from './people.js';
export * from './words.js';

const isClosedList = (value: unknown): value is ClosedList<string> =>
  typeof value === 'object' && !Array.isArray(value);

/** Every closed list by its name, for docs/LANGUAGE.md, the OpenAPI description and the spelling check. */
export const CLOSED_LISTS: Readonly<Record<string, ClosedList<string>>> = Object.fromEntries(
  Object.entries({ ...mandate, ...people, ...life, ...delivery }).filter(
    (entry): entry is [string, ClosedList<string>] => isClosedList(entry[1]),
  ),
);
