import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { IMPORT_REJECTS, ImportAccepted, ImportQuery, ImportView } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { CursorCodec, Problem, STREAMED_TYPES, currentRequest } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '../door/is-uuid.js';
import { holderOf } from '../receive/digests.js';
import { AcceptImport } from './accept-import.js';
import { ImportRecords, type ImportRecord } from './import-records.js';

@ApiTags('imports')
@Controller('api/v1')
export class ImportsController {
  constructor(
    private readonly acceptance: AcceptImport,
    private readonly records: ImportRecords,
    private readonly cursors: CursorCodec,
  ) {}

  @Post('reports/import')
  @HttpCode(202)
  @Permit({ keys: ['channel'] })
  @ApiOperation({ summary: 'Nhập hàng loạt / import a list of any length' })
  @ApiConsumes(...STREAMED_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ standardSchema: ImportAccepted, description: 'on disk; worked off in the background' })
  async accept(
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Headers('content-type') mediaType: string | undefined,
    @Headers('content-encoding') encoding: string | undefined,
  ): Promise<ImportAccepted> {
    if (!(request.body instanceof Readable) || (encoding !== undefined && encoding !== 'identity')) {
      throw new Problem('unsupported-media-type');
    }
    return { importId: await this.acceptance.accept(caller, request.body, mediaType) };
  }

  @Get('imports/:id')
  @Permit({ keys: ['channel'] })
  @ApiOperation({ summary: 'Tiến độ nhập và các dòng bị loại / progress of an import and its rejects' })
  @ApiOkResponse({
    standardSchema: ImportView,
    description: 'for the channel that sent it; the counts move while it runs',
  })
  async get(
    @Param('id') id: string,
    @Query({ schema: ImportQuery }) { cursor, limit }: ImportQuery,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    const record = isUuid(id) ? await this.records.get(id) : null;
    if (!record || record.holder !== holderOf(caller)) throw new Problem('not-found');
    const scope = `imports:${record.id}`;
    const place = this.cursors.decode(scope, cursor);
    const rejects = await this.records.rejects(record.id, typeof place === 'number' ? place : 0, limit + 1);
    const last = rejects.length > limit ? rejects[limit - 1] : undefined;
    const language = currentRequest()?.language ?? 'vi';
    return {
      ...viewOf(record),
      rejects: rejects
        .slice(0, limit)
        .map(({ line, text, code }) => ({ line, text, reason: IMPORT_REJECTS[code][language], code })),
      ...(last === undefined ? {} : { cursor: this.cursors.encode(scope, last.row) }),
    };
  }
}

const viewOf = (record: ImportRecord): Omit<ImportView, 'rejects'> => ({
  importId: record.id,
  status: record.status,
  rows: record.rows,
  accepted: record.accepted,
  knownTargets: record.knownTargets,
  newTargets: record.newTargets,
  rejected: record.rejected,
  progress: record.status === 'done' || record.bytes === 0 ? 1 : Math.min(1, record.bytesRead / record.bytes),
  ...(record.failure === null ? {} : { failure: record.failure }),
  receivedAt: record.receivedAt.toISOString(),
  ...(record.finishedAt === null ? {} : { finishedAt: record.finishedAt.toISOString() }),
});
