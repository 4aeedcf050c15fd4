import { Injectable } from '@nestjs/common';
import type { RequestReview } from '#libs/contracts';
import { cases } from '#libs/domain';
import { ConcurrencyConflict } from '#libs/event-store';
import { actorOf, type Principal } from '#libs/identity';
import { Clock, Ids, correlationId } from '#libs/service-kit';
import { CaseFiles } from '../cases/case-files.js';
import { CaseWriter } from '../cases/case-writer.js';
import { CaseOrders, normalReference } from '../orders/case-orders.js';

const MOST_TRIES = 8;

/** Requests for review (đề nghị xem xét lại) from whoever is affected. */
@Injectable()
export class Reviews {
  constructor(
    private readonly orders: CaseOrders,
    private readonly files: CaseFiles,
    private readonly writer: CaseWriter,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Records a request for review where the reference is one of an order in force, and says nothing about whether it was:
   * the caller gets the same answer for every reference. The same words for the same order are one request.
   */
  async request(caller: Principal, body: RequestReview): Promise<void> {
    const found = await this.orders.byReference(body.reference);
    if (found === undefined) return;
    const reviewId = this.ids.v5(
      `review:${JSON.stringify([normalReference(body.reference), body.reason, body.contact ?? null])}`,
    );
    for (let attempt = 1; ; attempt += 1) {
      const file = await this.files.find(found.caseId);
      if (file === undefined) return;
      const decision = cases.decide(
        { type: 'requestReview', order: found.order, reviewId, reason: body.reason, contact: body.contact ?? null },
        file.state,
      );
      if (!decision.ok || decision.events.length === 0) return;
      try {
        await this.writer.write(
          {
            actor: actorOf(caller),
            occurredAt: this.clock.now().toISOString(),
            correlationId: correlationId(),
            causationId: null,
            idFor: () => this.ids.v7(),
          },
          { file, events: decision.events, claim: 'ignore' },
        );
        return;
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict) || attempt === MOST_TRIES) throw error;
      }
    }
  }
}
