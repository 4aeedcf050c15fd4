import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { packagePath } from '#libs/event-store';
import { Problem } from '#libs/service-kit';

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of the built pages, with the encodings it was compressed to when it was built. */
export interface Asset {
  readonly type: string;
  readonly bodies: ReadonlyMap<Encoding, Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Built {
  readonly assets: ReadonlyMap<string, Asset>;
  /** The page that starts the staff's application. */
  readonly staff: string;
  /** Address of the stylesheet of the pages without script. */
  readonly publicStyle: string;
  readonly icon: string;
}

/**
 * What `vite build` made of apps/web, read into memory once: only names that were built are ever answered, so no path of a
 * request reaches the disk.
 */
@Injectable()
export class BuiltPages {
  #built: Built | undefined;

  constructor(private readonly folder: string = packagePath('dist/apps/web')) {}

  asset(name: string): Asset | undefined {
    return this.#read().assets.get(name);
  }

  get staff(): string {
    return this.#read().staff;
  }

  get publicStyle(): string {
    return this.#read().publicStyle;
  }

  get icon(): string {
    return this.#read().icon;
  }

  /** @throws {Problem} `unavailable` where the pages were never built; the API works without them. */
  #read(): Built {
    if (this.#built !== undefined) return this.#built;
    if (!existsSync(join(this.folder, 'manifest.json'))) {
      throw new Problem('unavailable', {
        detail: {
          vi: 'Các trang chưa được dựng (npm start sẽ dựng).',
          en: 'The pages are not built (npm start builds them).',
        },
      });
    }
    const manifest = JSON.parse(readFileSync(join(this.folder, 'manifest.json'), 'utf8')) as Record<
      string,
      { file: string } | undefined
    >;
    const file = (source: string): string => `/${manifest[source]?.file ?? ''}`;
    this.#built = {
      assets: assetsIn(join(this.folder, 'assets')),
      staff: readFileSync(join(this.folder, 'index.html'), 'utf8'),
      publicStyle: file('src/style/public.css'),
      icon: file('src/style/shield.svg'),
    };
    return this.#built;
  }
}

function assetsIn(folder: string): Map<string, Asset> {
  const names = readdirSync(folder);
  const bodyOf = (name: string): Buffer => readFileSync(join(folder, name));
  return new Map(
    names.flatMap((name) => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      const bodies = new Map<Encoding, Buffer>([['identity', bodyOf(name)]]);
      if (names.includes(`${name}.br`)) bodies.set('br', bodyOf(`${name}.br`));
      if (names.includes(`${name}.gz`)) bodies.set('gzip', bodyOf(`${name}.gz`));
      return [[name, { type, bodies }]];
    }),
  );
}
