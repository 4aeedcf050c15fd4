import { Injectable } from '@nestjs/common';
import type {
  CaseEvent,
  CaseSummary,
  CaseView,
  DueView,
  EventData,
  EventType,
  NoteView,
  RecheckView,
  TargetView,
} from '#libs/contracts';
import { cases, masked, type ExistingCase, type Officer } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { defang } from '#libs/target';
import { RegistersReader } from '#libs/identity';
import { Clock } from '#libs/service-kit';
import { CaseOrders } from '../orders/case-orders.js';
import { WorkRules } from '../people/work-rules.js';
import { CaseQueue } from '../queue/case-queue.js';
import type { CaseRow } from '../queue/row.js';
import { dueSteps, type DueStep, type Policy } from '../queue/steps.js';
import type { Recorded } from '../recorded.js';
import type { CaseFileRead } from './case-files.js';
import { documentsOf } from './document-view.js';
import { isBlindFor, withoutProposer } from './blind-look.js';
import { proposalOf } from './proposal-view.js';
import { targetView } from './target-view.js';

/** A page shows the newest reports; all of them are at `/cases/:id/reports`. */
const MOST_ATTACHED = 100;

/** What lists show of a case, from its row. Counts, due times and what rechecks found are handed in: they come from the queue, the log and the orders. */
export function summaryOf(
  row: CaseRow,
  counts: {
    readonly reports: number;
    readonly sources: number;
    readonly due: readonly DueStep[];
    readonly recheck: RecheckView | undefined;
  },
  now: Date,
): CaseSummary {
  const running = row.claim !== null && Date.parse(row.claim.until) > now.getTime() ? row.claim : null;
  return {
    id: row.caseId,
    status: row.status,
    ...(row.category === null ? {} : { category: row.category }),
    priority: row.priority,
    unit: row.unit,
    coordinating: [...row.coordinating],
    province: row.province,
    plea: row.plea,
    target: targetView(row.targets[0]),
    reports: counts.reports,
    sources: counts.sources,
    ...(running === null ? {} : { claim: { ...running } }),
    due: counts.due.map((due): DueView => ({ ...due, overdue: Date.parse(due.at) <= now.getTime() })),
    ...(counts.recheck === undefined ? {} : { recheck: counts.recheck }),
    ...reviewSummary(row),
    openedAt: row.openedAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

/** A case's page, from its own streams; what others know of it (order reference, related cases) is added from read models. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly registers: RegistersReader,
    private readonly orders: CaseOrders,
    private readonly queue: CaseQueue,
    private readonly rules: WorkRules,
    private readonly clock: Clock,
  ) {}

  async of(file: CaseFileRead, officer: Officer): Promise<CaseView> {
    const { state, row } = file;
    const reports = state.reports;
    const [policy, order, rechecks, related] = await Promise.all([
      this.policy(row),
      this.orders.latestOf(file.id),
      this.orders.rechecksOf([file.id]),
      this.queue.related(file.id, row.targets, officer),
    ]);
    const sources = new Set(reports.map(({ reportId, source }) => source ?? reportId)).size;
    const counts = { reports: reports.length, sources, due: dueSteps(row, policy), recheck: rechecks.get(file.id) };
    const { review: _, ...summary } = summaryOf(row, counts, this.clock.now());
    const view: CaseView = {
      ...summary,
      targets: row.targets.map((target, index) => ({ ...targetView(target), ...correctionOf(file.events, index) })),
      priorityReasons: [...state.priorityReasons],
      attached: reports.slice(-MOST_ATTACHED).map(({ source: _source, ...report }) => report),
      ...suggestionOf(file.events),
      ...proposalOf(file),
      documents: documentsOf(file.events),
      ...endingOf(state, file.events),
      ...(order === undefined ? {} : { order }),
      ...reviewOf(file),
      assignee: row.assignee,
      mergedInto: row.mergedInto,
      notes: notesOf(file.events),
      related,
      position: file.position,
    };
    return isBlindFor(file, officer, await this.rules.blindSecondLook(state.unit)) ? withoutProposer(view, file) : view;
  }

  /** The deadlines as they counted when each step began. */
  private async policy(row: CaseRow): Promise<Policy> {
    const moments = [...new Set([row.since, row.review?.since])].filter((at) => at != null);
    const registers = await Promise.all(moments.map(async (at) => [at, await this.registers.at(at)] as const));
    const byMoment = new Map(registers);
    return (step, priority, at) => byMoment.get(at)?.deadline(step, priority)?.minutes;
  }
}

const newest = <T extends EventType>(events: readonly RecordedEvent[], type: T): Recorded<T> | undefined =>
  events.findLast((event) => event.type === type) as Recorded<T> | undefined;

function suggestionOf(events: readonly RecordedEvent[]): Pick<CaseView, 'suggestion'> {
  const event = newest(events, 'CategorySuggested');
  if (event === undefined) return {};
  const { category, score, model, modelVersion } = event.data;
  return { suggestion: { category, score, model, modelVersion } };
}

function endingOf(state: ExistingCase, events: readonly RecordedEvent[]): Pick<CaseView, 'dismissal' | 'closed'> {
  if (state.status === 'closed') return { closed: { outcome: state.outcome } };
  if (state.status !== 'awaiting-dismissal' && state.status !== 'dismissed') return {};
  const event = newest(events, state.status === 'dismissed' ? 'CaseDismissed' : 'DismissalProposed');
  return event === undefined
    ? {}
    : {
        dismissal: {
          outcome: event.data.outcome,
          ...(event.data.preset === undefined ? {} : { preset: event.data.preset }),
          reason: event.data.reason,
          by: event.data.person,
          at: event.occurredAt,
        },
      };
}

function reviewSummary({ review, moreReviews }: CaseRow): Pick<CaseSummary, 'review'> {
  if (review === null) return {};
  const { reviewId, by, since } = review;
  return { review: { reviewId, by, requestedAt: since, more: moreReviews.length } };
}

/** The review that is decided next, in the words of whoever asks for it. */
function reviewOf({ row, events }: CaseFileRead): Pick<CaseView, 'review'> {
  const { review } = reviewSummary(row);
  const asked = events.find(
    (event): event is Recorded<'ReviewRequested'> =>
      event.type === 'ReviewRequested' && (event as Recorded<'ReviewRequested'>).data.reviewId === review?.reviewId,
  );
  if (review === undefined || asked === undefined) return {};
  return { review: { ...review, order: asked.data.order, reason: asked.data.reason } };
}

/** How a link was reported that a person corrected since. */
function correctionOf(events: readonly RecordedEvent[], index: number): Pick<TargetView, 'correctedFrom'> {
  const at = events.findIndex(
    (event) => event.type === 'TargetCorrected' && (event as Recorded<'TargetCorrected'>).data.targetIndex === index,
  );
  if (at < 0) return {};
  const before = cases.fold(events.slice(0, at) as Recorded<CaseEvent['type']>[]);
  const original = before.status === 'none' ? undefined : before.targets[index];
  return original?.state === 'unparseable' ? { correctedFrom: defang(original.raw) } : {};
}

const notesOf = (events: readonly RecordedEvent[]): NoteView[] =>
  events.flatMap((event) => {
    if (event.type !== 'NoteAdded') return [];
    const { noteId, visibility, text } = event.data as EventData<'NoteAdded'>;
    const shown = text === null ? { text, marks: [] } : masked(text);
    return [
      { noteId, visibility, text: shown.text, marks: [...shown.marks], by: event.actor.id, at: event.occurredAt },
    ];
  });
