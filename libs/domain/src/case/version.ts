import type { CaseEvent } from '#libs/contracts';

type CaseEventType = CaseEvent['type'];

/**
 * The `version`/`ETag` of a case: the stream version of its last material event, 0 before there is one. `isMaterial` is the
 * contracts' list. Attached reports, notes and suggestions move the stream on without changing what a decision rests on, so
 * a busy case does not answer 409 for ever; the append still expects the stream's own last version.
 */
export const materialVersion = (
  events: Iterable<{ readonly type: CaseEventType; readonly version: number }>,
  isMaterial: (type: CaseEventType) => boolean,
  from = 0,
): number => {
  let version = from;
  for (const event of events) if (isMaterial(event.type)) version = event.version;
  return version;
};
