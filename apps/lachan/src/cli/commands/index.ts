import type { Command } from 'commander';
import { addBackup } from './backup.js';
import { addConformance } from './conformance.js';
import { addDescribe } from './describe.js';
import { addDoctor } from './doctor.js';
import { addExport } from './export.js';
import { addImport } from './import.js';
import { addKey } from './key.js';
import { addMigrate } from './migrate.js';
import { addParked } from './parked.js';
import { addRebuild } from './rebuild.js';
import { addReconcile } from './reconcile.js';
import { addReplay } from './replay.js';
import { addRestore } from './restore.js';
import { addStart } from './start.js';
import { addTopics } from './topics.js';
import { addUser } from './user.js';
import { addVerify } from './verify.js';
import { addWatermark } from './watermark.js';

/** In the order the help shows them: running, feeding, asking, repairing. */
export const COMMANDS: readonly ((lachan: Command) => void)[] = [
  addStart,
  addMigrate,
  addTopics,
  addImport,
  addExport,
  addBackup,
  addRestore,
  addReplay,
  addRebuild,
  addVerify,
  addReconcile,
  addParked,
  addUser,
  addKey,
  addWatermark,
  addConformance,
  addDoctor,
  addDescribe,
];
