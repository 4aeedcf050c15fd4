import { Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { registersSubscription } from '#libs/identity';
import { ReadPosition } from '#libs/service-kit';
import { reportFacts, type ReportFacts } from './report-facts.js';

/** What both lanes need to know of a report before they act on it. */
@Injectable()
export class ReportReading {
  constructor(
    private readonly store: EventStore,
    private readonly position: ReadPosition,
  ) {}

  /** A unit or a deadline approved before the report must be seen: this service's copy of the registers catches up first. */
  async registersUpTo(position: number): Promise<void> {
    const { stale } = await this.position.wait([registersSubscription('triage')], position);
    if (stale) throw new Error(`the registers have not reached position ${String(position)} yet`);
  }

  async facts(reportId: string): Promise<ReportFacts> {
    return reportFacts(reportId, await this.store.readStream(`report-${reportId}`));
  }
}
