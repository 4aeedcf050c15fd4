import { Injectable } from '@nestjs/common';
import type {
  OrderEvent,
  OrderResult,
  RenewBody,
  RequestTarget,
  WidenBody,
  WidenResult,
  WithdrawBody,
} from '#libs/contracts';
import { orders, requests } from '#libs/domain';
import type { Decision, Officer } from '#libs/domain';
import { EventStore, onNewest } from '#libs/event-store';
import type { AppendRequest } from '#libs/event-store';
import { AccessLog, RegistersReader, actorOf, officerOf } from '#libs/identity';
import type { Principal, RegistersAt } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import type { Cause } from '../streams/envelopes.js';
import { LoggedRequests } from '../streams/request-streams.js';
import { dueAt } from './deadlines.js';
import { factsAbout, guardOf } from './facts.js';
import { nameOf } from './host-path.js';
import { OrderChanges } from './order-changes.js';
import { OrderEnds, caseOf } from './order-ends.js';
import { OrderFiles, wasIssued } from './order-file.js';
import type { IssuedOrder, OrderFile } from './order-file.js';
import { statusOf } from './order-view.js';
import { OrdersQueries } from './orders-query.js';
import { widerTarget } from './wider-target.js';

type Streams = AppendRequest['streams'];
type InForce = Extract<IssuedOrder, { status: 'in-force' }>;

/** What one attempt of a command looks at. */
interface Attempt {
  readonly file: OrderFile;
  readonly by: Officer;
  readonly now: string;
  readonly registers: RegistersAt;
  readonly cause: Cause;
}

/** What an attempt decided, and what else goes into the same append. */
interface Outcome {
  readonly decision: Decision<OrderEvent>;
  readonly step: OrderResult['step'];
  readonly more?: (state: InForce) => Promise<Streams>;
}

/** What staff does to an order in force: ending it takes one approver, going on or going wider two people. */
@Injectable()
export class OrderCommands {
  constructor(
    private readonly store: EventStore,
    private readonly files: OrderFiles,
    private readonly changes: OrderChanges,
    private readonly ends: OrderEnds,
    private readonly streams: LoggedRequests,
    private readonly queries: OrdersQueries,
    private readonly registers: RegistersReader,
    private readonly access: AccessLog,
    private readonly clock: Clock,
  ) {}

  async withdraw(caller: Principal, orderId: string, { reason }: WithdrawBody): Promise<OrderResult> {
    const by = await this.#officer(caller);
    const command = { type: 'withdraw', by, reason, review: null, now: this.clock.now().toISOString() } as const;
    const cause = { actor: actorOf(caller, 'approver') };
    return this.access.recorded(caller, { attempt: 'withdraw-order', subject: orderId }, async () => {
      const { position, version } = await this.ends.end(orderId, command, 'withdrawn', cause);
      return { id: orderId, position, version, status: 'withdrawn', step: 'done' };
    });
  }

