// Kills what can be killed under load and checks that nothing acknowledged was lost, doubled or reordered.
//   npm run test:faults -- --rounds 10                  short: the instance, then one process of each kind, then a full disk
//   npm run test:faults -- --kill-each --minutes 2      long: services apart, each kind at random for two minutes; --kafka: with a broker
//   npm run test:faults -- --kill-backup                a backup and a restore, at every named point
//   --seed N repeats the moments of an earlier run
import { endWithCount } from './lib/checks.mjs';
import { diskFull } from './faults/disk-full.mjs';
import { randomOf } from './faults/judging.mjs';
import { killBackup } from './faults/kill-backup.mjs';
import { killEach } from './faults/kill-each.mjs';
import { killInstance } from './faults/kill-instance.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const seed = option('seed', Date.now() % 1_000_000);
const random = randomOf(seed);

/** One part of the suite under its heading, and how long it took. */
const part = async (heading, run) => {
  console.log(heading);
  const begun = performance.now();
  await run();
  console.log(`  in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
};

if (process.argv.includes('--kill-each')) {
  const minutes = option('minutes', 2);
  const kafka = process.argv.includes('--kafka');
  await part(`Killing one process of each kind at random for ${minutes} minutes under load, seed ${seed}`, () =>
    killEach({ milliseconds: minutes * 60_000, kafka, random }),
  );
} else if (process.argv.includes('--kill-backup')) {
  await part('Killing backups and restores at every named point', () => killBackup({ whole: true }));
} else {
  const rounds = option('rounds', 10);
  await part(`Killing the instance ${rounds} times under load, then a backup and a restore of it, seed ${seed}`, () =>
    killInstance({ rounds, random, then: (folder) => killBackup({ whole: false, of: folder }) }),
  );
  await part(`Killing one process of each kind under load, seed ${seed}`, () => killEach({ random }));
  await part('Filling the disk', diskFull);
}
endWithCount();
