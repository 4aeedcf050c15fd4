import { Injectable } from '@nestjs/common';
import type {
  CaseAfterQuery,
  CaseHistory,
  CaseHistoryQuery,
  CaseList,
  CaseQuery,
  CaseReportList,
  CaseView,
  NextCase,
} from '#libs/contracts';
import { AccessLog, type Principal } from '#libs/identity';
import { Clock, CursorCodec, Problem, ReadPosition } from '#libs/service-kit';
import { Care } from '../care/care.js';
import { CaseHistories } from '../history/case-histories.js';
import { ReportTexts } from '../opening/report-texts.js';
import { CaseOrders } from '../orders/case-orders.js';
import { Officers } from '../people/officers.js';
import { CaseQueue, type QueuePlace } from '../queue/case-queue.js';
import { NextCaseQueue } from '../queue/next-case.js';
import { AnalystCommands } from './analyst-commands.js';
import { ApprovalLooks } from '../approvals/looks.js';
import { WorkRules } from '../people/work-rules.js';
import { historyWithoutProposer, isBlindFor } from './blind-look.js';
import { CaseDoor } from './case-door.js';
import { CaseViews, summaryOf } from './case-views.js';

/** A case that was handed out may be claimed by somebody who found it in the list; then the next one is tried. */
const MOST_TRIES = 20;

/** Reading cases, within what the caller may read. */
@Injectable()
export class CaseReading {
  constructor(
    private readonly door: CaseDoor,
    private readonly views: CaseViews,
    private readonly queue: CaseQueue,
    private readonly orders: CaseOrders,
    private readonly nextCases: NextCaseQueue,
    private readonly histories: CaseHistories,
    private readonly reportTexts: ReportTexts,
    private readonly analyst: AnalystCommands,
    private readonly officers: Officers,
    private readonly rules: WorkRules,
    private readonly care: Care,
    private readonly looks: ApprovalLooks,
    private readonly access: AccessLog,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  /** A page of the queue; a cursor is good for the caller and the order it was made for. */
  async list(caller: Principal, query: CaseQuery): Promise<CaseList> {
    const officer = await this.officers.of(caller);
    const { stale } = await this.position.wait(['triage.queue', 'triage.orders'], query.after);
    const scope = `cases:${caller.id}:${query.sort}`;
    const place = this.cursors.decode(scope, query.cursor) as QueuePlace | undefined;
    const { items, next } = await this.queue.list(query, officer, place);
    const rechecks = await this.orders.rechecksOf(items.map(({ row }) => row.caseId));
    const now = this.clock.now();
    return {
      items: items.map(({ row, ...counts }) => summaryOf(row, { ...counts, recheck: rechecks.get(row.caseId) }, now)),
      ...(next === undefined ? {} : { cursor: this.cursors.encode(scope, next) }),
      ...(stale ? { stale } : {}),
    };
  }

  /** One case; that it was read is on record once a day. The case itself is never behind; what stands beside it waits for `after`. */
  async read(caller: Principal, caseId: string, { after }: CaseAfterQuery): Promise<CaseView> {
    const { file, officer } = await this.door.open(caller, caseId);
    await this.position.wait(['triage.queue', 'triage.orders'], after);
    await this.looks.seen(file, officer);
    return this.views.of(file, officer);
  }

  /** What happened to a case, in the order of the log. */
  async history(caller: Principal, caseId: string, query: CaseHistoryQuery): Promise<CaseHistory> {
    const { file, officer } = await this.door.open(caller, caseId);
    const scope = `case-events:${caller.id}:${caseId}`;
    const after = this.cursors.decode(scope, query.cursor) as number | undefined;
    const { items, next } = await this.histories.page(file, after ?? 0, query.limit);
    const blind = isBlindFor(file, officer, await this.rules.blindSecondLook(file.state.unit));
    return {
      items: blind ? historyWithoutProposer(items, file) : items,
      ...(next === undefined ? {} : { cursor: this.cursors.encode(scope, next) }),
    };
  }

  /** The reports of a case with the reporters' words, oldest first. That they were shown is on record, every time. */
  async reports(caller: Principal, caseId: string, query: CaseHistoryQuery): Promise<CaseReportList> {
    const { file } = await this.door.open(caller, caseId);
    const scope = `case-reports:${caller.id}:${caseId}`;
    const from = (this.cursors.decode(scope, query.cursor) as number | undefined) ?? 0;
    const page = file.state.reports.slice(from, from + query.limit);
    const items = await this.reportTexts.of(page);
    if (items.some(({ note }) => note !== null)) await this.access.textRevealed(caller, 'report-notes', caseId);
    const more = file.state.reports.length > from + page.length;
    return { items, ...(more ? { cursor: this.cursors.encode(scope, from + page.length) } : {}) };
  }

  /** Claims the next case for the caller, unless it is time to rest; undefined when nothing is waiting. */
  async next(caller: Principal, wanted: NextCase): Promise<CaseView | undefined> {
    const officer = await this.officers.of(caller);
    await this.care.beforeNext(caller, wanted.goOn);
    const without = await this.care.optedOut(caller.id);
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const caseId = await this.nextCases.take(officer, wanted, without);
      if (caseId === undefined) return undefined;
      try {
        await this.analyst.claim({ caller, caseId, attempt: 'next', as: 'analyst' });
      } catch (error) {
        if (error instanceof Problem && TAKEN.has(error.code)) continue;
        throw error;
      }
      return await this.read(caller, caseId, {});
    }
    return undefined;
  }
}

/** Somebody was faster than the queue knew. */
const TAKEN: ReadonlySet<string> = new Set(['claimed-by-another', 'case-not-open', 'foreign-unit']);
