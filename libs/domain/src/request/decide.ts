import type { EventData, RequestEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { mayNameCategory } from '../mandate/questions.js';
import { statementOf } from '../statement/statement.js';
import { isAfter } from '../time/instant.js';
import type { RequestCommand, RequestCommandOf, RequestIds } from './commands.js';
import { moveOf, situationOf, type Move } from './moves.js';
import type { RequestRefusalCode } from './refusals.js';
import type { BlockPart, LiftPart, RequestLife } from './state.js';

type Answer = Decision<RequestEvent, RequestRefusalCode>;
type Settled = Exclude<Move, 'look'>;

const isBlock = (state: RequestLife): state is Extract<RequestLife, BlockPart> => 'asked' in state;
const isLift = (state: RequestLife): state is Extract<RequestLife, LiftPart> => 'lift' in state;

/** A replay of what the provider had already said stays quiet; anything else comes after the lift. */
const lateEnforced = ({ enforcedAt }: RequestCommandOf<'enforced'>, state: RequestLife): Settled => {
  if (state.status === 'enforced') return state.enforcedAt === enforcedAt ? 'quiet' : 'go';
  if (!isLift(state)) return 'quiet';
  if (state.blockAnswer.kind === 'enforced' && state.blockAnswer.enforcedAt === enforcedAt) return 'quiet';
  return state.status === 'lift-queued' && !state.lift.reachedProvider ? 'order-not-in-force' : 'wrong-kind';
};

const dueNow = ({ step, now }: RequestCommandOf<'overdue'>, state: RequestLife): Settled => {
  if (!isBlock(state) || state.overdue.includes(step)) return 'quiet';
  if (step === 'request-acknowledge' && state.status === 'acknowledged') return 'quiet';
  const dueAt = step === 'request-acknowledge' ? state.asked.acknowledgeBy : state.asked.enforceBy;
  return isAfter(now, dueAt) ? 'go' : 'quiet';
};

/** Settles the cells of the table where the details decide. */
const settle = (command: RequestCommand, state: RequestLife, move: Move): Settled => {
  if (move !== 'look') return move;
  switch (command.type) {
    case 'enforced':
      return lateEnforced(command, state);
    case 'refused':
      return state.status === 'refused' && state.code === command.code ? 'quiet' : 'already-answered';
    case 'lifted':
      return state.status === 'lifted' && state.liftedAt === command.liftedAt ? 'quiet' : 'go';
    case 'overdue':
      return dueNow(command, state);
    case 'liftOverdue':
      return isLift(state) && !state.lift.overdue && isAfter(command.now, state.lift.liftBy) ? 'go' : 'quiet';
    case 'escalate':
      return isBlock(state) && state.escalatedTo === command.to ? 'quiet' : 'go';
    case 'renew':
      return isBlock(state) && state.expiresAt === command.expiresAt ? 'quiet' : 'go';
    case 'queue':
    case 'notExpressible':
    case 'deliver':
    case 'deliverLift':
    case 'acknowledge':
    case 'enforcementVerified':
    case 'enforcementNotSeen':
    case 'liftVerified':
    case 'liftNotSeen':
    case 'resend':
    case 'park':
    case 'queueLift':
      return 'quiet';
  }
};

const queueing = (command: RequestCommandOf<'queue'>): EventData<'RequestQueued'> => {
  const { ids, order, category, action, target, expiresAt, citation, acknowledgeBy, enforceBy } = command;
  const { reference, legalBasis, issuedAt } = order;
  return {
    ...ids,
    reference,
    action,
    legalBasis,
    issuedAt,
    expiresAt,
    statement: statementOf({ decision: 'order', reference, action, citation, issuedAt, expiresAt }),
    target,
    category: mayNameCategory(category) ? category : null,
    acknowledgeBy,
    enforceBy,
  };
};

/** A block that never left is recalled with its lift; any other is lifted by the provider. */
const lifting = (command: RequestCommandOf<'queueLift'>, state: Extract<RequestLife, BlockPart>): RequestEvent[] => {
  const { reason, now, liftBy, citation } = command;
  const { reference, action, legalBasis, target } = state.asked;
  const { expiresAt, ids } = state;
  const statement = statementOf({ decision: 'lift', reference, action, citation, issuedAt: now, expiresAt });
  const lift: RequestEvent = {
    type: 'LiftQueued',
    data: { ...ids, reference, action, legalBasis, issuedAt: now, expiresAt, statement, target, reason, liftBy },
  };
  return situationOf(state) === 'queued'
    ? [lift, { type: 'RequestLifted', data: { ...ids, recalled: true, liftedAt: now } }]
    : [lift];
};

/** What happens where the table says `go`, on a request that exists. */
const happen = (
  command: Exclude<RequestCommand, { type: 'queue' | 'notExpressible' }>,
  state: Extract<RequestLife, BlockPart>,
): RequestEvent[] => {
  const ids: RequestIds = state.ids;
  switch (command.type) {
    case 'deliver':
      return [{ type: 'RequestDelivered', data: ids }];
    case 'deliverLift':
      return [{ type: 'LiftDelivered', data: ids }];
    case 'acknowledge':
      return [{ type: 'RequestAcknowledged', data: ids }];
    case 'enforced':
      return [{ type: 'RequestEnforced', data: { ...ids, enforcedAt: command.enforcedAt } }];
    case 'refused':
      return [{ type: 'RequestRefused', data: { ...ids, code: command.code, reason: command.reason } }];
    case 'lifted':
      return [{ type: 'RequestLifted', data: { ...ids, recalled: false, liftedAt: command.liftedAt } }];
    case 'enforcementVerified':
      return [{ type: 'EnforcementVerified', data: { ...ids, probe: command.probe } }];
    case 'enforcementNotSeen':
      return [{ type: 'EnforcementNotSeen', data: { ...ids, probe: command.probe } }];
    case 'liftVerified':
      return [{ type: 'LiftVerified', data: { ...ids, probe: command.probe } }];
    case 'liftNotSeen':
      return [{ type: 'LiftNotSeen', data: { ...ids, probe: command.probe } }];
    case 'overdue': {
      const { step } = command;
      const dueAt = step === 'request-acknowledge' ? state.asked.acknowledgeBy : state.asked.enforceBy;
      return [{ type: 'RequestOverdue', data: { ...ids, step, dueAt } }];
    }
    case 'liftOverdue':
      return isLift(state)
        ? [{ type: 'LiftOverdue', data: { ...ids, step: 'request-lift', dueAt: state.lift.liftBy } }]
        : [];
    case 'resend':
      return [{ type: 'RequestResent', data: { ...ids, attempt: state.resent + 1 } }];
    case 'escalate':
      return [{ type: 'RequestEscalated', data: { ...ids, to: command.to } }];
    case 'park':
      return [{ type: 'RequestParked', data: { ...ids, reason: command.reason } }];
    case 'renew':
      return [{ type: 'RequestRenewed', data: { ...ids, expiresAt: command.expiresAt } }];
    case 'queueLift':
      return lifting(command, state);
  }
};

/** Decides on one order at one provider, by the table of moves. */
export const decide = (command: RequestCommand, state: RequestLife): Answer => {
  const situation = situationOf(state);
  const move = settle(command, state, moveOf(command.type, situation));
  if (move === 'quiet') return staysQuiet;
  if (move !== 'go') return refuse(move, `${command.type} while ${situation}`);
  if (command.type === 'queue') return accept({ type: 'RequestQueued', data: queueing(command) });
  if (command.type === 'notExpressible') {
    const { ids, action, reason } = command;
    return accept({ type: 'RequestNotExpressible', data: { ...ids, action, reason } });
  }
  return isBlock(state) ? accept(...happen(command, state)) : refuse('not-found');
};
