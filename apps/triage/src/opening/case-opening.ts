import { Injectable } from '@nestjs/common';
import type { AttachedReport, CaseEvent, Target } from '#libs/contracts';
import { cases } from '#libs/domain';
import { ConcurrencyConflict, EventStore, ReservationTaken, type RecordedEvent } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Gathered, Ids } from '#libs/service-kit';
import { CaseFiles, caseStream } from '../cases/case-files.js';
import { CaseWriter, type Cause } from '../cases/case-writer.js';
import { DedupeKeys } from '../cases/dedupe-keys.js';
import { leadUnitFor } from '../people/recipients.js';

/** Races with other reports of the same target, with decisions and with closings are run again so often. */
const MOST_TRIES = 20;
const SYSTEM = { kind: 'system', id: 'triage' } as const;

/** The register has no unit that could lead a case: the subscription waits until an administrator has entered one. */
export class NoUnitToLead extends Error {
  override readonly name = 'NoUnitToLead';
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
    let last: unknown;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const owner = await this.ownerOf(target);
      try {
        if (owner === undefined) return await this.open(cause, report, target);
        if (await this.attach(cause, report, owner)) return owner;
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict || error instanceof ReservationTaken)) throw error;
        last = error;
      }
    }
    throw new Error(`the report ${report.reportId} found no case in ${String(MOST_TRIES)} tries`, { cause: last });
  }

  private async ownerOf(target: Target): Promise<string | undefined> {
    const [key] = this.keys.ofTargets([target]);
    if (key === undefined) return undefined;
    return (await this.#owners.ask(key))?.replace(/^case-/, '');
  }

  private async open(cause: RecordedEvent, report: AttachedReport, target: Target): Promise<string> {
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
      await this.write(cause, file, decision.events);
    } catch (error) {
      // Opened at an earlier delivery of this event; it may have ended since.
      if (!(error instanceof ConcurrencyConflict) || error.stream !== caseStream(caseId)) throw error;
    }
    return caseId;
  }

  /** False when the case has ended meanwhile: its key is free, or will be in a moment. */
  private async attach(cause: RecordedEvent, report: AttachedReport, caseId: string): Promise<boolean> {
    const file = await this.files.current(caseId);
    if (file === undefined) return false;
    const decision = cases.decide({ type: 'attachReport', report }, file.state);
    if (!decision.ok) return false;
    if (decision.events.length > 0) await this.write(cause, file, decision.events);
    return true;
  }

  private async write(
    cause: RecordedEvent,
    file: Parameters<CaseWriter['write']>[1]['file'],
    events: readonly CaseEvent[],
  ): Promise<void> {
    await this.writer.write(effectOf(cause, this.ids), { file, events, claim: 'ignore' });
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
