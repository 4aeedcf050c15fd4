import { cases, claims, orders, requests } from '#libs/domain';
import type { CaseEvent, CaseReplay, ClaimEvent, EventOf, EventType, OrderEvent, RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { auditEvent } from '../events/audit-event.js';

/** The events of one category, by stream, in order. */
const byStream = <E extends EventOf<EventType>>(
  events: readonly RecordedEvent[],
  category: string,
): Map<string, E[]> => {
  const streams = new Map<string, E[]>();
  for (const event of events) {
    if (!event.stream.startsWith(`${category}-`)) continue;
    const list = streams.get(event.stream) ?? [];
    list.push(event as unknown as E);
    streams.set(event.stream, list);
  }
  return streams;
};

/** The id behind the category in a stream's name. */
const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/**
 * A case as it stood after these events, folded by the same pure functions that decide, so the answer is what
 * everybody saw then, not what tables say today.
 */
export const replayCase = (
  caseId: string,
  at: string,
  events: readonly RecordedEvent[],
): Omit<CaseReplay, 'policies' | 'redacted'> => {
  const ofCase = byStream<CaseEvent>(events, 'case').get(`case-${caseId}`) ?? [];
  const ofClaim = byStream<ClaimEvent>(events, 'claim').get(`claim-${caseId}`) ?? [];
  return {
    caseId,
    at,
    state: { ...cases.fold(ofCase) },
    claim: { ...claims.fold(ofClaim) },
    orders: [...byStream<OrderEvent>(events, 'order')].map(([stream, list]) => ({
      orderId: idOf(stream),
      ...orders.fold(list),
    })),
    requests: [...byStream<RequestEvent>(events, 'request')].flatMap(([stream, list]) => {
      const first = list[0];
      const { status } = requests.fold(list);
      if (first === undefined || status === 'none') return [];
      return [{ requestId: idOf(stream), orderId: first.data.orderId, provider: first.data.provider, status }];
    }),
    events: events.map(auditEvent),
  };
};
