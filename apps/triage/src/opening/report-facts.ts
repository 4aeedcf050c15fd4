import type { AttachedReport, EventData, Target } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { Recorded } from '../recorded.js';

/** A report as its own stream tells it: what triage attaches to a case, and the links it named. */
export interface ReportFacts {
  readonly attached: AttachedReport;
  readonly links: readonly { readonly event: RecordedEvent; readonly target: Target | null }[];
}

/** @throws when the stream does not begin with `ReportReceived`: the subscription then tries again and parks it. */
export function reportFacts(reportId: string, events: readonly RecordedEvent[]): ReportFacts {
  const received = events.find((event): event is Recorded<'ReportReceived'> => event.type === 'ReportReceived');
  if (received === undefined) throw new Error(`the stream report-${reportId} has no ReportReceived`);
  const { channel, province, unit, source, channelSource, categoryHint, ageBand, helpNeeded, childInDanger } =
    received.data;
  return {
    attached: {
      reportId,
      channel,
      province,
      unit,
      source: source ?? channelSource ?? null,
      categoryHint,
      ageBand,
      helpNeeded,
      childInDanger,
      reportedAt: received.occurredAt,
    },
    links: events.flatMap((event) =>
      event.type === 'TargetReported' || event.type === 'ReportUnusable'
        ? [{ event, target: (event.data as EventData<'TargetReported'>).target }]
        : [],
    ),
  };
}
