import type { Keyring } from '#libs/event-store';
import { Clock, Database, Ids, Problem } from '#libs/service-kit';
import { SECRET_BYTES, base32, matchingStep, otpauthUri } from './totp.js';

interface Row {
  wrapped_secret: Buffer;
  confirmed_at: Date | null;
  last_step: string;
}

/**
 * People's second factors: codes of an authenticator app (RFC 6238). A factor counts once its person has confirmed it with a
 * code; from then on signing in takes one, and each code works once. Losing the device means a new invitation, which
 * takes two administrators and removes the factor.
 */
export class SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** A new secret for a person; replaces one that was not confirmed. @throws `already-recorded` when one is in use. */
  async begin(person: string, login: string): Promise<{ secret: string; uri: string }> {
    const secret = this.ids.random(SECRET_BYTES);
    const { rowCount } = await this.database.query(
      `insert into identity.second_factor as f (person, wrapped_secret) values ($1, $2)
       on conflict (person) do update set wrapped_secret = $2, last_step = 0 where f.confirmed_at is null`,
      [person, this.keyring.wrap(aad(person), secret)],
    );
    if (rowCount === 0) throw new Problem('already-recorded');
    return { secret: base32(secret), uri: otpauthUri(login, secret) };
  }

  /** People whose signing in takes a code. */
  async confirmed(): Promise<Set<string>> {
    const { rows } = await this.database.query<{ person: string }>(
      'select person from identity.second_factor where confirmed_at is not null',
    );
    return new Set(rows.map(({ person }) => person));
  }

  /** From now on signing in takes a code. @throws `sign-in-failed` when the code is wrong. */
  async confirm(person: string, code: string): Promise<void> {
    if (!(await this.#take(person, code))) throw new Problem('sign-in-failed');
    await this.database.query(
      'update identity.second_factor set confirmed_at = coalesce(confirmed_at, $2) where person = $1',
      [person, this.clock.now()],
    );
  }

  /** Whether a sign-in may go on: the person has no factor in use, or the code is right and was not used before. */
  async satisfied(person: string, code: string | undefined): Promise<boolean> {
    const factor = await this.#row(person);
    if (!factor?.confirmed_at) return true;
    return code !== undefined && this.#take(person, code);
  }

  /** Removes a person's factor, in use or not. */
  async remove(person: string): Promise<void> {
    await this.database.query('delete from identity.second_factor where person = $1', [person]);
  }

  async #row(person: string): Promise<Row | undefined> {
    const { rows } = await this.database.query<Row>(
      'select wrapped_secret, confirmed_at, last_step from identity.second_factor where person = $1',
      [person],
    );
    return rows[0];
  }

  /** Takes the code's time step, once: of two at the same time one gets it. */
  async #take(person: string, code: string): Promise<boolean> {
    const factor = await this.#row(person);
    if (!factor) return false;
    const secret = this.keyring.unwrap(aad(person), factor.wrapped_secret);
    const step = matchingStep(secret, code, this.clock.now(), Number(factor.last_step));
    if (step === null) return false;
    const { rowCount } = await this.database.query(
      'update identity.second_factor set last_step = $2 where person = $1 and last_step < $2 and wrapped_secret = $3',
      [person, step, factor.wrapped_secret],
    );
    return rowCount === 1;
  }
}

/** What a wrapped secret is bound to, so that rows cannot be swapped. */
const aad = (person: string): string => `second-factor/${person}`;
