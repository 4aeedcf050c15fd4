import type { FactoryProvider } from '@nestjs/common';
import type { ServiceName } from '#libs/event-store';
import { Clock, Database, Gathered } from '#libs/service-kit';
import { RegistersAt } from './at.js';
import { registersSchema, type RegisterVersion } from './read-model.js';

interface Row {
  kind: RegisterVersion['kind'];
  entry: string;
  at: string;
  valid_from: Date;
  valid_to: Date | null;
  retired: boolean;
  value: Record<string, unknown> | null;
}

/**
 * A service's look-ups in its own copy of the registers (`registersReadModel`). Keeps all versions in memory and loads them
 * again when the copy has moved, which one indexed query tells; so an answer is never older than the copy.
 */
export class RegistersReader {
  #loaded: { head: number; versions: readonly RegisterVersion[] } | undefined;
  #now: { head: number; until: number; at: RegistersAt } | undefined;
  readonly #table: string;
  readonly #heads = new Gathered<null, number>(async (asked) => {
    const head = await this.#head();
    return asked.map(() => head);
  });

  constructor(
    private readonly database: Database,
    service: ServiceName,
    private readonly clock: Clock,
  ) {
    this.#table = `${registersSchema(service)}.register_version`;
  }

  /** The registers as they count now. */
  async now(): Promise<RegistersAt> {
    const { head, versions } = await this.#versions();
    const now = this.clock.now();
    // The same answer serves for a second: no period of an entry is counted in less.
    if (this.#now && this.#now.head === head && now.getTime() < this.#now.until && now >= this.#now.at.moment)
      return this.#now.at;
    const at = new RegistersAt(versions, now);
    this.#now = { head, until: now.getTime() + 1_000, at };
    return at;
  }

  /** The registers as they counted at a moment (a date or RFC 3339), by what is approved today. */
  async at(moment: Date | string): Promise<RegistersAt> {
    return new RegistersAt((await this.#versions()).versions, new Date(moment));
  }

  /** Position of the newest approved version; 0 while there is none. */
  head(): Promise<number> {
    return this.#heads.ask(null);
  }

  async #head(): Promise<number> {
    const { rows } = await this.database.query<{ head: string | null }>(
      `select max(position) as head from ${this.#table}`,
    );
    return Number(rows[0]?.head ?? 0);
  }

  async #versions(): Promise<{ head: number; versions: readonly RegisterVersion[] }> {
    const head = await this.head();
    if (this.#loaded?.head === head) return this.#loaded;
    const { rows } = await this.database.query<Row>(
      `select kind, entry, position as at, valid_from, valid_to, retired, value from ${this.#table} order by ${this.#table}.position`,
    );
    const versions = rows.map((row) => ({
      kind: row.kind,
      entry: row.entry,
      position: Number(row.at),
      validFrom: row.valid_from,
      validTo: row.valid_to,
      retired: row.retired,
      value: row.value,
    }));
    return (this.#loaded = { head: versions.at(-1)?.position ?? 0, versions });
  }
}

/**
 * Provider for a service's module: `providers: [registersReaderOf('triage')]`, then inject `RegistersReader`.
 * The service lists `registersReadModel('triage')` among its read models.
 */
export const registersReaderOf = (service: ServiceName): FactoryProvider<RegistersReader> => ({
  provide: RegistersReader,
  inject: [Database, Clock],
  useFactory: (database: Database, clock: Clock) => new RegistersReader(database, service, clock),
});
