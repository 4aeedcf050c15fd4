import type { RequestEvent, RequestKind, RequestView } from '#libs/contracts';
import { Problem } from '#libs/service-kit';
import type { RequestLife } from '#libs/domain';

/** A request that was really sent to a provider: it can be looked at and answered. */
export type SentRequest = Exclude<RequestLife, { status: 'none' | 'not-expressible' }>;

/** Whether a request asks to block or, since its order ended, to lift. */
export const kindOf = (life: SentRequest): RequestKind => ('lift' in life ? 'lift' : 'block');

/** A request as its provider may see it: the same words as its feed item, and what the provider answered. */
export function viewOf(life: SentRequest, events: readonly RequestEvent[]): RequestView {
  const { asked } = life;
  const said = events.findLast((event) => event.type === 'LiftQueued')?.data ?? asked;
  // The key of the case was destroyed: there is nothing left to say about it.
  if (asked.target === null || said.statement === null) throw new Problem('not-found');
  return {
    id: life.ids.requestId,
    kind: kindOf(life),
    state: life.status,
    order: life.ids.orderId,
    reference: asked.reference,
    action: asked.action,
    target: asked.target,
    ...(asked.category === null ? {} : { category: asked.category }),
    legalBasis: asked.legalBasis,
    statement: said.statement,
    issuedAt: said.issuedAt,
    dueAt: 'lift' in life ? life.lift.liftBy : asked.enforceBy,
    expiresAt: life.expiresAt,
    ...(life.status === 'refused' ? { refusal: { code: life.code } } : {}),
  };
}
