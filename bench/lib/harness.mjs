import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startContender } from './child.mjs';
import { syncsPerSecond } from './disk.mjs';
import { median, ratiosOf, summary } from './statistics.mjs';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Round n starts with contender n, so that nobody always goes first or after the same one. */
const rotated = (list, round) => list.map((_, index) => list[(index + round) % list.length]);

/**
 * Runs one work: every contender in a process and a database of its own (with `oneDatabase` they share the first one's), each round
 * in another order.
 *
 * A work is `{ name, what, unit, better: 'higher'|'lower', contenders: {key: file}, baseline, least: {key: ratio}, aim: {key: ratio},
 * rounds?, params?, ours?: key, oneDatabase?, memory?: [key] }` (`ours` is what the others are compared with, Lá Chắn unless said; `memory` whose process is the thing itself, and its memory worth telling); or it has a `run({server, tell, to})` of its own that answers `{rows, ratios, noisy?, correctness?}`.
 */
export const runWork = async (work, { server, tell, to }) => {
  const syncs = syncsPerSecond(server.dataDir, 300);
  const disk = { work: work.name, contender: 'fdatasync', unit: 'syncs/s', median: syncs, min: syncs, max: syncs };
  if (work.run) {
    const own = await work.run({ server, tell, to });
    return { rounds: own.rounds ?? 1, noisy: own.noisy ?? false, correctness: {}, ...own, rows: [...own.rows, disk] };
  }
  const { rounds = 5, ours = 'lachan' } = work;
  const started = [];
  const databases = [];
  try {
    for (const [key, file] of Object.entries(work.contenders)) {
      if (databases.length === 0 || !work.oneDatabase) databases.push(await server.database(`${work.name}_${key}`));
      const databaseUrl = databases.at(-1);
      const context = { databaseUrl, params: work.params ?? {}, key, work: work.name };
      const contender = await startContender(`${work.name}/${key}`, join(folder, file), context);
      started.push({ key, contender, values: [] });
      await contender.setup();
    }
    // One round that does not count: plans, caches and the compiler warm up.
    for (const { contender } of started) await contender.round(-1);
    await server.settle();
    const correctness = {};
    for (let round = 0; round < rounds; round += 1) {
      for (const { key, contender, values } of rotated(started, round)) {
        const result = await contender.round(round);
        values.push(result.value);
        if (result.correctness) correctness[key] = result.correctness;
        tell(`${work.name} · ${round + 1}/${rounds} · ${key}`);
      }
    }
    const valuesOf = (wanted) => started.find(({ key }) => key === wanted).values;
    const rows = started.map(({ key, values }) => ({
      work: work.name,
      contender: key,
      unit: work.unit,
      ...summary(values),
    }));
    const memory = started
      .filter(({ key }) => work.memory?.includes(key))
      .map(({ key, contender }) => ({
        work: work.name,
        contender: `memory, ${key}`,
        unit: 'MiB',
        ...summary([contender.memory()]),
      }));
    const ratios = Object.fromEntries(
      started
        .filter(({ key }) => key !== ours)
        .map(({ key, values }) => [key, median(ratiosOf(valuesOf(ours), values, work.better))]),
    );
    const base = valuesOf(work.baseline ?? Object.keys(work.contenders).at(-1));
    const noisy = Math.max(...base) > 2 * Math.min(...base);
    return { rounds, noisy, correctness, ratios, rows: [...rows, ...memory, disk] };
  } finally {
    for (const { contender } of started) await contender.teardown();
    for (const url of databases) await server.drop(url);
  }
};

/** Which of a work's least ratios do not hold; a failed correctness check (`{ok: false}`) is one of them. */
export const shortfalls = (work, { ratios, correctness, skipped }) =>
  skipped
    ? []
    : [
        ...Object.entries(work.least ?? {})
          .filter(([key, least]) => !(ratios[key] >= least))
          .map(([key, least]) => `${work.name}: ${(ratios[key] ?? NaN).toFixed(2)} × ${key}, at least ${least} wanted`),
        ...Object.entries(correctness)
          .filter(([, check]) => check?.ok === false)
          .map(([key, check]) => `${work.name}: ${key} ${JSON.stringify(check)}`),
      ];
