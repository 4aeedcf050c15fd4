import type { Command } from 'commander';
import { EXIT, report } from '#libs/cli';
import { diagnose } from '../../doctor/diagnose.js';
import { globals } from '../context.js';

/** `agent doctor`: exit 1 when something is wrong, 2 when the configuration cannot be used. */
export const addDoctor = (agent: Command): void => {
  agent
    .command('doctor')
    .description(
      'look at configuration, key, server, clock, checker, files, disk, resolver and canary, and say what to do',
    )
    .action(async (_: unknown, command: Command) => {
      const { config, json } = globals(command);
      const { findings, unusable } = await diagnose(config, process.env);
      const healthy = findings.every(({ ok }) => ok);
      report(json === true, { healthy, findings }, () =>
        findings.flatMap(({ ok, what, found, advice }) => [
          `${ok ? '✓' : '✗'} ${what}: ${found}`,
          ...(ok || advice === undefined ? [] : [`    → ${advice}`]),
        ]),
      );
      process.exitCode = unusable ? EXIT.usage : healthy ? EXIT.done : EXIT.failed;
    });
};
