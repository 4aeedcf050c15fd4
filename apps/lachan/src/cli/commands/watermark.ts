import { createReadStream, statSync } from 'node:fs';
import type { Command } from 'commander';
import { watermarksIn, watermarksOf } from '#apps/dispatch';
import { EXIT, report } from '#libs/cli';
import { withInstallation } from '../context.js';
import { AT_THE_MACHINE, withDirectory } from '../directory-context.js';
import { CommandFailed } from '../output.js';

const FORMS = {
  list: { vi: 'danh sách', en: 'list' },
  taxii: { vi: 'đối tượng TAXII', en: 'TAXII object' },
} as const;

/**
 * `lachan watermark FILE`: which key a list or TAXII objects were made for, from the installation's secret and all keys it ever
 * issued; exit 1 when nothing in it is a watermark of this installation.
 */
export const addWatermark = (lachan: Command): void => {
  lachan
    .command('watermark')
    .description('name the key that a list or TAXII objects, found elsewhere, were made for')
    .argument('<file>', 'the list in any form, whole or in part; - for standard input')
    .option('--json', 'answer in JSON')
    .action(async (path: string, options: { json?: boolean }) => {
      if (path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
        throw new CommandFailed(`there is no file ${path}`, EXIT.usage);
      const found = await withInstallation(async ({ host }) => {
        const { items } = await withDirectory(host, (directory) => directory.listKeys(AT_THE_MACHINE));
        const known = watermarksOf(host.secrets.cursor, items);
        return watermarksIn(path === '-' ? process.stdin : createReadStream(path), known);
      });
      if (found.length === 0) process.exitCode = EXIT.failed;
      report(options.json === true, { found }, () =>
        found.length === 0
          ? ['Không có dấu của khoá nào ở đây · no watermark of a key of this installation']
          : found.map(
              ({ watermark, form, key }) =>
                `${watermark}  ${FORMS[form].vi} · ${FORMS[form].en}: ${key.id} ${key.role} ${key.provider ?? key.unit ?? ''} "${key.name}"${key.revokedAt === null ? '' : ` (thu hồi · revoked ${key.revokedAt})`}`,
            ),
      );
    });
};
