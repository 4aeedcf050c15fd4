import type { Command } from 'commander';
import { EXIT, report } from '#libs/cli';
import { CHANNELS, IssueKey, KEY_ROLES, keysOf } from '#libs/contracts';
import { withInstallation } from '../context.js';
import { AT_THE_MACHINE, withDirectory } from '../directory-context.js';
import { CommandFailed } from '../output.js';

interface IssueOptions {
  readonly name: string;
  readonly role: string;
  readonly unit?: string;
  readonly provider?: string;
  readonly channel?: string;
  readonly json?: boolean;
}

/** `lachan key list|issue|revoke`: keys of programs; the secret is shown once, only its hash is kept. */
export const addKey = (lachan: Command): void => {
  const key = lachan.command('key').description('keys of programs: channels, providers, schools');
  key
    .command('list', { isDefault: true })
    .description('all keys, oldest first')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const list = await withInstallation(({ host }) =>
        withDirectory(host, (directory) => directory.listKeys(AT_THE_MACHINE)),
      );
      report(options.json === true, list, () =>
        list.items.map(
          (item) =>
            `${item.id}  ${item.role.padEnd(8)} ${(item.provider ?? item.unit ?? '').padEnd(26)} ${item.name}${item.revokedAt === null ? '' : `  (revoked ${item.revokedAt})`}`,
        ),
      );
    });
  key
    .command('issue')
    .description('issue a key and show it this once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--role <role>', keysOf(KEY_ROLES).join(', '))
    .option('--unit <unit>', 'the unit that holds it')
    .option('--provider <provider>', 'the provider that holds it')
    .option('--channel <channel>', `for role channel: ${keysOf(CHANNELS).join(', ')}`)
    .option('--json', 'answer in JSON')
    .action(async ({ json, ...options }: IssueOptions) => {
      const wanted = IssueKey.safeParse(options);
      if (!wanted.success) {
        throw new CommandFailed(
          wanted.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'),
          EXIT.usage,
        );
      }
      const issued = await withInstallation(({ host }) =>
        withDirectory(host, (directory) => directory.issueKey(AT_THE_MACHINE, wanted.data)),
      );
      report(json === true, issued, () => [`${issued.id}  ${issued.name}`, issued.key, 'It is not shown again.']);
    });
  key
    .command('revoke')
    .description('from the next request on the key opens nothing')
    .argument('<id>', 'the id that the list shows')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const revoked = await withInstallation(({ host }) =>
        withDirectory(host, (directory) => directory.revokeKey(AT_THE_MACHINE, id)),
      );
      report(options.json === true, revoked, () => [`${revoked.id} is revoked.`]);
    });
};
