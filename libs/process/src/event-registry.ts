import { EVENTS } from '#libs/contracts';
import type { EventRegistry } from '#libs/event-store';

/**
 * The contracts' events as the event store wants them: category, version, field classes, upcasters. Access events belong to
 * every service (`access-*`), whose own category is `access-<service>`: the store takes `access` for all of them.
 */
export const eventRegistry = (): EventRegistry =>
  Object.fromEntries(
    Object.entries(EVENTS).map(([type, { category, schemaVersion, classes, upcasters }]) => [
      type,
      { category: category.replace(/-\*$/, ''), schemaVersion, classes, upcast: upcasters },
    ]),
  );
