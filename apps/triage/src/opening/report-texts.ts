import { Injectable } from '@nestjs/common';
import type { AttachedReport, CaseReport } from '#libs/contracts';
import { masked } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { Recorded } from '../recorded.js';

/** Reports read at the same time. */
const AT_ONCE = 10;

/** What reporters wrote, from their own streams: it is kept there and nowhere else, so that it can be forgotten there. */
@Injectable()
export class ReportTexts {
  constructor(private readonly store: EventStore) {}

  /** The same reports with their notes; null where there was none or its key was destroyed. */
  async of(reports: readonly AttachedReport[]): Promise<CaseReport[]> {
    const items: CaseReport[] = [];
    for (let start = 0; start < reports.length; start += AT_ONCE) {
      items.push(...(await Promise.all(reports.slice(start, start + AT_ONCE).map((report) => this.one(report)))));
    }
    return items;
  }

  /** One report's note in the clear; null where there was none or its key was destroyed. */
  async clear(reportId: string): Promise<string | null> {
    const [first] = await this.store.readStream(`report-${reportId}`, { limit: 1 });
    return first?.type === 'ReportReceived' ? (first as Recorded<'ReportReceived'>).data.note : null;
  }

  private async one({ source: _source, ...report }: AttachedReport): Promise<CaseReport> {
    const [first] = await this.store.readStream(`report-${report.reportId}`, { limit: 1 });
    const received = first?.type === 'ReportReceived' ? (first as Recorded<'ReportReceived'>).data : undefined;
    const shown = received?.note == null ? { text: null, marks: [] } : masked(received.note);
    return { ...report, note: shown.text, marks: [...shown.marks], seenAt: received?.seenAt ?? null };
  }
}
