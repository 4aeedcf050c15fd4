import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#libs/identity';
import { AppConfig, Problem } from '#libs/service-kit';
import { BuiltPages } from '#libs/pages';
import { chosenEncoding } from './encoding.js';

/** The staff's application: files with their hash in the name, and one page for every address under `/lam-viec`. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly pages: BuiltPages,
    private readonly config: AppConfig,
  ) {}

  @Public()
  @Get('assets/:file')
  asset(
    @Param('file') file: string,
    @Headers('accept-encoding') accepted: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const asset = this.pages.asset(file);
    if (!asset) throw new Problem('not-found');
    const encoding = chosenEncoding(asset, accepted);
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    void reply
      .header('vary', 'accept-encoding')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.type)
      .send(asset.bodies.get(encoding));
  }

  @Public()
  @Get(['lam-viec', 'lam-viec/*'])
  staff(@Res() reply: FastifyReply): void {
    const page = this.pages.staff.replace(
      'name="lachan-mode" content="production"',
      `name="lachan-mode" content="${this.config.mode ?? 'production'}"`,
    );
    void reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  }
}
