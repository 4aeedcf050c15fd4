import type { Command } from 'commander';
import { say } from '#libs/cli';
import { generateApiDescription } from '../../describe/api.js';
import { describeLanguage } from '../../describe/language.js';
import { withInstallation } from '../context.js';

/** `lachan describe`: the documents that are generated from the code; a test holds the checked-in ones equal. */
export const addDescribe = (lachan: Command): void => {
  const describe = lachan.command('describe').description('print a document that is generated from the code');
  describe
    .command('openapi')
    .description('docs/openapi.json: the HTTP API as OpenAPI 3.1')
    .option('--json', 'accepted for symmetry: it is JSON')
    .action(async () => {
      const description = await withInstallation(({ host }) => generateApiDescription(host));
      say(JSON.stringify(description, null, 2));
    });
  describe
    .command('language')
    .description('docs/LANGUAGE.md: every closed list in Vietnamese and English')
    .action(() => {
      process.stdout.write(describeLanguage());
    });
};
