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

export const writeResult = (result) => {
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  writeFileSync(fileOf(result.name), `${JSON.stringify(result, (_, value) => rounded(value), 2)}\n`);
};

/** The newest result of each work that has one, by name. */
export const readResults = (works) =>
  new Map(
    works
      .filter(({ name }) => existsSync(fileOf(name)))
      .map(({ name }) => [name, JSON.parse(readFileSync(fileOf(name), 'utf8'))]),
  );
