import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { FeedHealth, RequestsOverview, RequestsOverviewQuery } from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { FeedSides } from '../feed/feed-side.js';
import { HealthOfFeeds } from '../feed/health-of-feeds.js';
import { Overview } from './overview.js';

/** What the staff of a provider look at; each provider sees its own and nothing else. */
@ApiTags('requests')
@Controller('api/v1/requests')
@Permit({ keys: ['provider', 'sandbox'] })
export class OverviewController {
  constructor(
    private readonly sides: FeedSides,
    private readonly overview: Overview,
    private readonly healths: HealthOfFeeds,
  ) {}

  @Get('overview')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Yêu cầu theo trạng thái và hạn · requests by state and due time, most urgent first' })
  @ApiResponse({ status: 200, standardSchema: RequestsOverview, description: 'What is shown counts as delivered' })
  list(
    @Caller() caller: Principal,
    @Query({ schema: RequestsOverviewQuery }) query: RequestsOverviewQuery,
  ): Promise<RequestsOverview> {
    return this.overview.of(this.sides.of(caller), actorOf(caller), query);
  }

  @Get('health')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Tình trạng nguồn cấp · how the own feed does: last seen, lag, size, last change' })
  @ApiResponse({ status: 200, standardSchema: FeedHealth, description: 'As of now' })
  health(@Caller() caller: Principal): Promise<FeedHealth> {
    return this.healths.of(this.sides.of(caller));
  }
}
