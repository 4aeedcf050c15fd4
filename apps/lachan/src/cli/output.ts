import { SingleBar, Presets } from 'cli-progress';

/** Exit codes: 0 done, 1 the check or work failed, 2 wrong usage or configuration. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** A failure with a sentence for a person; nothing else of it is shown. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = EXIT.failed,
  ) {
    super(message);
  }
}

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** For a person who watches; never in the way of output that a program reads. */
export const whisper = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** With `--json` one JSON value on standard output, otherwise the lines for people. */
export const report = (json: boolean, value: unknown, lines: () => readonly string[]): void => {
  if (json) say(JSON.stringify(value, null, 2));
  else for (const line of lines()) say(line);
};

export interface Progress {
  readonly update: (done: number, note?: string) => void;
  readonly stop: () => void;
}

/** A bar on a terminal; elsewhere nothing, so that logs stay readable. `total` 0: unknown. */
export const progressBar = (what: string, total: number): Progress => {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage}% · {value}/{total} · {note}`,
      stream: process.stderr,
      clearOnComplete: false,
      hideCursor: true,
      etaBuffer: 100,
    },
    Presets.shades_classic,
  );
  bar.start(Math.max(total, 1), 0, { note: '' });
  return {
    update: (done, note = '') => {
      if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done, { note });
    },
    stop: () => bar.stop(),
  };
};
