import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Headers, Module, Param, Post, Query, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ConcurrencyConflict, Keyring, StoreUnavailable } from '#libs/event-store';
import { Compressed, HealthModule, Logger, Problem, correlationId, createHost, createHttpApp, createLogger, currentRequest, ifMatchVersion, loadConfig } from '#libs/service-kit'; // prettier-ignore
import type { Host } from '#libs/service-kit';

const Report = z.strictObject({
  urls: z.array(z.string().min(1).max(20)).min(1).max(3),
  note: z.string().max(50).optional(),
  age: z.int().min(0).max(17).optional(),
});

@Controller('api/v1/things')
class ThingsController {
  @Post()
  create(@Body({ schema: Report }) body: z.infer<typeof Report>): unknown {
    return { urls: body.urls.length, correlationId: correlationId(), requestId: currentRequest()?.requestId };
  }

  @Get()
  list(
    @Query({ schema: z.strictObject({ limit: z.coerce.number().int().max(100).optional() }) }) query: object,
  ): unknown {
    return query;
  }

  @Get('long/:length')
  @Compressed()
  long(@Param('length') length: string): unknown {
    return { text: 'ô'.repeat(Number(length)) };
  }

  @Get('secret')
  secret(): unknown {
    return { text: 'ô'.repeat(5_000) };
  }

  @Post('import')
  async import(@Req() request: FastifyRequest): Promise<unknown> {
    if (!(request.body instanceof Readable)) return { streamed: false };
    let bytes = 0;
    for await (const chunk of request.body) bytes += (chunk as Buffer).length;
    return { streamed: true, bytes };
  }

  @Post(':id/approve')
  approve(@Param('id') id: string, @Headers('if-match') ifMatch?: string): unknown {
    return { id, version: ifMatchVersion(ifMatch) };
  }

  @Delete('broken/:how')
  break(@Param('how') how: string): never {
    if (how === 'conflict') throw new ConcurrencyConflict('case-1', 4, 5);
    if (how === 'away') throw new StoreUnavailable('connection refused to 10.0.0.1');
    if (how === 'taken') throw new Problem('claimed-by-another', { extra: { claim: { by: 'someone' } } });
    throw new Error('secret detail of https://bad.example/path');
  }
}

export interface HttpUnderTest {
  readonly app: NestFastifyApplication;
  readonly host: Host;
  readonly url: string;
  readonly logs: string[];
  close(): Promise<void>;
}

/** An application with one controller of every kind of route, listening on a free port, its log kept. */
export async function startHttp(env: Record<string, string> = {}): Promise<HttpUnderTest> {
  const logs: string[] = [];
  const config = loadConfig({ LACHAN_DEDUPE_SECRET: randomBytes(32).toString('base64'), ...env });
  const logger: Logger = createLogger({ level: 'debug', destination: { write: (line) => logs.push(line) } });
  const host = await createHost(config, {
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    keyring: new Keyring(randomBytes(32)),
    registry: {},
    logger,
  });

  @Module({ imports: [HealthModule.register(host)], controllers: [ThingsController] })
  class RootModule {}

  const app = await createHttpApp(RootModule, host);
  await app.listen(0, '127.0.0.1');
  const close = async (): Promise<void> => {
    await app.close();
    await host.close();
  };
  return { app, host, url: await app.getUrl(), logs, close };
}
