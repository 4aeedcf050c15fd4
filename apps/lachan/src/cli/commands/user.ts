import type { Command } from 'commander';
import { report } from '#libs/cli';
import { withInstallation } from '../context.js';
import { withDirectory } from '../directory-context.js';
import { CommandFailed } from '../output.js';

interface PersonRow {
  readonly id: string;
  readonly login: string;
  readonly unit: string;
  readonly roles: readonly string[];
  readonly validTo: Date | null;
  readonly retired: boolean;
}

/**
 * `lachan user list|sign-out|set-up-link`. People are made and given roles by two administrators over the API, never here: whoever
 * holds the machine cannot make an approver.
 */
export const addUser = (lachan: Command): void => {
  const user = lachan
    .command('user')
    .description('people with accounts; making one takes two administrators over the API');
  user
    .command('list', { isDefault: true })
    .description('everybody in the register of people')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const { rows } = await withInstallation(({ admin }) =>
        admin.query<PersonRow>(
          `select distinct on (id) id, login, unit, roles, valid_to as "validTo", retired from identity.person order by id, position desc`,
        ),
      );
      report(options.json === true, { items: rows }, () =>
        rows.map(
          (row) =>
            `${row.login.padEnd(28)} ${row.unit.padEnd(28)} ${row.roles.join(', ')}${row.retired ? '  (retired)' : ''}`,
        ),
      );
    });
  user
    .command('sign-out')
    .description('end all sessions of a person, at once')
    .argument('<login>')
    .option('--json', 'answer in JSON')
    .action(async (login: string, options: { json?: boolean }) => {
      const ended = await withInstallation(async ({ admin, host }) => {
        const { rowCount } = await admin.query(
          `update identity.session set ended_at = $2 where ended_at is null and person in (select id from identity.person where login = $1)`,
          [login, host.clock.now()],
        );
        return rowCount ?? 0;
      });
      report(options.json === true, { login, ended }, () => [`${String(ended)} sessions of ${login} ended.`]);
    });
  user
    .command('set-up-link')
    .description('a new one-time link for the first two administrators, while there are none')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const token = await withInstallation(({ host }) => withDirectory(host, (directory) => directory.setUpToken()));
      if (token === null) throw new CommandFailed('this installation has its administrators already');
      report(options.json === true, { token }, () => [`/#set-up=${token}`, 'Valid for 24 hours, once.']);
    });
};
