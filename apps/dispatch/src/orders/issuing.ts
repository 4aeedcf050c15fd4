import { Injectable } from '@nestjs/common';
import type { Category, EventData, EventOf, Priority } from '#libs/contracts';
import { MANDATE, orders, providersInScope, requests } from '#libs/domain';
import type { ProviderScope, ProviderVerdict } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { AppendRequest, RecordedEvent } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import type { RegistersAt } from '#libs/identity';
import { Clock, Ids } from '#libs/service-kit';
import { DISPATCH, Envelopes, orderStream, requestStream } from '../streams/envelopes.js';
import type { Cause } from '../streams/envelopes.js';
import { dueAt } from './deadlines.js';
import { factsOf } from './facts.js';
import { OrderChanges } from './order-changes.js';
import { OrderFiles, priorityIn, wasIssued } from './order-file.js';

export type Approval = RecordedEvent<'ProposalApproved', EventData<'ProposalApproved'>>;
type Streams = AppendRequest['streams'];

/** What every step of one issuing looks at: the registers, the moment and the case as they were when it began. */
interface Scene {
  readonly approval: Approval;
  readonly orderId: string;
  readonly registers: RegistersAt;
  readonly now: string;
  readonly priority: Priority;
  readonly scope: ProviderScope;
  readonly history: readonly RecordedEvent[];
  readonly cause: Cause;
}

/**
 * Makes an order out of an approval, once: every id is derived from the approval, so that a redelivery finds the order
 * and does nothing. Dispatch decides again; what two people approved yesterday may be guarded today.
 */
@Injectable()
export class Issuing {
  constructor(
    private readonly store: EventStore,
    private readonly files: OrderFiles,
    private readonly changes: OrderChanges,
    private readonly registers: RegistersReader,
    private readonly envelopes: Envelopes,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The order of an approval: UUIDv5 of the approval event. */
  orderId(approval: Pick<Approval, 'id'>): string {
    return this.ids.v5(approval.id);
  }

  async issue(approval: Approval): Promise<void> {
    const orderId = this.orderId(approval);
    const known = await this.store.readStream(orderStream(orderId), { limit: 1 });
    if (known.length > 0) return;
    const scene = await this.#look(approval, orderId);
    const decision = orders.decide(
      {
        type: 'issue',
        orderId,
        approval: approval.id,
        approved: approval.data,
        now: scene.now,
        facts: factsOf(approval.data, scene.registers, scene.now),
        scope: scene.scope,
        citation: citationOf(approval, scene.registers),
        answerBy: dueAt(scene.registers, 'authority-answer', scene.priority, scene.now),
      },
      orders.initialState,
    );
    if (!decision.ok) throw new Error(`approval ${approval.id} gave ${decision.refusal}: ${decision.detail ?? ''}`);
    const stream = orderStream(orderId);
    const issued = decision.events.find((event) => event.type === 'OrderIssued');
    await this.store.append({
      streams: [
        // What is replaced goes first: a provider lifts the old before it blocks the new.
        ...(issued ? await this.#superseded(scene) : []),
        {
          stream,
          expectedVersion: 0,
          events: this.envelopes.wrap(stream, approval.data.caseId, decision.events, scene.cause),
        },
        ...(issued ? this.#requests(scene, issued.data) : []),
      ],
    });
  }

  async #look(approval: Approval, orderId: string): Promise<Scene> {
    const registers = await this.registers.now();
    const history = await this.files.caseEvents(approval.data.caseId);
    const category = approval.data.proposal?.category;
    return {
      approval,
      orderId,
      registers,
      history,
      now: this.clock.now().toISOString(),
      priority: priorityIn(history) ?? priorityOfCategory(category),
      scope: scopeOf(approval.data, registers),
      cause: { actor: DISPATCH, event: approval },
    };
  }

  /** One stream per provider in scope: a request, or the reason why there is none. Nobody is silently left out. */
  #requests(scene: Scene, terms: EventData<'OrderIssued'>): Streams {
    if (!scene.scope.ok || scene.scope.kind !== 'requests') return [];
    let asked: EventOf<'RequestQueued'> | undefined;
    return scene.scope.providers.map((verdict) => {
      const { provider } = verdict;
      const requestId = this.changes.requestId(scene.orderId, provider);
      const stream = requestStream(requestId);
      // All who can are asked the same: it is decided on and worded once, and goes out in each one's name.
      const same = verdict.verdict === 'request' ? asked : undefined;
      const event = same
        ? { ...same, data: { ...same.data, requestId, provider } }
        : requestEvent(scene, terms, verdict, requestId);
      if (event.type === 'RequestQueued') asked ??= event;
      return {
        stream,
        expectedVersion: 0,
        events: this.envelopes.wrap(stream, terms.caseId, [event], scene.cause),
      };
    });
  }

  /** Earlier orders in force of the same case on the same target end here, with their lifts. */
  async #superseded(scene: Scene): Promise<Streams> {
    const { caseId, proposal } = scene.approval.data;
    const earlier = scene.history.filter(
      (event): event is Approval =>
        event.type === 'ProposalApproved' &&
        event.position < scene.approval.position &&
        (event as Approval).data.proposal?.targetIndex === proposal?.targetIndex,
    );
    const streams: Streams = [];
    for (const approval of earlier) {
      const file = await this.files.load(this.orderId(approval));
      const decision = orders.decide({ type: 'supersede', by: scene.orderId }, file.state);
      if (!decision.ok || decision.events.length === 0 || !wasIssued(file.state)) continue;
      streams.push(
        this.changes.own(file, caseId, decision.events, scene.cause),
        ...(await this.changes.lifts(file, file.state, 'superseded', scene.now, scene.cause)),
      );
    }
    return streams;
  }
}

