import { Gathered } from '#libs/service-kit';
import { skipTo } from './checkpoint.js';
import type { Workers } from './workers.js';

/** A checkpoint that is to move over positions which hold nothing for its subscription. */
interface Skip {
  readonly subscription: string;
  readonly from: number;
  readonly upTo: number;
  /** Of a read model: which definition of its tables this program knows. */
  readonly definition: string;
}

/** A row that somebody else holds is not waited for: those beside it would wait too. */
const SKIP = `
update messaging.checkpoint c set position = g.upto, updated_at = now()
  from (select held.subscription, s.upto
          from unnest($1::text[], $2::bigint[], $3::bigint[]) as s (subscription, low, upto)
          join messaging.checkpoint held on held.subscription = s.subscription and held.position = s.low
           for update of held skip locked) as g,
       set_config('synchronous_commit', 'off', true) as soft, set_config('lachan.definition', $4, true) as known
 where c.subscription = g.subscription
returning c.subscription`;

/**
 * Moves the checkpoints of a service's subscriptions over nothing. After a commit most of them have to, at the same moment: one statement
 * does it for all. One that it could not move is moved alone, and says alone why it cannot.
 */
export class Skips {
  readonly #moves: Gathered<Skip, boolean>;

  constructor(private readonly workers: Workers) {
    this.#moves = new Gathered((all) => this.#move(all));
  }

  /** @throws {CheckpointMoved} as `skipTo`. */
  async to(skip: Skip): Promise<void> {
    if (await this.#moves.ask(skip)) return;
    await skipTo(this.workers, skip.subscription, skip.from, skip.upTo, skip.definition);
  }

  async #move(all: readonly Skip[]): Promise<boolean[]> {
    if (all.length === 1) return [false];
    try {
      const { rows } = await this.workers.query<{ subscription: string }>(SKIP, [
        all.map(({ subscription }) => subscription),
        all.map(({ from }) => from),
        all.map(({ upTo }) => upTo),
        all.map(({ definition }) => definition).join(' '),
      ]);
      const moved = new Set(rows.map(({ subscription }) => subscription));
      return all.map(({ subscription }) => moved.has(subscription));
    } catch {
      // One of them cannot, or the database is away: each learns for itself which of the two.
      return all.map(() => false);
    }
  }
}
