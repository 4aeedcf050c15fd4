import { Injectable } from '@nestjs/common';
import type { LiftReason, OrderEvent } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestCommand } from '#libs/domain';
import type { AppendRequest } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Ids } from '#libs/service-kit';
import { Envelopes, orderStream } from '../streams/envelopes.js';
import type { Cause } from '../streams/envelopes.js';
import { LoggedRequests } from '../streams/request-streams.js';
import type { RequestChange } from '../streams/request-streams.js';
import { dueAt } from './deadlines.js';
import { OrderFiles } from './order-file.js';
import type { IssuedOrder, OrderFile } from './order-file.js';

type Streams = AppendRequest['streams'];

/** What an order's own change does to its requests, together with it in one append. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly files: OrderFiles,
    private readonly streams: LoggedRequests,
    private readonly registers: RegistersReader,
    private readonly envelopes: Envelopes,
    private readonly ids: Ids,
  ) {}

  /** The id of an order's request to one provider: the same on every machine. */
  requestId(orderId: string, provider: string): string {
    return this.ids.v5(`${orderId}:${provider}`);
  }

  /** The order's own events as part of an append. */
  own(file: OrderFile, caseId: string, events: readonly OrderEvent[], cause: Cause): Streams[number] {
    const stream = orderStream(file.id);
    return {
      stream,
      expectedVersion: file.version,
      events: this.envelopes.wrap(stream, caseId, events, cause),
    };
  }

  /**
   * Takes every request of an order back: a lift where the provider may have it, a recall where it never fetched it. As
   * many lifts as there were blocks, in the same append as the end of the order: there is no moment in between.
   */
  async lifts(file: OrderFile, state: IssuedOrder, reason: LiftReason, now: string, cause: Cause): Promise<Streams> {
    const registers = await this.registers.now();
    const priority = await this.files.priorityOf(state.terms);
    const citation = registers.get('legal-basis', state.terms.legalBasis)?.citation ?? state.terms.legalBasis;
    const liftBy = dueAt(registers, 'request-lift', priority, now);
    return this.#each(file, state, { type: 'queueLift', reason, now, liftBy, citation }, cause);
  }

  /** Tells every provider that has the request its new end. */
  async renewals(file: OrderFile, state: IssuedOrder, expiresAt: string, cause: Cause): Promise<Streams> {
    return this.#each(file, state, { type: 'renew', expiresAt }, cause);
  }

  async #each(file: OrderFile, state: IssuedOrder, command: RequestCommand, cause: Cause): Promise<Streams> {
    const { caseId, providers } = state.terms;
    const loaded = await this.streams.loadAll(providers.map((provider) => this.requestId(file.id, provider)));
    const changes: RequestChange[] = [];
    for (const { id, life, version } of loaded.values()) {
      const decision = requests.decide(command, life);
      // A request that refuses has nothing to take back: it was never expressible, or ended before.
      if (decision.ok && decision.events.length > 0) changes.push({ id, caseId, version, events: decision.events });
    }
    return changes.sort((a, b) => (a.id < b.id ? -1 : 1)).map((change) => this.streams.entry(change, cause));
  }
}
