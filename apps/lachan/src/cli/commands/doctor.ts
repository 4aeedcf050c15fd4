import type { Command } from 'commander';
import { EXIT, report } from '#libs/cli';
import { diagnose } from '../../doctor/diagnose.js';

/** `lachan doctor`: checks configuration, database, clock, disk, subscriptions, and says what to do. */
export const addDoctor = (lachan: Command): void => {
  lachan
    .command('doctor')
    .description('find what is wrong with this installation and say what to do about it')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await diagnose(process.env);
      report(options.json === true, { healthy: findings.every(({ ok }) => ok), findings }, () =>
        findings.flatMap(({ ok, what, found, advice }) => [
          `${ok ? '✓' : '✗'} ${what}: ${found}`,
          ...(ok || advice === undefined ? [] : [`    → ${advice}`]),
        ]),
      );
      if (findings.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
    });
};
