import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { Database } from '#libs/service-kit';

/**
 * Every event of a case in the order it was recorded: its own stream, its claim, orders, requests, referrals and
 * support. Streams are found through `ledger.trace`; the events themselves come from the log.
 * @param at RFC 3339: only what was recorded by then.
 */
export const caseHistory = async (
  database: Database,
  store: EventStore,
  caseId: string,
  at?: string,
): Promise<RecordedEvent[]> => {
  const { rows } = await database.query<{ stream: string }>(
    'select stream from ledger_trace.case_stream where case_id = $1',
    [caseId],
  );
  const streams = new Set([`case-${caseId}`, `claim-${caseId}`, ...rows.map(({ stream }) => stream)]);
  const histories = await Promise.all(
    [...streams].map((stream) => store.readStream(stream, at === undefined ? {} : { at })),
  );
  return histories.flat().sort((a, b) => a.position - b.position);
};
