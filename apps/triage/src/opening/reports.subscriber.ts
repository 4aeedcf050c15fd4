import { EventStore } from '#libs/event-store';
import { registersSubscription } from '#libs/identity';
import { EventSubscriber, OnEvent } from '#libs/messaging';
import { ReadPosition } from '#libs/service-kit';
import type { Recorded } from '../recorded.js';
import { CaseOpening } from './case-opening.js';
import { reportFacts, type ReportFacts } from './report-facts.js';
import { SupportOpening } from './support-opening.js';

/** A plea without any link still is a case: the child is what matters, the link is one trace. */
const NO_TARGET = { state: 'none' } as const;

/** Brings every report to a case, and every plea for help to somebody who answers for it. */
@EventSubscriber({ name: 'triage.reports' })
export class ReportsSubscriber {
  constructor(
    private readonly store: EventStore,
    private readonly opening: CaseOpening,
    private readonly support: SupportOpening,
    private readonly position: ReadPosition,
  ) {}

  @OnEvent('TargetReported', 'ReportUnusable')
  async link(event: Recorded<'TargetReported' | 'ReportUnusable'>): Promise<void> {
    const { target, reportId } = event.data;
    // The key of the report was destroyed before it was read: nothing is left to act on.
    if (target === null) return;
    await this.registersUpTo(event.position);
    const { attached } = await this.facts(reportId);
    await this.opening.bring(event, attached, target);
  }

  @OnEvent('HelpRequested')
  async help(event: Recorded<'HelpRequested'>): Promise<void> {
    await this.registersUpTo(event.position);
    const { attached, links } = await this.facts(event.data.reportId);
    const link =
      links.find(({ target }) => target?.state === 'accepted') ?? links.find(({ target }) => target !== null);
    const caseId = await this.opening.bring(link?.event ?? event, attached, link?.target ?? NO_TARGET);
    await this.support.open(event, caseId);
  }

  /** A unit or a deadline approved before the report must be seen: this service's copy of the registers catches up first. */
  private async registersUpTo(position: number): Promise<void> {
    const { stale } = await this.position.wait([registersSubscription('triage')], position);
    if (stale) throw new Error(`the registers have not reached position ${String(position)} yet`);
  }

  private async facts(reportId: string): Promise<ReportFacts> {
    return reportFacts(reportId, await this.store.readStream(`report-${reportId}`));
  }
}
