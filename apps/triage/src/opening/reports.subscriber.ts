import { EventSubscriber, OnEvents } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { CaseOpening, type Bringing } from './case-opening.js';
import { ReportReading } from './report-reading.js';

/**
 * Brings every report to a case, in the order of the log. A plea does not wait for its turn here: see `PleasSubscriber`. Of a link that everybody
 * reports, all that have come are brought together.
 */
@EventSubscriber({ name: 'triage.reports' })
export class ReportsSubscriber {
  constructor(
    private readonly reading: ReportReading,
    private readonly opening: CaseOpening,
  ) {}

  @OnEvents('TargetReported', 'ReportUnusable')
  async link(events: readonly Recorded<'TargetReported' | 'ReportUnusable'>[]): Promise<void> {
    await this.reading.registersUpTo(Math.max(...events.map(({ position }) => position)));
    const links = await Promise.all(events.map((event) => this.#linkOf(event)));
    await this.opening.bringAll(links.flatMap((link) => link ?? []));
  }

  async #linkOf(event: Recorded<'TargetReported' | 'ReportUnusable'>): Promise<Bringing | null> {
    const { target, reportId } = event.data;
    // The key of the report was destroyed before it was read: nothing is left to act on.
    if (target === null) return null;
    const { attached, pleaLink } = await this.reading.facts(reportId);
    return pleaLink?.event.id === event.id ? null : { cause: event, report: attached, target };
  }
}
