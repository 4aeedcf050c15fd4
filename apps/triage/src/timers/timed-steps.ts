import { Injectable } from '@nestjs/common';
import type { ClaimEvent, ReferralEvent, SupportEvent } from '#libs/contracts';
import { claims, referrals, supports } from '#libs/domain';
import { ConcurrencyConflict, EventStore, type RecordedEvent } from '#libs/event-store';
import { Ids } from '#libs/service-kit';
import { caseStream, claimStream } from '../cases/case-files.js';
import { supportStream } from '../opening/support-opening.js';
import { referralStream } from '../referrals/referrals.js';
import type { DueRow } from './due-row.js';

type TimedEvent = ClaimEvent | ReferralEvent | SupportEvent;

/** Decides what the passing of time changes: a claim that expired, help or an answer that is late. */
@Injectable()
export class TimedSteps {
  constructor(
    private readonly store: EventStore,
    private readonly ids: Ids,
  ) {}

  /** True when an event was appended; somebody who acted just now was faster, then nothing is. */
  async take(row: DueRow): Promise<boolean> {
    const stream = streamOf(row);
    const history = await this.store.readStream(stream);
    const decision = decide(row, history);
    const last = history.at(-1);
    if (!decision.ok || decision.events.length === 0 || last === undefined) return false;
    try {
      await this.store.append({
        streams: [
          {
            stream,
            expectedVersion: last.version,
            events: decision.events.map(({ type, data }) => ({
              id: this.ids.v7(),
              type,
              data,
              occurredAt: row.now,
              actor: { kind: 'system', id: 'triage' },
              correlationId: last.correlationId,
              causationId: last.id,
              orderingKey: caseStream(row.case_id),
            })),
          },
        ],
      });
      return true;
    } catch (error) {
      if (error instanceof ConcurrencyConflict) return false;
      throw error;
    }
  }
}

function streamOf({ kind, subject }: DueRow): string {
  switch (kind) {
    case 'claim-expiry':
      return claimStream(subject);
    case 'support-contact':
      return supportStream(subject);
    case 'referral-receive':
    case 'referral-outcome':
      return referralStream(subject);
  }
}

function decide(
  { kind, now }: DueRow,
  history: readonly RecordedEvent[],
): { ok: boolean; events: readonly TimedEvent[] } {
  const events = history as unknown[];
  switch (kind) {
    case 'claim-expiry':
      return made(claims.decide({ type: 'expire', now }, claims.fold(events as ClaimEvent[])));
    case 'support-contact':
      return made(supports.decide({ type: 'overdue', now }, supports.fold(events as SupportEvent[])));
    case 'referral-receive':
    case 'referral-outcome':
      return made(referrals.decide({ type: 'overdue', step: kind, now }, referrals.fold(events as ReferralEvent[])));
  }
}

const made = (
  decision: { ok: true; events: readonly TimedEvent[] } | { ok: false },
): { ok: boolean; events: readonly TimedEvent[] } => (decision.ok ? decision : { ok: false, events: [] });
