import { Injectable } from '@nestjs/common';
import { Database } from '#libs/service-kit';
import { feedReadModel } from './feed.read-model.js';

/**
 * Whether the feed's tables say all that the log says. A feed that is made anew begins at nothing: until it has come to where the log stood
 * when it was asked, a place it does not know is no proof that the place was never there.
 */
@Injectable()
export class FeedReach {
  #aim: number | undefined;

  constructor(private readonly database: Database) {}

  /** True when the feed has come to where the log stood at this question, or at an earlier one that was answered with no. */
  async isWhole(): Promise<boolean> {
    const { rows } = await this.database.query<{ reached: number; head: number }>(
      `select coalesce((select position from messaging.checkpoint where subscription = $1), 0)::float8 as reached,
              (select position from es.head)::float8 as head`,
      [feedReadModel.name],
    );
    const { reached, head } = rows[0] ?? { reached: 0, head: 0 };
    this.#aim ??= head;
    if (reached < this.#aim) return false;
    this.#aim = undefined;
    return true;
  }
}
