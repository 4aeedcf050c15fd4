import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Officers } from '../people/officers.js';
import { EventStream } from './event-stream.js';
import { PresenceFeed } from '../presence/presence-feed.js';
import { LiveFeed } from './live-feed.js';

/** Fires when the process begins to stop: open streams end then. */
export const STOPPING = Symbol('lachan triage stopping');

/** Queue and case changes, as they happen. */
@ApiTags('live')
@Controller('api/v1/events')
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly presence: PresenceFeed,
    private readonly officers: Officers,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {}

  @Get('live')
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'Thay đổi trực tiếp / server-sent events of changes of the cases the caller may read' })
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    description:
      'Events `change` ({caseId, type, unit, position, status, claim}), `presence` ({caseId, people}) and `reset` (read the queue again)',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async live(
    @Caller() caller: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const officer = await this.officers.of(caller);
    const stream = new EventStream(this.stopping);
    const off = this.feed.follow(officer, (change) => {
      stream.send('change', change.position, change);
    });
    stream.onEnd(off);
    stream.onEnd(
      this.presence.follow(officer, (presence) => {
        stream.tell('presence', presence);
      }),
    );
    const after = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : undefined;
    if (after !== undefined) {
      const { changes, complete } = await this.feed.since(officer, after);
      if (!complete) stream.send('reset', after, {});
      for (const change of changes) stream.send('change', change.position, change);
    }
    void reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream.body);
  }
}
