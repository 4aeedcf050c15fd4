import { runStandalone } from '#libs/process';
import { intake } from './index.js';

await runStandalone(intake);
