import type { AttachedReport, EventData, Target } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { Recorded } from '../recorded.js';

/** A report as its own stream tells it: what triage attaches to a case, and the links it named. */
export interface ReportFacts {
  readonly attached: AttachedReport;
  readonly links: readonly ReportedLink[];
  /** The link that goes with a plea for help, which the urgent lane brings to a case; undefined when there is none or no plea. */
  readonly pleaLink: ReportedLink | undefined;
}

export interface ReportedLink {
  readonly event: RecordedEvent;
  /** Null when the report's key was destroyed. */
  readonly target: Target | null;
}

/** @throws when the stream does not begin with `ReportReceived`: the subscription then tries again and parks it. */
export function reportFacts(reportId: string, events: readonly RecordedEvent[]): ReportFacts {
  const received = events.find((event): event is Recorded<'ReportReceived'> => event.type === 'ReportReceived');
  if (received === undefined) throw new Error(`the stream report-${reportId} has no ReportReceived`);
  const { channel, province, unit, source, channelSource, categoryHint, ageBand, helpNeeded, childInDanger } =
    received.data;
  const links = events.flatMap((event): ReportedLink[] =>
    event.type === 'TargetReported' || event.type === 'ReportUnusable'
      ? [{ event, target: (event.data as EventData<'TargetReported'>).target }]
      : [],
  );
  const isPlea = events.some((event) => event.type === 'HelpRequested');
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
    links,
    pleaLink: isPlea
      ? (links.find(({ target }) => target?.state === 'accepted') ?? links.find(({ target }) => target !== null))
      : undefined,
  };
}
