import { Injectable } from '@nestjs/common';
import type { AnswerLinkEvent } from '#libs/contracts';
import { answerLinks } from '#libs/domain';
import type { AnswerLinksState } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { Actor, RecordedEvent } from '#libs/event-store';
import { endOf } from '../streams/end-of.js';
import { Envelopes, answerLinkStream } from '../streams/envelopes.js';

/** What became of an order's links, as their stream tells it. `version` 0: nothing happened to any. */
export interface LoadedLinks {
  readonly order: string;
  readonly state: AnswerLinksState;
  readonly version: number;
  readonly position: number;
  readonly events: readonly (RecordedEvent & AnswerLinkEvent)[];
}

/** Where it stands that a link was revoked and another issued. Never behind: it reads the stream itself. */
@Injectable()
export class LinkStreams {
  constructor(
    private readonly store: EventStore,
    private readonly envelopes: Envelopes,
  ) {}

  async load(order: string): Promise<LoadedLinks> {
    const events = (await this.store.readStream(answerLinkStream(order))) as unknown as LoadedLinks['events'];
    return { order, events, state: answerLinks.fold(events), ...endOf(events) };
  }

  /** @throws {ConcurrencyConflict} when something happened to a link of the order meanwhile. */
  async append(
    { order, version }: Pick<LoadedLinks, 'order' | 'version'>,
    caseId: string,
    events: readonly AnswerLinkEvent[],
    actor: Actor,
  ): Promise<RecordedEvent[]> {
    const stream = answerLinkStream(order);
    const entry = { stream, expectedVersion: version, events: this.envelopes.wrap(stream, caseId, events, { actor }) };
    return (await this.store.append({ streams: [entry] })).events;
  }
}
