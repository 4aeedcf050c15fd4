import { runWork, shortfalls } from './harness.mjs';
import { drawCharts } from './charts.mjs';
import { startServer } from './server.mjs';
import { machineOf, readResults, writeResult } from './results.mjs';
import { printWork, writeReadme } from './report.mjs';
import { loadWorks } from './works.mjs';

/** The command: answers the exit code. */
export const main = async (args) => {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const write = !args.includes('--no-write');
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
  const tell = (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  };
  const server = await startServer();
  const missed = [];
  const started = performance.now();
  try {
    for (const work of chosen) {
      const workStarted = performance.now();
      const outcome = await runWork(work, { server, tell }).catch((error) => ({ error }));
      tell('');
      if (outcome.error) {
        process.stdout.write(`${work.name}: ${outcome.error.stack}\n`);
        missed.push(`${work.name} did not run`);
        continue;
      }
      const seconds = (performance.now() - workStarted) / 1_000;
      const result = {
        name: work.name,
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
  if (write) {
    const results = readResults(works);
    drawCharts(works, results);
    writeReadme(works, results);
  }
  process.stdout.write(`\n${chosen.length} works in ${((performance.now() - started) / 60_000).toFixed(1)} min\n`);
  for (const line of missed) process.stdout.write(`✗ ${line}\n`);
  if (missed.length === 0) process.stdout.write('✓ every least ratio holds\n');
  return missed.length === 0 ? 0 : 1;
};
