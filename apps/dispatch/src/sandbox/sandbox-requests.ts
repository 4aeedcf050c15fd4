import { Injectable } from '@nestjs/common';
import type { RequestEvent } from '#libs/contracts';
import { requests } from '#libs/domain';
import { ConcurrencyConflict } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { Database } from '#libs/service-kit';
import type pg from 'pg';
import { feedReadModel } from '../feed/feed.read-model.js';
import { requestStream } from '../streams/envelopes.js';
import { RequestStreams } from '../streams/request-streams.js';
import type { LoadedRequest, RequestChange } from '../streams/request-streams.js';

const UNIQUE_VIOLATION = '23505';

/**
 * Test requests, in tables of their own (sql/0002-sandbox.sql): the same decisions and the same feed as real ones, but no
 * event ever reaches the log. The feed is written in the transaction of the append, so it is never behind.
 */
@Injectable()
export class SandboxRequests extends RequestStreams {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly database: Database) {
    super();
  }

  async load(id: string): Promise<LoadedRequest> {
    const { rows } = await this.database.query<{ type: string; data: unknown; version: number }>(
      'select type, data, version from dispatch_sandbox.event where request_id = $1 order by version',
      [id],
    );
    const events = rows as unknown as RequestEvent[];
    return { id, events, life: requests.fold(events), version: rows.at(-1)?.version ?? 0, position: 0 };
  }

  /** Every test request of a provider, newest first, as many as a person looks at. */
  async ofProvider(provider: string): Promise<LoadedRequest[]> {
    const { rows } = await this.database.query<{ request_id: string }>(
      `select request_id from dispatch_sandbox.event where provider = $1 and version = 1 order by at desc, request_id limit 500`,
      [provider],
    );
    return [...(await this.loadAll(rows.map(({ request_id }) => request_id))).values()];
  }

  async append(changes: readonly RequestChange[]): Promise<{ readonly position: number }> {
    await this.database.transaction(async (tx) => {
      for (const change of changes) await this.#appendOne(tx, change);
    });
    for (const listener of this.#listeners) listener();
    return { position: 0 };
  }

  /** Forgets every request of a provider and begins another history of its feed; gives the ids that are unknown from now on. */
  async forget(provider: string): Promise<string[]> {
    const forgotten = await this.database.transaction(async (tx) => {
      await tx.query(
        `insert into dispatch_sandbox.restart (provider) values ($1)
         on conflict (provider) do update set generation = excluded.generation`,
        [provider],
      );
      for (const table of ['item', 'request', 'head'])
        await tx.query(`delete from dispatch_sandbox.${table} where provider = $1`, [provider]);
      await tx.query(
        `update dispatch_console.feed_seen set lifts = 0, blocks = 0 where lane = 'sandbox' and provider = $1`,
        [provider],
      );
      const { rows } = await tx.query<{ request_id: string; version: number }>(
        'delete from dispatch_sandbox.event where provider = $1 returning request_id, version',
        [provider],
      );
      return rows.filter(({ version }) => version === 1).map(({ request_id }) => request_id);
    });
    for (const listener of this.#listeners) listener();
    return forgotten;
  }

  /** Called after every append of this process. */
  onAppend(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async #appendOne(tx: pg.PoolClient, { id, version, events }: RequestChange): Promise<void> {
    const recorded: Pick<RecordedEvent, 'stream' | 'type' | 'version' | 'data' | 'recordedAt'>[] = [];
    for (const [index, { type, data }] of events.entries()) {
      const next = version + index + 1;
      try {
        const { rows } = await tx.query<{ at: Date }>(
          'insert into dispatch_sandbox.event (request_id, version, provider, type, data) values ($1, $2, $3, $4, $5) returning at',
          [id, next, data.provider, type, JSON.stringify(data)],
        );
        const recordedAt = rows[0]?.at.toISOString() ?? '';
        recorded.push({ stream: requestStream(id), type, version: next, data, recordedAt });
      } catch (error) {
        if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
        throw new ConcurrencyConflict(requestStream(id), version, next);
      }
    }
    await tx.query('set local search_path = dispatch_sandbox');
    await feedReadModel.apply(tx, recorded as RecordedEvent[]);
  }
}
