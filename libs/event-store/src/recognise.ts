import { EventIdReused } from './errors.js';
import type { AppendRequest, AppendResult, RecordedEvent } from './types.js';

/**
 * Is what the log holds under these ids this very append? Then it was done by an earlier attempt and its outcome is handed over.
 * If nothing is held, the refusal stands. Ids used for something else are an error of their own.
 */
export function recognise(request: AppendRequest, held: readonly RecordedEvent[], refusal: Error | null): AppendResult {
  const byId = new Map(held.map((event) => [event.id, event]));
  const wanted = request.streams.flatMap(({ stream, events }) => events.map(({ id, type }) => ({ id, type, stream })));
  const first = wanted[0];
  if (held.length === 0 && refusal !== null) throw refusal;
  for (const { id, type, stream } of wanted) {
    const found = byId.get(id);
    if (found?.stream === stream && found.type === type) continue;
    const other = found ?? held[0];
    throw new EventIdReused(
      found ? id : (other?.id ?? first?.id ?? ''),
      `${type} in ${stream}`,
      other
        ? `${other.type} in ${other.stream}, version ${other.version.toString()}`
        : 'an event this role may not read',
    );
  }
  const events = wanted.flatMap(({ id }) => byId.get(id) ?? []);
  return { position: events.at(-1)?.position ?? 0, events, recognised: true };
}
