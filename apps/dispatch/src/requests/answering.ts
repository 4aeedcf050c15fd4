import { Injectable } from '@nestjs/common';
import type { Answer, AnswerResult, AnswersResult, RequestView } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestCommand, RequestLife } from '#libs/domain';
import { onNewest } from '#libs/event-store';
import type { Actor } from '#libs/event-store';
import { Clock, Problem } from '#libs/service-kit';
import type { OwnFeed } from '../feed/feed-side.js';
import type { LoadedRequest, Unchanged } from '../streams/request-streams.js';
import { viewOf } from './request-view.js';
import type { SentRequest } from './request-view.js';

/** Bulk answers of different requests that are decided at the same time; the store commits them as one group. */
const TOGETHER = 8;

/** A provider's answers. The same answer again changes nothing and says so with the same words. */
@Injectable()
export class Answering {
  constructor(private readonly clock: Clock) {}

  async view(own: OwnFeed, id: string): Promise<RequestView> {
    const { life, events } = await this.#own(own, id);
    return viewOf(life, events);
  }

  /**
   * Records one answer.
   * @param restsOn asked before every try: what has to be so still when the answer is recorded, e.g. that its link was not revoked.
   * @throws {Problem} `not-found` for a request of another provider, `wrong-kind` for a block's answer on a lift and the
   * other way round, `already-answered` for a second answer that contradicts the first.
   */
  async answer(
    own: OwnFeed,
    actor: Actor,
    answer: Answer,
    restsOn: () => Promise<readonly Unchanged[]> = () => Promise.resolve([]),
  ): Promise<AnswerResult> {
    return onNewest(async () => {
      const unchanged = await restsOn();
      const loaded = await this.#own(own, answer.id);
      const decision = requests.decide(commandOf(answer, loaded.life, this.clock.now()), loaded.life);
      if (!decision.ok) throw Problem.refused(decision);
      if (decision.events.length === 0) return resultOf(loaded.life, loaded);
      const { position } = await own.side.streams.append(
        [{ id: answer.id, caseId: loaded.life.ids.caseId, version: loaded.version, events: decision.events }],
        { actor },
        unchanged,
      );
      const life = requests.fold(decision.events, loaded.life);
      return resultOf(life, { id: answer.id, position, version: loaded.version + decision.events.length });
    });
  }

  /** Many answers, an outcome for each: one that is refused does not hold up the others. Answers of one request keep their order. */
  async answerAll(own: OwnFeed, actor: Actor, answers: readonly Answer[]): Promise<AnswersResult> {
    const outcomes: AnswersResult['outcomes'] = new Array<AnswersResult['outcomes'][number]>(answers.length);
    const queue = [...byRequest(answers).values()];
    let newest = 0;
    const worker = async (): Promise<void> => {
      for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
        for (const { answer, index } of group) {
          const outcome = await this.#outcome(own, actor, answer);
          outcomes[index] = outcome;
          if (outcome.ok) newest = Math.max(newest, outcome.position);
        }
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
    return { outcomes, position: newest };
  }

  async #outcome(own: OwnFeed, actor: Actor, answer: Answer): Promise<AnswersResult['outcomes'][number]> {
    try {
      const { id, state, position } = await this.answer(own, actor, answer);
      return { id, ok: true, state, position };
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return { id: answer.id, ok: false, problem: error.code };
      throw error;
    }
  }

  /** Whose request it is decides whether there is one: a foreign id and an unknown one look the same. */
  async #own({ side, provider }: OwnFeed, id: string): Promise<LoadedRequest & { readonly life: SentRequest }> {
    const loaded = await side.streams.load(id);
    const { life } = loaded;
    if (life.status === 'none' || life.status === 'not-expressible' || life.ids.provider !== provider) {
      throw new Problem('not-found');
    }
    return { ...loaded, life };
  }
}

/** An answer as the domain decides on it; what has no time of its own is said now. */
export function commandOf(answer: Answer, life: SentRequest, at: Date): RequestCommand {
  const now = at.toISOString();
  switch (answer.answer) {
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'enforced':
      return { type: 'enforced', enforcedAt: answer.enforcedAt ?? enforcedBefore(life) ?? now };
    case 'refused':
      return { type: 'refused', code: answer.code, reason: answer.reason };
    case 'lifted':
      return { type: 'lifted', liftedAt: answer.liftedAt ?? now };
  }
}

/** When the provider had said it enforced the block: an answer without a time that is sent again is the same answer. */
function enforcedBefore(life: SentRequest): string | undefined {
  if ('enforcedAt' in life) return life.enforcedAt;
  return 'blockAnswer' in life && life.blockAnswer.kind === 'enforced' ? life.blockAnswer.enforcedAt : undefined;
}

function byRequest(answers: readonly Answer[]): Map<string, { answer: Answer; index: number }[]> {
  const groups = new Map<string, { answer: Answer; index: number }[]>();
  for (const [index, answer] of answers.entries()) {
    const group = groups.get(answer.id) ?? [];
    group.push({ answer, index });
    groups.set(answer.id, group);
  }
  return groups;
}

function resultOf(life: RequestLife, at: { id: string; position: number; version: number }): AnswerResult {
  if (life.status === 'none') throw new Problem('not-found');
  return { id: at.id, state: life.status, position: at.position, version: at.version };
}
