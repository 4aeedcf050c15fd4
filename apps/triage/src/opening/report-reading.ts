import { Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { registersSubscription } from '#libs/identity';
import { ReadPosition } from '#libs/service-kit';
import { reportFacts, type ReportFacts } from './report-facts.js';

/** How long a plea waits for the registers, in ms: by those of a moment ago it can be answered too. */
const URGENT_WAIT = 300;

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

  /** The same for a plea, which goes on with the registers as they are when they have far to go: behind a long list that is seconds. */
  async registersSoon(position: number): Promise<void> {
    await this.position.wait([registersSubscription('triage')], position, URGENT_WAIT);
  }

  async facts(reportId: string): Promise<ReportFacts> {
    return reportFacts(reportId, await this.store.readStream(`report-${reportId}`));
  }
}
