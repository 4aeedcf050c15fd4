import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs the text of a module in a Node of its own, which is started with these flags. Resolves with what it printed; throws when it fails. */
export async function runModule(
  text: string,
  { flags = [], args = [] }: { flags?: readonly string[]; args?: readonly string[] } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    '--input-type=module',
    '-e',
    text,
    ...args,
  ]);
  return stdout;
}
