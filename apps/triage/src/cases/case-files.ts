import { Injectable } from '@nestjs/common';
import { isMaterial, type CaseEvent, type ClaimEvent } from '#libs/contracts';
import { cases, claims, type ClaimFacts, type ClaimState, type ExistingCase } from '#libs/domain';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import { Problem } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import type { Recorded } from '../recorded.js';
import { evolveRow, type CaseRow, type CaseRowEvent } from '../queue/row.js';

/** A case as its own streams tell it at this moment: never behind. */
export interface CaseFileRead {
  readonly id: string;
  readonly state: ExistingCase;
  /** Version of the case stream: what an append expects. */
  readonly streamVersion: number;
  /** Version of the last material event: what `If-Match` compares. */
  readonly version: number;
  readonly position: number;
  readonly claim: ClaimState;
  /** Version of the claim stream, the fencing token; 0 when nobody ever claimed it. */
  readonly claimVersion: number;
  readonly claimFacts: ClaimFacts | null;
  readonly events: readonly RecordedEvent[];
  readonly claimEvents: readonly RecordedEvent[];
  readonly row: CaseRow;
}

export const caseStream = (caseId: string): string => `case-${caseId}`;
export const claimStream = (caseId: string): string => `claim-${caseId}`;

/** A case as far as its decider needs it, without its history. */
export interface CurrentCase {
  readonly id: string;
  readonly state: ExistingCase;
  readonly streamVersion: number;
  readonly claimVersion: number;
}

/** Cases that reports stream to are remembered for a moment: of a link that everybody reports only the news is read. */
const REMEMBERED = { max: 200, ttl: 30_000 };

/** Reads cases from the log. */
@Injectable()
export class CaseFiles {
  readonly #recent = new LRUCache<string, CurrentCase>(REMEMBERED);

  constructor(private readonly store: EventStore) {}

  /**
   * The state of a case for the system's own effects, read on from where it was left. It may be a moment behind another
   * process: the append expects its version, and after a conflict the rest is read.
   */
  async current(caseId: string): Promise<CurrentCase | undefined> {
    const known = this.#recent.get(caseId);
    const events = await this.store.readStream(caseStream(caseId), { from: (known?.streamVersion ?? 0) + 1 });
    const last = events.at(-1);
    if (known !== undefined && last === undefined) return known;
    const state = cases.fold(events as Recorded<CaseEvent['type']>[], known?.state);
    if (state.status === 'none' || last === undefined) return undefined;
    const current = { id: caseId, state, streamVersion: last.version, claimVersion: 0 };
    this.#recent.set(caseId, current);
    return current;
  }

  /** @throws {Problem} `not-found` when there is no such case. */
  async read(caseId: string): Promise<CaseFileRead> {
    const file = await this.find(caseId);
    if (file === undefined) throw new Problem('not-found');
    return file;
  }

  /** The case, or undefined. */
  async find(caseId: string): Promise<CaseFileRead | undefined> {
    const [events, claimEvents] = await Promise.all([
      this.store.readStream(caseStream(caseId)),
      this.store.readStream(claimStream(caseId)),
    ]);
    const state = cases.fold(events as Recorded<CaseEvent['type']>[]);
    if (state.status === 'none') return undefined;
    const claim = claims.fold(claimEvents as Recorded<ClaimEvent['type']>[]);
    const claimVersion = claimEvents.at(-1)?.version ?? 0;
    return {
      id: caseId,
      state,
      streamVersion: events.at(-1)?.version ?? 0,
      version: events.findLast((event) => isMaterial(event.type as CaseEvent['type']))?.version ?? 0,
      position: Math.max(events.at(-1)?.position ?? 0, claimEvents.at(-1)?.position ?? 0),
      claim,
      claimVersion,
      claimFacts: claim.status === 'free' ? null : { holder: claim.person, until: claim.until, version: claimVersion },
      events,
      claimEvents,
      row: rowOf(caseId, events, claimEvents),
    };
  }
}

/** The row the queue will show once it has seen these events. */
function rowOf(caseId: string, events: readonly RecordedEvent[], claimEvents: readonly RecordedEvent[]): CaseRow {
  const inOrder = [...events, ...claimEvents].sort((a, b) => a.position - b.position);
  let row: CaseRow | undefined;
  for (const event of inOrder) row = evolveRow(row, event as CaseRowEvent);
  if (row === undefined) throw new Error(`the stream ${caseStream(caseId)} does not begin with CaseOpened`);
  return row;
}
