import type { EventData, OrderEvent } from '#libs/contracts';
import type { OrderState } from './state.js';

type InForce = Extract<OrderState, { status: 'in-force' }>;

/** What stays of an order once it is over; proposals about it are void. */
const over = ({ terms, expiresAt, widened }: InForce): Pick<InForce, 'terms' | 'expiresAt' | 'widened'> => ({
  terms,
  expiresAt,
  widened,
});

const issued = (terms: EventData<'OrderIssued'>): OrderState => ({
  status: 'in-force',
  terms,
  expiresAt: terms.expiresAt,
  widened: [],
  renewal: null,
  renewedBy: null,
  widening: null,
  recheck: null,
});

const evolveInForce = (
  state: InForce,
  event: Exclude<OrderEvent, { type: 'OrderIssued' | 'OrderRefused' | 'CompetentAuthorityAsked' }>,
): OrderState => {
  switch (event.type) {
    case 'RenewalProposed': {
      const { person, human, expiresAt } = event.data;
      const contributors = [...new Set([...(state.renewal?.contributors ?? []), human])];
      return { ...state, renewal: { proposedBy: { person, human }, expiresAt, contributors } };
    }
    case 'OrderRenewed': {
      const { person, human, expiresAt } = event.data;
      return { ...state, expiresAt, renewal: null, renewedBy: { person, human } };
    }
    case 'WideningProposed': {
      const { person, human, provider, action, target } = event.data;
      const contributors = [...new Set([...(state.widening?.contributors ?? []), human])];
      return { ...state, widening: { proposedBy: { person, human }, provider, action, target, contributors } };
    }
    case 'WideningApproved': {
      const { provider, action, target } = event.data;
      const others = state.widened.filter((widened) => widened.provider !== provider);
      return { ...state, widening: null, widened: [...others, { provider, action, target }] };
    }
    case 'BlockRechecked':
      return { ...state, recheck: { found: event.data.found, seenAt: event.data.seenAt } };
    case 'OrderSuperseded':
      return { ...over(state), status: 'superseded', by: event.data.by };
    case 'OrderWithdrawn':
      return { ...over(state), status: 'withdrawn', person: event.data.person };
    case 'OrderExpired':
      return { ...over(state), status: 'expired' };
  }
};

export const evolve = (state: OrderState, event: OrderEvent): OrderState => {
  switch (event.type) {
    case 'OrderIssued':
      return issued(event.data);
    case 'OrderRefused':
      return { status: 'refused', orderId: event.data.orderId, caseId: event.data.caseId, code: event.data.code };
    case 'CompetentAuthorityAsked':
      return { status: 'letter', letter: event.data };
    case 'RenewalProposed':
    case 'OrderRenewed':
    case 'WideningProposed':
    case 'WideningApproved':
    case 'BlockRechecked':
    case 'OrderSuperseded':
    case 'OrderWithdrawn':
    case 'OrderExpired':
      if (state.status === 'letter' && event.type === 'OrderWithdrawn') {
        return { status: 'letter-withdrawn', letter: state.letter, person: event.data.person };
      }
      return state.status === 'in-force' ? evolveInForce(state, event) : state;
  }
};
