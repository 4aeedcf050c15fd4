import { Injectable } from '@nestjs/common';
import type { Channel, ReportAccepted } from '#libs/contracts';
import { ConcurrencyConflict, EventIdReused, EventStore, type AppendRequest } from '#libs/event-store';
import { actorOf, type Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';
import { derivedIds, type DerivedIds } from './derived-ids.js';
import { Digests } from './digests.js';
import { identifyTarget } from './identify-target.js';
import type { ReportInput } from './report-input.js';
import { streamOf } from './report-stream.js';
import { Whereabouts } from './where.js';

/** Who sent a request, and what makes a retry of it a retry. */
export interface Sender {
  readonly principal: Principal;
  /** A person of a unit enters what came to it as a letter: the unit heard it. */
  readonly letter?: boolean;
  /** It came through the button on a partner's page. */
  readonly button?: boolean;
  /** The client's address; only where an anonymous Idempotency-Key counts. */
  readonly address: string;
  readonly idempotencyKey: string | undefined;
}

/**
 * Takes in one report: one append, on disk before the answer leaves, or nothing at all. Never looks at any other report, so
 * that neither the answer nor the time it takes tells whether a link was reported before.
 */
@Injectable()
export class ReceiveReport {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly digests: Digests,
    private readonly whereabouts: Whereabouts,
  ) {}

  /** @throws {Problem} `idempotency-mismatch` when the key was used for another body; StoreUnavailable when nothing is known to be stored. */
  async receive(input: ReportInput, sender: Sender): Promise<ReportAccepted> {
    const { principal, letter = false, button = false } = sender;
    const { reportId, eventId } = this.#idsOf(input, sender);
    const receipt = this.digests.receipt(reportId);
    const targets = input.urls.map(identifyTarget);
    const stream = streamOf(input, targets, {
      reportId,
      eventId,
      at: this.clock.now().toISOString(),
      actor: actorOf(principal),
      correlationId: correlationId(),
      channel: letter ? 'letter' : button ? 'telecom-button' : channelOf(principal),
      channelKey: principal.kind === 'key' ? principal.id : null,
      ...(await this.whereabouts.of(
        principal.kind === 'key' || letter ? principal : { ...principal, unit: null },
        input.province,
      )),
      source: this.digests.source(principal, input.contact),
      importId: null,
      rowDigest: null,
      receiptDigest: this.digests.receiptDigest(receipt),
      dedupeKey: (contentKey) => this.digests.dedupeKey(contentKey),
    });
    const position = await this.#append(stream);
    return {
      reportId,
      receipt,
      targets: targets.map((target) => ({
        url: target.raw,
        ...(target.state === 'accepted' ? { canonicalUrl: target.canonicalUrl } : {}),
        state: target.state,
      })),
      position,
    };
  }

  /**
   * With an Idempotency-Key everything is derived: the report from sender and key, its events also from what was said. So the
   * log itself tells a retry (same events) from a misuse (same stream, other events), also after a crash before the answer.
   */
  #idsOf(input: ReportInput, { principal, address, idempotencyKey, letter }: Sender): DerivedIds {
    if (idempotencyKey === undefined) {
      const made: string[] = [];
      return { reportId: this.ids.v7(), eventId: (index) => (made[index] ??= this.ids.v7()) };
    }
    // Strangers who happen to choose the same key must not meet: an anonymous key counts together with the address.
    const mine = principal.kind === 'key' ? `key ${principal.id}` : `public ${address}`;
    const scope = letter === true ? `letter ${principal.id}` : mine;
    const { reportId } = derivedIds(`request ${this.digests.idempotent(scope, idempotencyKey)}`);
    return { reportId, eventId: derivedIds(`request ${reportId} ${this.digests.body(input)}`).eventId };
  }

  async #append(stream: AppendRequest['streams'][number]): Promise<number> {
    try {
      return (await this.store.append({ streams: [stream] })).position;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) && !(error instanceof EventIdReused)) throw error;
      const stored = await this.store.readStream(stream.stream);
      const same = stored.length === stream.events.length && stored.every(({ id }, i) => id === stream.events[i]?.id);
      const last = stored.at(-1);
      if (!same || !last) throw new Problem('idempotency-mismatch', { cause: error });
      return last.position;
    }
  }
}

const channelOf = (principal: Principal): Channel =>
  principal.kind === 'key' ? (principal.channel ?? 'partner-api') : 'public-form';
