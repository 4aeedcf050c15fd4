import type { Command } from 'commander';
import { addDoctor } from './doctor.js';
import { addExport } from './export.js';
import { addMigrate } from './migrate.js';
import { addParked } from './parked.js';
import { addRebuild } from './rebuild.js';
import { addReplay } from './replay.js';
import { addStart } from './start.js';
import { addVerify } from './verify.js';

/** In the order the help shows them: running, feeding, asking, repairing. */
export const COMMANDS: readonly ((lachan: Command) => void)[] = [
  addStart,
  addMigrate,
  addExport,
  addReplay,
  addRebuild,
  addVerify,
  addParked,
  addDoctor,
];
