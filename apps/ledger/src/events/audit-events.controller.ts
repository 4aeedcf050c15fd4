import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AuditEventsQuery, EVENTS } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { Permit } from '#libs/identity';
import { caseHistory } from '../replay/case-streams.js';
import { Database, Problem } from '#libs/service-kit';
import { auditEvent } from './audit-event.js';

const PAGE = 1_000;

/** The log as an auditor reads it. */
@ApiTags('audit')
@Controller('api/v1/audit/events')
export class AuditEventsController {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
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
  events(
    @Query({ schema: AuditEventsQuery }) query: AuditEventsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Readable {
    const types = query.types?.split(',').map((type) => type.trim());
    const unknown = types?.filter((type) => !(type in EVENTS)) ?? [];
    if (unknown.length > 0) {
      throw new Problem('invalid-request', {
        errors: [
          { pointer: '#query/types', detail: `unknown: ${unknown.join(', ').slice(0, 200)}`, code: 'unknown_type' },
        ],
      });
    }
    void reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
    return Readable.from(query.case === undefined ? this.#log(query, types) : this.#ofCase(query.case, query, types));
  }

  /** A page in memory at a time; ends at the head as it was when the call came. */
  async *#log(query: AuditEventsQuery, types: string[] | undefined): AsyncGenerator<string> {
    const end = Math.min(query.to ?? Number.MAX_SAFE_INTEGER, await this.store.head());
    for (let after = query.from - 1; after < end;) {
      const events = await this.store.readAll({ after, limit: PAGE, ...(types && { types }) });
      for (const event of events) if (event.position <= end) yield `${JSON.stringify(auditEvent(event))}\n`;
      const last = events.at(-1);
      if (last === undefined) return;
      after = last.position;
    }
  }

  async *#ofCase(caseId: string, query: AuditEventsQuery, types: string[] | undefined): AsyncGenerator<string> {
    for (const event of await caseHistory(this.database, this.store, caseId)) {
      if (event.position < query.from || event.position > (query.to ?? Number.MAX_SAFE_INTEGER)) continue;
      if (types === undefined || types.includes(event.type)) yield `${JSON.stringify(auditEvent(event))}\n`;
    }
  }
}
