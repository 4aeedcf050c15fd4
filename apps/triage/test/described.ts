import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { completeOpenApi, routesOf } from '#libs/identity';
import type { Running } from '#libs/process';
import { DescribedAnswers } from '#libs/testing';

/** What the API description of this service says of every answer. */
export function describedBy({ app }: Running): DescribedAnswers {
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
  return new DescribedAnswers(completeOpenApi(document, routesOf(app)));
}

/** @throws when an answer is not as described: route, status, media type, every field of the body. */
export function expectDescribed(
  described: DescribedAnswers,
  method: string,
  path: string,
  response: Response,
  text: string,
): void {
  const contentType = response.headers.get('content-type');
  const differences = described.differences({
    method,
    path: `/api/v1${path.split('?')[0] ?? ''}`,
    status: response.status,
    contentType,
    body: text === '' || !contentType?.includes('json') ? undefined : (JSON.parse(text) as unknown),
  });
  if (differences.length > 0) throw new Error(differences.join('\n'));
}
