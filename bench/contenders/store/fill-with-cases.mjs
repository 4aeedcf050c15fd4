import { caseLife } from './case-life.mjs';
import { streamNames } from './event.mjs';
import { forAll } from './in-flight.mjs';
import { openLachan, prepareLachan } from './lachan-store.mjs';

/** A log of `events` events in lives of ten, written by the product's own appends. Answers the names of the streams. */
export const fillWithCases = async (databaseUrl, events) => {
  await prepareLachan(databaseUrl);
  const { store, close } = openLachan(databaseUrl, 'triage');
  const streams = streamNames(events / 10);
  await forAll(streams, 128, (stream) =>
    store.append({ streams: [{ stream, expectedVersion: 0, events: caseLife(stream) }] }),
  );
  await close();
  return streams;
};
