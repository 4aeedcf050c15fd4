import { createReadStream, createWriteStream, statSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { EXIT, report } from '#libs/cli';
import type { ImportView } from '#libs/contracts';
import { isError } from '#libs/service-kit';
import { askImport, sendImport } from '../import/send.js';
import { withInstance } from '../import/instance.js';
import type { ImportAt } from '../import/instance.js';
import { CommandFailed, progressBar } from '../output.js';

interface ImportOptions {
  readonly rejects?: string;
  readonly key?: string;
  readonly url?: string;
  readonly json?: boolean;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
  '.txt': 'text/plain',
  '.hosts': 'text/plain',
};
/** The instance looks at the bytes when the name says nothing. */
const UNKNOWN = 'application/octet-stream';
const LOOK_EVERY = 200;

const follow = async (at: ImportAt, importId: string): Promise<ImportView> => {
  const bar = progressBar('import', 1_000);
  try {
    for (;;) {
      const view = await askImport(at, importId);
      bar.update(Math.round(view.progress * 1_000), `${String(view.rows)} rows, ${String(view.rejected)} rejected`);
      if (view.status === 'done' || view.status === 'failed') return view;
      await pause(LOOK_EVERY);
    }
  } finally {
    bar.stop();
  }
};

/** The file for the rejects (they hold what people wrote: mode 0600), opened before anything is sent. */
const openRejects = async (path: string): Promise<WriteStream> => {
  const file = createWriteStream(path, { mode: 0o600 });
  await once(file, 'open').catch((error: unknown) => {
    throw new CommandFailed(`--rejects: ${isError(error) ? error.message : path}`, EXIT.usage);
  });
  return file;
};

/** One line of JSON per reject: `{line, text, reason, code}`. */
const writeRejects = async (at: ImportAt, importId: string, file: WriteStream): Promise<void> => {
  let cursor: string | undefined;
  do {
    const view = await askImport(at, importId, cursor);
    for (const reject of view.rejects) if (!file.write(`${JSON.stringify(reject)}\n`)) await once(file, 'drain');
    cursor = view.cursor;
  } while (cursor !== undefined);
  file.end();
  await once(file, 'finish');
};

/** `lachan import FILE`: CSV, NDJSON, hosts or plain-URL lists, also from standard input; safe to run again. */
export const addImport = (lachan: Command): void => {
  lachan
    .command('import')
    .description('import a list of reports: CSV, NDJSON, hosts or plain URLs; safe to run again')
    .argument('<file>', 'a file, or - for standard input')
    .option('--rejects <file>', 'write the rejected rows there, one JSON line each')
    .option('--key <key>', 'the channel key to import with (else LACHAN_KEY, else the demonstration’s)')
    .option('--url <url>', 'the instance (else the one that runs on the data folder, else one for as long as it takes)')
    .option('--json', 'answer in JSON')
    .action(async (path: string, options: ImportOptions) => {
      if (path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
        throw new CommandFailed(`there is no file ${path}`, EXIT.usage);
      const rejects = options.rejects === undefined ? null : await openRejects(options.rejects);
      const view = await withInstance(options, async (at) => {
        const body = path === '-' ? process.stdin : createReadStream(path);
        const importId = await sendImport(at, body, MEDIA_TYPES[extname(path).toLowerCase()] ?? UNKNOWN);
        const done = await follow(at, importId);
        if (rejects !== null) await writeRejects(at, importId, rejects);
        return done;
      });
      report(options.json === true, view, () => [
        `${String(view.rows)} dòng · rows: ${String(view.accepted)} tiếp nhận · accepted, ${String(view.rejected)} bị loại · rejected`,
        `${String(view.newTargets)} mục tiêu mới · new targets, ${String(view.knownTargets)} đã biết · known`,
        ...view.rejects
          .slice(0, 10)
          .map(({ line, reason, text }) => `  dòng · line ${String(line)}: ${reason}: ${text.slice(0, 100)}`),
        ...(view.rejected > 10 ? [`  … --rejects FILE ghi tất cả · writes all ${String(view.rejected)}`] : []),
        ...(view.failure === undefined ? [] : [`✗ ${view.failure}`]),
      ]);
      if (view.status === 'failed') process.exitCode = EXIT.failed;
    });
};
