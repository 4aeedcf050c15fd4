import { parseArgs } from 'node:util';
import { runWork, shortfalls } from './harness.mjs';
import { drawCharts } from './charts.mjs';
import { startServer } from './server.mjs';
import { machineOf, readResults, writeResult } from './results.mjs';
import { printWork, writeReadme } from './report.mjs';
import { loadWorks } from './works.mjs';

const readArgs = (args) => {
  try {
    const options = { 'no-write': { type: 'boolean', default: false }, to: { type: 'string' } };
    const { values, positionals: names } = parseArgs({ args, options, allowPositionals: true });
    const to = values.to === undefined ? undefined : Number(values.to);
    const wrong = to !== undefined && !(Number.isInteger(to) && to > 10_000 && names.join() === 'growth');
    return {
      names,
      write: !values['no-write'],
      to,
      problem: wrong && '--to EVENTS, above 10,000, is for `growth` alone',
    };
  } catch (error) {
    return { problem: error.message };
  }
};

/** Says how far it is: over the line on a terminal; elsewhere nothing, unless it takes so long that somebody wants to know. */
const teller = (long) => {
  const started = performance.now();
  return (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
    else if (long && text) process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(0)} s · ${text}\n`);
  };
};

/** The command: answers the exit code. */
export const main = async (args) => {
  const { names, write, to, problem } = readArgs(args);
  if (problem) {
    process.stderr.write(`bench: ${problem}\n`);
    return 2;
  }
  const works = await loadWorks();
  const unknown = names.filter((name) => !works.some((work) => work.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `bench: no such work: ${unknown.join(', ')}; there are ${works.map(({ name }) => name).join(', ')}\n`,
    );
    return 2;
  }
  const chosen =
    names.length === 0 ? works.filter(({ byName }) => !byName) : works.filter(({ name }) => names.includes(name));
  const tell = teller(to !== undefined);
  const server = await startServer(to === undefined ? {} : { shared_preload_libraries: 'pg_stat_statements' });
  const missed = [];
  const started = performance.now();
  try {
    for (const work of chosen) {
      const workStarted = performance.now();
      const outcome = await runWork(work, { server, tell, to }).catch((error) => ({ error }));
      tell('');
      if (outcome.error) {
        process.stdout.write(`${work.name}: ${outcome.error.stack}\n`);
        missed.push(`${work.name} did not run`);
        continue;
      }
      const seconds = (performance.now() - workStarted) / 1_000;
      const result = {
        name: to === undefined ? work.name : `${work.name}-to-${to}`,
        date: new Date().toISOString(),
        machine: machineOf(server.version),
        seconds,
        ...outcome,
      };
      printWork(work, result);
      // What could not run here says nothing: the result of the run before stays.
      if (write && !result.skipped) writeResult(result);
      missed.push(...shortfalls(work, result));
    }
  } finally {
    await server.stop();
  }
  if (write && to === undefined) {
    const results = readResults(works);
    drawCharts(works, results);
    writeReadme(works, results);
  }
  process.stdout.write(`\n${chosen.length} works in ${((performance.now() - started) / 60_000).toFixed(1)} min\n`);
  for (const line of missed) process.stdout.write(`✗ ${line}\n`);
  if (missed.length === 0) process.stdout.write('✓ every least ratio holds\n');
  return missed.length === 0 ? 0 : 1;
};
