import { existsSync, readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { packagePath } from '#libs/event-store';
import { completeOpenApi, routesOf } from '#libs/identity';

const CHECKED_IN = 'docs/openapi.json';

/** Generates the OpenAPI 3.1 description of every route of the application. */
export const describeApi = (app: NestFastifyApplication): OpenAPIObject =>
  completeOpenApi(
    SwaggerModule.createDocument(
      app,
      new DocumentBuilder()
        .setOpenAPIVersion('3.1.0')
        .setTitle('Lá Chắn')
        .setDescription(
          'Tiếp nhận phản ánh, xử lý vụ việc và yêu cầu ngăn chặn nội dung gây hại cho trẻ em. · ' +
            'Intake, decision and takedown requests for online content that harms children.',
        )
        .setVersion('1')
        .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'key')
        .addCookieAuth('lachan_session', { type: 'apiKey', in: 'cookie', name: 'lachan_session' }, 'session')
        .build(),
      { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}` },
    ),
    routesOf(app),
  );

/**
 * Serves the checked-in description, which a test holds equal to a fresh generation: every process of an installation
 * answers with the whole API, whichever services it runs, and none spends its start on generating it.
 */
export const serveApiDescription = (app: NestFastifyApplication): void => {
  const path = packagePath(CHECKED_IN);
  const description = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as OpenAPIObject) : describeApi(app);
  SwaggerModule.setup('api/docs', app, description, {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Lá Chắn · API',
  });
};
