import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { packagePath } from '#libs/event-store';
import { describeWhere } from '#libs/testing';

const execute = promisify(execFile);
const env = {
  ...process.env,
  PYTHONPATH: packagePath('node_modules/.cache/lachan-python'),
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Runs only where Python has the independent clients. */
export const withPython = (...modules: readonly string[]): ReturnType<typeof describeWhere> =>
  describeWhere(spawnSync('python3', ['-c', `import ${modules.join(', ')}`], { env, stdio: 'ignore' }).status === 0);

/** What one of the clients printed. */
export async function client(name: string, args: readonly string[], input = ''): Promise<string> {
  const running = execute('python3', [packagePath(`apps/dispatch/test/delivery/clients/${name}.py`), ...args], { env });
  running.child.stdin?.end(input);
  return (await running).stdout.trim();
}
