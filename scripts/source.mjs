// What can be said of the source without running it, each by its own command, as many side by side as there are processors, the longest first.
import { spawn } from 'node:child_process';
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
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    let told = false;
    const ended = (ok) => {
      if (told) return;
      told = true;
      check(`${name} (${command}) in ${((performance.now() - begun) / 1_000).toFixed(0)} s`, ok, `\n${output}`);
      resolve();
    };
    child.once('error', (error) => {
      output += error.message;
      ended(false);
    });
    child.once('close', (status) => ended(status === 0));
  });

const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await run(next);
};
await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
endWithCount();
