import type { DocumentView, EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';

/** The papers of a case: of each number the newest entry, in the order they were first entered. */
export function documentsOf(events: readonly RecordedEvent[]): DocumentView[] {
  const papers = new Map<string, DocumentView>();
  for (const event of events) {
    if (event.type !== 'DocumentRegistered') continue;
    const { caseId: _caseId, person: by, ...paper } = event.data as EventData<'DocumentRegistered'>;
    papers.set(`${paper.kind} ${paper.number}`, { ...paper, by, at: event.occurredAt });
  }
  return [...papers.values()];
}
