import { noteAdded, streamNames } from './event.mjs';
import { forAll, perSecond } from './in-flight.mjs';
import { openLachan, prepareLachan } from './lachan-store.mjs';

let opened;
let streams;

export const setup = async ({ databaseUrl, params }) => {
  await prepareLachan(databaseUrl);
  opened = openLachan(databaseUrl, 'triage');
  streams = streamNames(params.streams).map((stream) => ({ stream, version: 0 }));
  await forAll(streams, 64, (target) => append(target, 1));
};

const append = async (target, count) => {
  const events = Array.from({ length: count }, () => noteAdded(target.stream));
  await opened.store.append({ streams: [{ stream: target.stream, expectedVersion: target.version, events }] });
  target.version += count;
};

export const round = async ({ params: { inFlight, events, milliseconds } }) => {
  const appends = await perSecond(inFlight, milliseconds, (slot, n) =>
    append(streams[(slot + n * inFlight) % streams.length], events),
  );
  return { value: appends * events };
};

export const teardown = () => opened.close();
