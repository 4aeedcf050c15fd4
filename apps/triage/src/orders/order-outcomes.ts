import { Injectable } from '@nestjs/common';
import type { CloseOutcome, OrderEvent, RequestEvent } from '#libs/contracts';
import { cases, requests, type CaseCommand } from '#libs/domain';
import { EventStore, onNewest, type RecordedEvent } from '#libs/event-store';
import { Ids } from '#libs/service-kit';
import { CaseFiles, type CaseFileRead } from '../cases/case-files.js';
import { CaseWriter } from '../cases/case-writer.js';
import { effectOf } from '../opening/case-opening.js';

/** What became of an order, folded into its case. */
@Injectable()
export class OrderOutcomes {
  constructor(
    private readonly store: EventStore,
    private readonly files: CaseFiles,
    private readonly writer: CaseWriter,
    private readonly ids: Ids,
  ) {}

  /** The first provider that enforced puts the case in force. */
  inForce(cause: RecordedEvent, caseId: string, order: string, expiresAt: string): Promise<void> {
    return this.apply(cause, caseId, ({ state }) =>
      state.status === 'in-force' ? undefined : { type: 'inForce', order, expiresAt },
    );
  }

  /** Moves the end of a case that is in force under this order. */
  renewed(cause: RecordedEvent, caseId: string, order: string, expiresAt: string): Promise<void> {
    return this.apply(cause, caseId, ({ state }) =>
      state.status === 'in-force' && state.order === order ? { type: 'inForce', order, expiresAt } : undefined,
    );
  }

  refused(cause: RecordedEvent, caseId: string, order: string): Promise<void> {
    return this.apply(cause, caseId, () => ({ type: 'close', outcome: 'order-refused', order }));
  }

  /**
   * Closes the case once nothing of its order is in force any more: the order ended and every provider that had it has
   * lifted. Asked after each of those events, from the log itself, so that it does not matter which comes last.
   */
  async ended(cause: RecordedEvent, caseId: string, orderId: string): Promise<void> {
    const history = (await this.store.readStream(`order-${orderId}`)) as RecordedEvent<OrderEvent['type']>[];
    const end = history.findLast(({ type }) => type === 'OrderWithdrawn' || type === 'OrderExpired');
    if (end === undefined || (await this.liftsOpen(orderId, history))) return;
    await this.apply(cause, caseId, (file) => ({ type: 'close', outcome: outcomeOf(end.type, file), order: orderId }));
  }

  /** The moment up to which an order counts now: its own, or that of its newest renewal. */
  async expiryOf(orderId: string): Promise<string | undefined> {
    const history = (await this.store.readStream(`order-${orderId}`)) as RecordedEvent<
      string,
      { expiresAt?: string }
    >[];
    const last = history.findLast(({ type }) => type === 'OrderRenewed' || type === 'OrderIssued');
    return last?.data.expiresAt;
  }

  private async liftsOpen(orderId: string, history: readonly RecordedEvent[]): Promise<boolean> {
    const issued = history.find(({ type }) => type === 'OrderIssued');
    const { providers = [] } = (issued?.data ?? {}) as { providers?: string[] };
    for (const provider of providers) {
      // The id that dispatch gives to the request of an order to a provider (UUIDv5 of both).
      const stream = `request-${this.ids.v5(`${orderId}:${provider}`)}`;
      const life = requests.fold((await this.store.readStream(stream)) as unknown as RequestEvent[]);
      if (life.status === 'lift-queued' || life.status === 'lift-delivered') return true;
      if (life.status === 'parked' && life.kind === 'lift') return true;
    }
    return false;
  }

  /** Decides on the case as it stands; a case that has moved on (reopened, closed otherwise) is left alone. */
  private async apply(
    cause: RecordedEvent,
    caseId: string,
    commandFor: (file: CaseFileRead) => CaseCommand | undefined,
  ): Promise<void> {
    return onNewest(async () => {
      const file = await this.files.find(caseId);
      if (file === undefined) return;
      const command = commandFor(file);
      if (command === undefined) return;
      const decision = cases.decide(command, file.state);
      if (!decision.ok || decision.events.length === 0) return;
      await this.writer.write(effectOf(cause, this.ids), { file, events: decision.events, claim: 'ignore' });
    });
  }
}

function outcomeOf(end: string, { state }: CaseFileRead): CloseOutcome {
  if (end === 'OrderExpired') return 'expired';
  const upheld = 'reviews' in state && state.decidedReviews.some(({ outcome }) => outcome === 'upheld');
  return upheld ? 'review-upheld' : 'withdrawn';
}
