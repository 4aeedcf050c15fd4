import { Injectable } from '@nestjs/common';
import {
  isMaterial,
  type CaseEvent,
  type CaseStatus,
  type ClaimEvent,
  type EventType,
  type ProblemCode,
  type Role,
} from '#libs/contracts';
import { cases, claims, type Officer } from '#libs/domain';
import { AssertionFailed, ConcurrencyConflict, ReservationTaken, type AppendResult } from '#libs/event-store';
import { AccessLog, actorOf, type Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId, etagOf } from '#libs/service-kit';
import { Officers, mayRead } from '../people/officers.js';
import { CaseFiles, caseStream, claimStream, type CaseFileRead } from './case-files.js';
import { CaseViews } from './case-views.js';
import { CaseWriter, type CaseWrite } from './case-writer.js';

/** Other writers of the case (reports that attach, notes, timers) are re-decided across this often before the caller is told. */
const MOST_TRIES = 8;

/** Refusals that are recorded as attempts: what the rules of two people, competence, guard and fencing stopped. */
const RECORDED: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'self-approval',
  'second-person-needed',
  'second-unit-needed',
  'third-person-needed',
  'same-unit',
  'foreign-unit',
  'forbidden',
  'claim-lapsed',
  'claim-required',
  'claimed-by-another',
  'digest-mismatch',
  'guarded-target',
  'out-of-mandate',
  'no-competent-authority',
  'legal-basis-invalid',
  'scope-mismatch',
  'not-in-bulk',
]);

/** One command of a person on a case. */
export interface CaseCall {
  readonly caller: Principal;
  readonly caseId: string;
  /** The command's name in the record of refused attempts. */
  readonly attempt: string;
  /** The role the caller acts in. */
  readonly as: Role;
  /** The version that was read; undefined for commands that need none. */
  readonly ifMatch?: number | undefined;
}

export interface CommandContext {
  readonly file: CaseFileRead;
  readonly officer: Officer;
  readonly now: string;
}

/** What a command comes to: what to write, or the refusal. */
export type Outcome =
  | ({ readonly ok: true; readonly events: readonly CaseEvent[] } & Partial<Omit<CaseWrite, 'file' | 'events'>>)
  | { readonly ok: false; readonly refusal: ProblemCode; readonly detail?: string };

export interface Done {
  readonly id: string;
  readonly position: number;
  readonly version: number;
  readonly status: CaseStatus;
  readonly claim?: { readonly by: string; readonly unit: string; readonly until: string; readonly token: number };
}

/** Runs commands: reads the case, checks version and unit, decides, appends, and decides again when somebody was faster. */
@Injectable()
export class CaseRunner {
  constructor(
    private readonly files: CaseFiles,
    private readonly writer: CaseWriter,
    private readonly views: CaseViews,
    private readonly officers: Officers,
    private readonly access: AccessLog,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Carries out one command. Answers with the position of its last event and the case's new version.
   * @throws {Problem} the refusal; `stale-version` with the current state when the version read is not the case's any more.
   */
  async run(call: CaseCall, decide: (context: CommandContext) => Promise<Outcome> | Outcome): Promise<Done> {
    const officer = await this.officers.of(call.caller);
    let last: unknown;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const file = await this.files.read(call.caseId);
      if (!mayRead(officer, file.row)) return this.refuse(call, 'foreign-unit');
      if (call.ifMatch !== undefined && call.ifMatch !== file.version) throw await this.stale(file, officer);
      const outcome = await decide({ file, officer, now: this.clock.now().toISOString() });
      if (!outcome.ok) return this.refuse(call, outcome.refusal, outcome.detail);
      try {
        return await this.append(call, file, outcome);
      } catch (error) {
        if (error instanceof ReservationTaken) {
          throw new Problem('already-open-elsewhere', {
            extra: { case: error.owner.replace(/^case-/, '') },
            cause: error,
          });
        }
        if (!(error instanceof ConcurrencyConflict || error instanceof AssertionFailed)) throw error;
        last = error;
      }
    }
    throw new Problem('stale-version', { cause: last });
  }

  /** Records a refusal where it is one of those that are recorded, and throws it. */
  async refuse(call: Omit<CaseCall, 'as'>, refusal: ProblemCode, detail?: string): Promise<never> {
    if (RECORDED.has(refusal)) {
      await this.access.refused(call.caller, { attempt: call.attempt, refusal, caseId: call.caseId });
    }
    throw Problem.refused(detail === undefined ? { refusal } : { refusal, detail });
  }

  private async append(call: CaseCall, file: CaseFileRead, outcome: Outcome & { ok: true }): Promise<Done> {
    const { ok: _ok, events, ...rest } = outcome;
    const writes = events.length + (rest.claimEvents?.length ?? 0) + (rest.beside?.length ?? 0);
    if (writes === 0) return done(file, undefined, events, []);
    const result = await this.writer.write(
      {
        actor: actorOf(call.caller, call.as),
        occurredAt: this.clock.now().toISOString(),
        correlationId: correlationId(),
        causationId: null,
        idFor: () => this.ids.v7(),
      },
      { claim: 'ignore', ...rest, file, events },
    );
    return done(file, result, events, rest.claimEvents ?? []);
  }

  private async stale(file: CaseFileRead, officer: Officer): Promise<Problem> {
    const current = await this.views.of(file, officer);
    return new Problem('stale-version', { extra: { case: current }, headers: { etag: etagOf(file.version) } });
  }
}

function done(
  file: CaseFileRead,
  result: AppendResult | undefined,
  events: readonly CaseEvent[],
  claimEvents: readonly ClaimEvent[],
): Done {
  const state = cases.fold(events, file.state);
  const claim = claims.fold(claimEvents, file.claim);
  const appended = result?.events ?? [];
  const ofCase = appended.filter(({ stream }) => stream === caseStream(file.id));
  const token = appended.findLast(({ stream }) => stream === claimStream(file.id))?.version ?? file.claimVersion;
  return {
    id: file.id,
    position: result?.position ?? file.position,
    version: ofCase.findLast(({ type }) => isMaterial(type as EventType))?.version ?? file.version,
    status: state.status === 'none' ? file.state.status : state.status,
    ...(claim.status === 'free' ? {} : { claim: { by: claim.person, unit: claim.unit, until: claim.until, token } }),
  };
}
