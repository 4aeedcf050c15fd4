/** Exit codes: 0 done, 1 the check or work failed, 2 wrong usage or configuration. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

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
