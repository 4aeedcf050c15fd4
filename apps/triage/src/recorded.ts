import type { EventData, EventType } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';

/** A recorded event whose data follows from its type: `switch (event.type)` narrows it. */
export type Recorded<T extends EventType> = { [K in T]: RecordedEvent<K, EventData<K>> }[T];
