import { createHash } from 'node:crypto';
import type { EventData, EventType, Target } from '#libs/contracts';
import type { NewEvent } from '#libs/event-store';
import { SystemIds } from '#libs/service-kit';
import { storedTarget } from '../src/cases/stored-target.js';

const ids = new SystemIds();

export interface ReportOptions {
  readonly url?: string;
  readonly target?: Target;
  readonly unit?: string | null;
  readonly province?: string | null;
  readonly source?: string | null;
  readonly category?: EventData<'ReportReceived'>['categoryHint'];
  readonly helpNeeded?: boolean;
  readonly childInDanger?: boolean;
}

/** What intake appends for one report, on its new stream. */
export function reportOf(options: ReportOptions): { reportId: string; events: NewEvent[] } {
  const reportId = ids.v7();
  const target = options.target ?? (options.url === undefined ? undefined : storedTarget(options.url));
  const { helpNeeded = false, childInDanger = false } = options;
  const received: EventData<'ReportReceived'> = {
    channel: options.unit == null ? 'public-form' : 'monitoring-team',
    channelKey: null,
    unit: options.unit ?? null,
    province: options.province ?? null,
    categoryHint: options.category ?? null,
    ageBand: null,
    helpNeeded,
    childInDanger,
    targets: target === undefined ? 0 : 1,
    seenAt: null,
    importId: null,
    rowDigest: null,
    receiptDigest: ids.random(32).toString('hex'),
    note: 'lời người phản ánh',
    contact: null,
    source: options.source ?? null,
    childAge: null,
  };
  const events: NewEvent[] = [event('ReportReceived', received)];
  if (target !== undefined) {
    const type = target.state === 'accepted' ? 'TargetReported' : 'ReportUnusable';
    const about = { reportId, index: 0, target };
    const data = target.state === 'unparseable' ? { ...about, reason: target.reason } : about;
    events.push({
      ...event(type, data),
      orderingKey: target.state === 'accepted' ? bucketOf(target.contentKey) : `report-${reportId}`,
    });
  }
  if (helpNeeded) {
    events.push(event('HelpRequested', { reportId, childInDanger, safeContact: 'gọi cô giáo chủ nhiệm', note: null }));
  }
  return { reportId, events };
}

/** Reports of one target stay in order: intake's ordering key is a bucket of targets. */
const bucketOf = (contentKey: string): string =>
  `target-${createHash('sha256').update(contentKey).digest('hex').slice(0, 4)}`;

/** An event of somebody outside triage. */
export const event = (type: EventType, data: object): NewEvent => ({
  id: ids.v7(),
  type,
  data,
  occurredAt: new Date().toISOString(),
  actor: { kind: 'system', id: 'test' },
  correlationId: ids.random(16).toString('hex'),
  causationId: null,
});
