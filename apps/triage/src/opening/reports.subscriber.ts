import { EventSubscriber, OnEvent } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { CaseOpening } from './case-opening.js';
import { ReportReading } from './report-reading.js';

/** Brings every report to a case, in the order of the log. A plea does not wait for its turn here: see `PleasSubscriber`. */
@EventSubscriber({ name: 'triage.reports' })
export class ReportsSubscriber {
  constructor(
    private readonly reading: ReportReading,
    private readonly opening: CaseOpening,
  ) {}

  @OnEvent('TargetReported', 'ReportUnusable')
  async link(event: Recorded<'TargetReported' | 'ReportUnusable'>): Promise<void> {
    const { target, reportId } = event.data;
    // The key of the report was destroyed before it was read: nothing is left to act on.
    if (target === null) return;
    await this.reading.registersUpTo(event.position);
    const { attached, pleaLink } = await this.reading.facts(reportId);
    if (pleaLink?.event.id === event.id) return;
    await this.opening.bring(event, attached, target);
  }
}
