import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ProcessModule } from '#libs/process';
import type { Host } from '#libs/service-kit';
import { describeApi } from '../compose/api-description.js';
import { SERVICES_OF_THE_HOUSE } from '../compose/services.js';

/** docs/openapi.json, from the routes as Nest knows them; nothing listens and nothing is asked of the database. */
export const generateApiDescription = async (host: Host): Promise<OpenAPIObject> => {
  const module = ProcessModule.of(host, SERVICES_OF_THE_HOUSE);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  try {
    return describeApi(app);
  } finally {
    await app.close();
  }
};
