import { setTimeout } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  RequestReview,
  ReviewAccepted,
  SchoolObjection,
  SchoolObjectionAccepted,
  SchoolObjectionList,
  SchoolObjectionQuery,
} from '#libs/contracts';
import { Caller, Permit, Public, PublicRateGuard, type Principal } from '#libs/identity';
import { Objections } from './objections.js';
import { Reviews } from './reviews.js';

/** Every answer takes this long (ms), whether the reference is one of ours or not. */
const SAME_TIME = 300;

/** The door for whoever an order affects. */
@ApiTags('appeals')
@Controller('api/v1/appeals')
export class AppealsController {
  constructor(
    private readonly reviews: Reviews,
    private readonly objections: Objections,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Public()
  @UseGuards(PublicRateGuard)
  @ApiOperation({ summary: 'Đề nghị xem xét lại / ask for review with an order’s reference' })
  @ApiResponse({ status: 202, standardSchema: ReviewAccepted, description: 'Taken in; the same for every reference' })
  async request(
    @Caller() caller: Principal,
    @Body({ schema: RequestReview }) body: RequestReview,
  ): Promise<{ received: true }> {
    await Promise.all([this.reviews.request(caller, body), setTimeout(SAME_TIME)]);
    return { received: true };
  }

  @Post('school')
  @HttpCode(HttpStatus.ACCEPTED)
  @Permit({ keys: ['school'] })
  @ApiOperation({ summary: 'Nhà trường báo chặn nhầm / a school says that its list keeps something useful away' })
  @ApiResponse({ status: 202, standardSchema: SchoolObjectionAccepted, description: 'Reviewed by a third person' })
  async object(
    @Caller() caller: Principal,
    @Body({ schema: SchoolObjection }) body: SchoolObjection,
  ): Promise<SchoolObjectionAccepted> {
    const objections = await this.reviews.object(caller, body);
    return { received: true, reviews: objections.length, objections };
  }

  @Get('school')
  @Permit({ keys: ['school'] })
  @ApiOperation({ summary: 'Kết quả các lần báo chặn nhầm / what became of a school’s own objections' })
  @ApiResponse({ status: 200, standardSchema: SchoolObjectionList, description: 'Newest first' })
  decided(
    @Caller() caller: Principal,
    @Query({ schema: SchoolObjectionQuery }) query: SchoolObjectionQuery,
  ): Promise<SchoolObjectionList> {
    return this.objections.of(caller, query);
  }
}