function requestEvent(
  scene: Scene,
  terms: EventData<'OrderIssued'>,
  verdict: ProviderVerdict,
  requestId: string,
): EventOf<'RequestQueued' | 'RequestNotExpressible'> {
  const ids = { caseId: terms.caseId, orderId: scene.orderId, requestId, provider: verdict.provider };
  const decision = requests.decide(
    verdict.verdict === 'not-expressible'
      ? { type: 'notExpressible', ids, action: terms.action, reason: verdict.reason }
      : {
          type: 'queue',
          ids,
          order: terms,
          category: terms.category,
          action: terms.action,
          target: targetOf(terms),
          expiresAt: terms.expiresAt,
          citation: citationOf(scene.approval, scene.registers),
          acknowledgeBy: dueAt(scene.registers, 'request-acknowledge', scene.priority, scene.now),
          enforceBy: dueAt(scene.registers, 'request-enforce', scene.priority, scene.now),
        },
    requests.initialState,
  );
  const event = decision.ok ? decision.events[0] : undefined;
  if (event?.type !== 'RequestQueued' && event?.type !== 'RequestNotExpressible') {
    throw new Error(`a new request was decided as ${event?.type ?? 'nothing'}`);
  }
  return event;
}

function targetOf(terms: EventData<'OrderIssued'>): NonNullable<EventData<'OrderIssued'>['target']> {
  if (terms.target === null) throw new Error(`order ${terms.orderId} was issued without its target`);
  return terms.target;
}

const citationOf = (approval: Approval, registers: RegistersAt): string => {
  const id = approval.data.proposal?.legalBasis;
  return (id === undefined ? undefined : registers.get('legal-basis', id)?.citation) ?? id ?? '';
};

const priorityOfCategory = (category: Category | undefined): Priority =>
  category === undefined ? 'critical' : MANDATE[category].priority;

function scopeOf({ proposal, platform }: Approval['data'], registers: RegistersAt): ProviderScope {
  if (proposal === null) return { ok: true, kind: 'requests', providers: [] };
  return providersInScope({
    category: proposal.category,
    action: proposal.action,
    platform,
    providers: registers.all('provider'),
    named: proposal.providers,
  });
}
