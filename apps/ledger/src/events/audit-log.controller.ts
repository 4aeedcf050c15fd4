import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditLog, AuditLogQuery } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { Permit } from '#libs/identity';
import { CursorCodec } from '#libs/service-kit';
import { redact } from '../replay/redact.js';
import { auditEvent } from './audit-event.js';
import { typesOf } from './event-types.js';

/** The log to look through, newest first: who did what and when. What people wrote, and whom it was about, never leaves here. */
@ApiTags('audit')
@Controller('api/v1/audit/log')
export class AuditLogController {
  constructor(
    private readonly store: EventStore,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Xem nhật ký, mới nhất trước, đã che nội dung · the log, newest first, masked' })
  @ApiResponse({ status: 200, standardSchema: AuditLog, description: 'A page' })
  async page(@Query({ schema: AuditLogQuery }) query: AuditLogQuery): Promise<AuditLog> {
    const types = typesOf(query.types);
    const scope = `audit-log:${types?.join() ?? ''}`;
    const before = (this.cursors.decode(scope, query.cursor) as number | undefined) ?? (await this.store.head()) + 1;
    const found = await this.store.readAll({
      after: before,
      limit: query.limit + 1,
      direction: 'backwards',
      ...(types && { types }),
    });
    const { events, fields } = redact(found.slice(0, query.limit));
    const last = events.at(-1);
    return {
      items: events.map((event) => {
        const redacted = fields.get(event.id);
        return { ...auditEvent(event), ...(redacted && { redacted }) };
      }),
      ...(found.length > query.limit && last && { cursor: this.cursors.encode(scope, last.position) }),
    };
  }
}
