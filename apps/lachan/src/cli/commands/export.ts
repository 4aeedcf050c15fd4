import { once } from 'node:events';
import type { Command } from 'commander';
import { EXIT, whisper } from '#libs/cli';
import { withInstallation } from '../context.js';
import { CommandFailed, progressBar } from '../output.js';

/** `lachan export`: the log as NDJSON in position order, protected fields as ciphertext unless asked for. */
export const addExport = (lachan: Command): void => {
  lachan
    .command('export')
    .description('write the event log as NDJSON to standard output, in position order')
    .option('--after <position>', 'only events after this position', '0')
    .option('--open', 'with protected fields in clear, where their keys still exist', false)
    .option('--json', 'accepted for symmetry: the output is NDJSON already')
    .action(async (options: { after: string; open: boolean }) => {
      const after = positionOf(options.after);
      await withInstallation(async ({ store, host }) => {
        const ledger = store('ledger');
        const bar = progressBar('export', await ledger.head());
        let rows = 0;
        for await (const block of ledger.replay({ after })) {
          for (const event of block) {
            const data = options.open ? event.data : withoutProtected(event.type, event.data as object, host.registry);
            if (!process.stdout.write(`${JSON.stringify({ ...event, data })}\n`)) await once(process.stdout, 'drain');
          }
          rows += block.length;
          bar.update(block.at(-1)?.position ?? after);
        }
        bar.stop();
        whisper(`${String(rows)} events`);
      });
    });
};

const positionOf = (text: string): number => {
  const position = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(position)) return position;
  throw new CommandFailed(`--after: "${text}" is not a position`, EXIT.usage);
};

const withoutProtected = (
  type: string,
  data: object,
  registry: Readonly<Record<string, { classes: Readonly<Record<string, unknown>> }>>,
): object => {
  const hidden = registry[type]?.classes ?? {};
  return Object.fromEntries(Object.entries(data).filter(([field]) => !(field in hidden)));
};
