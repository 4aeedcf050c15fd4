import { Controller, Get, Header, Inject, Module, Res, SetMetadata } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Host } from '../runtime/host.js';
import { HOST } from '../runtime/host-token.js';
import { Alive, Health, Ready } from './answers.js';

/** The key under which routes that need no principal are marked; libs/identity's guard reads the same one. */
export const PUBLIC_ROUTE = 'lachan:public';

/** Probes and figures for operators. Public: they say nothing about people or cases. */
@SetMetadata(PUBLIC_ROUTE, true)
@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(@Inject(HOST) private readonly host: Host) {}

  /** The process runs and answers. */
  @Get('health/live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Tiến trình còn chạy · the process runs and answers' })
  @ApiResponse({ status: 200, standardSchema: Alive, description: 'It runs' })
  live(): Alive {
    return { status: 'ok' };
  }

  /** Everything that is needed to take traffic holds: 200, or 503 with what does not. */
  @Get('health/ready')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Sẵn sàng nhận yêu cầu · ready to take traffic' })
  @ApiResponse({ status: 200, standardSchema: Ready, description: 'Everything that is needed holds' })
  @ApiResponse({ status: 503, standardSchema: Ready, description: 'Something is missing; `checks` says what' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const { ready, checks } = await this.host.readiness.ask();
    if (!ready) void reply.status(503).header('retry-after', '5');
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  /** How it does as a whole: 200 while it serves, also when something is wrong that somebody has to look after. */
  @Get('health')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Tình trạng: đang khởi động, sẵn sàng, suy giảm · starting, ready, degraded' })
  @ApiResponse({ status: 200, standardSchema: Health, description: 'It serves; `status` says how well' })
  @ApiResponse({ status: 503, standardSchema: Health, description: 'It cannot serve; `checks` says why' })
  async health(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.host.readiness.health();
    if (health.status === 'unavailable') void reply.status(503).header('retry-after', '5');
    return health;
  }

  /** Prometheus text format. */
  @Get('metrics')
  @ApiOperation({ summary: 'Số đo vận hành · figures for operators' })
  @ApiProduces('text/plain')
  @ApiResponse({
    status: 200,
    description: 'Prometheus text format',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.host.metrics.registry.contentType);
    return this.host.metrics.text();
  }
}

@Module({})
export class HealthModule {
  static register(host: Host): DynamicModule {
    return { module: HealthModule, controllers: [HealthController], providers: [{ provide: HOST, useValue: host }] };
  }
}
