import { Injectable } from '@nestjs/common';
import type { AttachedReport, Target } from '#libs/contracts';
import { cases, type CaseState } from '#libs/domain';
import { ConcurrencyConflict, EventStore, ReservationTaken, type RecordedEvent } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Gathered, Ids } from '#libs/service-kit';
import { CaseFiles, caseStream } from '../cases/case-files.js';
import { CaseWriter, type CasePart, type Cause } from '../cases/case-writer.js';
import { DedupeKeys } from '../cases/dedupe-keys.js';
import { leadUnitFor } from '../people/recipients.js';

/** Races with other reports of the same target, with decisions and with closings are run again so often. */
const MOST_TRIES = 20;
const SYSTEM = { kind: 'system', id: 'triage' } as const;

/** The register has no unit that could lead a case: the subscription waits until an administrator has entered one. */
export class NoUnitToLead extends Error {
  override readonly name = 'NoUnitToLead';
}

/** A link of a report, by the event that brought it. */
export interface Bringing {
  readonly cause: RecordedEvent;
  readonly report: AttachedReport;
  readonly target: Target;
}

/** Links that go to one case: the one that holds their target's key, or a new one. */
interface Group {
  readonly owner: string | undefined;
  readonly links: [Bringing, ...Bringing[]];
}

/** The case, and which of the links it has now. */
interface Brought {
  readonly caseId: string;
  readonly links: readonly Bringing[];
}

/**
 * Brings a report to its case: opens one under a reservation of the target's key, or attaches to the case that holds the
 * key. So at most one case per key is open in the installation, whichever process heard first. A case that ended has
 * released its key: a new report of the same target then opens a new case, whose page names the earlier one. Ended
 * decisions are never reopened by strangers.
 */
@Injectable()
export class CaseOpening {
  /** Reports of a batch are brought side by side: who holds their keys is one question. */
  readonly #owners = new Gathered((keys: readonly Uint8Array[]) => this.store.reservationOwner(keys));

  constructor(
    private readonly store: EventStore,
    private readonly files: CaseFiles,
    private readonly writer: CaseWriter,
    private readonly keys: DedupeKeys,
    private readonly registers: RegistersReader,
    private readonly ids: Ids,
  ) {}

  /**
   * The id of the case that has this report after the call. Repeatable: every event's id is derived from `cause`, the event
   * that brought the link, so a redelivery finds its own work and adds nothing.
   */
  async bring(cause: RecordedEvent, report: AttachedReport, target: Target): Promise<string> {
    const [caseId] = await this.bringAll([{ cause, report, target }]);
    if (caseId === undefined) throw new Error(`the report ${report.reportId} was lost on its way`);
    return caseId;
  }

  /** As `bring`, for several: their cases in their order. What goes to one case is one append, in the order given. */
  async bringAll(links: readonly Bringing[]): Promise<string[]> {
    const brought = new Map<Bringing, string>();
    let last: unknown;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const waiting = links.filter((link) => !brought.has(link));
      if (waiting.length === 0) break;
      const groups = await this.byCase(waiting);
      // All of them are over before one's failure is told: nothing goes on behind whoever tries again.
      const outcomes = await Promise.allSettled(
        groups.map(async ({ owner, links: together }) => {
          try {
            const done = owner === undefined ? await this.open(together[0]) : await this.attach(together, owner);
            for (const link of done.links) brought.set(link, done.caseId);
          } catch (error) {
            if (!(error instanceof ConcurrencyConflict || error instanceof ReservationTaken)) throw error;
            last = error;
          }
        }),
      );
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    }
    return links.map((link) => {
      const caseId = brought.get(link);
      if (caseId !== undefined) return caseId;
      const { reportId } = link.report;
      throw new Error(`the report ${reportId} found no case in ${String(MOST_TRIES)} tries`, { cause: last });
    });
  }

  /** Links by the case that holds their target's key, or by the target where none does; one that cannot be told stays alone. */
  private async byCase(links: readonly Bringing[]): Promise<Group[]> {
    const groups = new Map<string, Group>();
    const asked = await Promise.all(
      links.map(async (link) => {
        const [key] = this.keys.ofTargets([link.target]);
        const owner = key && (await this.#owners.ask(key))?.replace(/^case-/, '');
        return { link, owner, name: owner ?? key?.toString('hex') ?? link.cause.id };
      }),
    );
    for (const { link, owner, name } of asked) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { owner, links: [link] });
      else group.links.push(link);
    }
    return [...groups.values()];
  }

  /** Opens a case with the first link of its target; the others find it at their next look. */
  private async open(first: Bringing): Promise<Brought> {
    const { cause, report, target } = first;
    const caseId = this.ids.v5(`case:${cause.id}`);
    const unit = leadUnitFor(await this.registers.now(), report);
    if (unit === undefined) throw new NoUnitToLead('the unit register has no unit that could lead a case');
    const decision = cases.decide(
      { type: 'open', caseId, unit, province: report.province, target, report },
      cases.initialState,
    );
    if (!decision.ok) throw new Error(`a case could not be opened: ${decision.refusal}`);
    try {
      const file = { id: caseId, streamVersion: 0, claimVersion: 0, state: cases.initialState };
      await this.writer.write(effectOf(cause, this.ids), { file, events: decision.events, claim: 'ignore' });
    } catch (error) {
      // Opened at an earlier delivery of this event; it may have ended since.
      if (!(error instanceof ConcurrencyConflict) || error.stream !== caseStream(caseId)) throw error;
    }
    return { caseId, links: [first] };
  }

  /** Nothing is attached when the case has ended meanwhile: its key is free, or will be in a moment. */
  private async attach(links: readonly Bringing[], caseId: string): Promise<Brought> {
    const file = await this.files.current(caseId);
    if (file === undefined) return { caseId, links: [] };
    let state: CaseState = file.state;
    const parts: CasePart[] = [];
    for (const { cause, report } of links) {
      const decision = cases.decide({ type: 'attachReport', report }, state);
      if (!decision.ok) return { caseId, links: [] };
      state = cases.fold(decision.events, state);
      parts.push({ cause: effectOf(cause, this.ids), events: decision.events });
    }
    if (parts.some(({ events }) => events.length > 0)) await this.writer.goOn(file, parts);
    return { caseId, links };
  }
}

/** The system acting because of an event: ids derived from it, its correlation carried on. */
export const effectOf = (cause: RecordedEvent, ids: Ids): Cause => ({
  actor: SYSTEM,
  occurredAt: cause.recordedAt,
  correlationId: cause.correlationId,
  causationId: cause.id,
  idFor: (type, stream) => ids.v5(`${cause.id}:${stream}:${type}`),
});
