import type { DataKey, DataKeys } from './data-keys.js';
import { EventDamaged, InvalidEvent, OlderProgram } from './errors.js';
import type { Keyring } from './keyring.js';
import type { EventRegistry, EventTypeEntry } from './registry.js';
import { remembering } from './remembering.js';
import { keysWanted, openData, type KeyOf, type SealedEvent } from './sealing.js';
import type { Actor, RecordedEvent } from './types.js';

/** The columns of es.log in the order every reader takes them. */
export const COLUMNS = `l.position, l.stream, l.version, l.type, l.id, l.ordering_key, l.schema_version, l.occurred_at,
  l.recorded_at, l.actor, l.correlation_id, l.causation_id, l.data`;

/** Where the causation stands among them: the one column that may be null. */
const CAUSATION = 11;

/** One row as text, whether it came by a query or by COPY. */
export type StoredRow = readonly (string | null)[];

/** The columns of a row that came as one text, in which an empty causation says that there is none (an event's own is never empty). */
export function rowOf(texts: string[]): StoredRow {
  const row: (string | null)[] = texts;
  if (row[CAUSATION] === '') row[CAUSATION] = null;
  return row;
}

/** Actors kept in their parsed form. */
const MOST_ACTORS = 2_000;

/** Makes pg hand over texts: parsing numbers, times and JSON happens here, once. */
export const TEXT_ONLY = { getTypeParser: () => (value: string) => value };

/** PostgreSQL's `2026-01-31 08:15:30.12+00` as `2026-01-31T08:15:30.120Z`. */
export function instant(text: string): string {
  if (!text.endsWith('+00')) return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
  if (text.length === 26) return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`;
  const [seconds = '', fraction = ''] = text.slice(11, -3).split('.');
  return `${text.slice(0, 10)}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

function upcast(entry: EventTypeEntry, event: RecordedEvent): void {
  if (event.schemaVersion > entry.schemaVersion) {
    throw new OlderProgram(
      `wanted ${event.type} up to version ${entry.schemaVersion.toString()}, found ${event.schemaVersion.toString()} at position ${event.position.toString()}: this program is older than the log`,
    );
  }
  while (event.schemaVersion < entry.schemaVersion) {
    const step = entry.upcast?.find(({ from }) => from === event.schemaVersion);
    if (step === undefined || step.to <= step.from) {
      throw new InvalidEvent(
        `wanted ${event.type} in version ${entry.schemaVersion.toString()}, no upcaster leads on from ${event.schemaVersion.toString()}`,
      );
    }
    event.data = step.up(event.data as Record<string, unknown>);
    event.schemaVersion = step.to;
  }
}

/** Few act on many events: each text is parsed once. */
function actorsByText(): (text: string) => Actor {
  const known = new Map<string, Actor>();
  return remembering((text) => {
    let actor = known.get(text);
    if (actor === undefined) {
      actor = JSON.parse(text) as Actor;
      if (known.size >= MOST_ACTORS) known.clear();
      known.set(text, actor);
    }
    return actor;
  });
}

/** A type of event with its name as the program has it: comparing that with a constant is comparing two references. */
interface KnownType {
  type: string;
  entry: EventTypeEntry;
}

/** Turns stored rows into events: opens what this role may read, then upcasts. */
export class RowReader {
  readonly #actorOf = actorsByText();
  readonly #types: ReadonlyMap<string, KnownType>;

  constructor(
    registry: EventRegistry,
    private readonly keyring: Keyring,
    private readonly keys: DataKeys,
  ) {
    this.#types = new Map(Object.entries(registry).map(([type, entry]) => [type, { type, entry }]));
  }

  async read(rows: readonly StoredRow[]): Promise<RecordedEvent[]> {
    const data = rows.map((row) => JSON.parse(row[12] ?? '{}') as Record<string, unknown>);
    const wanted = keysWanted(data);
    const keys = wanted.size === 0 ? new Map<string, DataKey>() : await this.keys.load(wanted);
    const keyOf = remembering((id) => keys.get(id));
    return rows.map((row, index) => this.#event(row, data[index] ?? {}, keyOf));
  }

  #event(row: StoredRow, stored: Record<string, unknown>, keyOf: KeyOf): RecordedEvent {
    const known = this.#types.get(row[3] ?? '');
    const { type, entry } = known ?? { type: row[3] ?? '', entry: undefined };
    const id = row[4] ?? '';
    const position = Number(row[0]);
    const { data, erased } = this.#open(entry, { id, type, data: stored }, keyOf, position);
    const event: RecordedEvent = {
      id,
      stream: row[1] ?? '',
      version: Number(row[2]),
      type,
      schemaVersion: Number(row[6]),
      occurredAt: instant(row[7] ?? ''),
      recordedAt: instant(row[8] ?? ''),
      actor: { ...this.#actorOf(row[9] ?? '{}') },
      correlationId: row[10] ?? '',
      causationId: row[CAUSATION] ?? null,
      data,
      position,
      orderingKey: row[5] ?? '',
    };
    if (erased) event.erased = true;
    if (entry) upcast(entry, event);
    return event;
  }

  #open(
    entry: EventTypeEntry | undefined,
    event: SealedEvent,
    keyOf: KeyOf,
    position: number,
  ): ReturnType<typeof openData> {
    try {
      return openData(this.keyring, entry, event, keyOf);
    } catch (error) {
      throw new EventDamaged(event.id, position, { cause: error });
    }
  }
}
