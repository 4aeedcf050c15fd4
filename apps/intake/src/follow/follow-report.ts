import { Injectable } from '@nestjs/common';
import { AGENCY_CHANNELS, RECEIPT_STATUSES, type EventData, type ReportView } from '#libs/contracts';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import type { Principal } from '#libs/identity';
import { reportStream } from '../receive/report-stream.js';
import { ReportProgress, statusOnReception } from './progress.js';

type Received = EventData<'ReportReceived'>;
type Targeted = EventData<'TargetReported'> | EventData<'ReportUnusable'>;

/** A report as its sender and staff may see it: never the contact, the note or a child's data. */
@Injectable()
export class FollowReport {
  constructor(
    private readonly store: EventStore,
    private readonly progress: ReportProgress,
  ) {}

  /** Read from its own stream, so it is never behind. Null when there is none or it is another channel's. */
  async get(reportId: string, caller: Principal): Promise<ReportView | null> {
    const events = await this.store.readStream(reportStream(reportId));
    const first = events[0];
    if (first?.type !== 'ReportReceived') return null;
    const received = first.data as Received;
    if (caller.kind === 'key' && !sentBy(caller, received)) return null;
    const told = await this.progress.byReport(reportId);
    const targets = targetsOf(events);
    const unreadable = targets.filter(({ state }) => state === 'unparseable').length;
    const plea = received.helpNeeded || received.childInDanger;
    const status = told?.status ?? statusOnReception(targets.length, unreadable, plea);
    const { vi, en } = RECEIPT_STATUSES[status];
    return {
      reportId,
      channel: received.channel,
      unit: received.unit,
      province: received.province,
      category: received.categoryHint,
      receivedAt: first.occurredAt,
      occurredAt: received.seenAt,
      helpNeeded: received.helpNeeded,
      childInDanger: received.childInDanger,
      targets,
      status,
      words: { vi, en },
      ...(told?.caseId && mayKnowCase(caller) ? { caseId: told.caseId } : {}),
      position: events.at(-1)?.position ?? first.position,
    };
  }
}

function targetsOf(events: readonly RecordedEvent[]): ReportView['targets'] {
  return events
    .filter(({ type }) => type === 'TargetReported' || type === 'ReportUnusable')
    .map(({ data }) => data as Targeted)
    .sort((a, b) => a.index - b.index)
    .map(({ target }) => {
      // Null after erasure: that there was a link may be said, not which.
      if (target === null || target.state === 'none') return { url: '', state: 'none' as const };
      if (target.state === 'unparseable') return { url: target.raw, state: target.state };
      return { url: target.raw, canonicalUrl: target.canonicalUrl, state: target.state };
    });
}

/** The same key, or another key of the same channel and unit (keys are rotated). */
const sentBy = (caller: Principal, { channelKey, channel, unit }: Received): boolean =>
  channelKey !== null &&
  (channelKey === caller.id || (caller.unit !== null && channel === caller.channel && unit === caller.unit));

const mayKnowCase = (caller: Principal): boolean =>
  caller.kind === 'person' || AGENCY_CHANNELS.some((channel) => channel === caller.channel);
