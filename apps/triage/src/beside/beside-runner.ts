import { Injectable } from '@nestjs/common';
import type { BesideResult, ProblemCode, ReferralEvent, Role, SupportEvent } from '#libs/contracts';
import { AssertionFailed, ConcurrencyConflict, EventStore, type Actor, type RecordedEvent } from '#libs/event-store';
import { AccessLog, actorOf, type Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId, etagOf } from '#libs/service-kit';
import { caseStream } from '../cases/case-files.js';

const MOST_TRIES = 5;
const RECORDED: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['foreign-unit', 'forbidden']);

type BesideEvent = ReferralEvent | SupportEvent;
type Decided =
  | { readonly ok: true; readonly events: readonly BesideEvent[] }
  | { readonly ok: false; readonly refusal: ProblemCode; readonly detail?: string };

export interface BesideCall {
  readonly caller: Principal;
  readonly attempt: string;
  readonly as?: Role;
  readonly stream: string;
  readonly id: string;
  /** The version that was read; undefined where none is required. */
  readonly ifMatch?: number | undefined;
}

/** Commands on the small streams beside a case: referrals and support. */
@Injectable()
export class BesideRunner {
  constructor(
    private readonly store: EventStore,
    private readonly access: AccessLog,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Reads the stream, decides, appends; decides again when somebody was faster.
   * @throws {Problem} `not-found`, `stale-version` or the refusal.
   */
  async run(
    call: BesideCall,
    decide: (events: readonly RecordedEvent[], now: string) => Promise<Decided> | Decided,
  ): Promise<BesideResult> {
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const events = await this.store.readStream(call.stream);
      const last = events.at(-1);
      if (last === undefined) throw new Problem('not-found');
      if (call.ifMatch !== undefined && call.ifMatch !== last.version) {
        throw new Problem('stale-version', {
          extra: { currentVersion: last.version },
          headers: { etag: etagOf(last.version) },
        });
      }
      const { caseId } = last.data as { caseId: string };
      const decision = await decide(events, this.clock.now().toISOString());
      if (!decision.ok) return this.refuse(call, caseId, decision.refusal, decision.detail);
      if (decision.events.length === 0) {
        return { id: call.id, caseId, position: last.position, version: last.version };
      }
      try {
        const appended = await this.append(
          actorOf(call.caller, call.as),
          call.stream,
          caseId,
          last.version,
          decision.events,
        );
        return { id: call.id, caseId, position: appended.position, version: last.version + decision.events.length };
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict || error instanceof AssertionFailed)) throw error;
      }
    }
    throw new Problem('stale-version');
  }

  private append(actor: Actor, stream: string, caseId: string, version: number, events: readonly BesideEvent[]) {
    return this.store.append({
      streams: [
        {
          stream,
          expectedVersion: version,
          events: events.map(({ type, data }) => ({
            id: this.ids.v7(),
            type,
            data,
            occurredAt: this.clock.now().toISOString(),
            actor,
            correlationId: correlationId(),
            causationId: null,
            orderingKey: caseStream(caseId),
          })),
        },
      ],
    });
  }

  private async refuse(call: BesideCall, caseId: string, refusal: ProblemCode, detail?: string): Promise<never> {
    if (RECORDED.has(refusal)) {
      await this.access.refused(call.caller, { attempt: call.attempt, refusal, caseId, subject: call.stream });
    }
    throw Problem.refused(detail === undefined ? { refusal } : { refusal, detail });
  }
}
