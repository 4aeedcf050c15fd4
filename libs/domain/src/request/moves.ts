import type { RequestCommand } from './commands.js';
import type { RequestRefusalCode } from './refusals.js';
import type { RequestLife } from './state.js';

/**
 * Every situation a request can be in, finer than its status where the past decides: `queuedAgain` may have reached the
 * provider, `queued` has not; `unseen` was answered but the probe does not see it.
 */
export const SITUATIONS = [
  'none',
  'notExpressible',
  'queued',
  'queuedAgain',
  'delivered',
  'acknowledged',
  'enforced',
  'enforcedUnseen',
  'verified',
  'refused',
  'parked',
  'liftQueued',
  'liftQueuedAgain',
  'liftDelivered',
  'liftParked',
  'recalled',
  'lifted',
  'liftedUnseen',
  'liftVerified',
] as const;
export type Situation = (typeof SITUATIONS)[number];

/** The situation of a state; total, so that a new status does not compile without a column. */
export const situationOf = (state: RequestLife): Situation => {
  switch (state.status) {
    case 'none':
    case 'delivered':
    case 'acknowledged':
    case 'verified':
    case 'refused':
    case 'recalled':
      return state.status;
    case 'not-expressible':
      return 'notExpressible';
    case 'queued':
      return state.reachedProvider ? 'queuedAgain' : 'queued';
    case 'enforced':
      return state.probe === 'not-seen' ? 'enforcedUnseen' : 'enforced';
    case 'parked':
      return state.kind === 'lift' ? 'liftParked' : 'parked';
    case 'lift-queued':
      return state.lift.reachedProvider ? 'liftQueuedAgain' : 'liftQueued';
    case 'lift-delivered':
      return 'liftDelivered';
    case 'lifted':
      return state.probe === 'not-seen' ? 'liftedUnseen' : 'lifted';
    case 'lift-verified':
      return 'liftVerified';
  }
};

/**
 * `go`: it happens. `quiet`: it is so already, or comes too late to change anything. `look`: the details decide (a replay of
 * the same answer, a due time that has not come). Otherwise the refusal.
 */
export type Move = 'go' | 'quiet' | 'look' | RequestRefusalCode;

const GO = 'go';
const __ = 'quiet';
const LK = 'look';
const NF = 'not-found';
const ND = 'not-delivered';
const NA = 'not-answered';
const AA = 'already-answered';
const WK = 'wrong-kind';
const OF = 'order-not-in-force';

type RowOf<Columns extends readonly unknown[]> = { readonly [K in keyof Columns]: Move };
/** Exactly one move for each situation: a missing cell does not compile. */
type Row = RowOf<typeof SITUATIONS>;

/**
 * What each command does in each situation. The rules behind the cells:
 * – an answer counts only from a provider that may have the request (ND), and the first answer stands (AA);
 * – once the lift is queued nothing is blocked any more: a late "enforced" is refused, a replay of an old one stays quiet;
 * – what never left may still be found not expressible in the provider's form; what may have left is the provider's to refuse;
 * – a block that never left is recalled with its lift, one that may have left is lifted;
 * – probes, timers and reminders that come too late stay quiet; what a person or a provider sends is answered.
 */
// prettier-ignore
const MOVES: Readonly<Record<RequestCommand['type'], Row>> = {
  //                    none not  queue again deliv ackn enfor unsee verif refus parkd | liftQ again deliv parkd recal lifted unsee verif
  queue:               [GO,  GO,  __,   __,   __,   __,  __,   __,   __,   __,   __,     OF,   OF,   OF,   OF,   OF,   OF,    OF,   OF],
  notExpressible:      [GO,  __,  GO,   AA,   AA,   AA,  AA,   AA,   AA,   AA,   AA,     OF,   OF,   OF,   OF,   OF,   OF,    OF,   OF],
  deliver:             [NF,  WK,  GO,   GO,   __,   __,  __,   __,   __,   __,   GO,     OF,   OF,   OF,   OF,   OF,   OF,    OF,   OF],
  deliverLift:         [NF,  WK,  WK,   WK,   WK,   WK,  WK,   WK,   WK,   WK,   WK,     GO,   GO,   __,   GO,   WK,   __,    __,   __],
  acknowledge:         [NF,  WK,  ND,   GO,   GO,   __,  __,   __,   __,   AA,   GO,     __,   __,   __,   __,   ND,   __,    __,   __],
  enforced:            [NF,  WK,  ND,   GO,   GO,   GO,  __,   LK,   __,   AA,   GO,     LK,   LK,   LK,   LK,   ND,   LK,    LK,   LK],
  refused:             [NF,  WK,  ND,   GO,   GO,   GO,  AA,   AA,   AA,   LK,   GO,     OF,   WK,   WK,   WK,   ND,   WK,    WK,   WK],
  lifted:              [NF,  WK,  WK,   WK,   WK,   WK,  WK,   WK,   WK,   WK,   WK,     ND,   GO,   GO,   GO,   ND,   __,    LK,   __],
  enforcementVerified: [NF,  WK,  NA,   NA,   NA,   NA,  GO,   GO,   __,   AA,   NA,     __,   __,   __,   __,   __,   __,    __,   __],
  enforcementNotSeen:  [NF,  WK,  NA,   NA,   NA,   NA,  GO,   __,   GO,   AA,   NA,     __,   __,   __,   __,   __,   __,    __,   __],
  liftVerified:        [NF,  WK,  WK,   WK,   WK,   WK,  WK,   WK,   WK,   WK,   WK,     NA,   NA,   NA,   NA,   __,   GO,    GO,   __],
  liftNotSeen:         [NF,  WK,  WK,   WK,   WK,   WK,  WK,   WK,   WK,   WK,   WK,     NA,   NA,   NA,   NA,   __,   GO,    __,   GO],
  overdue:             [NF,  __,  LK,   LK,   LK,   LK,  __,   __,   __,   __,   __,     __,   __,   __,   __,   __,   __,    __,   __],
  liftOverdue:         [NF,  __,  __,   __,   __,   __,  __,   __,   __,   __,   __,     LK,   LK,   LK,   __,   __,   __,    __,   __],
  resend:              [NF,  WK,  __,   __,   GO,   GO,  AA,   GO,   AA,   GO,   GO,     __,   __,   GO,   GO,   AA,   AA,    GO,   AA],
  escalate:            [NF,  WK,  LK,   LK,   LK,   LK,  AA,   LK,   AA,   LK,   LK,     LK,   LK,   LK,   LK,   AA,   AA,    LK,   AA],
  park:                [NF,  WK,  GO,   GO,   GO,   GO,  AA,   AA,   AA,   AA,   __,     GO,   GO,   GO,   __,   AA,   AA,    AA,   AA],
  renew:               [NF,  __,  LK,   LK,   LK,   LK,  LK,   LK,   LK,   __,   LK,     OF,   OF,   OF,   OF,   OF,   OF,    OF,   OF],
  queueLift:           [NF,  __,  GO,   GO,   GO,   GO,  GO,   GO,   GO,   __,   GO,     __,   __,   __,   __,   __,   __,    __,   __],
};

/** The cell of the table: what a command does in a situation. */
export const moveOf = (command: RequestCommand['type'], situation: Situation): Move =>
  MOVES[command][SITUATIONS.indexOf(situation)] ?? NF;
