import { SingleBar, Presets } from 'cli-progress';
import { EXIT } from '#libs/cli';

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
