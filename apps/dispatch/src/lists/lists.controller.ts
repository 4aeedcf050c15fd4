import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import { FeedParams, FeedQuery } from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { OpenAnswers } from '../feed/open-answers.js';
import { FeedSides } from '../feed/feed-side.js';
import { Lists } from './lists.js';
import type { SequencedList } from './lists.js';
import { acceptsGzip, listTags, matches } from './negotiation.js';

const compress = promisify(gzip);

/** Whole lists in the formats that filters read. */
@ApiTags('feeds')
@Controller('api/v1/feeds')
@Permit({ keys: ['provider', 'school', 'sandbox'] })
export class ListsController {
  readonly #compressed = new LRUCache<string, Buffer>({ max: 50 });

  constructor(
    private readonly lists: Lists,
    private readonly sides: FeedSides,
    private readonly open: OpenAnswers,
  ) {}

  @Get(':format')
  @ApiOperation({ summary: 'What is in force now as one list; schools get age-graded entries only' })
  @ApiProduces('application/json', 'text/plain')
  @ApiResponse({
    status: 200,
    description:
      'The list. ETag is strong; X-Lachan-Sequence (counted within X-Lachan-Generation) and X-Lachan-Sha256 describe the unencoded bytes, X-Lachan-Left-Out counts what the format cannot express',
    content: { 'application/json': { schema: { type: 'object' } }, 'text/plain': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 304, description: 'Nothing changed since the list with that ETag' })
  async list(
    @Caller() caller: Principal,
    @Param({ schema: FeedParams }) { format }: FeedParams,
    @Query({ schema: FeedQuery }) { ageBand }: FeedQuery,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Headers('accept-encoding') acceptEncoding: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.open.enter(caller.id, 'whole', reply);
    const list = await this.#listFor(caller, format, ageBand);
    const encoded = acceptsGzip(acceptEncoding);
    const tags = listTags(list.sha256);
    void reply
      .header('etag', encoded ? tags.gzip : tags.identity)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-encoding, authorization')
      .header('x-lachan-sequence', String(list.sequence))
      .headers(list.generation === undefined ? {} : { 'x-lachan-generation': list.generation })
      .header('x-lachan-sha256', list.sha256)
      .header('x-lachan-left-out', String(list.leftOut));
    if (matches(ifNoneMatch, tags)) {
      await reply.code(304).send();
      return;
    }
    void reply.header('content-type', list.contentType);
    if (encoded) void reply.header('content-encoding', 'gzip');
    await reply.code(200).send(encoded ? await this.#gzip(list) : list.bytes);
  }

  async #listFor(
    caller: Principal,
    format: FeedParams['format'],
    ageBand: FeedQuery['ageBand'],
  ): Promise<SequencedList> {
    if (caller.keyRole === 'school') return this.lists.ofSchool(caller.id, format, ageBand);
    if (ageBand !== undefined) {
      throw new Problem('invalid-request', {
        detail: { vi: 'ageBand chỉ dành cho nhà trường.', en: 'ageBand is for schools only.' },
      });
    }
    return this.lists.ofProvider(this.sides.of(caller), actorOf(caller), caller.id, format);
  }

  async #gzip(list: SequencedList): Promise<Buffer> {
    const known = this.#compressed.get(list.sha256);
    if (known) return known;
    const bytes = await compress(list.bytes);
    this.#compressed.set(list.sha256, bytes);
    return bytes;
  }
}
