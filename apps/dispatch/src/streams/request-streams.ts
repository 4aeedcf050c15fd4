import { Injectable } from '@nestjs/common';
import type { RequestEvent } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestLife } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { endOf } from './end-of.js';
import { Envelopes, requestStream } from './envelopes.js';
import type { Cause } from './envelopes.js';

/** A request as its stream tells it. `version` 0: there is none. */
export interface LoadedRequest {
  readonly id: string;
  readonly life: RequestLife;
  readonly events: readonly RequestEvent[];
  readonly version: number;
  /** Of its last event; 0 where there is no log (sandbox). */
  readonly position: number;
}

/** What to append to one request, at exactly the version it was decided on. */
export interface RequestChange {
  readonly id: string;
  readonly caseId: string;
  readonly version: number;
  readonly events: readonly RequestEvent[];
}

/** A stream that a change rests on and does not write. */
export interface Unchanged {
  readonly stream: string;
  readonly version: number;
}

/**
 * Where requests live: the log for real ones, tables of its own for the sandbox. Both keep exact versions, so the same
 * code decides and delivers on either.
 */
export abstract class RequestStreams {
  abstract load(id: string): Promise<LoadedRequest>;
  /**
   * All changes or none. @throws {ConcurrencyConflict} when one of them has moved on, {AssertionFailed} when a stream of `unchanged`
   * has (the log's only: the sandbox has no other streams).
   */
  abstract append(
    changes: readonly RequestChange[],
    cause: Cause,
    unchanged?: readonly Unchanged[],
  ): Promise<{ readonly position: number }>;

  /** Loads many, a few at a time. */
  async loadAll(ids: readonly string[]): Promise<Map<string, LoadedRequest>> {
    const loaded = new Map<string, LoadedRequest>();
    const queue = [...new Set(ids)];
    const worker = async (): Promise<void> => {
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) loaded.set(id, await this.load(id));
    };
    await Promise.all(Array.from({ length: LOADERS }, worker));
    return loaded;
  }
}

/** How many streams are read at the same time: below the pool's size, so that other requests keep a connection. */
const LOADERS = 4;

/** Requests in the log. */
@Injectable()
export class LoggedRequests extends RequestStreams {
  constructor(
    private readonly store: EventStore,
    private readonly envelopes: Envelopes,
  ) {
    super();
  }

  async load(id: string): Promise<LoadedRequest> {
    const recorded = await this.store.readStream(requestStream(id));
    const events = recorded as unknown as RequestEvent[];
    return { id, events, life: requests.fold(events), ...endOf(recorded) };
  }

  async append(
    changes: readonly RequestChange[],
    cause: Cause,
    unchanged: readonly Unchanged[] = [],
  ): Promise<{ readonly position: number }> {
    const streams = changes.map((change) => this.entry(change, cause));
    return this.store.append({ streams, ...(unchanged.length > 0 && { assertions: [...unchanged] }) });
  }

  /** One change as an append takes it, to go together with changes of the order. */
  entry(
    change: RequestChange,
    cause: Cause,
  ): { stream: string; expectedVersion: number; events: ReturnType<Envelopes['wrap']> } {
    const stream = requestStream(change.id);
    return {
      stream,
      expectedVersion: change.version,
      events: this.envelopes.wrap(stream, change.caseId, change.events, cause),
    };
  }
}
