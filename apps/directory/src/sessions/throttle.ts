import { createHmac } from 'node:crypto';
import { Database, Problem } from '#libs/service-kit';

/** Failures are forgotten this long after the last one (ms). */
const MEMORY = 15 * 60_000;
/** The longest wait after many failures (ms). */
const LONGEST = 15 * 60_000;
/** The first wait (ms); doubles with every failure after it. */
const FIRST = 5_000;
/** Failures that cost nothing: people mistype; an address may be a whole office behind one router. */
const FREE = { login: 5, address: 40 } as const;

/**
 * Slows down guessing, per login (known or not) and per address. An attempt is counted before the password is looked at,
 * so that a hundred at the same time count as a hundred; a success forgets the login's count. In the database, so that several
 * processes count together and a restart forgets nothing.
 */
export class Throttle {
  constructor(
    private readonly database: Database,
    /** Names are kept under this key: what is mistyped into a login field may be a password. */
    private readonly secret: Buffer,
  ) {}

  /** Counts an attempt. @throws `too-many-requests` with the seconds to wait; the same for known and unknown logins. */
  async attempt(login: string, address: string, now: Date): Promise<void> {
    await this.#count('login', login, now);
    await this.#count('address', address, now);
  }

  /**
   * After a success: the login's count is forgotten, the address gets back this one attempt, so that an office that signs in
   * every morning is not slowed down and one right password does not pay for a thousand wrong ones.
   */
  async succeeded(login: string, address: string): Promise<void> {
    await this.database.query('delete from identity.sign_in_failure where subject = $1', [
      this.#subject('login', login),
    ]);
    await this.database.query(
      `update identity.sign_in_failure
          set failures = greatest(failures - 1, 0),
              blocked_until = case when failures - 1 <= $2 then last_at else blocked_until end
        where subject = $1`,
      [this.#subject('address', address), FREE.address],
    );
  }

  /** Deletes counts that are forgotten anyway. */
  async sweep(now: Date): Promise<void> {
    const forgotten = new Date(now.getTime() - MEMORY - LONGEST);
    await this.database.query('delete from identity.sign_in_failure where last_at < $1', [forgotten]);
  }

  async #count(kind: keyof typeof FREE, name: string, now: Date): Promise<void> {
    const subject = this.#subject(kind, name);
    const { rows } = await this.database.query<{ failures: number }>(
      `insert into identity.sign_in_failure as f (subject, failures, last_at, blocked_until) values ($1, 1, $2, $2)
       on conflict (subject) do update
         set failures = case when f.last_at < $2::timestamptz - $3 * interval '1 millisecond' then 1 else f.failures + 1 end,
             last_at = $2,
             blocked_until = $2::timestamptz + interval '1 millisecond' * case
               when f.last_at < $2::timestamptz - $3 * interval '1 millisecond' or f.failures < $4 then 0
               else least($5, $6 * power(2, least(f.failures - $4, 20)))
             end
         where f.blocked_until <= $2
       returning failures`,
      [subject, now, MEMORY, FREE[kind], LONGEST, FIRST],
    );
    if (rows.length > 0) return;
    const blocked = await this.database.query<{ until: Date }>(
      'select blocked_until as until from identity.sign_in_failure where subject = $1',
      [subject],
    );
    const wait = ((blocked.rows[0]?.until.getTime() ?? now.getTime()) - now.getTime()) / 1000;
    throw new Problem('too-many-requests', { retryAfter: Math.max(1, wait) });
  }

  #subject(kind: keyof typeof FREE, name: string): Buffer {
    return createHmac('sha256', this.secret).update(`${kind}:${name}`).digest();
  }
}
