import { setTimeout } from 'node:timers/promises';
import { Body, Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { RequestReview, ReviewAccepted } from '#libs/contracts';
import { Caller, Public, PublicRateGuard, type Principal } from '#libs/identity';
import { Reviews } from './reviews.js';

/** Every answer takes this long (ms), whether the reference is one of ours or not. */
const SAME_TIME = 300;

/** The door for whoever an order affects. */
@ApiTags('appeals')
@Controller('api/v1/appeals')
export class AppealsController {
  constructor(private readonly reviews: Reviews) {}

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
}
