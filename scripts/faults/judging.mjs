// Chance that can be repeated, and the verdict of the checker, for the scripts that break things.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/instance.mjs';

/** mulberry32: the same seed gives the same numbers, each from 0 to 1. */
export const randomOf = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** The same numbers give the same order. */
export const shuffled = (list, random) =>
  list
    .map((each) => [random(), each])
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each);

/** Runs the checker as an outsider would. @param estate its `baseOf` says whom the checker asks. */
export const verdictOf = (estate, within, ...journals) => {
  const auditor = estate.credentials.users.find(({ role }) => role === 'auditor');
  const args = [
    join(root, 'scripts', 'faults', 'checker.mjs'),
    ...['--url', estate.baseOf('ledger'), '--session', estate.baseOf('directory')],
    ...['--login', auditor.login, '--password', auditor.password, '--within', String(within)],
    ...journals,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      const line = /(\d+) acknowledged, (\d+) lost, (\d+) doubled, (\d+) out of order/.exec(stdout);
      const numbers = line?.slice(1).map(Number) ?? [];
      resolve({ status: error ? error.code : 0, text: stdout + stderr, line: line?.[0] ?? 'no verdict', numbers });
    });
  });
};
