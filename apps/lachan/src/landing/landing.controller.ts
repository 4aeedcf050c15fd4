import { Controller, Get, Header, Inject, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#libs/identity';
import type { Mode } from '#libs/service-kit';
import { landingPage } from './landing-page.js';

const MODE = Symbol('lachan mode');

/** So that a browser is not met by a blank: what runs here, and where the API is described. */
@ApiExcludeController()
@Controller()
export class LandingController {
  constructor(@Inject(MODE) private readonly mode: Mode) {}

  @Public()
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @Header('content-security-policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
  page(): string {
    return landingPage(this.mode);
  }

  @Public()
  @Get('landing.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'max-age=3600')
  style(): string {
    return LANDING_CSS;
  }
}

const LANDING_CSS = `:root{color-scheme:light dark;--ink:#1b2430;--soft:#5a6675;--paper:#f7f8f6;--card:#fff;--line:#dfe3e0;--accent:#0b6e5f}
@media (prefers-color-scheme:dark){:root{--ink:#e9edf0;--soft:#a3afba;--paper:#12171b;--card:#1a2126;--line:#2c353c;--accent:#58c9b4}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{max-width:46rem;margin:0 auto;padding:clamp(1.5rem,6vw,4rem) 1.25rem}h1{font-size:2.4rem;line-height:1.15;margin:0 0 .25rem;letter-spacing:-.01em}
.en{color:var(--soft)}p{margin:.5rem 0}.help,.demo,section{border:1px solid var(--line);background:var(--card);border-radius:.75rem;padding:1rem 1.25rem;margin:1.5rem 0}
.help{border-left:.4rem solid var(--accent)}.help strong{font-size:1.3rem}h2{font-size:1.05rem;margin:0 0 .5rem}ul{margin:0;padding-left:1.2rem}a{color:var(--accent)}code{font:.9em ui-monospace,Menlo,monospace}
`;

@Module({})
export class LandingModule {
  static of(mode: Mode): DynamicModule {
    return {
      module: LandingModule,
      controllers: [LandingController],
      providers: [{ provide: MODE, useValue: mode }],
    };
  }
}
