import { EVENTS } from '#libs/contracts';
import type { EventType } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';

/**
 * The events with every protected field null, as after an erasure, so that the same folds work on them; `fields` names by event
 * id what was masked. A field that says nothing is not masked: its absence is no secret.
 */
export function redact(events: readonly RecordedEvent[]): {
  readonly events: RecordedEvent[];
  readonly fields: ReadonlyMap<string, string[]>;
} {
  const fields = new Map<string, string[]>();
  const masked = events.map((event) => {
    const data = { ...(event.data as Record<string, unknown>) };
    const hidden = protectedFields(event.type).filter((field) => data[field] !== null && data[field] !== undefined);
    if (hidden.length === 0) return event;
    for (const field of hidden) data[field] = null;
    fields.set(event.id, hidden);
    return { ...event, data };
  });
  return { events: masked, fields };
}

const protectedFields = (type: string): string[] =>
  Object.hasOwn(EVENTS, type) ? Object.keys(EVENTS[type as EventType].classes) : [];
