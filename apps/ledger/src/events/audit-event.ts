import type { CaseHistoryEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';

/** An event as auditors read it: the envelope of interfaces.md, nothing of how it is stored. */
export const auditEvent = (event: RecordedEvent): CaseHistoryEvent => ({
  id: event.id,
  position: event.position,
  stream: event.stream,
  version: event.version,
  type: event.type,
  schemaVersion: event.schemaVersion,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  actor: event.actor,
  correlationId: event.correlationId,
  causationId: event.causationId,
  data: event.data as Record<string, unknown>,
});
