import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ParkedList, ParkedRetry } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { listParked, retryParked } from '#libs/messaging';
import { Clock, Database, Problem } from '#libs/service-kit';

const PARKED_ID = z.uuid();

/** What no service could handle, and trying it again: the administrators see all services' through this door. */
@ApiTags('operations')
@Controller('api/v1/parked')
export class ParkedController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Sự kiện chưa xử lý được · Events that could not be handled, oldest first' })
  @ApiResponse({ status: 200, standardSchema: ParkedList, description: 'Each delays its own case only' })
  async list(): Promise<ParkedList> {
    return { items: await listParked(this.database.pool) };
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Thử lại · Try one again; what waits behind it follows in order' })
  @ApiResponse({ status: 200, standardSchema: ParkedRetry, description: 'Back in line' })
  async retry(@Param('id') id: string): Promise<ParkedRetry> {
    const found = PARKED_ID.safeParse(id).success && (await retryParked(this.database.pool, id, this.clock.now()));
    if (!found) throw new Problem('not-found');
    return { id, retrying: true };
  }
}
