// What can be said of the source without running it, each by its own command, as many side by side as there are processors, the longest first.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { check, endWithCount } from './lib/checks.mjs';

const COMMANDS = [
  ['style', 'npm run -s lint'],
  ['formatting', 'npm run -s format'],
  ['types', 'npm run -s typecheck'],
  ['walls between the rooms', 'npm run -s walls'],
  ['Nest builds it', 'npx nest build lachan'],
];

const waiting = [...COMMANDS];

const run = ([name, command]) =>
  new Promise((resolve) => {
    const begun = performance.now();
    const [program, ...args] = command.split(' ');
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
      check(`${name} (${command}) in ${seconds} s`, error === null, `${error?.message ?? ''}\n${stdout}${stderr}`);
      resolve();
    });
  });

const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await run(next);
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
endWithCount();
