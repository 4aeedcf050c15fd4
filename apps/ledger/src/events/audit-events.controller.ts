import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AuditEventsQuery } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { AccessLog, Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { caseHistory } from '../replay/case-streams.js';
import { Database, ReadPosition } from '#libs/service-kit';
import { auditEvent } from './audit-event.js';
import { typesOf } from './event-types.js';

const PAGE = 1_000;

/** The log as an auditor reads it. */
@ApiTags('audit')
@Controller('api/v1/audit/events')
export class AuditEventsController {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly access: AccessLog,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Nhật ký sự kiện theo thứ tự vị trí (NDJSON) · the log as NDJSON, in position order' })
  @ApiProduces('application/x-ndjson')
  @ApiResponse({
    status: 200,
    description: 'One event a line',
    content: { 'application/x-ndjson': { schema: { type: 'string' } } },
  })
  async events(
    @Query({ schema: AuditEventsQuery }) query: AuditEventsQuery,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const types = typesOf(query.types);
    // Asked before the answer begins: a log that is away is a problem, not half a stream.
    const head = await this.store.head();
    if (query.case !== undefined) await this.position.wait(['ledger.trace'], head);
    const lines =
      query.case === undefined
        ? this.#log(query, types, Math.min(query.to ?? head, head))
        : this.#ofCase(await caseHistory(this.database, this.store, query.case), query, types);
    await this.access.textRevealed(caller, 'audit-events', query.case ?? null);
    void reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
    return Readable.from(lines);
  }

  /** A page in memory at a time; ends at the head as it was when the call came. */
  async *#log(query: AuditEventsQuery, types: string[] | undefined, end: number): AsyncGenerator<string> {
    for (let after = query.from - 1; after < end;) {
      const events = await this.store.readAll({ after, limit: PAGE, upTo: end, ...(types && { types }) });
      for (const event of events) yield `${JSON.stringify(auditEvent(event))}\n`;
      const last = events.at(-1);
      if (last === undefined) return;
      after = last.position;
    }
  }

  *#ofCase(history: readonly RecordedEvent[], query: AuditEventsQuery, types: string[] | undefined): Generator<string> {
    for (const event of history) {
      if (event.position < query.from || event.position > (query.to ?? Number.MAX_SAFE_INTEGER)) continue;
      if (types === undefined || types.includes(event.type)) yield `${JSON.stringify(auditEvent(event))}\n`;
    }
  }
}
