import { expect, it } from '@jest/globals';
import { runModule } from '#libs/testing';

const built = new URL('../../../dist/libs/process/src/lean-heap.js', import.meta.url);

/**
 * Makes objects that live long, in functions made one after the other, until V8 has guessed for each of them or enough were made; answers in how
 * many functions a new object stood among the old at once. A guess depends on when a collection comes, so one function alone would not say much.
 */
const PROGRAM = `
  import { setFlagsFromString } from 'node:v8';
  if (process.argv[1] === 'lean') (await import(process.argv[2])).keepHeapLean();
  setFlagsFromString('--allow-natives-syntax');
  const isYoung = new Function('made', 'return %InYoungGeneration(made)');
  let among = 0;
  for (let site = 0; site < 4; site += 1) {
    const make = new Function('n', 'return { n, pair: [n, n + 1], inner: { n } } // ' + site);
    const kept = [];
    for (let n = 0, old = false; n < 400_000 && !old; n += 1) {
      const made = make(n);
      kept.push(made);
      if (n % 1_000 === 0 && !isYoung(made)) { old = true; among += 1; }
    }
  }
  console.log(among);
`;

const madeOld = async (how: 'lean' | 'as it comes'): Promise<number> =>
  Number(await runModule(PROGRAM, { args: [how, built.href] }));

it('a lean heap puts nothing among the old on a guess; one that is left to itself does', async () => {
  expect(await madeOld('as it comes')).toBeGreaterThan(0);
  expect(await madeOld('lean')).toBe(0);
});
