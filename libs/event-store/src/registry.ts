/** Field classes: everything that is not listed in an entry is public and stays in clear in the log. */
export const FIELD_CLASSES = ['case', 'personal', 'child-secret'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** Turns the data of one schema version into the next; works on opened data, where erased fields are null. */
export interface Upcaster {
  from: number;
  to: number;
  up(data: Record<string, unknown>): Record<string, unknown>;
}

/** What the store has to know about one event type. */
export interface EventTypeEntry {
  /** The stream category that holds it, e.g. `case` for `case-<id>`. */
  category: string;
  /** Current version, from 1. */
  schemaVersion: number;
  /** Top-level fields of `data` that are protected, and how. */
  classes: Readonly<Record<string, FieldClass>>;
  upcast?: readonly Upcaster[];
}

/** All event types by name. The product's registry lives in #libs/contracts. */
export type EventRegistry = Readonly<Record<string, EventTypeEntry>>;
