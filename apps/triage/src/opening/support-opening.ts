import { Injectable } from '@nestjs/common';
import type { SupportEvent } from '#libs/contracts';
import { plusMinutes, supports } from '#libs/domain';
import { ConcurrencyConflict, EventStore, type RecordedEvent } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Ids } from '#libs/service-kit';
import { CaseFiles, caseStream } from '../cases/case-files.js';
import { supportUnitFor } from '../people/recipients.js';
import type { Recorded } from '../recorded.js';
import { effectOf } from './case-opening.js';

/** Where the deadline register has no row: two hours, half an hour for a child in danger [ours]. */
const CONTACT_MINUTES = { ordinary: 120, danger: 30 };

export const supportStream = (supportId: string): string => `support-${supportId}`;

/** Opens support for a plea: at once, whatever becomes of the link. */
@Injectable()
export class SupportOpening {
  constructor(
    private readonly store: EventStore,
    private readonly files: CaseFiles,
    private readonly registers: RegistersReader,
    private readonly ids: Ids,
  ) {}

  /** One support per plea: its id is derived from the event that asked for help. */
  async open(cause: Recorded<'HelpRequested'>, caseId: string): Promise<void> {
    const supportId = this.ids.v5(`support:${cause.id}`);
    const file = await this.files.read(caseId);
    const registers = await this.registers.now();
    const { childInDanger, safeContact, reportId } = cause.data;
    const minutes =
      registers.deadline('support-contact', file.row.priority)?.minutes ??
      CONTACT_MINUTES[childInDanger ? 'danger' : 'ordinary'];
    const decision = supports.decide(
      {
        type: 'request',
        caseId,
        supportId,
        reportId,
        childInDanger,
        unit: supportUnitFor(registers, file.state.province, file.state.unit),
        contactBy: plusMinutes(cause.recordedAt, minutes),
        safeContact,
      },
      supports.initialState,
    );
    if (!decision.ok) throw new Error(`support could not be opened: ${decision.refusal}`);
    await this.append(cause, caseId, supportStream(supportId), decision.events);
  }

  private async append(
    cause: RecordedEvent,
    caseId: string,
    stream: string,
    events: readonly SupportEvent[],
  ): Promise<void> {
    const effect = effectOf(cause, this.ids);
    try {
      await this.store.append({
        streams: [
          {
            stream,
            expectedVersion: 0,
            events: events.map(({ type, data }) => ({
              id: effect.idFor(type, stream),
              type,
              data,
              occurredAt: effect.occurredAt,
              actor: effect.actor,
              correlationId: effect.correlationId,
              causationId: effect.causationId,
              orderingKey: caseStream(caseId),
            })),
          },
        ],
      });
    } catch (error) {
      // Opened at an earlier delivery, and somebody has acted on it since.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
}
