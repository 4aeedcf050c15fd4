import { Injectable } from '@nestjs/common';
import type { EventOf, SelfReportsBody, SelfReportsResult } from '#libs/contracts';
import { ConcurrencyConflict, EventStore } from '#libs/event-store';
import type { Actor } from '#libs/event-store';
import { Ids } from '#libs/service-kit';
import { Envelopes, selfReportStream } from '../streams/envelopes.js';

type Item = SelfReportsBody['items'][number];

/** What a provider removed or blocked on its own initiative, recorded in its own words: one short stream each. */
@Injectable()
export class SelfReports {
  constructor(
    private readonly store: EventStore,
    private readonly envelopes: Envelopes,
    private readonly ids: Ids,
  ) {}

  /** The stream's id comes from what was said: the same item again is the same stream and changes nothing. */
  async receive(provider: string, actor: Actor, items: readonly Item[]): Promise<SelfReportsResult> {
    const unique = new Map(items.map((item) => [this.#idOf(provider, item), item]));
    const fresh: { id: string; item: Item }[] = [];
    let position = 0;
    for (const [id, item] of unique) {
      const [known] = await this.store.readStream(selfReportStream(id), { limit: 1 });
      if (known) position = Math.max(position, known.position);
      else fresh.push({ id, item });
    }
    const appended = await Promise.all(fresh.map(({ id, item }) => this.#append(provider, actor, id, item)));
    const accepted = appended.filter((at) => at !== undefined);
    return {
      position: Math.max(position, ...accepted),
      accepted: accepted.length,
      known: items.length - accepted.length,
    };
  }

  /** The position of the new event; undefined when the same item came in at the same moment. */
  async #append(provider: string, actor: Actor, id: string, item: Item): Promise<number | undefined> {
    const { url, action, category = null, doneAt } = item;
    const event: EventOf<'SelfReportReceived'> = {
      type: 'SelfReportReceived',
      data: { selfReportId: id, provider, action, category, doneAt, url },
    };
    const stream = selfReportStream(id);
    try {
      const { position } = await this.store.append({
        streams: [{ stream, expectedVersion: 0, events: this.envelopes.wrap(stream, null, [event], { actor }) }],
      });
      return position;
    } catch (error) {
      if (error instanceof ConcurrencyConflict) return undefined;
      throw error;
    }
  }

  #idOf(provider: string, { url, action, category, doneAt }: Item): string {
    return this.ids.v5(JSON.stringify(['selfreport', provider, url, action, category ?? null, doneAt]));
  }
}
