import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const fileOf = (name) => fileURLToPath(new URL(`../results/${name}.json`, import.meta.url));

/** What the figures depend on. Memory in GiB. */
export const machineOf = (postgres) => ({
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.versions.node,
  postgres,
});

const rounded = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

const resultOf = (name) => (existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : undefined);

/** The runs before this one that count as runs in a row with it: two, on the same machine. */
const runsBefore = ({ name, machine }) => {
  const last = resultOf(name);
  if (!last || JSON.stringify(last.machine) !== JSON.stringify(machine)) return [];
  return [{ date: last.date, ratios: last.ratios }, ...(last.before ?? [])].slice(0, 2);
};

/** Writes a result down, and beside it what the two runs before it gave. */
export const writeResult = (result) => {
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  const whole = { ...result, before: runsBefore(result) };
  writeFileSync(fileOf(result.name), `${JSON.stringify(whole, (_, value) => rounded(value), 2)}\n`);
};

/** The newest result of each work that has one, by name. */
export const readResults = (works) =>
  new Map(works.map(({ name }) => [name, resultOf(name)]).filter(([, result]) => result !== undefined));
