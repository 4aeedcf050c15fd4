import { EventSubscriber, OnEvent } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { CaseOpening } from './case-opening.js';
import { ReportReading } from './report-reading.js';
import { SupportOpening } from './support-opening.js';

/** A plea without any link still is a case: the child is what matters, the link is one trace. */
const NO_TARGET = { state: 'none' } as const;

/**
 * The urgent lane: reports that ask for help or tell of a child in danger become a case with somebody who answers for it, however long a
 * list triage is following meanwhile. A subscription of its own, which sees pleas and nothing else (ADR 0019).
 *
 * A plea's link belongs to this lane and its other links to the ordered one, so no link is brought twice. What both do to one case is
 * settled by the version of its stream and the reservation of its target, as between any two writers.
 */
@EventSubscriber({ name: 'triage.pleas' })
export class PleasSubscriber {
  constructor(
    private readonly reading: ReportReading,
    private readonly opening: CaseOpening,
    private readonly support: SupportOpening,
  ) {}

  @OnEvent('HelpRequested')
  async help(event: Recorded<'HelpRequested'>): Promise<void> {
    await this.reading.registersSoon(event.position);
    const { attached, pleaLink } = await this.reading.facts(event.data.reportId);
    const caseId = await this.opening.bring(pleaLink?.event ?? event, attached, pleaLink?.target ?? NO_TARGET);
    await this.support.open(event, caseId);
  }
}
