import { Body, Controller, Get, Param, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Answer } from '#libs/contracts';
import type { ProviderAnswer, RequestKind, RequestView } from '#libs/contracts';
import { linkOf } from '#libs/domain';
import type { Actor } from '#libs/event-store';
import { Public, PublicRateGuard } from '#libs/identity';
import { languageOf } from '#libs/pages';
import { AcceptsForms, Clock, Problem, type FormFields } from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedSides } from '../feed/feed-side.js';
import type { OwnFeed } from '../feed/feed-side.js';
import { Answering } from '../requests/answering.js';
import { answerLinkStream } from '../streams/envelopes.js';
import type { Unchanged } from '../streams/request-streams.js';
import { AnswerDoor } from './answer-door.js';
import { ANSWER_PATH, AnswerLinks } from './answer-links.js';
import type { AnswerToken } from './answer-links.js';
import { answerDocument, requestPage } from './answer-page.js';
import type { Outcome } from './answer-page.js';
import { AnswerProblemFilter } from './answer-problem.filter.js';
import { AnswerReply } from './answer-reply.js';
import { ANSWER_WORDS } from './answer-words.js';
import { LinkStreams } from './link-streams.js';

const TAKES: Readonly<Record<RequestKind, readonly ProviderAnswer[]>> = {
  block: ['acknowledge', 'enforced', 'refused'],
  // That a lift has arrived is no answer that anything rests on.
  lift: ['lifted'],
};
/** Whose request is answered, and of which order it is. */
type Asked = OwnFeed & { readonly order: string };

/** Nobody knows who pressed: the log says that it came by the link. */
const BY_LINK: Actor = { kind: 'public', id: 'answer-link' };

/**
 * One request's page for a recipient without an account, over the same decisions as a provider's own answer. Looking changes nothing:
 * mail scanners open every link.
 */
@ApiExcludeController()
@Public()
@UseFilters(AnswerProblemFilter)
@UseGuards(PublicRateGuard)
@Controller(ANSWER_PATH)
export class AnswerLinkController {
  constructor(
    private readonly door: AnswerDoor,
    private readonly links: AnswerLinks,
    private readonly linkStreams: LinkStreams,
    private readonly sides: FeedSides,
    private readonly answering: Answering,
    private readonly replies: AnswerReply,
    private readonly clock: Clock,
  ) {}

  @Get(':token')
  async look(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.#open(token);
    this.#show(request, reply, 200, opened.token, opened.view, undefined);
  }

  @Post(':token')
  @AcceptsForms()
  async answer(
    @Param('token') token: string,
    @Body() body: FormFields | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { own, token: read, view } = await this.#open(token);
    const answer = Answer.safeParse({ ...body, id: read.id });
    if (!answer.success || !TAKES[read.kind].includes(answer.data.answer)) {
      this.#show(request, reply, 422, read, view, 'incomplete');
      return;
    }
    const contradicts = await this.#contradicts(own, answer.data, read);
    const now = await this.answering.view(own, read.id);
    this.#show(request, reply, contradicts ? 409 : 200, read, now, contradicts ? 'otherwise' : 'recorded');
  }

  /** Records an answer; true when what stands says otherwise, and stays. */
  async #contradicts(own: Asked, answer: Answer, token: AnswerToken): Promise<boolean> {
    try {
      // A revocation that comes first wins, also over an answer that is on its way.
      await this.answering.answer(own, BY_LINK, answer, async () => [await this.#standing(own, token)]);
      return false;
    } catch (error) {
      if (error instanceof Problem && error.status === 409) return true;
      throw error;
    }
  }

  /** @throws {Problem} `not-found`, whatever is wrong with the link. */
  async #open(text: string): Promise<{ own: Asked; token: AnswerToken; view: RequestView }> {
    const token = this.links.read(text, this.clock.now());
    if (token === null) throw new Problem('not-found');
    const side = this.sides.real;
    const { life } = await side.streams.load(token.id);
    if (life.status === 'none' || (await this.door.baseOf(life.ids.provider)) === null) throw new Problem('not-found');
    const own = { side, provider: life.ids.provider, order: life.ids.orderId };
    await this.#standing(own, token);
    return { own, token, view: await this.answering.view(own, token.id) };
  }

  /** The link is the one that answers now, as long as this stream stays as it is. @throws {Problem} `not-found` */
  async #standing({ order }: Asked, { id, kind, round }: AnswerToken): Promise<Unchanged> {
    const { state, version } = await this.linkStreams.load(order);
    const link = linkOf(state, id, kind);
    if (link.revoked || link.round !== round) throw new Problem('not-found');
    return { stream: answerLinkStream(order), version };
  }

  #show(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    { kind }: AnswerToken,
    view: RequestView,
    outcome: Outcome,
  ): void {
    const { language } = languageOf(request);
    const words = ANSWER_WORDS[language];
    // A request that was ended since is answered by the link of its lift.
    const main = requestPage(language, view, kind === view.kind, outcome);
    this.replies.send(request, reply, status, (look) => answerDocument(look, words.title, main));
  }
}
