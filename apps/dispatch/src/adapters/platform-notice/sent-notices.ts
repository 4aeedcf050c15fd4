import type { RequestItem } from '#libs/contracts';
import type { Database } from '#libs/service-kit';

/** One notice: a request and whether it is asked for or lifted. */
export type NoticeKey = Pick<RequestItem, 'id' | 'kind'>;

/** What is known of a notice that was tried. */
export interface TriedNotice {
  readonly taken: boolean;
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly lastTryAt: number;
}

/** Names a notice among those of its provider. */
export const nameOf = ({ id, kind }: NoticeKey): string => `${id}/${kind}`;

/** The notices of one provider that were tried: what its server took, and what it would not take. */
export class SentNotices {
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly provider: string,
  ) {}

  /** What is known of these, by `nameOf`. */
  async of(notices: readonly NoticeKey[]): Promise<Map<string, TriedNotice>> {
    const { rows } = await this.database.query<{
      request_id: string;
      kind: NoticeKey['kind'];
      tries: number;
      last_try_at: Date;
      taken_at: Date | null;
    }>(
      `select request_id, kind, tries, last_try_at, taken_at from dispatch_notices.notice
        where provider = $1 and request_id = any($2::uuid[])`,
      [this.provider, notices.map(({ id }) => id)],
    );
    return new Map(
      rows.map(({ request_id: id, kind, tries, last_try_at, taken_at }) => [
        nameOf({ id, kind }),
        { taken: taken_at !== null, tries, lastTryAt: last_try_at.getTime() },
      ]),
    );
  }

  /** How many its server would not take since a moment (ms), and what it said of the newest. */
  async refused(since: number): Promise<{ readonly count: number; readonly status: number | null }> {
    const { rows } = await this.database.query<{ count: number; status: number | null }>(
      `select count(*)::int as count, (array_agg(status order by last_try_at desc))[1] as status
         from dispatch_notices.notice where provider = $1 and taken_at is null and last_try_at > $2`,
      [this.provider, new Date(since)],
    );
    return rows[0] ?? { count: 0, status: null };
  }

  async taken(notice: NoticeKey, at: Date): Promise<void> {
    await this.#write(notice, at, true, null);
  }

  async notTaken(notice: NoticeKey, at: Date, status: number): Promise<void> {
    await this.#write(notice, at, false, status);
  }

  async #write({ id, kind }: NoticeKey, at: Date, taken: boolean, status: number | null): Promise<void> {
    await this.database.query(
      `insert into dispatch_notices.notice (provider, request_id, kind, last_try_at, taken_at, status)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (provider, request_id, kind) do update
          set tries = dispatch_notices.notice.tries + 1, last_try_at = excluded.last_try_at,
              taken_at = excluded.taken_at, status = excluded.status`,
      [this.provider, id, kind, at, taken ? at : null, status],
    );
  }
}
