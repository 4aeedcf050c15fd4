import { runStandalone } from '#libs/process';
import { ledger } from './index.js';

await runStandalone(ledger);
