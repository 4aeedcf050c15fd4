import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this file that holds package.json; the same from the sources and from dist. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the running program');
    folder = parent;
  }
  return folder;
}

/** Absolute path of a file or folder of the package, e.g. `packagePath('libs/event-store/sql')`. */
export function packagePath(relative: string): string {
  return join(packageRoot(), relative);
}