  /** The first call proposes a new end, the same call by a second person approves exactly that end. */
  async renew(caller: Principal, orderId: string, { expiresAt, reason }: RenewBody): Promise<OrderResult> {
    return this.#run(caller, orderId, 'renew-order', ({ file, by, now, registers, cause }) => {
      const state = inForce(file);
      const facts = factsAbout({ ...state.terms, target: targetOf(state) }, registers, now);
      const { renewal } = state;
      const done = renewal === null && state.expiresAt === expiresAt;
      if (!done && (renewal === null || renewal.proposedBy.human === by.human)) {
        const decision = orders.decide({ type: 'proposeRenewal', by, now, expiresAt, reason, facts }, state);
        return { decision, step: 'proposed' };
      }
      return {
        decision: orders.decide({ type: 'renew', by, now, expiresAt, facts }, state),
        step: 'done',
        more: () => this.changes.renewals(file, state, expiresAt, cause),
      };
    });
  }

  /**
   * Asks one provider, which cannot express the order, for a wider action on a name. The answer says what else dispatch
   * knows there; a guarded name is never reached.
   */
  async widen(caller: Principal, orderId: string, { provider, action, reason }: WidenBody): Promise<WidenResult> {
    let target: RequestTarget | undefined;
    const result = await this.#run(caller, orderId, 'widen-order', ({ file, by, now, registers, cause }) => {
      const state = inForce(file);
      const wider = widerTarget(targetOf(state), action);
      target = wider;
      const guard = guardOf(wider, action, registers);
      const { widening, widened } = state;
      const done = widened.some((known) => known.provider === provider && known.action === action);
      if (!done && (widening?.provider !== provider || widening.proposedBy.human === by.human)) {
        const expresses = registers.get('provider', provider)?.expresses ?? [];
        const asked = { provider, action, target: wider, expresses, reason, guard };
        return { decision: orders.decide({ type: 'proposeWidening', by, now, ...asked }, state), step: 'proposed' };
      }
      return {
        decision: orders.decide({ type: 'approveWidening', by, now, provider, action, guard }, state),
        step: 'done',
        more: () => this.#widerRequest(file, state, { provider, action, target: wider }, { registers, now, cause }),
      };
    });
    if (target === undefined) throw new Problem('not-found');
    const alsoThere = await this.queries.onName(nameOf(target) ?? '', orderId);
    return { ...result, target, alsoThere };
  }

  async #widerRequest(
    file: OrderFile,
    state: InForce,
    asked: { provider: string; action: WidenBody['action']; target: RequestTarget },
    { registers, now, cause }: Pick<Attempt, 'registers' | 'now' | 'cause'>,
  ): Promise<Streams> {
    const { terms } = state;
    const id = this.changes.requestId(file.id, asked.provider);
    const { life, version } = await this.streams.load(id);
    const priority = await this.files.priorityOf(terms);
    const decision = requests.decide(
      {
        type: 'queue',
        ids: { caseId: terms.caseId, orderId: file.id, requestId: id, provider: asked.provider },
        order: terms,
        category: terms.category,
        action: asked.action,
        target: asked.target,
        expiresAt: state.expiresAt,
        citation: registers.get('legal-basis', terms.legalBasis)?.citation ?? terms.legalBasis,
        acknowledgeBy: dueAt(registers, 'request-acknowledge', priority, now),
        enforceBy: dueAt(registers, 'request-enforce', priority, now),
      },
      life,
    );
    if (!decision.ok) throw Problem.refused(decision);
    return [this.streams.entry({ id, caseId: terms.caseId, version, events: decision.events }, cause)];
  }

  /** Decides on the newest state and appends; again when something moved in between. */
  async #run(
    caller: Principal,
    orderId: string,
    attempt: string,
    decide: (attempt: Attempt) => Outcome,
  ): Promise<OrderResult> {
    const by = await this.#officer(caller);
    const cause: Cause = { actor: actorOf(caller) };
    return this.access.recorded(caller, { attempt, subject: orderId }, async () => {
      return onNewest(async () => {
        const file = await this.files.load(orderId);
        const registers = await this.registers.now();
        const outcome = decide({ file, by, registers, cause, now: this.clock.now().toISOString() });
        const { decision } = outcome;
        if (!decision.ok) throw Problem.refused(decision);
        const result = { id: orderId, status: statusOf(file.state), step: outcome.step };
        if (decision.events.length === 0) return { ...result, position: file.position, version: file.version };
        const more = (await outcome.more?.(inForce(file))) ?? [];
        const own = this.changes.own(file, caseOf(file), decision.events, cause);
        const { position } = await this.store.append({ streams: [own, ...more] });
        return { ...result, position, version: file.version + decision.events.length };
      });
    });
  }

  async #officer(caller: Principal): Promise<Officer> {
    const officer = officerOf(caller, await this.registers.now());
    if (!officer) throw new Problem('forbidden');
    return officer;
  }
}

/** @throws {Problem} `not-found` when no order was ever issued under this id, `order-not-in-force` when it has ended. */
function inForce({ state }: OrderFile): InForce {
  if (state.status === 'in-force') return state;
  throw new Problem(wasIssued(state) ? 'order-not-in-force' : 'not-found');
}

function targetOf({ terms }: InForce): RequestTarget {
  if (terms.target === null) throw new Problem('order-not-in-force');
  return terms.target;
}
