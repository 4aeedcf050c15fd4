import type { DeliveryState } from '#libs/contracts';
import { newSpanId, newTraceId } from '#libs/service-kit';
import type { EndedSpan } from '#libs/service-kit';

export interface Delivered {
  readonly adapter: DeliveryState['adapter'];
  readonly begun: number;
  readonly outcome: 'carried' | 'failed' | 'stopped';
  /** How many requests left. */
  readonly items: number;
}

/**
 * One turn of carrying to a provider's end: by which kind of adapter and how it ended, not to whom and not what. A trace of its own: one turn
 * carries what many reports set off.
 */
export const deliverySpan = ({ adapter, begun, outcome, items }: Delivered): EndedSpan => ({
  name: `deliver ${adapter}`,
  kind: 'client',
  place: { traceId: newTraceId(), spanId: newSpanId(), parentId: null },
  begun,
  ended: performance.now(),
  attributes: { 'lachan.provider.kind': adapter, 'lachan.outcome': outcome, 'lachan.requests': items },
  error: outcome === 'carried' ? undefined : outcome,
});
