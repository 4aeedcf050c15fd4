import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { ConcurrencyConflict } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Clock, Database, Logger } from '#libs/service-kit';
import type { DeliverySettings, ProbeSettings } from '../couriers/settings.js';
import { OrderFiles, wasIssued } from '../orders/order-file.js';
import { DISPATCH } from '../streams/envelopes.js';
import { LoggedRequests } from '../streams/request-streams.js';
import { HOLD } from './name-memory.js';
import type { Prober } from './prober.js';
import { Rechecks } from './rechecks.js';
import { stepsOf } from './steps.js';
import { verdictOf, verdictOfLift } from './verdict.js';
import type { Look, Verdict } from './verdict.js';

/** Between two looks at what is due (ms). */
const INTERVAL = 1_000;
const BATCH = 20;
const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;

/** Between two looks for what is not settled yet: doubled each time, up to the second number (ms). */
const RESTS = [2 * SECOND, 6 * HOUR] as const;
/** For so long a look is its process's own; one that takes longer has died, and another looks (ms). */
const HELD = 60 * SECOND;
/** A block in force is looked at again so often: the name may be gone, may have moved, or be back (ms). */
const RECHECK = 24 * HOUR;

interface Due {
  readonly request_id: string;
  readonly provider: string;
  readonly name: string | null;
  readonly kind: 'block' | 'lift';
  readonly since: string;
  readonly tries: number;
  readonly age: number;
}

/**
 * Looks whether what was asked for is so, at the resolver of each provider that has one to be asked. Due by the database's
 * clock, one process at a time per request; looking twice would change nothing, but a resolver need not be asked twice.
 */
@Injectable()
export class Verification implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #probes: ReadonlyMap<string, ProbeSettings>;
  /** Providers whose list we write ourselves. */
  readonly #written: readonly string[];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    settings: DeliverySettings,
    private readonly prober: Prober | undefined,
    private readonly database: Database,
    private readonly streams: LoggedRequests,
    private readonly files: OrderFiles,
    private readonly registers: RegistersReader,
    private readonly rechecks: Rechecks,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const all = Object.entries(settings.providers);
    this.#probes = new Map(
      all.flatMap(([provider, one]) => ('probe' in one && one.probe ? [[provider, one.probe]] : [])),
    );
    this.#written = all.flatMap(([provider, { adapter }]) => (adapter === 'rpz' ? [provider] : []));
  }

  onApplicationBootstrap(): void {
    if (!this.prober || this.#probes.size === 0) return;
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.#running = this.run()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'verification could not look; it tries again');
        })
        .finally(() => {
          busy = false;
        });
    }, INTERVAL);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Looks for whatever is due and nobody else looks for now. Returns how many requests it looked for. */
  async run(): Promise<number> {
    const due = await this.#take();
    const looks = due.map((one) => this.#look(one));
    // None is left at work behind one that fails.
    await Promise.allSettled(looks);
    await Promise.all(looks);
    return due.length;
  }

  /**
   * Takes what is due by writing whose it is, in one statement: of two processes that see the same row the second finds it
   * held when the first has committed, and passes it over.
   */
  async #take(): Promise<readonly Due[]> {
    const { rows } = await this.database.query<Due>(
      `with due as (
       select p.request_id, p.provider, p.name, p.kind, p.since, coalesce(n.tries, 0) as tries,
              extract(epoch from now() - p.since)::float8 * 1000 as age
         from dispatch_probes.probe_row p left join dispatch_probing.next_look n
           on n.request_id = p.request_id and n.since = p.since
        where p.provider = any($1)
          and (p.state in ('enforced', 'verified', 'not-seen') or (p.state = 'delivered' and p.provider = any($2)))
          and coalesce(n.due_at, p.since + make_interval(secs => case p.state when 'verified' then $3 else 0 end)) <= now()
          and coalesce(n.held_until, now()) <= now()
        order by p.since limit ${String(BATCH)}),
       held as (
       insert into dispatch_probing.next_look as n (request_id, since, tries, due_at, held_until)
       select request_id, since, tries, now(), now() + make_interval(secs => $4) from due order by request_id
       on conflict (request_id) do update set since = excluded.since, tries = excluded.tries, due_at = excluded.due_at,
         held_until = excluded.held_until
         where n.since <> excluded.since or (n.due_at <= now() and coalesce(n.held_until, now()) <= now())
       returning request_id)
       select request_id, provider, name, kind, since::text as since, tries, age from due join held using (request_id)`,
      [[...this.#probes.keys()], this.#written, RECHECK / SECOND, HELD / SECOND],
    );
    return rows;
  }

  async #look(due: Due): Promise<void> {
    const probe = this.#probes.get(due.provider);
    if (!probe || !this.prober) return;
    const look = await this.prober.look(probe, due.name);
    const verdict = due.kind === 'lift' ? verdictOfLift(look) : verdictOf(look);
    const settled = verdict.verdict === (due.kind === 'lift' ? 'not-blocked' : 'blocked');
    // What it still remembers from before the change says nothing yet.
    const early = !settled && due.age < probe.cacheSeconds * SECOND;
    const acted =
      verdict.verdict !== 'undetermined' && !early && (await this.#act(due.request_id, due.provider, verdict));
    const rest = acted ? RECHECK : restAfter(due.tries);
    const unsure = due.kind === 'block' && (await this.#recheck(due.request_id, look));
    await this.#next(due, verdict, unsure ? Math.min(rest, HOLD) : rest);
  }

  /** What the look says of the blocked name itself, for the case. Whether it is to be made sure of soon. */
  async #recheck(requestId: string, look: Look): Promise<boolean> {
    if (look.target === undefined) return false;
    const { life } = await this.streams.load(requestId);
    return life.status !== 'none' && this.rechecks.note(life.ids.orderId, look);
  }

  /** Whether it is settled for now. */
  async #act(requestId: string, provider: string, verdict: Verdict): Promise<boolean> {
    const { life, version } = await this.streams.load(requestId);
    if (life.status === 'none' || life.status === 'not-expressible') return true;
    const events = stepsOf(life, {
      verdict,
      now: this.clock.now().toISOString(),
      answersByEffect: this.#written.includes(provider),
      escalateTo: await this.#above(life.ids.orderId),
    });
    if (events.length === 0) return life.status === 'verified' || life.status === 'lift-verified';
    try {
      const change = { id: requestId, caseId: life.ids.caseId, version, events };
      await this.streams.append([change], { actor: DISPATCH });
      return true;
    } catch (error) {
      if (error instanceof ConcurrencyConflict) return false;
      throw error;
    }
  }

  async #next({ request_id, since, tries }: Due, { verdict, reason }: Verdict, rest: number): Promise<void> {
    await this.database.query(
      `insert into dispatch_probing.next_look (request_id, since, tries, due_at, verdict, reason)
       values ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)
       on conflict (request_id) do update set since = excluded.since, tries = excluded.tries, due_at = excluded.due_at,
         held_until = null, verdict = excluded.verdict, reason = excluded.reason`,
      [request_id, since, tries + 1, rest / SECOND, verdict, reason],
    );
  }

  async #above(orderId: string): Promise<string | undefined> {
    const { state } = await this.files.load(orderId);
    if (!wasIssued(state)) return undefined;
    return (await this.registers.now()).get('unit', state.terms.unit)?.superior ?? state.terms.unit;
  }
}

const restAfter = (tries: number): number => Math.min(RESTS[0] * 2 ** Math.min(tries, 20), RESTS[1]);
