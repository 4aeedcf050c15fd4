import type { OrderDetail, OrderStatus } from '#libs/contracts';
import type { OrderState } from '#libs/domain';
import { Problem } from '#libs/service-kit';
import type { OrderFile } from './order-file.js';

/** @throws {Problem} `not-found` where no order came to be: never approved, or refused by dispatch. */
export function statusOf(state: OrderState): OrderStatus {
  switch (state.status) {
    case 'none':
    case 'refused':
      throw new Problem('not-found');
    case 'letter':
      return 'letter-sent';
    case 'letter-withdrawn':
      return 'withdrawn';
    case 'in-force':
    case 'superseded':
    case 'withdrawn':
    case 'expired':
      return state.status;
  }
}

type Pending = OrderDetail['pending'];

/** What waits for a second person. The reasons stand in the events, which the case's history shows. */
export function pendingOf(state: OrderState): Pending {
  if (state.status !== 'in-force') return [];
  const { renewal, widening } = state;
  const pending: Pending = [];
  if (renewal) pending.push({ kind: 'renewal', by: renewal.proposedBy.person, expiresAt: renewal.expiresAt });
  if (widening) {
    pending.push({
      kind: 'widening',
      by: widening.proposedBy.person,
      provider: widening.provider,
      action: widening.action,
      ...(widening.target === null ? {} : { target: widening.target }),
    });
  }
  return pending;
}

/** An order as staff reads it, but for its requests. */
export function detailOf(file: OrderFile): Omit<OrderDetail, 'requests'> {
  const { state } = file;
  const status = statusOf(state);
  const issued = 'terms' in state ? state.terms : undefined;
  const terms = issued ?? ('letter' in state ? state.letter : undefined);
  if (terms?.target == null) throw new Problem('not-found');
  return {
    id: file.id,
    reference: terms.reference,
    case: terms.caseId,
    status,
    category: terms.category,
    action: terms.action,
    target: terms.target,
    unit: terms.unit,
    legalBasis: terms.legalBasis,
    issuedAt: terms.issuedAt,
    expiresAt: 'expiresAt' in state ? state.expiresAt : terms.expiresAt,
    endedAt: endedAt(file),
    providers: issued?.providers ?? [],
    version: file.version,
    statement: terms.statement,
    proposedBy: issued?.proposedBy ?? null,
    approvedBy: issued?.approvedBy ?? null,
    pending: pendingOf(state),
  };
}

const ENDS: ReadonlySet<string> = new Set(['OrderWithdrawn', 'OrderExpired', 'OrderSuperseded']);

const endedAt = ({ events }: OrderFile): string | null =>
  events.findLast((event) => ENDS.has(event.type))?.occurredAt ?? null;
