import type { RecordedEvent } from '#libs/event-store';

/** Where a stream ends: its version, and the position of its last event; 0 for a stream without events. */
export const endOf = (
  events: readonly Pick<RecordedEvent, 'version' | 'position'>[],
): { readonly version: number; readonly position: number } => {
  const last = events.at(-1);
  return { version: last?.version ?? 0, position: last?.position ?? 0 };
};
