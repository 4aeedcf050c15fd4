import { Injectable } from '@nestjs/common';
import type {
  Answer,
  AnswersResult,
  EventData,
  LetterAnswersBody,
  LetterEvent,
  LetterResult,
  LetterSentBody,
} from '#libs/contracts';
import { requests, vietnameseDate } from '#libs/domain';
import { EventStore, onNewest } from '#libs/event-store';
import { actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import { commandOf } from '../requests/answering.js';
import { endOf } from '../streams/end-of.js';
import { Envelopes, letterStream } from '../streams/envelopes.js';
import { LoggedRequests } from '../streams/request-streams.js';
import type { FoundLetter } from './letter-query.js';
import { Letters } from './letters.js';

/** What people say of a letter: that it left, and what the letter that came back says of each request. */
@Injectable()
export class LetterCommands {
  constructor(
    private readonly letters: Letters,
    private readonly store: EventStore,
    private readonly streams: LoggedRequests,
    private readonly envelopes: Envelopes,
    private readonly clock: Clock,
  ) {}

  /** The same again changes nothing; another day or way corrects what was said before. */
  async sent(caller: Principal, id: string, body: LetterSentBody): Promise<LetterResult> {
    const { sentOn } = body;
    const way = body.way ?? null;
    const { issued } = await this.letters.found(caller, id);
    this.#between(issued.issuedAt, sentOn, '/sentOn');
    return onNewest(async () => {
      const { events, version, position } = await this.#letter(id);
      const last = events.findLast((event) => event.type === 'LetterSent')?.data;
      if (last?.sentOn === sentOn && last.way === way) return { id, position };
      const event: LetterEvent = { type: 'LetterSent', data: { letterId: id, sentOn, way } };
      const entry = this.#entry(id, version, [event], caller);
      return { id, ...(await this.#append([entry])) };
    });
  }

  /** An outcome for each: one that is refused does not hold up the others. */
  async answer(caller: Principal, id: string, { incoming, answers }: LetterAnswersBody): Promise<AnswersResult> {
    const found = await this.letters.found(caller, id);
    this.#between(found.issued.issuedAt, incoming.date, '/incoming/date');
    const outcomes: AnswersResult['outcomes'] = [];
    let newest = 0;
    for (const answer of answers) {
      try {
        const { state, position } = await this.#answer(caller, found, incoming, answer);
        newest = Math.max(newest, position);
        outcomes.push({ id: answer.id, ok: true, state, position });
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        outcomes.push({ id: answer.id, ok: false, problem: error.code });
      }
    }
    return { outcomes, position: newest };
  }

  async #answer(
    caller: Principal,
    { issued }: FoundLetter,
    incoming: LetterAnswersBody['incoming'],
    answer: Answer,
  ): Promise<{ state: Exclude<ReturnType<typeof requests.fold>['status'], 'none'>; position: number }> {
    if (!issued.items.some(({ requestId }) => requestId === answer.id)) throw new Problem('not-found');
    return onNewest(async () => {
      const request = await this.streams.load(answer.id);
      const { life } = request;
      if (life.status === 'none' || life.status === 'not-expressible') throw new Problem('not-found');
      const decision = requests.decide(commandOf(answer, life, this.clock.now()), life);
      if (!decision.ok) throw Problem.refused(decision);
      const letter = await this.#letter(issued.letterId);
      const event: LetterEvent = {
        type: 'LetterAnswered',
        data: { letterId: issued.letterId, requestId: answer.id, answer: answer.answer, incoming },
      };
      const known = letter.events.some(
        (one) =>
          one.type === 'LetterAnswered' &&
          isSameAnswer(one.data, { requestId: answer.id, answer: answer.answer, incoming }),
      );
      const after = requests.fold(decision.events, life);
      const state = after.status === 'none' ? life.status : after.status;
      const change = { id: answer.id, caseId: life.ids.caseId, version: request.version, events: decision.events };
      const entries = [
        ...(decision.events.length === 0 ? [] : [this.streams.entry(change, { actor: actorOf(caller) })]),
        ...(known ? [] : [this.#entry(issued.letterId, letter.version, [event], caller)]),
      ];
      if (entries.length === 0) return { state, position: Math.max(request.position, letter.position) };
      return { state, ...(await this.#append(entries)) };
    });
  }

  /** A letter is sent, and answered, on a day between the one it bears and today in Vietnam. */
  #between(issuedAt: string, day: string, pointer: string): void {
    const [first, last] = [issuedAt, this.clock.now().toISOString()].map((at) =>
      vietnameseDate(at).split('/').reverse().join('-'),
    );
    if (first !== undefined && last !== undefined && first <= day && day <= last) return;
    const detail = {
      vi: 'Ngày phải từ ngày của công văn đến hôm nay',
      en: 'The day must lie between the letter’s date and today',
    };
    throw new Problem('invalid-request', { errors: [{ pointer, detail, code: 'out-of-range' }] });
  }

  async #letter(id: string): Promise<{ events: readonly LetterEvent[]; version: number; position: number }> {
    const recorded = await this.store.readStream(letterStream(id));
    return { events: recorded as unknown as LetterEvent[], ...endOf(recorded) };
  }

  #entry(id: string, version: number, events: LetterEvent[], caller: Principal): Entry {
    const stream = letterStream(id);
    return {
      stream,
      expectedVersion: version,
      events: this.envelopes.wrap(stream, null, events, { actor: actorOf(caller) }),
    };
  }

  async #append(streams: Entry[]): Promise<{ position: number }> {
    const { position } = await this.store.append({ streams });
    return { position };
  }
}

type Answered = Pick<EventData<'LetterAnswered'>, 'requestId' | 'answer' | 'incoming'>;

const isSameAnswer = (a: Answered, b: Answered): boolean =>
  a.requestId === b.requestId &&
  a.answer === b.answer &&
  a.incoming.number === b.incoming.number &&
  a.incoming.date === b.incoming.date;

interface Entry {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly events: ReturnType<Envelopes['wrap']>;
}
