import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { LivePresence } from '#libs/contracts';
import { actsFor, holds, type Officer } from '#libs/domain';
import { Database, Logger } from '#libs/service-kit';
import { CaseQueue } from '../queue/case-queue.js';

/** How long another process's news may take; leases lapse without anybody saying so. */
const EVERY = 1_000;

interface Seen {
  readonly units: readonly string[];
  readonly people: LivePresence['people'];
}
type Listener = (caseId: string, seen: Seen) => void;

/** Tells open pages who looks at which case: one small query a second per process, and none while nobody listens. */
@Injectable()
export class PresenceFeed implements OnApplicationShutdown {
  readonly #listeners = new Set<Listener>();
  #known = new Map<string, Seen>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly database: Database,
    private readonly queue: CaseQueue,
    private readonly logger: Logger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
  }

  /** Tells how it stands, then every change, of the cases this officer may read. Returns how to stop. */
  follow(officer: Officer, tell: (presence: LivePresence) => void): () => void {
    const mine: Listener = (caseId, { units, people }) => {
      if (holds(officer, 'auditor') || units.some((unit) => actsFor(officer, unit))) {
        tell({ caseId, people: [...people] });
      }
    };
    for (const [caseId, seen] of this.#known) mine(caseId, seen);
    this.#listeners.add(mine);
    this.#timer ??= setInterval(() => {
      this.wake();
    }, EVERY).unref();
    this.wake();
    return () => {
      this.#listeners.delete(mine);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#known = new Map();
    };
  }

  /** Looks now. At most one look runs; what is asked meanwhile is one more. */
  wake(): void {
    if (this.#listeners.size === 0) return;
    if (this.#reading !== undefined) {
      this.#again = true;
      return;
    }
    this.#reading = this.#look()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'who looks at cases could not be read; tried again in a second');
      })
      .finally(() => {
        this.#reading = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  async #look(): Promise<void> {
    const { rows } = await this.database.query<{ case_id: string; person: string; since: Date }>(
      'select case_id, person, since from triage.looking where until > now() order by since, person',
    );
    const people = new Map<string, { person: string; since: string }[]>();
    for (const { case_id, person, since } of rows) {
      const list = people.get(case_id) ?? [];
      list.push({ person, since: since.toISOString() });
      people.set(case_id, list);
    }
    const standings = await this.queue.standingsOf([...people.keys()].filter((caseId) => !this.#known.has(caseId)));
    const now = new Map<string, Seen>();
    for (const [caseId, list] of people) {
      const standing = standings.get(caseId);
      const units = this.#known.get(caseId)?.units ?? (standing && [standing.lead, ...standing.coordinating]);
      // A case that the queue does not have yet is told of at the next look.
      if (units !== undefined) now.set(caseId, { units, people: list });
    }
    const before = this.#known;
    this.#known = now;
    for (const [caseId, seen] of now) if (!same(before.get(caseId), seen)) this.#tell(caseId, seen);
    for (const [caseId, { units }] of before) if (!now.has(caseId)) this.#tell(caseId, { units, people: [] });
  }

  #tell(caseId: string, seen: Seen): void {
    for (const listener of this.#listeners) listener(caseId, seen);
  }
}

const same = (one: Seen | undefined, other: Seen): boolean =>
  one !== undefined &&
  one.people.length === other.people.length &&
  one.people.every(({ person, since }, index) => {
    const also = other.people[index];
    return also?.person === person && also.since === since;
  });
