import { runStandalone } from '#libs/process';
import { triage } from './index.js';

await runStandalone(triage);
