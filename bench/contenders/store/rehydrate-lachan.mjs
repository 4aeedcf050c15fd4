import { fillWithCases } from './fill-with-cases.mjs';
import { perSecond } from './in-flight.mjs';
import { openLachan } from './lachan-store.mjs';

let opened;
let streams;

export const setup = async ({ databaseUrl, params }) => {
  streams = await fillWithCases(databaseUrl, params.streams * 10);
  opened = openLachan(databaseUrl, 'triage');
};

export const round = async ({ params: { inFlight, milliseconds } }) => ({
  value: await perSecond(inFlight, milliseconds, async (slot, n) => {
    const stream = streams[(slot * 61 + n * inFlight) % streams.length];
    const events = await opened.store.readStream(stream);
    if (events.length !== 10 || events[9].version !== 10 || typeof events[5].data.text !== 'string')
      throw new Error(`${stream} came back wrong`);
  }),
});

export const teardown = () => opened.close();
