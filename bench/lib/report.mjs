import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const number = (value) => {
  if (value >= 1_000) return Math.round(value).toLocaleString('en');
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(3);
};

/** `5.2 × emmett (least 4, aim 6)`. */
const ratio = (work, key, value) => {
  const least = work.least?.[key];
  const aim = work.aim?.[key];
  const bounds = [least === undefined ? '' : `least ${least}`, aim === undefined ? '' : `aim ${aim}`]
    .filter(Boolean)
    .join(', ');
  return `${value.toFixed(2)} × ${key}${bounds ? ` (${bounds})` : ''}`;
};

/** One work on the terminal. */
export const printWork = (work, result) => {
  process.stdout.write(
    `\n${work.name}: ${work.what} · ${result.seconds.toFixed(0)} s${result.noisy ? '   [noisy]' : ''}\n`,
  );
  if (result.skipped) process.stdout.write(`  skipped: ${result.skipped}\n`);
  for (const { contender, unit, median, min, max } of result.rows) {
    process.stdout.write(
      `  ${contender.padEnd(22)} ${number(median).padStart(10)} ${unit.padEnd(12)} ${number(min)} … ${number(max)}\n`,
    );
  }
  for (const [key, value] of Object.entries(result.ratios)) {
    const least = work.least?.[key];
    process.stdout.write(`  ${least === undefined ? ' ' : value >= least ? '✓' : '✗'} ${ratio(work, key, value)}\n`);
  }
  for (const [key, check] of Object.entries(result.correctness)) {
    process.stdout.write(`  ${key}: ${JSON.stringify(check)}\n`);
  }
};

const START = '<!-- table: written by npm run bench -->';
const END = '<!-- end of table -->';

/** `; before 1.20, 1.18`: the same ratio in the runs before, newest first. */
const inARow = (before, key) => {
  const ratios = before.map((run) => run.ratios[key]).filter((value) => value !== undefined);
  return ratios.length === 0 ? '' : `; before ${ratios.map((value) => value.toFixed(2)).join(', ')}`;
};

/** `memory in MiB: intake 164, triage 191`. */
const memories = (rows) => {
  const told = rows.flatMap(({ contender, median }) => {
    const of = /^memory, (.+)$/.exec(contender)?.[1];
    return of === undefined ? [] : [`${of} ${number(median)}`];
  });
  return told.length === 0 ? [] : [`memory in MiB: ${told.join(', ')}`];
};

const row = (work, { rows, ratios, noisy, before = [] }) => {
  const ours = rows.find(({ contender }) => contender === (work.ours ?? 'lachan')) ?? rows[0];
  const against = Object.entries(ratios).map(([key, value]) => `${ratio(work, key, value)}${inARow(before, key)}`);
  against.push(...memories(rows));
  return `| \`${work.name}\` | ${work.what}${noisy ? ' (noisy)' : ''} | ${number(ours.median)} ${ours.unit}${work.ours ? ` (${work.ours})` : ''} | ${against.join('<br>')} |`;
};

const section = (works, results) => {
  const there = works.filter(({ name }) => results.has(name));
  const dates = there.map(({ name }) => results.get(name).date.slice(0, 10)).sort();
  const { cores, memory, node, postgres } = results.get(there[0].name).machine;
  const when = dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`;
  return [
    `${when}, ${cores} cores, ${memory}, Node ${node}, PostgreSQL ${postgres} with its default durability.`,
    '',
    '| name | work | Lá Chắn, median | against |',
    '| --- | --- | --- | --- |',
    ...there.map((work) => row(work, results.get(work.name))),
    '',
    ...there.map((work) => `![${work.name}](charts/${work.name}.svg)`),
  ].join('\n');
};

/** Puts the table and the charts between the marks of bench/README.md. */
export const writeReadme = (works, results) => {
  const file = fileURLToPath(new URL('../README.md', import.meta.url));
  if (results.size === 0 || !existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error('bench/README.md has lost the marks of its table');
  writeFileSync(file, `${before}${START}\n\n${section(works, results)}\n\n${END}${after}`);
};
