import { EVENTS } from '#libs/contracts';
import type { EventRegistry } from '#libs/event-store';

/** The contracts' events as the event store wants them: category, version, field classes, upcasters. */
export const eventRegistry = (): EventRegistry =>
  Object.fromEntries(
    Object.entries(EVENTS).map(([type, { category, schemaVersion, classes, upcasters }]) => [
      type,
      { category, schemaVersion, classes, upcast: upcasters },
    ]),
  );
