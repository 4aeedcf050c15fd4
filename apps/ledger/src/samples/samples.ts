import { Injectable } from '@nestjs/common';
import type { DrawSample, EventData, Sample, SampleList, SampleListQuery } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, CursorCodec, Database, Ids, Problem, ReadPosition, correlationId } from '#libs/service-kit';
import { caseRows } from '../cases/cases.read-model.js';

type Drawn = RecordedEvent<'SampleDrawn', EventData<'SampleDrawn'>>;

const NO_PERIOD = {
  pointer: '/to',
  detail: { vi: 'Thời điểm cuối phải sau thời điểm đầu', en: 'The end must come after the beginning' },
  code: 'before-from',
};

/**
 * Random samples that nobody can steer: ordering one is an event, and that event's leaf hash, unknown until it is recorded, is the
 * seed. Whoever does not like a sample can order another, but the first stays in the log. Anybody with the log draws the same cases.
 */
@Injectable()
export class Samples {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async draw(caller: Principal, { from, to, size, kinds }: DrawSample): Promise<Sample> {
    if (new Date(to) <= new Date(from)) throw new Problem('invalid-request', { errors: [NO_PERIOD] });
    const sampleId = this.ids.v7();
    const { events } = await this.store.append({
      streams: [
        {
          stream: `sample-${sampleId}`,
          expectedVersion: 0,
          events: [
            {
              id: this.ids.v7(),
              type: 'SampleDrawn',
              occurredAt: this.clock.now().toISOString(),
              actor: actorOf(caller, 'auditor'),
              correlationId: correlationId(),
              causationId: null,
              data: {
                sampleId,
                person: caller.id,
                from: new Date(from).toISOString(),
                to: new Date(to).toISOString(),
                size,
                kinds: kinds ?? null,
                nonce: this.ids.random(32).toString('hex'),
              },
            },
          ],
        },
      ],
    });
    return this.#drawn(events[0] as Drawn);
  }

  /** Draws an ordered sample again. @throws `not-found`. */
  async again(sampleId: string): Promise<Sample> {
    const [event] = await this.store.readStream(`sample-${sampleId}`, { limit: 1 });
    if (!event) throw new Problem('not-found');
    return this.#drawn(event as Drawn);
  }

  /** Every sample that was ever ordered, newest first. */
  async list({ cursor, limit }: SampleListQuery): Promise<SampleList> {
    const before = this.cursors.decode('samples', cursor) as number | undefined;
    const after = before ?? (await this.store.head()) + 1;
    const events = await this.store.readAll({
      after,
      limit: limit + 1,
      types: ['SampleDrawn'],
      direction: 'backwards',
    });
    const page = events.slice(0, limit) as Drawn[];
    const last = page.at(-1);
    return {
      items: page.map(orderOf),
      ...(events.length > limit && last && { cursor: this.cursors.encode('samples', last.position) }),
    };
  }

  async #drawn(event: Drawn): Promise<Sample> {
    const { stale } = await this.position.wait([caseRows.name], event.position);
    // Half a population would give another sample.
    if (stale) throw new Problem('unavailable', { retryAfter: 1 });
    const seed = await this.#leafOf(event.position);
    const { from, to, size, kinds } = event.data;
    const { rows } = await this.database.query<{
      caseId: string;
      rank: string;
      openedAt: Date;
      unit: string;
      category: Sample['items'][number]['category'];
      population: number;
    }>(
      `select c.case_id as "caseId", c.opened_at as "openedAt", c.unit, c.category, count(*) over ()::int as population,
              encode(sha256($1::bytea || convert_to(c.case_id::text, 'UTF8')), 'hex') as rank
         from ledger_cases.case_row c
        where c.opened_at >= $2 and c.opened_at <= $3 and c.opened_position < $4
          and ($5::text[] is null or exists (
            select from ledger_cases.case_mark m where m.case_id = c.case_id and m.kind = any ($5) and m.position < $4))
        order by rank limit $6`,
      [seed, from, to, event.position, kinds, size],
    );
    return {
      ...orderOf(event),
      seed: seed.toString('hex'),
      population: rows[0]?.population ?? 0,
      items: rows.map(({ population: _, openedAt, ...row }) => ({ ...row, openedAt: openedAt.toISOString() })),
    };
  }

  async #leafOf(position: number): Promise<Buffer> {
    const { rows } = await this.database.query<{ leaf: Buffer }>('select leaf from es.log l where l.position = $1', [
      position,
    ]);
    const leaf = rows[0]?.leaf;
    if (!leaf) throw new Problem('not-found');
    return leaf;
  }
}

const orderOf = ({ data, position, recordedAt }: Drawn): SampleList['items'][number] => {
  const { person, ...order } = data;
  return { ...order, position, drawnAt: recordedAt, drawnBy: person };
};
