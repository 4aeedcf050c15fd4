import { fillWithCases } from './fill-with-cases.mjs';
import { openLachan } from './lachan-store.mjs';

let opened;

/**
 * The log that all contenders of this work read: they share one database. The ledger reads every category and opens every field, in a process like that of
 * `lachan rebuild`, which reads the log through and is gone.
 */
export const setup = async ({ databaseUrl, params }) => {
  await fillWithCases(databaseUrl, params.events);
  opened = openLachan(databaseUrl, 'ledger', { passing: true });
};

export const round = async ({ params }) => {
  const started = performance.now();
  let events = 0;
  let position = 0;
  let opens = 0;
  for await (const block of opened.store.replay()) {
    for (const event of block) {
      events += 1;
      if (event.position !== position + 1) throw new Error(`position ${position} is followed by ${event.position}`);
      position = event.position;
      if (event.type === 'NoteAdded' && event.data.text.length > 0) opens += 1;
    }
  }
  const value = events / ((performance.now() - started) / 1_000);
  return { value, correctness: { ok: events === params.events && opens > 0, events } };
};

export const teardown = () => opened.close();
