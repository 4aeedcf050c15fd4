import type pg from 'pg';
import type { Fault, FaultCode } from './fault.js';
import { meaningCheck } from './meaning.js';
import { storedEvents } from './stored-event.js';
import type { StoredEvent } from './stored-event.js';
import { structureCheck } from './structure.js';

export interface Verification {
  readonly events: number;
  readonly head: number;
  readonly faults: readonly Fault[];
}

const KEPT = 1_000;

/**
 * Reads the whole log as it lies in the tables and says which event is wrong, if one is. Needs SELECT on schema `es`
 * only, as a role that row level security hides nothing from: no key, no service, no code of the writer. At most 1,000 faults are kept; the count of events is exact.
 */
export const verifyLog = async (
  db: pg.Pool | pg.PoolClient,
  progress: (position: number) => void = () => undefined,
): Promise<Verification> => {
  const faults: Fault[] = [];
  const report = (event: StoredEvent, fault: FaultCode, detail: string): void => {
    if (faults.length < KEPT)
      faults.push({ fault, position: event.position, event: event.id, stream: event.stream, detail });
  };
  // Positions are dense and in commit order: whatever the counter says now, the log must reach at least that far.
  const before = await headPosition(db);
  const structure = structureCheck(report);
  const meaning = meaningCheck(report);
  let events = 0;
  let last: StoredEvent | undefined;
  for await (const event of storedEvents(db)) {
    structure.check(event);
    meaning.check(event);
    last = event;
    events += 1;
    if (events % 5_000 === 0) progress(event.position);
  }
  const head = await headPosition(db);
  const end = last?.position ?? 0;
  if (end < before || head < end) {
    faults.push({
      fault: 'head-mismatch',
      position: end,
      event: last?.id ?? '',
      stream: last?.stream ?? '',
      detail: `the counter says ${String(end < before ? before : head)}, the last event is at ${String(end)}`,
    });
  }
  faults.push(...(await streamFaults(db, structure.versions, structure.last())));
  return { events, head, faults };
};

const headPosition = async (db: pg.Pool | pg.PoolClient): Promise<number> => {
  const { rows } = await db.query<{ position: number }>('select position::float8 as position from es.head');
  return rows[0]?.position ?? 0;
};

/** Streams whose recorded version is not their last event's. Those written while the log was read are left to the next run. */
const streamFaults = async (
  db: pg.Pool | pg.PoolClient,
  versions: ReadonlyMap<string, number>,
  upTo: number,
): Promise<Fault[]> => {
  const { rows } = await db.query<{ stream: string; version: number }>(
    `select s.stream, s.version from es.streams as s
     where not exists (select from es.log as l where l.stream = s.stream and l.position > $1)`,
    [upTo],
  );
  return rows
    .filter(({ stream, version }) => (versions.get(stream) ?? 0) !== version)
    .map(({ stream, version }) => ({
      fault: 'stream-mismatch' as const,
      position: 0,
      event: '',
      stream,
      detail: `recorded version ${String(version)}, last event ${String(versions.get(stream) ?? 0)}`,
    }));
};
