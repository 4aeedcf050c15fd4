import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeliveryState, DeliveryStates, shapes } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { Couriers } from './couriers.js';

/** What operators see of the carrying, and how they let it go on after it stopped by itself. */
@ApiTags('deliveries')
@Controller('api/v1/deliveries')
export class DeliveriesController {
  constructor(private readonly couriers: Couriers) {}

  @Get()
  @Permit({ roles: ['administrator', 'auditor'] })
  @ApiOperation({ summary: 'Providers that we carry requests to, how far each is, and what stopped' })
  @ApiResponse({ status: 200, standardSchema: DeliveryStates, description: 'One item per provider' })
  list(): DeliveryStates {
    return { items: this.couriers.states() };
  }

  @Post(':provider/resume')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Lets a provider go on that was stopped at an abnormal number of changes' })
  @ApiResponse({ status: 200, standardSchema: DeliveryState, description: 'It goes on' })
  resume(@Param('provider', { schema: shapes.id }) provider: string): DeliveryState {
    return this.couriers.resume(provider);
  }
}
