import { Injectable } from '@nestjs/common';
import type { CaseEvent, ClaimEvent, EventType, ReferralEvent, SupportEvent } from '#libs/contracts';
import type { CaseState } from '#libs/domain';
import { EventStore, type Actor, type AppendRequest, type AppendResult, type NewEvent } from '#libs/event-store';
import { caseStream, claimStream, type CaseFileRead } from './case-files.js';
import { DedupeKeys } from './dedupe-keys.js';

/** Who and why, for every event of one append. */
export interface Cause {
  readonly actor: Actor;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** The id of the n-th event of a type: new for a person's command, derived for an event's effect. */
  readonly idFor: (type: EventType, stream: string) => string;
}

type DecidedEvent = CaseEvent | ClaimEvent | ReferralEvent | SupportEvent;
type StreamWrite = AppendRequest['streams'][number];

/** Everything that must become true together with a decision on a case. */
export interface CaseWrite {
  readonly file: Pick<CaseFileRead, 'id' | 'streamVersion' | 'claimVersion'> & { readonly state: CaseState };
  readonly events: readonly CaseEvent[];
  /** `assert`: the decision rests on the claim and is refused if it moved; `ignore`: it does not. */
  readonly claim: 'assert' | 'ignore';
  readonly claimEvents?: readonly ClaimEvent[];
  /** Streams that begin or go on beside the case. */
  readonly beside?: readonly {
    readonly stream: string;
    readonly expectedVersion: number;
    readonly events: readonly DecidedEvent[];
  }[];
  /** The case that takes over, when this one is merged. */
  readonly into?: Pick<CaseFileRead, 'id' | 'streamVersion'>;
}

/** What one cause brings to a case. */
export interface CasePart {
  readonly cause: Cause;
  readonly events: readonly CaseEvent[];
}

/** Appends decisions on cases: ordered by the case, fenced by the claim, with the reservations of its targets. */
@Injectable()
export class CaseWriter {
  constructor(
    private readonly store: EventStore,
    private readonly keys: DedupeKeys,
  ) {}

  /** Appends all of it or nothing; throws the event store's errors. */
  write(cause: Cause, write: CaseWrite): Promise<AppendResult> {
    return this.store.append(this.requestFor(cause, write));
  }

  /** Appends what several causes bring to a case that takes or gives no key by it, in their order: all of it or nothing. */
  goOn(file: Pick<CaseFileRead, 'id' | 'streamVersion'>, parts: readonly CasePart[]): Promise<AppendResult> {
    const stream = caseStream(file.id);
    const events = parts.flatMap((part) => newEvents(part.cause, file.id, stream, part.events));
    return this.store.append({ streams: [{ stream, expectedVersion: file.streamVersion, events }] });
  }

  private requestFor(cause: Cause, write: CaseWrite): AppendRequest {
    const { file, events, claimEvents = [] } = write;
    const streams: StreamWrite[] = [];
    if (events.length > 0) streams.push(this.stream(cause, file.id, caseStream(file.id), file.streamVersion, events));
    if (write.into !== undefined) {
      const merges = events.filter((event) => event.type === 'CaseMerged');
      streams.push(this.stream(cause, write.into.id, caseStream(write.into.id), write.into.streamVersion, merges));
    }
    if (claimEvents.length > 0) {
      streams.push(this.stream(cause, file.id, claimStream(file.id), file.claimVersion, claimEvents));
    }
    for (const { stream, expectedVersion, events: more } of write.beside ?? []) {
      streams.push(this.stream(cause, file.id, stream, expectedVersion, more));
    }
    const fenced = write.claim === 'assert' && claimEvents.length === 0;
    return {
      streams,
      reservations: this.reservationsFor(file.id, file.state, events),
      ...(fenced ? { assertions: [{ stream: claimStream(file.id), version: file.claimVersion }] } : {}),
    };
  }

  private stream(
    cause: Cause,
    caseId: string,
    stream: string,
    expectedVersion: number,
    events: readonly DecidedEvent[],
  ): StreamWrite {
    return { stream, expectedVersion, events: newEvents(cause, caseId, stream, events) };
  }

  /** An open case holds its targets' keys: taken when it opens, released when it ends, handed over when it is merged. */
  private reservationsFor(
    caseId: string,
    state: CaseState,
    events: readonly CaseEvent[],
  ): NonNullable<AppendRequest['reservations']> {
    const owner = caseStream(caseId);
    const held = state.status === 'none' ? [] : this.keys.ofTargets(state.targets);
    const take: { key: Buffer; owner: string }[] = [];
    const release: { key: Buffer; owner: string }[] = [];
    const move: { from: string; to: string }[] = [];
    for (const event of events) {
      if (event.type === 'CaseOpened')
        take.push(...this.keys.ofTargets([event.data.target]).map((key) => ({ key, owner })));
      if (event.type === 'TargetCorrected')
        take.push(...this.keys.ofTargets([event.data.target]).map((key) => ({ key, owner })));
      if (event.type === 'CaseReopened') take.push(...held.map((key) => ({ key, owner })));
      if (event.type === 'CaseDismissed' || event.type === 'CaseClosed')
        release.push(...held.map((key) => ({ key, owner })));
      if (event.type === 'CaseMerged') move.push({ from: owner, to: caseStream(event.data.into) });
    }
    return { take, release, move };
  }
}

const newEvents = (cause: Cause, caseId: string, stream: string, events: readonly DecidedEvent[]): NewEvent[] =>
  events.map(({ type, data }) => ({
    id: cause.idFor(type, stream),
    type,
    data,
    occurredAt: cause.occurredAt,
    actor: cause.actor,
    correlationId: cause.correlationId,
    causationId: cause.causationId,
    orderingKey: caseStream(caseId),
  }));
