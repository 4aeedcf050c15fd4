import type { EventData, RequestEvent } from '#libs/contracts';
import {
  type BlockAnswer,
  type BlockPart,
  type BlockState,
  type LiftPart,
  type LiftState,
  type RequestLife,
} from './state.js';

const blockPart = (state: BlockPart, change: Partial<BlockPart> = {}): BlockPart => ({
  ids: state.ids,
  asked: state.asked,
  expiresAt: state.expiresAt,
  reachedProvider: state.reachedProvider,
  resent: state.resent,
  overdue: state.overdue,
  escalatedTo: state.escalatedTo,
  ...change,
});

const liftPart = (state: LiftPart, change: Partial<LiftPart['lift']> = {}, resent = state.resent): LiftPart => ({
  ...blockPart(state, { resent }),
  lift: { ...state.lift, ...change },
  blockAnswer: state.blockAnswer,
});

const queued = (asked: EventData<'RequestQueued'>): RequestLife => ({
  status: 'queued',
  ids: { caseId: asked.caseId, orderId: asked.orderId, requestId: asked.requestId, provider: asked.provider },
  asked,
  expiresAt: asked.expiresAt,
  reachedProvider: false,
  resent: 0,
  overdue: [],
  escalatedTo: null,
});

const answerSoFar = (state: BlockState): BlockAnswer => {
  switch (state.status) {
    case 'acknowledged':
      return { kind: 'acknowledged' };
    case 'enforced':
    case 'verified':
      return { kind: 'enforced', enforcedAt: state.enforcedAt };
    case 'queued':
    case 'delivered':
    case 'refused':
    case 'parked':
      return { kind: 'none' };
  }
};

const liftQueued = (state: BlockState, { reason, liftBy }: EventData<'LiftQueued'>): RequestLife => ({
  ...blockPart(state, { escalatedTo: null, resent: 0 }),
  status: 'lift-queued',
  lift: { reason, liftBy, reachedProvider: false, overdue: false },
  blockAnswer: answerSoFar(state),
});

type BlockEvent = Exclude<RequestEvent, { type: 'RequestQueued' | 'RequestNotExpressible' }>;

const evolveBlock = (state: BlockState, event: BlockEvent): RequestLife => {
  switch (event.type) {
    case 'RequestRenewed':
      return { ...state, expiresAt: event.data.expiresAt };
    case 'RequestDelivered':
      return { ...blockPart(state, { reachedProvider: true }), status: 'delivered' };
    case 'RequestAcknowledged':
      return { ...blockPart(state), status: 'acknowledged' };
    case 'RequestEnforced':
      return { ...blockPart(state), status: 'enforced', enforcedAt: event.data.enforcedAt, probe: 'none' };
    case 'RequestRefused':
      return { ...blockPart(state), status: 'refused', code: event.data.code };
    case 'EnforcementVerified':
      return 'enforcedAt' in state ? { ...blockPart(state), status: 'verified', enforcedAt: state.enforcedAt } : state;
    case 'EnforcementNotSeen':
      return 'enforcedAt' in state
        ? { ...blockPart(state), status: 'enforced', enforcedAt: state.enforcedAt, probe: 'not-seen' }
        : state;
    case 'RequestResent':
      return { ...blockPart(state, { resent: event.data.attempt, reachedProvider: true }), status: 'queued' };
    case 'RequestEscalated':
      return { ...state, escalatedTo: event.data.to };
    case 'RequestOverdue':
      return { ...state, overdue: [...state.overdue, event.data.step] };
    case 'RequestParked':
      // An adapter tried: whether it got through is not known, so it counts as if it had.
      return {
        ...blockPart(state, { reachedProvider: true }),
        status: 'parked',
        kind: 'block',
        reason: event.data.reason,
      };
    case 'LiftQueued':
      return liftQueued(state, event.data);
    case 'LiftDelivered':
    case 'RequestLifted':
    case 'LiftVerified':
    case 'LiftNotSeen':
    case 'LiftOverdue':
      return state;
  }
};

const evolveLift = (state: LiftState, event: BlockEvent): RequestLife => {
  switch (event.type) {
    case 'LiftDelivered':
      return { ...liftPart(state, { reachedProvider: true }), status: 'lift-delivered' };
    case 'RequestLifted':
      return event.data.recalled
        ? { ...liftPart(state), status: 'recalled' }
        : { ...liftPart(state), status: 'lifted', liftedAt: event.data.liftedAt, probe: 'none' };
    case 'LiftVerified':
      return 'liftedAt' in state ? { ...liftPart(state), status: 'lift-verified', liftedAt: state.liftedAt } : state;
    case 'LiftNotSeen':
      return 'liftedAt' in state
        ? { ...liftPart(state), status: 'lifted', liftedAt: state.liftedAt, probe: 'not-seen' }
        : state;
    case 'LiftOverdue':
      return { ...state, lift: { ...state.lift, overdue: true } };
    case 'RequestResent':
      return { ...liftPart(state, { reachedProvider: true }, event.data.attempt), status: 'lift-queued' };
    case 'RequestEscalated':
      return { ...state, escalatedTo: event.data.to };
    case 'RequestParked':
      return {
        ...liftPart(state, { reachedProvider: true }),
        status: 'parked',
        kind: 'lift',
        reason: event.data.reason,
      };
    case 'RequestRenewed':
    case 'RequestDelivered':
    case 'RequestAcknowledged':
    case 'RequestEnforced':
    case 'RequestRefused':
    case 'EnforcementVerified':
    case 'EnforcementNotSeen':
    case 'RequestOverdue':
    case 'LiftQueued':
      return state;
  }
};

/** Total: an event that cannot have happened in a status changes nothing. */
export const evolve = (state: RequestLife, event: RequestEvent): RequestLife => {
  if (event.type === 'RequestQueued') return queued(event.data);
  if (event.type === 'RequestNotExpressible') {
    const { caseId, orderId, requestId, provider, reason } = event.data;
    return { status: 'not-expressible', ids: { caseId, orderId, requestId, provider }, reason };
  }
  if (state.status === 'none' || state.status === 'not-expressible') return state;
  return 'lift' in state ? evolveLift(state, event) : evolveBlock(state, event);
};
